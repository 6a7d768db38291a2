from odoo import Command
from odoo.tests import HttpCase, tagged

from ..tools.stock_list import PAGE_SIZE
from .common import CoopCommon
from .stock_page_common import EAN, StockPageHelpers

FAR = 10**30


@tagged("post_install", "-at_install")
class TestStockPage(StockPageHelpers, CoopCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_shop()

    def test_a_visitor_sees_everything_in_walking_order(self):
        page = self.assert_lists(
            "/stock", self.carrots, self.jam, self.oats, self.honey, self.bread
        )
        self.assert_shows(page, "Rayon fruits", "Without a shelf", "Miel &lt;b&gt;de tilleul")
        self.assert_shows(page, "12 in the shop", "only 3 left", "sold out", "Moulin Vert")
        self.assert_hides(page, "My products", "/star")

    def test_a_price_says_what_a_kilogram_costs(self):
        self.assert_page("/stock?q=flocons", "1.45", "2.90", "/kg")

    def test_what_is_weighed_tells_no_figure(self):
        page = self.get("/stock?q=carottes")
        self.assert_shows(page, "in the shop", "per kg")
        self.assert_hides(page, "8 in the shop")

    def test_levels_only_where_the_coop_chose_so(self):
        self.company.coop_stock_shown = "levels"
        page = self.get("/stock")
        self.assert_shows(page, "in the shop", "soon sold out")
        self.assert_hides(page, "12 in the shop", "only 3 left")

    def test_it_is_searched_by_name_brand_and_barcode(self):
        self.assert_lists("/stock?q=flocon davoine", self.oats)
        self.assert_lists("/stock?q=Molin vert", self.oats)
        self.assert_lists(f"/stock?q={EAN}&part=body", self.oats)
        self.assert_lists(f"/stock?q={EAN[:6]}", self.oats)
        self.assert_lists("/stock?q=inconnu")

    def test_a_scanned_code_leads_to_its_product(self):
        url = f"/p/{self.oats.id}"
        self.assert_leads_to(self.get(f"/stock?q={EAN}"), url)
        self.assert_leads_to(self.get(f"/stock?q=https://coop.test/p/b/{EAN}"), url)
        self.assert_leads_to(self.get(f"/stock?q=https://coop.test/p/{self.oats.id}"), url)

    def test_it_is_narrowed_down(self):
        self.assert_lists("/stock?show=in", self.carrots, self.oats, self.honey)
        self.assert_lists("/stock?show=low", self.honey)
        self.assert_lists("/stock?show=organic", self.oats)
        self.assert_lists("/stock?show=new")
        self.honey.product_tmpl_id.coop_for_sale_since = self.company._coop_today()
        self.assert_lists("/stock?show=new", self.honey)
        self.assert_lists(f"/stock?shelf={self.fruit.id}", self.carrots)
        self.assert_lists("/stock?shelf=none", self.bread)
        self.assert_lists(f"/stock?shelf={self.breakfast.id}&show=in&q=miel", self.honey)

    def test_it_is_sorted(self):
        self.assert_lists(
            "/stock?order=name", self.carrots, self.jam, self.oats, self.honey, self.bread
        )
        self.assert_lists(
            "/stock?order=price", self.bread, self.oats, self.carrots, self.jam, self.honey
        )

    def test_pages_hold_all_products_once(self):
        more = self.env["product.product"].create(
            [
                {"name": f"Produit {n:03}", "available_in_pos": True, "is_storable": True}
                for n in range(2 * PAGE_SIZE)
            ]
        )
        pages = [self.get(f"/stock?page={number}") for number in (1, 2, 3)]
        shown = [self.shown(page) for page in pages]
        self.assertEqual([len(each) for each in shown], [PAGE_SIZE, PAGE_SIZE, 5])
        self.assertEqual(shown[0] + shown[1] + shown[2], (more + self.shop) & sum(shown, more[:0]))
        self.assertEqual(set(sum(shown, more[:0]).ids), {*more.ids, *self.shop.ids})
        self.assert_shows(pages[0], "page=2")
        # A shelf that begins on a later page is jumped to there.
        self.assert_hides(pages[2], "page=4")

    def test_any_query_is_answered(self):
        all_ = self.get("/stock").text.count("data-id=")
        for query in (
            "page=-1",
            "page=0",
            f"page={FAR}",
            "page=x",
            f"shelf={FAR}",
            "shelf=-1",
            "order=sequence%3Bdrop",
            "show=mine",
            "show=%00",
            "q=%00",
            "q=%25",
            "q=___",
            "q=%27%3B--",
            "part=x",
            f"shop={FAR}",
            "q=" + "9" * 200,
            "q=https://%5B",
            "q=" + "a" * 10_000,
        ):
            page = self.get(f"/stock?{query}")
            self.assertIn(page.status_code, (200, 303), query)
        self.assertEqual(self.get("/stock?page=-1").text.count("data-id="), all_)
        for ids in ("", "x", f"{FAR}", "-1,0", "1," * 9000):
            self.assertEqual(self.get(f"/stock/rows?ids={ids}").status_code, 200)

    def test_products_of_another_company_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        foreign = self.make_product(
            "Chose d'ailleurs", company_id=other.id, barcode="4006381333931"
        )
        self.assertNotIn(foreign, self.shown(self.get("/stock")))
        self.assert_lists("/stock?q=4006381333931")
        self.assert_lists("/stock?q=chose d'ailleurs")
        self.assertNotIn(foreign, self.shown(self.get(f"/stock/rows?ids={foreign.id}")))

    def test_what_is_no_longer_sold_falls_out(self):
        self.jam.product_tmpl_id.active = False
        self.bread.product_tmpl_id.sale_ok = False
        self.assert_lists("/stock", self.carrots, self.oats, self.honey)

    def test_variants_are_told_apart(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Pot", "value_ids": [Command.create({"name": n}) for n in ("Petit", "Grand")]}
        )
        # Not through the product, whose context keeps its template from making variants.
        self.env["product.template"].browse(self.jam.product_tmpl_id.id).write(
            {
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ]
            }
        )
        self.assert_page("/stock?q=confiture", "Confiture (Petit)", "Confiture (Grand)")

    def test_members_only_where_the_coop_chose_so(self):
        self.company.coop_shop_readers = "members"
        page = self.get("/stock?q=miel")
        self.assertEqual(page.status_code, 303)
        self.assertIn("/web/login?redirect=%2Fstock%3Fq%3Dmiel", page.headers["Location"])
        self.assertEqual(self.get("/stock/feed").status_code, 303)
        self.assertEqual(self.get("/stock/rows?ids=1").status_code, 303)
        self.sign_in(self.alice)
        self.assert_lists("/stock?q=miel", self.honey)
        self.set_member_rule([("id", "=", self.bob.id)])
        page = self.get("/stock")
        self.assertEqual(page.status_code, 403)
        self.assert_shows(page, "This page is for members")

    def test_one_chooses_among_several_shops(self):
        self.assert_hides(self.get("/stock"), "o_coop_stock_shops")
        first = self.company._coop_shop_warehouse()
        second = self.env["stock.warehouse"].create(
            {"name": "Coop du port", "code": "PORT", "company_id": self.company.id}
        )
        till = self.env["pos.config"].create({"name": "Caisse du port"})
        till.picking_type_id = second.pos_type_id
        self.assertEqual(self.company._coop_shops(), first | second)
        self.assert_page("/stock?q=flocons", "Coop du port", "12 in the shop")
        self.assert_leads_to(self.get(f"/stock?shop={second.id}"), "/stock")
        self.assert_page("/stock?q=flocons", "sold out")
        self.assert_page(f"/p/{self.oats.id}", "sold out")
        levels = {
            each["name"]: each["level"] for each in self.get("/stock/feed").json()["products"]
        }
        self.assertEqual(levels[self.oats.name], "out")
        self.assert_leads_to(self.get(f"/stock?shop={first.id}"), "/stock")
        self.assert_page("/stock?q=flocons", "12 in the shop")

    def test_the_bar_and_the_portals_home_lead_there(self):
        self.sign_in(self.alice)
        self.assert_page("/my", 'href="/stock"', 'href="/my/products"')

    def test_a_page_costs_a_fixed_number_of_queries(self):
        stock = self.env["coop.stock.page"]
        self.env["coop.till.price"]._cron_record()
        few = self.count_queries(stock._coop_rows)
        self.env["product.product"].create(
            [{"name": f"Produit {n}", "available_in_pos": True} for n in range(50)]
        )
        self.env["coop.till.price"]._cron_record()
        self.assertEqual(self.count_queries(stock._coop_rows), few)
        self.assertGreater(len(stock._coop_rows()), 50)
        rows = stock._coop_rows()
        few = self.count_queries(stock._coop_shown, rows[:5])
        self.assertEqual(self.count_queries(stock._coop_shown, rows), few)
