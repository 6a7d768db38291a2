from odoo import api, models
from odoo.tools import SQL

from odoo.addons.coop_stock.tools.typed_text import (
    clean_barcode,
    clean_line,
    clean_lines,
    clean_link,
    has_letters,
    whole_number,
)

from .coop_suggestion_vote import FREQUENCIES

# In characters; a longer text is refused with a sentence, never cut.
LENGTHS = {"name": 120, "brand": 60, "why": 2000, "comment": 1000, "addition": 1000}
# Alike enough to ask « proposer quand même ? » before making a twin.
TWIN_SCORE = 0.75


class CoopSuggestion(models.Model):
    """What members type into the form: made clean, or refused in their words."""

    _inherit = "coop.suggestion"

    @api.model
    def _read_form(self, form):
        """Return the clean values of the form's fields, and a sentence for each wrong one.

        :param dict form: what was posted, by field name
        :return: ``(values, errors)``
        """
        errors = {}
        values = {
            "name": self._read_text("name", clean_line(form.get("name")), errors),
            "brand": self._read_text("brand", clean_line(form.get("brand")), errors),
            "why": self._read_text("why", clean_lines(form.get("why")), errors),
            "anonymous": form.get("anonymous") == "1",
        }
        if not has_letters(values["name"]) and "name" not in errors:
            errors["name"] = self.env._("Write the product's name: that is all we need.")
        try:
            values["barcode"] = clean_barcode(form.get("barcode"))
        except ValueError:
            errors["barcode"] = self.env._(
                "This is not a whole barcode: it has 8 or 13 digits, under the bars. You can also "
                "leave it empty."
            )
        try:
            values["link"] = clean_link(form.get("link"))
        except ValueError:
            errors["link"] = self.env._(
                "This is not the address of a web page: it begins with https://"
            )
        shelf_id = whole_number(form.get("shelf_id"))
        values["shelf_id"] = self.env["coop.shelf"].search([("id", "=", shelf_id)]).id
        return values, errors

    @api.model
    def _read_text(self, name, text, errors):
        """Return the text; note an error under its name when it is too long."""
        if len(text) > LENGTHS[name]:
            errors[name] = self.env._(
                "This is too long: %(length)s characters, where %(most)s is the most.",
                length=len(text),
                most=LENGTHS[name],
            )
        return text

    @api.model
    def _read_frequency(self, form):
        """Return how often the member would buy, or False when they do not say."""
        frequency = form.get("frequency")
        return frequency if frequency in dict(FREQUENCIES) else False

    @api.model
    def _twins_of(self, partner, values):
        """Return what resembles the proposed product so much that one asks first."""
        similar = self._similar_to(partner, values["name"], values.get("barcode") or "")
        return {
            kind: [row for row in rows if row["score"] >= TWIN_SCORE]
            for kind, rows in similar.items()
        }

    @api.model
    def _shelves_to_choose(self):
        """Return the shelves of the form's list, as ``[(id, name)]`` in walking order."""
        return [(shelf.id, shelf.name) for shelf in self.env["coop.shelf"].search([])]

    @api.model
    def _shelves_with_open(self):
        """Return the shelves that have suggestions open to votes, as ``[(id, name)]``."""
        return self.env.execute_query(
            SQL(
                """
                SELECT shelf.id, shelf.name
                  FROM coop_shelf shelf
                 WHERE shelf.active
                   AND EXISTS (SELECT FROM coop_suggestion
                                WHERE coop_suggestion.shelf_id = shelf.id AND %s)
              ORDER BY shelf.sequence, shelf.name, shelf.id
                """,
                self._in_states_sql("open", "asked", "put_off"),
            )
        )
