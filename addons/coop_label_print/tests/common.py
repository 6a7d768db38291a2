"""A small shop whose labels hang, one of them not."""

from datetime import timedelta

from odoo import Command, fields

from odoo.addons.coop_stock.tests.common import CoopCommon


class LabelCommon(CoopCommon):
    """Rice on the first shelf and oats on the second have their labels; salt has none yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.template"].search([("available_in_pos", "=", True)]).write(
            {"available_in_pos": False}
        )
        Shelf = cls.env["coop.shelf"]
        cls.first_shelf = Shelf.create({"name": "Céréales", "sequence": 1})
        cls.second_shelf = Shelf.create({"name": "Épicerie", "sequence": 2})
        cls.oats = cls.make_product(
            "Flocons d'avoine",
            coop_shelf_id=cls.second_shelf.id,
            net_weight=0.5,
            list_price=2.35,
            barcode="3760020507350",
        )
        cls.rice = cls.make_product("Riz", coop_shelf_id=cls.first_shelf.id, net_weight=1)
        cls.jobs = cls.env["coop.label.job"]
        cls.shown = cls.env["coop.label.shown"]
        cls.labels = cls.env["coop.label.list"]
        cls.requests = cls.env["coop.label.request"]
        cls.shop = cls.env.company._coop_shop_warehouse()
        for product in cls.oats, cls.rice:
            cls.put_in_stock(product, 5)
        cls.shown._coop_start_here()
        cls.salt = cls.make_product("Sel", taxes_id=[Command.clear()])
        cls.put_in_stock(cls.salt, 5)

    def reasons(self):
        """Return ``{product: reasons}`` of what is to print."""
        Product = self.env["product.product"]
        return {Product.browse(row.product_id): row.reasons for row in self.labels._coop_rows()}

    def row_of(self, product):
        return next(row for row in self.labels._coop_rows() if row.product_id == product.id)

    def words(self, product):
        row = self.row_of(product)
        return [text.replace("\xa0", " ") for text in self.labels._coop_reason_words(row)]

    def move(self, product, quantity, days_ago):
        """Have something received (or, below 0, gone) through a move done so many days ago."""
        supplier = self.env.ref("stock.stock_location_suppliers")
        places = (supplier, self.shop.lot_stock_id)
        source, target = places if quantity > 0 else reversed(places)
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": abs(quantity),
                "location_id": source.id,
                "location_dest_id": target.id,
            }
        )
        move._action_confirm()
        move.write({"quantity": abs(quantity), "picked": True})
        move._action_done()
        move.date = fields.Datetime.now() - timedelta(days=days_ago)

    def print_labels(self, *products, **kwargs):
        return self.jobs._coop_print({product.id: 1 for product in products}, **kwargs)
