"""Suppliers' price lists, imported as the team imports them."""

import base64

from .common import SuggestionCommon

EAN = "3017620422003"
TITLES = "Désignation;Gencod;Colisage;Prix HT"


class PriceCommon(SuggestionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.coop_usual_margin = 20
        cls.company.coop_usual_sale_tax_id = cls.make_tax(5.5)
        cls.supplier = cls.make_partner("Relais Bio", is_company=True)

    @classmethod
    def make_tax(cls, amount):
        return cls.env["account.tax"].create(
            {"name": f"TVA d'essai {amount} %", "amount": amount, "type_tax_use": "sale"}
        )

    def open_import(self, content, supplier=None, user=None, **values):
        """Send a file, as the team does; return the wizard that shows its columns."""
        if isinstance(content, str):
            content = content.encode()
        wizard = (
            self.env["coop.price.list.import"]
            .with_user(user or self.team)
            .create(
                {
                    "partner_id": (supplier or self.supplier).id,
                    "file": base64.b64encode(content),
                    "file_name": "tarif.csv",
                    **values,
                }
            )
        )
        wizard.action_read()
        return wizard

    def import_list(self, *rows, titles=TITLES, **values):
        """Import a list of these lines; return it as the team reads it."""
        wizard = self.open_import("\n".join([titles, *rows]), **values)
        action = wizard.action_import()
        self.env.invalidate_all()
        return self.env["coop.supplier.list"].with_user(self.team).browse(action["res_id"])

    def offers(self, suggestion):
        """Return how each offer of a suggestion stands, as ``{name in the list: state}``."""
        self.env.invalidate_all()
        offers = suggestion.with_user(self.team).all_offer_ids
        return {offer.name: offer.state for offer in offers}

    def ask(self, suggestion, price=4.9, user=None):
        """Ask the supporters, as the team's dialogue does; return the question."""
        wizard = (
            self.env["coop.ask.price"]
            .with_user(user or self.team)
            .create({"suggestion_id": suggestion.id, "price": price})
        )
        wizard.action_ask()
        return suggestion._standing_question()
