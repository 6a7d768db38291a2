from odoo.tests import tagged

from .shelf_common import ShelfCommon


@tagged("post_install", "-at_install")
class TestMergeReports(ShelfCommon):
    """Odoo's merge of contacts deletes all rows of the loser when one of them collides."""

    def setUp(self):
        super().setUp()
        self.one = self.make_partner("Camille Roux", ref="101", email="camille@coop.test")
        self.two = self.make_partner("C. Roux", ref="102", email="camille@coop.test")

    def merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [(6, 0, (self.one | self.two).ids)],
                "dst_partner_id": self.one.id,
            }
        )
        self.env.flush_all()
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertFalse(self.two.exists())

    def test_alerts_survive_and_stand_if_one_of_them_did(self):
        salt = self.make_product("Sel")
        self.alerts._coop_ask(self.rice, self.one)
        self.alerts._coop_stop(self.rice, self.one)
        for product in (self.rice, salt):
            self.alerts._coop_ask(product, self.two)
        self.merge()
        for product in (self.rice, salt):
            self.assertTrue(self.alerts._coop_stands(product, self.one))
        self.assertEqual(self.alerts.search_count([("partner_id", "=", self.one.id)]), 2)

    def test_waiting_reports_become_one_that_wants_to_hear_and_answered_ones_stay(self):
        for partner in (self.one, self.two):
            self.checks._coop_report(self.oats, partner)
        self.checks._coop_answer(self.oats.id, "back_on_shelf", self.user_of(self.vera))
        self.checks._coop_report(self.oats, self.one)
        self.checks._coop_report(self.oats, self.two, wants_to_hear=True)
        self.checks._coop_report(self.oats, self.bob)
        self.merge()
        own = self.checks.search([("partner_id", "=", self.one.id)])
        self.assertEqual(len(own), 3)
        waiting = own.filtered(lambda check: not check.answer)
        self.assertEqual((len(waiting), waiting.wants_to_hear), (1, True))
        self.assertTrue(self.checks._coop_waiting_of(self.oats, self.bob))
