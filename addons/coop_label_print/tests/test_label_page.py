from odoo.tests import new_test_user, tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelPage(LabelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = cls.env["coop.label.page"]
        cls.oats.list_price = 2.49

    def today(self):
        """Return the products of each list of the first screen."""
        Product = self.env["product.product"]
        today = self.pages._coop_today()
        return {
            name: Product.browse(row.product_id for row in rows)
            for name, rows in today._asdict().items()
        }

    def test_what_is_printed_waits_in_its_job_and_is_not_printed_twice(self):
        self.assertEqual(self.today()["to_print"], self.oats | self.salt)
        job = self.print_labels(self.oats)
        today = self.today()
        self.assertEqual((today["to_print"], today["printed"]), (self.salt, self.oats))
        job._coop_confirm(missing_ids=job.line_ids.ids)
        self.assertEqual(self.today()["to_print"], self.oats | self.salt)

    def test_what_changes_again_after_it_was_printed_is_printed_again(self):
        self.print_labels(self.oats)
        self.oats.list_price = 2.59
        self.assertIn(self.oats, self.today()["to_print"])

    def test_what_has_no_price_waits_for_one(self):
        self.salt.list_price = 0
        self.assertEqual(self.today()["priceless"], self.salt)
        self.assertNotIn(self.salt, self.today()["to_print"])
        self.salt.list_price = 1
        self.assertIn(self.salt, self.today()["to_print"])

    def test_counts_by_reason_add_up(self):
        self.requests._coop_ask(self.rice, self.env.user.partner_id, "missing")
        self.oats.name = "Flocons"
        rows = self.pages._coop_today().to_print
        reasons = self.pages._coop_by_reason(rows)
        self.assertEqual(sum(count for _key, count, _words in reasons), len(rows))
        self.assertEqual({key for key, _count, _words in reasons}, {"asked", "price", "new"})
        self.assertEqual(len(self.pages._coop_of_reason(rows, "name")), 1)

    def test_a_price_per_kilo_is_shown_of_bulk(self):
        self.rice.write({"coop_in_bulk": True, "list_price": 4.2})
        content = self.rice._coop_label_contents()[self.rice.id]
        self.assertIn("le kg", self.pages._coop_price_words(content))

    def test_labels_of_a_job_are_numbered_as_they_come_out_of_the_printer(self):
        job = self.jobs._coop_print({self.rice.id: 3, self.oats.id: 1, self.salt.id: 2})
        numbers = [
            row["number"] for section in self.pages._coop_job_rows(job) for row in section["rows"]
        ]
        self.assertEqual(numbers, [1, 4, 5])

    def test_volunteers_read_the_page_without_rights_on_its_models(self):
        volunteer = new_test_user(
            self.env, "labels", groups="base.group_portal,coop_stock.group_shop_volunteer"
        )
        pages = self.pages.with_user(volunteer)
        self.assertEqual(len(pages._coop_today().to_print), 2)
        cards = volunteer.with_user(volunteer)._coop_volunteer_cards()
        self.assertEqual([card["count"] for card in cards if card["key"] == "labels"], [2], cards)
