from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestShelf(CoopCommon):
    def test_shelves_stand_in_walking_order(self):
        shelves = self.env["coop.shelf"]
        far = shelves.create({"name": "Boissons", "sequence": 1002})
        near = shelves.create({"name": "Vrac", "sequence": 1001})
        self.assertEqual(shelves.search([("id", "in", (far | near).ids)]), near | far)

    def test_who_receives_goods_keeps_shelves_and_others_only_read_them(self):
        shelf = self.env["coop.shelf"].create({"name": "Vrac"})
        keeper = self.make_user("Sam Réserve", "stock.group_stock_user")
        shelf.with_user(keeper).sequence = 3
        employee = self.make_user("Emile Caisse", "base.group_user")
        self.assertEqual(shelf.with_user(employee).name, "Vrac")
        with self.assertRaises(AccessError):
            shelf.with_user(employee).sequence = 4
        with self.assertRaises(AccessError):
            shelf.with_user(keeper).unlink()

    def test_a_product_stands_on_a_shelf(self):
        shelf = self.env["coop.shelf"].create({"name": "Vrac"})
        product = self.make_product("Lentilles", coop_shelf_id=shelf.id)
        self.assertEqual(shelf.product_tmpl_ids, product.product_tmpl_id)
