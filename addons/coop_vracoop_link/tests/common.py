"""Rows as the program reads them from a distant server, and the account that brings them."""

from odoo import fields

from odoo.addons.coop_stock.tests.common import CoopCommon


class LinkCommon(CoopCommon):
    """A link of the company that nothing has been read for, and its account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        links = cls.env["coop.vracoop.link"]
        links.search([]).unlink()
        cls.link = links.create({"company_id": cls.env.company.id, "sales_since": "2026-01-01"})
        account = cls.make_user(
            "Lien Vracoop", "base.group_user,coop_vracoop_link.group_link", login="lien"
        )
        cls.program = links.with_user(account).browse()

    def receive(self, kind, *rows, **kwargs):
        """Bring rows as the program does; return what it is told."""
        told = self.program.receive(kind, list(rows), **kwargs)
        self.env.invalidate_all()
        return told

    def here(self, kind, ref):
        """Return the record that a distant one is here."""
        return self.link._here(kind, [ref]).get(ref)

    def rejected(self):
        """Return ``[(kind, ref, why)]`` of what was left out."""
        return [(each.kind, each.ref, each.why) for each in self.link.rejection_ids]

    @staticmethod
    def tax_row(ref="1", **values):
        """Return a tax of 5.5 %, price included."""
        return {
            "ref": ref,
            "name": "TVA 5,5 %",
            "amount_type": "percent",
            "amount": 5.5,
            "price_include": True,
            "include_base_amount": False,
            "is_base_affected": True,
            "sequence": 1,
            "children": [],
            "active": True,
            **values,
        }

    @staticmethod
    def product_row(ref="10", **values):
        """Return a product that the distant till sells for 2.50 EUR."""
        return {
            "ref": ref,
            "template": f"t{ref}",
            "name": "Riz rond",
            "barcode": None,
            "code": None,
            "active": True,
            "for_sale": True,
            "to_weight": False,
            "list_price": 2.5,
            "cost": 1.5,
            "taxes": [],
            "category": None,
            "unit": ["unit", 1.0, "Unité"],
            "is_counted": True,
            "shelf": None,
            "place": None,
            "net_weight": None,
            "volume": None,
            "origin": None,
            "organic": None,
            "supplier": None,
            "write_date": "2026-11-01 08:00:00",
            "photo_size": 0,
            **values,
        }

    @staticmethod
    def rule_row(ref="100", **values):
        """Return a rule of 10 % off everything."""
        return {
            "ref": ref,
            "pricelist": "50",
            "applied_on": "3_global",
            "product": None,
            "template_products": [],
            "category": None,
            "min_quantity": 0.0,
            "date_start": None,
            "date_end": None,
            "compute_price": "percentage",
            "fixed_price": 0.0,
            "percent_price": 10.0,
            "price_discount": 0.0,
            "price_surcharge": 0.0,
            "price_round": 0.0,
            "price_min_margin": 0.0,
            "price_max_margin": 0.0,
            "base": "list_price",
            "base_pricelist": None,
            **values,
        }

    @staticmethod
    def member_row(ref="200", **values):
        """Return a member."""
        return {
            "ref": ref,
            "name": "Anne Durand",
            "number": "1042",
            "email": "anne@coop.test",
            "parent": None,
            "is_member": True,
            **values,
        }

    def bring_till(self):
        """Bring a tax, a price list and a till that uses it."""
        self.receive("tax", self.tax_row())
        self.receive("pricelist", {"ref": "50", "name": "Public", "active": True})
        self.receive(
            "till", {"ref": "5", "name": "Caisse 1", "pricelist": "50", "taxes_mapped": {}}
        )

    def price(self, ref):
        """Return what the till charges for a product."""
        product = self.here("product", ref)
        return product._coop_till_prices()[product.id]

    def end_turn(self):
        """Say that all was read this minute."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        self.program.turn_done(now, now)
        self.env.invalidate_all()
