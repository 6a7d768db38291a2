"""A small shop to look at: what stands where, and how much is left."""

import re

from .common import PageHelpers

EAN = "3017620422003"
COST = 1.2345


class StockPageHelpers(PageHelpers):
    @classmethod
    def make_shop(cls):
        """Make two shelves and five products; what the database had is sold no more."""
        cls.env["product.template"].search([("available_in_pos", "=", True)]).write(
            {"available_in_pos": False}
        )
        cls.fruit, cls.breakfast = cls.env["coop.shelf"].create(
            [{"name": "Rayon fruits", "sequence": 1}, {"name": "Rayon matin", "sequence": 2}]
        )
        cls.oats = cls.make_product(
            "Flocons d'avoine",
            barcode=EAN,
            list_price=1.45,
            standard_price=COST,
            net_weight=0.5,
            coop_brand="Moulin Vert",
            coop_shelf_id=cls.breakfast.id,
            coop_is_organic=True,
        )
        cls.honey = cls.make_product(
            "Miel <b>de tilleul", list_price=7.8, coop_shelf_id=cls.breakfast.id
        )
        cls.carrots = cls.make_product(
            "Carottes",
            list_price=2.2,
            coop_shelf_id=cls.fruit.id,
            to_weight=True,
            uom_id=cls.env.ref("uom.product_uom_kgm").id,
        )
        cls.bread = cls.make_product("Pain sans rayon", list_price=0)
        cls.jam = cls.make_product("Confiture", list_price=3, coop_shelf_id=cls.breakfast.id)
        cls.put_in_stock(cls.oats, 12)
        cls.put_in_stock(cls.honey, 3)
        cls.put_in_stock(cls.carrots, 8)
        cls.shop = cls.oats + cls.honey + cls.carrots + cls.bread + cls.jam
        cls.shop.product_tmpl_id.coop_for_sale_since = "2020-01-01"

    def shown(self, page):
        """Return the products on a page, in order."""
        ids = [int(id_) for id_ in re.findall(r'data-id="(\d+)"', page.text)]
        return self.env["product.product"].browse(ids)

    def assert_lists(self, url, *products):
        page = self.get(url)
        self.assertEqual(page.status_code, 200, url)
        self.assertEqual(self.shown(page).mapped("name"), [each.name for each in products], url)
        return page
