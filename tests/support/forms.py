"""What stands in a page's forms, and which elements a page has."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """A parsed page: `fields` by name with what stands in them, `tags` as (name, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.fields = {}
        self.tags = []
        self.alerts = []
        self._textarea = self._select = None
        self._alert = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note the tag, and the value of a field."""
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        name = attributes.get("name")
        if tag == "input" and attributes.get("type") in ("radio", "checkbox"):
            if "checked" in attributes:
                self.fields[name] = attributes.get("value", "on")
        elif tag == "input":
            self.fields[name] = attributes.get("value") or ""
        elif tag == "textarea":
            self._textarea = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in attributes:
            self.fields[self._select] = attributes.get("value", "")
        self._alert = self._alert or attributes.get("role") == "alert"

    def handle_endtag(self, tag):
        """Close a text area."""
        if tag == "textarea":
            # A browser drops the line break with which a text area may begin.
            self.fields[self._textarea] = self.fields[self._textarea].removeprefix("\n")
            self._textarea = None

    def handle_data(self, data):
        """Note the words of a text area or an alert."""
        if self._textarea is not None:
            self.fields[self._textarea] += data
        if self._alert and data.strip():
            self.alerts.append(data.strip())
            self._alert = False
