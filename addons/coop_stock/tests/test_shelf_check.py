from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.coop_shelf_check import DAILY_REPORTS
from .shelf_common import ShelfCommon


@tagged("post_install", "-at_install")
class TestShelfCheck(ShelfCommon):
    def report(self, partner, product=None, hear=False):
        self.checks._coop_report(product or self.oats, partner, wants_to_hear=hear)

    def waiting(self):
        return self.checks.search([("answer", "=", False)])

    def answer(self, answer="back_on_shelf", product=None):
        user = self.user_of(self.vera)
        return self.checks._coop_answer((product or self.oats).id, answer, user)

    def to_count(self, product):
        """Return what stands under « to count » in Odoo's physical inventory."""
        action = self.env["stock.quant"].action_view_inventory()
        today = self.company._coop_today()
        domain = [("product_id", "=", product.id), ("inventory_date", "<=", today)]
        return self.env["stock.quant"].search(action["domain"] + domain)

    # --- reported

    def test_a_report_waits_once_however_often_it_is_sent(self):
        self.report(self.alice)
        self.report(self.alice, hear=True)
        self.assertEqual(len(self.waiting()), 1)
        self.assertTrue(self.waiting().wants_to_hear)
        count = self.env["coop.daily.count"].search([("partner_id", "=", self.alice.id)])
        self.assertEqual(count.count, 1)

    def test_what_the_stock_does_not_have_is_not_looked_for(self):
        with self.assertRaisesRegex(UserError, "sold out"):
            self.report(self.alice, self.rice)
        self.oats.active = False
        with self.assertRaisesRegex(UserError, "sold out"):
            self.report(self.alice)
        service = self.make_product("Consigne", is_storable=False)
        with self.assertRaisesRegex(UserError, "not counted"):
            self.report(self.alice, service)
        self.assertFalse(self.waiting())

    def test_after_too_many_a_day_one_is_told_so(self):
        for _number in range(DAILY_REPORTS):
            self.env["coop.daily.count"]._coop_add(self.alice, "shelf_check")
        with self.assertRaisesRegex(UserError, "20 products today"):
            self.report(self.alice)
        self.report(self.bob)
        self.assertEqual(self.waiting().partner_id, self.bob)

    # --- seen by volunteers

    def test_reports_stand_in_walking_order_one_row_a_product(self):
        beans = self.make_product("Haricots", coop_shelf_id=self.first_shelf.id)
        lost = self.make_product("Abricots", coop_shelf_id=False)
        for product in (lost, beans):
            self.put_in_stock(product, 9)
        with freeze_time("2026-07-14 12:10:00"):
            self.report(self.alice)
        with freeze_time("2026-07-14 12:40:00"):
            for partner in (self.bob, self.alban):
                self.report(partner)
            for product in (lost, beans):
                self.report(self.alice, product)
        rows = self.checks._coop_waiting_rows()
        self.assertEqual([row["id"] for row in rows], [beans.id, self.oats.id, lost.id])
        oats = rows[1]
        self.assertEqual((oats["reports"], oats["since"]), (3, datetime(2026, 7, 14, 12, 10)))
        self.assertEqual((oats["shelf"], oats["words"]), ("Épicerie", "5 in the shop"))

    def test_the_card_says_how_many_wait_and_since_when(self):
        def card():
            return self.user_of(self.vera)._coop_volunteer_cards()[0]

        self.assertEqual((card()["count"], card()["text"]), (0, "Nothing to check. Thank you!"))
        with freeze_time("2026-07-14 12:10:00"):
            self.report(self.alice)
            self.report(self.bob)
            self.assertEqual(card()["count"], 1)
            self.assertIn("14:10", card()["text"])

    def test_more_reports_cost_no_more_queries(self):
        self.report(self.alice)
        one = self.count_queries(self.checks._coop_waiting_rows)
        for number in range(6):
            product = self.make_product(f"Produit {number}", coop_shelf_id=self.first_shelf.id)
            self.put_in_stock(product, 9)
            self.report(self.bob, product)
        self.assertEqual(self.count_queries(self.checks._coop_waiting_rows), one)

    # --- answered

    def test_one_answer_ends_all_reports_of_the_product(self):
        self.report(self.alice)
        self.report(self.bob)
        answered = self.answer()
        self.assertEqual(answered.partner_id, self.alice | self.bob)
        self.assertEqual(answered.answered_by_id, self.user_of(self.vera))
        self.assertFalse(self.waiting())

    def test_the_second_answer_finds_nothing_and_changes_nothing(self):
        self.report(self.alice)
        self.answer("back_on_shelf")
        self.assertFalse(self.answer("really_missing"))
        last = self.checks._coop_last_answer(self.oats.id)
        self.assertEqual(last.answer, "back_on_shelf")

    def test_it_can_be_reported_again_after_an_answer(self):
        self.report(self.alice)
        self.answer()
        self.report(self.alice)
        self.assertEqual(len(self.waiting()), 1)

    def test_an_answer_for_what_nobody_reported_is_none(self):
        for number in (self.oats.id, 0, 2**31 - 1):
            self.assertFalse(self.checks._coop_answer(number, "really_missing", self.env.user))
        self.assertFalse(self.to_count(self.oats))

    # --- counted anew

    def test_what_is_really_missing_is_to_be_counted_in_odoos_inventory(self):
        self.report(self.alice)
        self.report(self.bob)
        self.assertFalse(self.to_count(self.oats))
        self.answer("really_missing")
        [quant] = self.to_count(self.oats)
        self.assertFalse(quant.inventory_quantity_set)
        self.assertEqual(quant.quantity, 5)

    def test_the_inventory_says_what_was_counted(self):
        self.report(self.alice)
        self.answer("really_missing")
        quant = self.to_count(self.oats).with_context(inventory_mode=True)
        quant.inventory_quantity = 0
        quant.action_apply_inventory()
        self.assertFalse(self.to_count(self.oats))
        self.assertTrue(self.oats._coop_is_sold_out())

    def test_what_is_on_its_shelf_is_not_counted(self):
        self.report(self.alice)
        self.answer("back_on_shelf")
        self.assertFalse(self.to_count(self.oats))

    def test_the_shelfs_referent_counts_if_they_keep_the_stock(self):
        keeper = self.make_user("Rita Réserve", "stock.group_stock_user")
        buyer = self.make_user("Bruno Achats", "base.group_user")
        self.second_shelf.referent_ids = buyer | keeper
        self.report(self.alice)
        self.answer("really_missing")
        self.assertEqual(self.to_count(self.oats).user_id, keeper)

    def test_a_product_of_which_odoo_holds_nothing_is_counted_too(self):
        """Such as one that was given back at a till whose session is still open."""
        self.report(self.alice)
        self.env["stock.quant"].search([("product_id", "=", self.oats.id)]).unlink()
        self.answer("really_missing")
        self.env["stock.quant"]._quant_tasks()  # Odoo tidies up when the list is opened
        self.assertEqual(len(self.to_count(self.oats)), 1)

    def test_every_place_and_lot_of_it_is_counted(self):
        reserve = self.env["stock.location"].create(
            {"name": "Réserve", "location_id": self.warehouse.lot_stock_id.id}
        )
        self.env["stock.quant"]._update_available_quantity(self.oats, reserve, 7)
        self.report(self.alice)
        self.answer("really_missing")
        self.assertEqual(sorted(self.to_count(self.oats).mapped("quantity")), [5, 7])

    def test_the_back_office_opens_the_inventory_at_the_product(self):
        self.report(self.alice)
        check = self.answer("really_missing")
        action = check.action_open_inventory()
        quants = self.env["stock.quant"].search(action["domain"])
        self.assertEqual(quants.product_id, self.oats)

    # --- undone

    def test_a_slip_is_undone_for_ten_minutes(self):
        start = datetime(2026, 7, 14, 12)
        with freeze_time(start):
            self.report(self.alice)
            self.answer("really_missing")
        with freeze_time(start + timedelta(minutes=9)):
            self.assertEqual(
                [row["id"] for row in self.checks._coop_answered_rows()], [self.oats.id]
            )
            self.assertTrue(self.checks._coop_undo(self.oats.id))
            self.assertFalse(self.checks._coop_undo(self.oats.id), "once")
            self.assertEqual(len(self.waiting()), 1)
            self.assertFalse(self.to_count(self.oats))
            self.assertFalse(self.checks._coop_answered_rows())
            self.answer()
        with freeze_time(start + timedelta(minutes=19, seconds=1)):
            self.assertFalse(self.checks._coop_answered_rows())
            self.assertFalse(self.checks._coop_undo(self.oats.id))
            self.assertFalse(self.waiting())

    def test_undoing_leaves_alone_what_was_to_be_counted_before(self):
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.oats.id), ("location_id.usage", "=", "internal")]
        )
        quant.inventory_date = self.company._coop_today()
        self.report(self.alice)
        self.answer("really_missing")
        self.checks._coop_undo(self.oats.id)
        self.assertEqual(self.to_count(self.oats), quant)

    def test_undoing_leaves_alone_what_is_counted_already(self):
        self.report(self.alice)
        self.answer("really_missing")
        quant = self.to_count(self.oats)
        quant.with_context(inventory_mode=True).inventory_quantity = 1
        self.checks._coop_undo(self.oats.id)
        self.assertEqual(self.to_count(self.oats), quant)

    def test_who_reported_anew_meanwhile_waits_once(self):
        self.report(self.alice)
        self.report(self.bob)
        self.answer()
        self.report(self.alice)
        self.checks._coop_undo(self.oats.id)
        self.assertEqual(sorted(self.waiting().partner_id.ids), sorted((self.alice | self.bob).ids))

    # --- told

    def test_who_asked_hears_once_that_it_is_back_when_the_answer_stands(self):
        with freeze_time("2026-07-14 12:00:00"):
            self.report(self.alice, hear=True)
            self.report(self.bob)
        with freeze_time("2026-07-14 13:02:00"):
            self.answer()
            self.tell_who_missed()
            self.assertFalse(self.mails_to(self.alice), "it can still be undone")
        for minute in (12, 13):
            with freeze_time(f"2026-07-14 13:{minute}:00"):
                self.tell_who_missed()
        mail = self.mails_to(self.alice)
        self.assertEqual(len(mail), 1)
        self.assertIn("15:02", mail.body_html)
        self.assertIn("Flocons &lt;b&gt;", mail.body_html)
        self.assertNotIn("Vera", mail.body_html)
        self.assertFalse(self.mails_to(self.bob))

    def test_nobody_hears_of_what_is_missing_or_of_an_undone_answer(self):
        start = datetime(2026, 7, 14, 12)
        with freeze_time(start):
            self.report(self.alice, hear=True)
            self.answer("back_on_shelf")
            self.checks._coop_undo(self.oats.id)
            self.answer("really_missing")
        with freeze_time(start + timedelta(hours=1)):
            self.tell_who_missed()
        self.assertFalse(self.mails_to(self.alice))

    def test_who_left_hears_nothing(self):
        start = datetime(2026, 7, 14, 12)
        with freeze_time(start):
            self.report(self.alice, hear=True)
            self.answer()
        self.user_of(self.alice).active = False
        with freeze_time(start + timedelta(hours=1)):
            self.tell_who_missed()
        self.assertFalse(self.mails_to(self.alice))
