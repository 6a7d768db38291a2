from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestWhatLacks(CoopCommon):
    """The list of products that lack something, filled in by who receives goods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls.env["coop.shelf"].create({"name": "Vrac"})
        cls.keeper = cls.make_user("Sam Réserve", "stock.group_stock_user")
        cls.rice = cls.make_product("Riz")
        cls.oats = cls.make_product("Flocons")

    def rows(self, products, user=None):
        rows = self.env["coop.incomplete.product"].with_user(user or self.keeper)
        return rows.browse(products.ids)

    def lacking(self, name):
        """Return what a filter of the list shows, of the two products."""
        view = self.env.ref("coop_stock.coop_incomplete_product_view_search")
        [found] = etree.fromstring(view.arch).xpath(f"//filter[@name='{name}']")
        domain = literal_eval(found.get("domain"))
        rows = self.env["coop.incomplete.product"].search(domain)
        return rows.product_id & (self.rice | self.oats)

    def test_each_filter_shows_what_lacks_and_no_more(self):
        filled = {
            "no_shelf": {"coop_shelf_id": self.shelf.id},
            "no_content": {"coop_volume": 1},
            "no_origin": {"country_id": self.env.ref("base.fr").id},
            "no_brand": {"coop_brand": "Marque"},
            "no_barcode": {"barcode": "3017620422003"},
        }
        for name, values in filled.items():
            with self.subTest(filter=name):
                self.assertEqual(self.lacking(name), self.rice | self.oats)
                self.rice.write(values)
                self.assertEqual(self.lacking(name), self.oats)

    def test_only_what_the_tills_sell_is_listed(self):
        rows = self.env["coop.incomplete.product"]
        for values in ({"sale_ok": False}, {"available_in_pos": False}, {"active": False}):
            product = self.make_product("Produit")
            self.assertTrue(rows.search([("product_id", "=", product.id)]))
            product.product_tmpl_id.write(values)
            self.assertFalse(rows.search([("product_id", "=", product.id)]))

    def test_who_receives_goods_fills_in_many_at_once(self):
        france = self.env.ref("base.fr")
        self.rows(self.rice | self.oats).write(
            {"coop_shelf_id": self.shelf.id, "net_weight": 0.5, "country_id": france.id}
        )
        for product in self.rice | self.oats:
            self.assertEqual(product.coop_shelf_id, self.shelf)
            self.assertEqual((product.coop_base_quantity, product.coop_base_unit), (0.5, "kg"))
            self.assertEqual(product.country_id, france)
        row = self.rows(self.rice)
        self.assertEqual((row.net_weight, row.coop_shelf_id), (0.5, self.shelf))

    def test_the_list_saves_as_odoos_own_do(self):
        read = self.rows(self.rice).web_save(
            {"coop_brand": "Marque"}, {"coop_brand": {}, "product_id": {"fields": {}}}
        )
        self.assertEqual(read[0]["coop_brand"], "Marque")
        self.assertEqual(self.rice.coop_brand, "Marque")

    def test_nothing_else_is_written_that_way(self):
        for values in ({"list_price": 1}, {"name": "x"}, {"product_id": self.oats.id}, {"id": 3}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.rows(self.rice).write(values)
        with self.assertRaises(AccessError):
            self.rows(self.rice).create({"coop_brand": "x"})
        with self.assertRaises(AccessError):
            self.rows(self.rice).unlink()
        with self.assertRaises(AccessError):
            self.rice.with_user(self.keeper).coop_brand = "x"

    def test_a_barcode_that_is_taken_is_refused_in_odoos_words(self):
        self.rice.barcode = "3017620422003"
        with self.assertRaises(ValidationError):
            self.rows(self.oats).write({"barcode": "3017620422003"})

    def test_who_fills_in(self):
        administrator = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        self.rows(self.rice, administrator).write({"coop_brand": "Marque"})
        employee = self.make_user("Emile Caisse", "base.group_user")
        volunteer = self.make_user("Vera", "base.group_portal,coop_stock.group_shop_volunteer")
        for user in (employee, volunteer, self.env.ref("base.public_user")):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.rows(self.rice, user).write({"coop_brand": "x"})
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.rows(self.rice, user).read(["barcode"])
        self.assertEqual(self.rice.coop_brand, "Marque")

    def test_products_of_another_company_are_its_own(self):
        self.rice.company_id = self.env["res.company"].create({"name": "Autre coop"})
        rows = self.env["coop.incomplete.product"].with_user(self.keeper)
        self.assertFalse(rows.search([("product_id", "=", self.rice.id)]))
        with self.assertRaises(AccessError):
            self.rows(self.rice).write({"coop_brand": "x"})
        self.assertFalse(self.rice.coop_brand)


@tagged("post_install", "-at_install")
class TestContentProposal(CoopCommon):
    """Contents read out of names: proposed, and written only when somebody accepts them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.make_user("Sam Réserve", "stock.group_stock_user")
        cls.beer = cls.make_product("Bière blonde 6x25cl")
        cls.rice = cls.make_product("Riz 500 g")
        cls.olives = cls.make_product("Olives 200 g net égoutté")
        cls.salt = cls.make_product("Sel")

    def look(self, user=None):
        """Open the list as somebody; return the open proposals for this test's products."""
        proposals = self.env["coop.content.proposal"].with_user(user or self.keeper)
        proposals.action_coop_look()
        return proposals.search([("state", "=", "open"), ("product_id", "in", self.products.ids)])

    @property
    def products(self):
        return self.beer | self.rice | self.olives | self.salt

    def test_what_names_tell_is_proposed_and_nothing_is_written(self):
        read = {proposal.product_id: proposal for proposal in self.look()}
        self.assertEqual(set(read), {self.beer, self.rice, self.olives})
        beer = read[self.beer]
        self.assertEqual((beer.words, beer.quantity, beer.content), ("6 × 25 cl", 1.5, "1.5 l"))
        self.assertEqual(read[self.olives].kind, "drained_weight")
        for product in self.products:
            self.assertFalse(product.coop_base_unit)

    def test_accepted_it_is_written_where_it_belongs(self):
        proposals = self.look()
        proposals.action_coop_accept()
        self.assertEqual(self.beer.coop_volume, 1.5)
        self.assertEqual(self.rice.net_weight, 0.5)
        self.assertEqual(self.olives.coop_drained_weight, 0.2)
        self.assertEqual(set(proposals.mapped("state")), {"accepted"})
        self.assertEqual(proposals.answered_by, self.keeper)
        self.assertFalse(self.look())

    def test_what_was_left_is_not_proposed_again_until_the_name_says_something_else(self):
        proposal = self.look().filtered(lambda one: one.product_id == self.rice)
        proposal.action_coop_leave()
        self.assertNotIn(self.rice, self.look().product_id)
        self.assertFalse(self.rice.net_weight)
        self.rice.name = "Riz 1 kg"
        self.assertIn(self.rice, self.look().product_id)

    def test_what_was_left_can_be_looked_at_again(self):
        proposal = self.look().filtered(lambda one: one.product_id == self.rice)
        proposal.action_coop_leave()
        proposal.action_coop_look_again()
        self.assertIn(self.rice, self.look().product_id)

    def test_a_name_that_changes_before_the_answer_changes_the_proposal(self):
        self.look()
        self.rice.name = "Riz 1 kg"
        self.salt.name = "Sel fin 250 g"
        self.beer.name = "Bière blonde"
        read = {one.product_id: one.quantity for one in self.look()}
        self.assertEqual(read, {self.rice: 1.0, self.salt: 0.25, self.olives: 0.2})

    def test_a_content_that_somebody_filled_in_meanwhile_stays(self):
        proposals = self.look()
        self.rice.net_weight = 0.45
        answer = proposals.action_coop_accept()
        self.assertEqual(self.rice.net_weight, 0.45)
        self.assertEqual(answer["params"]["type"], "warning")

    def test_a_content_heavier_than_the_product_with_its_packing_is_kept_back(self):
        self.rice.weight = 0.3
        answer = self.look().action_coop_accept()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertFalse(self.rice.net_weight)
        self.assertEqual(self.beer.coop_volume, 1.5)

    def test_weights_are_written_in_pounds_where_the_database_has_pounds(self):
        self.env["ir.config_parameter"].set_param("product.weight_in_lbs", "1")
        self.look().action_coop_accept()
        self.assertAlmostEqual(self.rice.net_weight, 1.1023, 4)
        self.assertAlmostEqual(self.rice.coop_base_quantity, 0.5, 4)

    def test_who_accepts(self):
        administrator = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        proposals = self.look(administrator)
        employee = self.make_user("Emile Caisse", "base.group_user")
        for user in (employee, self.user_of(self.alice), self.env.ref("base.public_user")):
            for action in (
                "action_coop_look",
                "action_coop_accept",
                "action_coop_leave",
                "action_coop_look_again",
            ):
                with self.subTest(user=user.name, action=action), self.assertRaises(AccessError):
                    getattr(proposals.with_user(user), action)()
        with self.assertRaises(AccessError):
            proposals.with_user(self.keeper).write({"quantity": 3})
        self.assertFalse(self.rice.net_weight)
        proposals.action_coop_accept()
        self.assertEqual(self.rice.net_weight, 0.5)

    def test_products_of_another_company_are_its_own(self):
        self.rice.company_id = self.env["res.company"].create({"name": "Autre coop"})
        self.assertNotIn(self.rice, self.look().product_id)
        hidden = self.env["coop.content.proposal"].search([("product_id", "=", self.rice.id)])
        self.assertTrue(hidden)
        with self.assertRaises(AccessError):
            hidden.with_user(self.keeper).action_coop_accept()
        self.assertFalse(self.rice.net_weight)
