import base64
import io

from freezegun import freeze_time
from PIL import Image

from odoo.tests import Form, HttpCase, tagged

from .common import CoopCommon, PageHelpers

EAN = "3017620422003"


@tagged("post_install", "-at_install")
class TestProductPage(PageHelpers, CoopCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls.env["coop.shelf"].create({"name": "Petit déjeuner"})
        cls.product = cls.make_product(
            "Flocons <b>d'avoine</b>",
            barcode=EAN,
            list_price=2.35,
            standard_price=1.11,
            coop_brand="Moulin Vert",
            coop_shelf_id=cls.shelf.id,
        )
        cls.put_in_stock(cls.product, 2)

    def assert_unknown(self, url):
        """A kind page, in the coop's bar, that says what to do."""
        page = self.get(url)
        self.assertEqual(page.status_code, 404)
        self.assert_shows(page, "o_coop_bar", "We do not know this product")

    def test_a_visitor_sees_what_it_costs_and_whether_it_is_there(self):
        self.assert_page(
            f"/p/{self.product.id}", "2.35", "Moulin Vert", "Petit déjeuner", EAN, "only 2 left"
        )

    def test_a_member_sees_it_too(self):
        self.sign_in(self.alice)
        self.assert_page(f"/p/{self.product.id}", "2.35", "/my")

    def test_names_are_text_and_never_html(self):
        page = self.assert_page(f"/p/{self.product.id}", "&lt;b&gt;")
        self.assert_hides(page, "<b>d")

    def test_nobody_learns_what_the_coop_pays(self):
        self.assert_hides(self.assert_page(f"/p/{self.product.id}"), "1.11")

    def test_an_archived_product_says_since_when_and_why(self):
        with freeze_time("2026-03-20 12:00:00"):
            self.product.product_tmpl_id.active = False
        with freeze_time("2026-06-01 12:00:00"):
            page = self.assert_page(f"/p/{self.product.id}", "Stopped in March.")
            self.assert_hides(page, "2.35", "only 2 left")
            with Form(self.product.product_tmpl_id) as form:
                form.coop_stopped_reason = "no longer made"
            self.assert_page(f"/p/{self.product.id}", "Stopped in March: no longer made")
        with freeze_time("2027-01-02 12:00:00"):
            self.assert_page(f"/p/{self.product.id}", "Stopped in March 2026")

    def test_the_date_of_stopping_is_that_of_the_last_time(self):
        self.product.active = False
        self.assertTrue(self.product.coop_stopped_on)
        self.product.active = True
        self.assertFalse(self.product.coop_stopped_on)
        with freeze_time("2026-03-20 12:00:00"):
            self.product.active = False
        with freeze_time("2026-06-01 12:00:00"):
            self.product.active = False
        self.assertEqual(str(self.product.coop_stopped_on), "2026-03-20")

    def test_one_archived_before_we_were_installed_has_no_date(self):
        self.product.active = False
        self.product.coop_stopped_on = False
        self.assert_page(f"/p/{self.product.id}", "no longer sold here")

    def test_it_tells_all_that_is_known(self):
        self.product.write(
            {
                "net_weight": 0.5,
                "country_id": self.env.ref("base.fr").id,
                "coop_is_organic": True,
                "coop_certifier": "FR-BIO-01",
                "coop_allergens": "Gluten",
                "coop_ingredients": "Flocons d'avoine",
                "coop_deposit": 0.3,
                "coop_mark": "Proposé par les membres",
                "coop_shelf_place": 12,
            }
        )
        page = self.assert_page(
            f"/p/{self.product.id}",
            "4.70",
            "per kg",
            "500 g",
            "France",
            "FR-BIO-01",
            "Gluten",
            "Flocons d&#39;avoine",
            "0.30",
            "Proposé par les membres",
            "place 12",
        )
        self.assertIn("organic", page.text)

    def test_it_says_what_lies_in_the_jar(self):
        for values, words in (
            ({"net_weight": 0.37, "coop_drained_weight": 0.2}, "370 g, 200 g drained"),
            ({"net_weight": 0, "coop_drained_weight": 0.2}, "200 g drained"),
            ({"coop_drained_weight": 0, "coop_volume": 1.5}, "1.5 l"),
            ({"coop_volume": 0.333}, "333 ml"),
            ({"coop_volume": 2}, "2 l"),
            ({"coop_volume": 0}, ""),
        ):
            self.product.write(values)
            with self.subTest(words=words):
                self.assertEqual(self.product._coop_content_words(), words)

    def test_its_marks_are_those_of_all_addons(self):
        other = self.make_product("Riz", coop_mark="Du coin")
        self.assertEqual(
            (self.product + other)._coop_marks(), {self.product.id: [], other.id: ["Du coin"]}
        )

    def test_what_resembles_it_is_there_with_its_price(self):
        twin = self.make_product("Flocons d'avoine fins", list_price=3.21)
        far = self.make_product("Lessive liquide", list_price=9.87)
        page = self.assert_page(f"/p/{self.product.id}", f'href="/p/{twin.id}"', "3.21")
        self.assert_hides(page, f'href="/p/{far.id}"', "9.87")

    def test_what_it_sells_is_for_the_team(self):
        url = f"/p/{self.product.id}"
        self.assert_hides(self.assert_page(url), "Sold a week")
        self.sign_in(self.alice)
        self.assert_hides(self.assert_page(url), "Sold a week")
        keeper = self.make_user("Karim Stock", "base.group_user,stock.group_stock_user")
        self.authenticate(keeper.login, None)
        self.assert_page(url, "Sold a week", "<svg")

    def test_members_only_leads_visitors_to_the_login_and_back(self):
        self.company.coop_shop_readers = "members"
        answer = self.get(f"/p/{self.product.id}")
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"redirect=%2Fp%2F{self.product.id}", answer.headers["Location"])
        self.sign_in(self.alice)
        self.assert_page(f"/p/{self.product.id}", "2.35")

    def test_the_page_costs_a_fixed_number_of_queries(self):
        product = self.product.sudo()
        self.make_product("Flocons d'avoine fins")
        few = self.count_queries(product._coop_page) + self.count_queries(product._coop_resembling)
        for number in range(8):
            self.make_product(f"Flocons d'avoine {number}")
        many = self.count_queries(product._coop_page) + self.count_queries(product._coop_resembling)
        self.assertEqual(many, few)

    def test_a_product_that_is_not_for_sale_is_unknown(self):
        self.product.sale_ok = False
        self.assert_unknown(f"/p/{self.product.id}")

    def test_a_product_that_no_till_sells_is_unknown(self):
        self.product.available_in_pos = False
        self.assert_unknown(f"/p/{self.product.id}")
        self.assert_unknown(f"/p/b/{EAN}")

    def test_a_product_that_never_was_is_unknown(self):
        self.assert_unknown(f"/p/{2**31 - 1}")
        gone = self.make_product("Disparu")
        gone_id = gone.id
        gone.unlink()
        self.assert_unknown(f"/p/{gone_id}")

    def test_a_number_too_large_for_any_product_is_unknown(self):
        for number in (0, 2**31, 2**63, 10**60):
            with self.subTest(number=number):
                self.assert_unknown(f"/p/{number}")

    def test_a_product_of_another_company_is_unknown(self):
        code = "3017620422010"
        product = self.make_product("Ailleurs", barcode=code)
        self.assert_page(f"/p/{product.id}")
        product.company_id = self.env["res.company"].create({"name": "Autre coop"})
        self.assert_unknown(f"/p/{product.id}")
        self.assert_unknown(f"/p/b/{code}")

    def test_a_barcode_leads_to_its_product(self):
        page = self.get(f"/p/b/{EAN}")
        self.assertEqual(page.status_code, 303)
        self.assertURLEqual(page.headers["Location"], f"/p/{self.product.id}")

    def test_the_barcode_of_an_archived_product_still_leads_to_it(self):
        self.product.active = False
        self.assertEqual(self.get(f"/p/b/{EAN}").status_code, 303)

    def test_a_barcode_leads_to_the_product_that_has_it_now(self):
        self.product.active = False
        follower = self.make_product("Flocons d'épeautre", barcode=EAN)
        self.assertURLEqual(self.get(f"/p/b/{EAN}").headers["Location"], f"/p/{follower.id}")

    def test_a_barcode_is_written_in_any_way(self):
        self.product.barcode = "036000291452"
        for written in ("036000291452", "0036000291452", " 0036000291452"):
            page = self.get(f"/p/b/{written}")
            self.assertURLEqual(page.headers["Location"], f"/p/{self.product.id}")

    def test_an_unknown_barcode_says_what_to_do(self):
        for barcode in ("3017620422010", "abc", "%00", "%20", "%F0%9F%A5%9C", "9" * 2000):
            with self.subTest(barcode=barcode[:20]):
                self.assert_unknown(f"/p/b/{barcode}")

    def test_the_photo_is_shown_where_there_is_one(self):
        url = f"/p/{self.product.id}/photo"
        self.assertEqual(self.get(url).status_code, 404)
        out = io.BytesIO()
        Image.new("RGB", (300, 300), "green").save(out, "PNG")
        self.product.image_1920 = base64.b64encode(out.getvalue())
        photo = self.get(url)
        self.assertEqual(photo.status_code, 200)
        self.assertIn("image/", photo.headers["Content-Type"])
        self.assert_page(f"/p/{self.product.id}", url)

    def test_the_page_cannot_be_posted_to(self):
        self.assertEqual(self.url_open(f"/p/{self.product.id}", data={"a": "b"}).status_code, 405)
