import gzip
import json

from odoo.tests import HttpCase, tagged

from ..tools.stock_list import FEED_FIELDS
from .common import CoopCommon
from .stock_page_common import COST, EAN, StockPageHelpers


@tagged("post_install", "-at_install")
class TestStockFeed(StockPageHelpers, CoopCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_shop()

    def feed(self, **headers):
        return self.get("/stock/feed", headers=headers)

    def product(self, product):
        return next(each for each in self.feed().json()["products"] if each["id"] == product.id)

    def test_it_tells_what_the_page_tells_and_nothing_else(self):
        self.assertEqual(
            self.product(self.oats),
            {
                "id": self.oats.id,
                "barcode": EAN,
                "name": "Flocons d'avoine",
                "shelf": "Rayon matin",
                "price": 1.45,
                "unit_price": 2.9,
                "unit": "kg",
                "quantity": 12.0,
                "level": "in_stock",
            },
        )
        feed = self.feed().json()
        self.assertEqual(feed.keys(), {"at", "products"})
        self.assertRegex(feed["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual({key for each in feed["products"] for key in each}, {*FEED_FIELDS})
        self.assertNotIn(str(COST), self.feed().text)
        self.assertNotIn(str(COST), self.get("/stock").text)

    def test_quantities_stay_untold(self):
        self.assertIsNone(self.product(self.carrots)["quantity"], "weighed")
        self.oats.product_tmpl_id.coop_in_bulk = True
        self.assertIsNone(self.product(self.oats)["quantity"], "in bulk")
        self.assertEqual(self.product(self.honey)["quantity"], 3)
        self.company.coop_stock_shown = "levels"
        self.assertEqual({each["quantity"] for each in self.feed().json()["products"]}, {None})
        self.assertEqual(self.product(self.honey)["level"], "low")

    def test_what_lacks_something_stays_in_it(self):
        bread = self.product(self.bread)
        self.assertEqual((bread["shelf"], bread["barcode"], bread["unit"]), (None, None, None))

    def test_unchanged_it_is_not_sent_again(self):
        tag = self.feed().headers["ETag"]
        again = self.feed(**{"If-None-Match": tag})
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.assertEqual(again.headers["ETag"], tag)
        for other in ('"x"', "", "x" * 5000, f'"a", {tag}'):
            status = 304 if tag in other else 200
            self.assertEqual(self.feed(**{"If-None-Match": other}).status_code, status)

    def test_its_tag_changes_with_its_content(self):
        tags = [self.feed().headers["ETag"]]
        self.put_in_stock(self.oats, 1)
        tags.append(self.feed().headers["ETag"])
        self.honey.list_price = 8
        tags.append(self.feed().headers["ETag"])
        self.fruit.name = "Primeurs"
        tags.append(self.feed().headers["ETag"])
        self.assertEqual(len({*tags}), 4)
        self.honey.product_tmpl_id.coop_ingredients = "miel"
        self.assertEqual(self.feed().headers["ETag"], tags[-1])
        self.put_in_stock(self.oats, -1)
        self.fruit.name = "Rayon fruits"
        self.honey.list_price = 7.8
        self.assertEqual(self.feed().headers["ETag"], tags[0])

    def test_it_is_compressed_for_who_takes_it(self):
        packed = self.url_open("/stock/feed", headers={"Accept-Encoding": "br, gzip"})
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertLess(int(packed.headers["Content-Length"]), len(packed.content))
        for accepted in ("identity", "gzip;q=0", "br"):
            plain = self.url_open("/stock/feed", headers={"Accept-Encoding": accepted})
            self.assertNotIn("Content-Encoding", plain.headers)
            self.assertEqual(plain.json()["products"], packed.json()["products"])
        for answer in (packed, plain):
            self.assertIn("Accept-Encoding", answer.headers["Vary"])
            self.assertEqual(answer.headers["Cache-Control"], "private, no-cache")

    def test_the_compressed_feed_is_the_feed(self):
        content = self.env["coop.stock.page"]._coop_content()
        self.assertEqual(gzip.decompress(content.zipped_feed), content.feed)
        self.assertEqual(len(json.loads(content.feed)["products"]), len(self.shop))
