"""Pages of suggestions, got as a browser gets them."""

from odoo.tests import HttpCase

from odoo.addons.coop_stock.tests.common import PageHelpers

from .common import SuggestionCommon


class SuggestionPages(PageHelpers, SuggestionCommon, HttpCase):
    def url(self, suggestion, act=""):
        """Return the address of a suggestion's page, or of one of its forms."""
        return f"/suggestions/{suggestion.id}{act and f'/{act}'}"

    def found(self, name, author=None):
        """Return the suggestions of a name, whoever made them."""
        domain = [("name", "=", name)]
        if author:
            domain.append(("author_id", "=", author.id))
        self.env.invalidate_all()
        return self.env["coop.suggestion"].search(domain)


class OneSuggestionPage(SuggestionPages):
    """Alice's suggestion, looked at by Bob."""

    def setUp(self):
        super().setUp()
        self.suggestion = self.propose("Huile <b>d'olive</b>", why="<script>alert(1)</script>")
        self.sign_in(self.bob)

    def reread(self):
        self.env.invalidate_all()
        return self.suggestion
