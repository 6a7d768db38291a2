from odoo.tests import HttpCase, tagged

from .common import CoopCommon
from .stock_page_common import StockPageHelpers


@tagged("post_install", "-at_install")
class TestProductStar(StockPageHelpers, CoopCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_shop()

    def stars(self, partner):
        return self.env["coop.product.star"]._product_ids(partner)

    def star(self, product, star="1", **fields):
        return self.post(f"/p/{product.id}/star", star=star, **fields)

    def test_a_member_stars_and_unstars(self):
        self.sign_in(self.alice)
        for _twice in range(2):
            self.assert_leads_to(self.star(self.oats), f"/p/{self.oats.id}?done=star")
            self.assertEqual(self.stars(self.alice), {self.oats.id})
        self.assert_page(f"/p/{self.oats.id}", 'aria-pressed="true"')
        for _twice in range(2):
            self.star(self.oats, "0")
            self.assertEqual(self.stars(self.alice), set())
        self.assert_page(f"/p/{self.oats.id}", 'aria-pressed="false"')

    def test_a_star_leads_back_to_where_it_was_tapped(self):
        self.sign_in(self.alice)
        back = "/stock?q=flocons&page=2"
        self.assert_leads_to(self.star(self.oats, back=back), f"{back}#p{self.oats.id}")
        for elsewhere in ("//evil.test", "/stock?x=\\evil", "https://evil.test/stock", "/web"):
            page = self.star(self.oats, back=elsewhere)
            self.assert_leads_to(page, f"/p/{self.oats.id}?done=star")

    def test_the_pages_script_gets_json(self):
        self.sign_in(self.alice)
        page = self.post(
            f"/p/{self.oats.id}/star", star="1", headers={"Accept": "application/json"}
        )
        self.assertTrue(page.json()["star"])
        self.assertIn(self.oats.name, page.json()["status"])

    def test_only_members_have_stars(self):
        self.assertEqual(self.star(self.oats, token=False).status_code, 303)
        self.sign_in(self.alice)
        self.assertEqual(self.star(self.oats, token=False).status_code, 400)
        self.star(self.oats)
        self.set_member_rule([("id", "=", self.bob.id)])
        self.assertEqual(self.star(self.honey).status_code, 403)
        self.assertEqual(self.get("/my/products").status_code, 403)
        page = self.get("/stock?show=mine")
        self.assert_hides(page, "/star", "My products")
        self.assertEqual(len(self.shown(page)), len(self.shop))
        self.assertEqual(self.stars(self.alice), {self.oats.id}, "kept for when she returns")

    def test_one_sees_ones_own_only(self):
        self.env["coop.product.star"]._set(self.honey, self.bob)
        self.sign_in(self.alice)
        self.star(self.oats)
        self.assert_lists("/stock?show=mine", self.oats)
        self.assert_lists("/my/products", self.oats)

    def test_an_unknown_product_is_a_kind_404(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        foreign = self.make_product("Ailleurs", company_id=other.id)
        self.sign_in(self.alice)
        for id_ in (foreign.id, 0, 999_999_999, 10**20):
            self.assertEqual(self.post(f"/p/{id_}/star", star="1").status_code, 404)
        self.assertEqual(self.stars(self.alice), set())

    def test_who_logged_in_meanwhile_comes_back_to_the_product(self):
        self.sign_in(self.alice)
        self.assert_leads_to(self.get(f"/p/{self.oats.id}/star"), f"/p/{self.oats.id}")

    def test_ones_list_is_in_walking_order_and_counts_what_is_there(self):
        self.sign_in(self.alice)
        for product in (self.oats, self.carrots, self.jam):
            self.star(product)
        page = self.assert_lists("/my/products", self.carrots, self.jam, self.oats)
        text = " ".join(page.text.split())
        self.assertIn("2 of 3 in the shop", text)

    def test_what_is_no_longer_sold_stays_on_the_list(self):
        self.sign_in(self.alice)
        self.star(self.oats)
        self.star(self.jam)
        self.jam.product_tmpl_id.active = False
        page = self.assert_lists("/my/products", self.jam, self.oats)
        self.assert_shows(page, "no longer sold")
        self.assertIn("1 of 2 in the shop", " ".join(page.text.split()))
        self.star(self.jam, "0")
        self.assert_lists("/my/products", self.oats)

    def test_stars_survive_a_merge_of_contacts(self):
        one = self.make_partner("Camille Roux", email="camille@coop.test")
        two = self.make_partner("C. Roux", email="camille@coop.test")
        stars = self.env["coop.product.star"]
        stars._set(self.oats, one)
        for product in (self.oats, self.honey):
            stars._set(product, two)
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [(6, 0, (one + two).ids)], "dst_partner_id": one.id}
        )
        self.env.flush_all()
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertFalse(two.exists())
        self.assertEqual(self.stars(one), {self.oats.id, self.honey.id})
