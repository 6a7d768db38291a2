from odoo.tests import HttpCase, tagged

from .common import CoopCommon, PageHelpers

RICE, OATS, SALT = "3017620422003", "3017620422010", "3017620422027"


class FillShelfCommon(CoopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bulk, cls.spices = cls.env["coop.shelf"].create(
            [{"name": "Vrac <b>", "sequence": 1}, {"name": "Épices", "sequence": 2}]
        )
        cls.rice = cls.make_product("Riz <i>long</i>", barcode=RICE)
        cls.oats = cls.make_product("Flocons d'avoine", barcode=OATS)
        cls.salt = cls.make_product("Sel", barcode=SALT, coop_shelf_id=cls.spices.id)
        cls.salt.product_tmpl_id.coop_shelf_place = 7
        cls.alice.action_coop_make_volunteer()
        cls.vera = cls.alice.user_ids

    def stands(self, product):
        return product.coop_shelf_id, product.coop_shelf_place

    def put(self, product, shelf=None, user=None):
        return (shelf or self.bulk)._coop_put(product, user or self.vera)


@tagged("post_install", "-at_install")
class TestFillShelf(FillShelfCommon):
    def test_each_product_gets_the_next_place(self):
        for product in (self.rice, self.oats, self.salt):
            self.put(product)
        self.assertEqual(self.stands(self.rice), (self.bulk, 1))
        self.assertEqual(self.stands(self.oats), (self.bulk, 2))
        self.assertEqual(self.stands(self.salt), (self.bulk, 3))

    def test_a_product_of_this_shelf_without_a_place_gets_one(self):
        self.rice.coop_shelf_id = self.bulk
        self.assertEqual(self.put(self.rice).place, 1)

    def test_a_second_scan_changes_nothing(self):
        self.put(self.rice)
        self.put(self.oats)
        self.assertFalse(self.put(self.rice))
        self.assertEqual(self.stands(self.rice), (self.bulk, 1))

    def test_archived_products_keep_their_place(self):
        self.put(self.rice)
        self.rice.product_tmpl_id.active = False
        self.assertEqual(self.put(self.oats).place, 2)

    def test_who_did_it_and_where_it_stood_is_kept(self):
        scan = self.put(self.salt)
        self.assertEqual(scan.user_id, self.vera)
        self.assertEqual((scan.previous_shelf_id, scan.previous_place), (self.spices, 7))
        self.assertIn("Épices", scan._coop_words())

    def test_taken_back_it_stands_where_it_was(self):
        for product in (self.salt, self.rice):
            scan = self.put(product)
            self.assertTrue(scan._coop_take_back())
            self.assertTrue(scan.undone_at)
        self.assertEqual(self.stands(self.salt), (self.spices, 7))
        self.assertEqual(self.stands(self.rice), (self.env["coop.shelf"], 0))

    def test_taken_back_twice_is_taken_back_once(self):
        scan = self.put(self.rice)
        scan._coop_take_back()
        again = self.put(self.rice)
        self.assertTrue(scan._coop_take_back())
        self.assertTrue(again._coop_stands())

    def test_what_somebody_moved_since_stays(self):
        scan = self.put(self.rice)
        self.put(self.rice, shelf=self.spices)
        self.assertFalse(scan._coop_take_back())
        self.assertEqual(self.stands(self.rice), (self.spices, 8))
        self.assertIn("moved since", scan._coop_words())

    def test_it_is_counted_how_many_have_their_place(self):
        self.put(self.rice)
        self.oats.coop_shelf_id = self.bulk
        shelves = self.bulk | self.env["coop.shelf"].create({"name": "Vide"})
        self.assertEqual(list(shelves._coop_filled().values()), [(2, 1), (0, 0)])


@tagged("post_install", "-at_install")
class TestFillShelfPage(PageHelpers, FillShelfCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.page = f"/volunteer/shelves/{self.bulk.id}"
        self.sign_in(self.alice)

    def scan(self, code, **fields):
        """Scan as without scripts; return the page that follows."""
        answer = self.post(f"{self.page}/put", code=code, **fields)
        self.assertEqual(answer.status_code, 303)
        return self.get(answer.headers["Location"])

    def last_scan(self):
        return self.env["coop.shelf.scan"].search([], limit=1)

    def test_the_shelves_are_there_to_choose(self):
        self.assert_page("/volunteer/shelves", "Vrac &lt;b&gt;", "Épices", self.page)

    def test_a_scan_is_said_with_name_and_place(self):
        page = self.scan(RICE)
        self.assert_shows(page, "Riz &lt;i&gt;long&lt;/i&gt;: place 1.", "autofocus", "Alice M.")
        self.assertEqual(self.stands(self.rice), (self.bulk, 1))

    def test_the_qr_code_of_a_label_is_as_good(self):
        self.scan(f"https://coop.test/p/{self.rice.id}")
        self.assertEqual(self.stands(self.rice), (self.bulk, 1))

    def test_where_it_stood_is_said(self):
        self.assert_shows(self.scan(SALT), "Sel: place 1. It was on the shelf “Épices”.")

    def test_a_double_scan_is_said_kindly(self):
        self.scan(RICE)
        self.assert_shows(self.scan(RICE), "already has its place here: 1.")
        self.assertEqual(self.stands(self.rice), (self.bulk, 1))

    def test_an_unknown_code_is_said_kindly_and_not_left_in_the_field(self):
        page = self.scan("4006381333931")
        self.assert_shows(page, "no product with the code “4006381333931”")
        self.assert_hides(page, 'value="4006381333931"')

    def test_hostile_codes_are_unknown_codes(self):
        for code in ("", "9" * 10_000, "\x00", "<script>x</script>", "%", "' OR 1=1 --", "é" * 500):
            with self.subTest(code=code[:20]):
                page = self.scan(code)
                self.assertEqual(page.status_code, 200)
                self.assert_shows(page, "We know no product")
                self.assert_hides(page, "<script>x")
        self.assertFalse(self.env["coop.shelf.scan"].search([("user_id", "=", self.vera.id)]))

    def test_hostile_addresses_show_the_shelf_and_say_nothing(self):
        for query in (
            "scan=x",
            "scan=99999999999",
            "there=-1",
            f"there={self.salt.id}",
            "scan=%00",
        ):
            with self.subTest(query=query):
                self.assert_hides(self.assert_page(f"{self.page}?{query}"), "Sel", "alert-")

    def test_undo_takes_the_last_one_back(self):
        self.scan(SALT)
        page = self.get(self.page)
        self.assert_shows(page, "Undo: Sel")
        answer = self.post(f"{self.page}/undo", scan=self.last_scan().id)
        self.assert_shows(
            self.get(answer.headers["Location"]), "back on the shelf “Épices”, place 7"
        )
        self.assertEqual(self.stands(self.salt), (self.spices, 7))

    def test_nobody_takes_back_what_another_did(self):
        self.scan(SALT)
        self.bob.action_coop_make_volunteer()
        self.sign_in(self.bob)
        self.assert_hides(self.get(self.page), "Undo")
        self.post(f"{self.page}/undo", scan=self.last_scan().id)
        self.assertEqual(self.stands(self.salt), (self.bulk, 1))

    def test_a_product_of_another_company_is_unknown_here(self):
        self.rice.company_id = self.env["res.company"].create({"name": "Autre coop"})
        self.assert_shows(self.scan(RICE), "We know no product")
        self.assertFalse(self.rice.coop_shelf_id)

    def test_in_place_the_answer_is_a_piece_of_the_page(self):
        answer = self.post(
            f"{self.page}/put", code=RICE, headers={"Accept": "application/json"}
        ).json()
        self.assertEqual(answer["said"], "Riz <i>long</i>: place 1.")
        self.assertIn("Riz &lt;i&gt;long", answer["html"])

    def test_the_shared_computer_signs_with_a_first_name(self):
        shop = self.make_user("Magasin", "base.group_portal,coop_stock.group_shop_account")
        self.sign_in(shop.partner_id)
        self.assert_shows(self.scan(RICE), "Write your first name")
        self.assertFalse(self.rice.coop_shelf_id)
        self.assert_shows(self.scan(RICE, first_name=" Léa\x00 "), "place 1.", 'value="Léa"', "Léa")
        self.assertEqual(self.last_scan().signed_by, "Léa")
        # It is remembered for the next scan.
        self.scan(OATS)
        self.assertEqual(self.last_scan().signed_by, "Léa")

    def test_a_shelf_that_is_not_there_is_a_kind_page(self):
        self.bulk.active = False
        for url in (self.page, "/volunteer/shelves/0", f"/volunteer/shelves/{10**30}"):
            with self.subTest(url=url):
                page = self.get(url)
                self.assertEqual(page.status_code, 404)
                self.assert_shows(page, "This shelf is not there")
        self.assertEqual(self.post(f"{self.page}/put", code=RICE).status_code, 404)

    def test_who_fills_shelves(self):
        people = {
            "base.group_portal": 403,
            "base.group_portal,coop_stock.group_shop_volunteer": 200,
            "base.group_portal,coop_stock.group_shop_account": 200,
            "base.group_user": 403,
            "stock.group_stock_user": 200,
            "coop_stock.group_coop_administrator": 200,
        }
        for number, (groups, status) in enumerate(people.items()):
            with self.subTest(groups=groups):
                self.sign_in(self.make_user(f"Rôle{number}", groups).partner_id)
                self.assertEqual(self.get("/volunteer/shelves").status_code, status)
                self.assertEqual(self.get(self.page).status_code, status)
                for action, done in (("put", {"code": "x"}), ("undo", {"scan": "1"})):
                    answer = self.post(f"{self.page}/{action}", **done)
                    self.assertEqual(answer.status_code, 303 if status == 200 else status)

    def test_visitors_are_led_to_the_login(self):
        self.authenticate(None, None)
        self.assertEqual(self.get(self.page).status_code, 303)
        self.assertEqual(self.post(f"{self.page}/put", code=RICE).status_code, 303)
        self.assertFalse(self.rice.coop_shelf_id)

    def test_pages_cost_the_same_whatever_stands_on_the_shelf(self):
        self.scan(RICE)
        before = self.count_queries(self.get, self.page)
        for number in range(5):
            self.put(self.make_product(f"Produit {number}"))
        self.assertEqual(self.count_queries(self.get, self.page), before)
