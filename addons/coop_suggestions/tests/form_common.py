"""The form that proposes a product, posted as a browser posts it."""

import io

from PIL import Image

from .page_common import SuggestionPages

EAN, WRONG = "3017620422003", "3017620422004"
FULL = {
    "name": "Tapenade d'olives noires",
    "why": "Pour l'apéro <b>!</b>\nEt le pain.",
    "brand": "Sud & Cie",
    "barcode": EAN,
    "link": "https://coop.test/tapenade?a=1&b=2",
    "frequency": "monthly",
    "anonymous": "1",
}


def photo(file_format="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, file_format)
    return out.getvalue()


class FormPages(SuggestionPages):
    def setUp(self):
        super().setUp()
        self.shelf = self.env["coop.shelf"].create({"name": "Apéritif"})
        self.sign_in(self.alice)

    def propose_by_form(self, photo_data=None, **fields):
        files = {"photo": ("p.png", photo_data)} if photo_data is not None else None
        return self.post("/suggestions/new", files=files, **fields)

    def assert_kept(self, page, fields):
        """A form that came back has in it what was typed."""
        for name, text in fields.items():
            if name in ("why",):
                self.assert_shows(page, "Pour l&#39;apéro &lt;b&gt;!&lt;/b&gt;\nEt le pain.")
            elif name == "frequency":
                self.assertRegex(page.text, r'value="monthly"[^>]*checked="True"')
            elif name == "anonymous":
                self.assertRegex(page.text, r'value="1"[^>]*checked="True"')
            elif name == "shelf_id":
                self.assertRegex(page.text, rf'value="{text}"[^>]*selected="True"')
            else:
                escaped = text.replace("&", "&amp;").replace("'", "&#39;")
                self.assert_shows(page, f'value="{escaped}"')
