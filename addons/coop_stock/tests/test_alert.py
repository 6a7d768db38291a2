from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .shelf_common import ShelfCommon


@tagged("post_install", "-at_install")
class TestAlert(ShelfCommon):
    def ask(self, partner, product=None):
        self.alerts._coop_ask(product or self.rice, partner)

    def standing(self, partner):
        return self.alerts.search([("partner_id", "=", partner.id), ("ended_on", "=", False)])

    def come_back(self, product=None, quantity=3):
        self.put_in_stock(product or self.rice, quantity)
        self.tell_who_waits()

    def sell_out(self, quantity=3):
        self.put_in_stock(self.rice, -quantity)
        self.tell_who_waits()

    # --- asked and taken back

    def test_an_alert_is_asked_once_however_often(self):
        self.ask(self.alice)
        self.ask(self.alice)
        self.assertEqual(len(self.standing(self.alice)), 1)

    def test_what_is_in_the_shop_is_not_waited_for(self):
        with self.assertRaisesRegex(UserError, "in the shop"):
            self.ask(self.alice, self.oats)
        service = self.make_product("Consigne", type="service", is_storable=False)
        with self.assertRaisesRegex(UserError, "in the shop"):
            self.ask(self.alice, service)
        self.assertFalse(self.standing(self.alice))

    def test_what_is_no_longer_sold_is_not_waited_for(self):
        self.rice.active = False
        with self.assertRaisesRegex(UserError, "no longer sold"):
            self.ask(self.alice)

    def test_an_alert_is_taken_back_however_often(self):
        self.ask(self.alice)
        self.ask(self.bob)
        for _time in range(2):
            self.alerts._coop_stop(self.rice, self.alice)
        self.assertFalse(self.standing(self.alice))
        self.assertTrue(self.standing(self.bob))
        self.come_back()
        self.assertFalse(self.mails_to(self.alice))

    # --- told

    def test_who_waits_gets_one_mail_and_the_alert_ends(self):
        self.ask(self.alice)
        self.come_back()
        mail = self.mails_to(self.alice)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("Riz", mail.subject)
        self.assertIn(f"/p/{self.rice.id}", mail.body_html)
        self.assertFalse(self.standing(self.alice))
        self.assertFalse(self.mails_to(self.bob))

    def test_nothing_is_sent_while_it_is_sold_out_or_for_another_product(self):
        self.ask(self.alice)
        self.tell_who_waits()
        self.come_back(self.make_product("Sel"))
        self.assertFalse(self.mails_to(self.alice))
        self.assertTrue(self.standing(self.alice))

    def test_the_scheduled_action_twice_mails_once(self):
        self.ask(self.alice)
        self.come_back()
        self.tell_who_waits()
        self.assertEqual(len(self.mails_to(self.alice)), 1)

    def test_a_product_that_flickers_within_an_hour_sends_one(self):
        start = fields.Datetime.now()
        with freeze_time(start):
            self.ask(self.alice)
            self.come_back()
            self.sell_out()
            self.come_back()
        with freeze_time(start + timedelta(minutes=30)):
            self.sell_out()
            self.ask(self.alice)
            self.come_back()
            self.assertEqual(len(self.mails_to(self.alice)), 1)
            self.assertTrue(self.standing(self.alice), "asked anew, it stands")
        with freeze_time(start + timedelta(minutes=61)):
            self.tell_who_waits()
            self.assertEqual(len(self.mails_to(self.alice)), 2)

    def test_what_an_inventory_finds_is_back_too(self):
        self.ask(self.alice)
        stock = self.warehouse.lot_stock_id
        quant = self.env["stock.quant"].create(
            {"product_id": self.rice.id, "location_id": stock.id, "inventory_quantity": 2}
        )
        quant.with_context(inventory_mode=True).action_apply_inventory()
        self.tell_who_waits()
        self.assertEqual(len(self.mails_to(self.alice)), 1)

    def test_who_left_is_not_told_and_waits_no_more(self):
        self.ask(self.alice)
        self.ask(self.bob)
        self.user_of(self.bob).active = False
        self.come_back()
        self.assertTrue(self.mails_to(self.alice))
        self.assertFalse(self.mails_to(self.bob))
        self.assertFalse(self.standing(self.bob))

    def test_who_has_no_address_stops_nobody_else(self):
        self.bob.email = False
        self.ask(self.bob)
        self.ask(self.alice)
        self.come_back()
        self.assertFalse(self.mails_to(self.bob))
        self.assertTrue(self.mails_to(self.alice))

    def test_each_reads_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("coop_stock.mail_template_alert")
        template.with_context(lang="fr_FR").subject = "De retour : {{ object.product_id.name }}"
        self.rice.with_context(lang="fr_FR").name = "Riz rond"
        self.bob.lang = "fr_FR"
        self.ask(self.alice)
        self.ask(self.bob)
        self.come_back()
        self.assertEqual(self.mails_to(self.bob).subject, "De retour : Riz rond")
        self.assertEqual(self.mails_to(self.alice).subject, "Back in the shop: Riz")

    def test_a_product_that_was_archived_tells_nobody(self):
        self.ask(self.alice)
        self.rice.active = False
        self.come_back()
        self.assertFalse(self.mails_to(self.alice))

    def test_another_shop_of_the_company_tells_nobody(self):
        other = self.env["stock.warehouse"].create({"name": "Annexe", "code": "ANX"})
        self.ask(self.alice)
        self.env["stock.quant"]._update_available_quantity(self.rice, other.lot_stock_id, 3)
        self.tell_who_waits()
        self.assertFalse(self.mails_to(self.alice))

    def test_more_alerts_of_products_that_are_out_cost_no_more_queries(self):
        self.ask(self.alice)
        one = self.count_queries(self.alerts._coop_back_in_shop)
        for number in range(8):
            self.ask(self.bob, self.make_product(f"Absent {number}"))
        self.assertEqual(self.count_queries(self.alerts._coop_back_in_shop), one)

    # --- mails that did not get out

    def test_a_mail_that_found_no_server_is_sent_again_and_a_refused_one_is_not(self):
        self.ask(self.alice)
        self.ask(self.bob)
        self.come_back()
        lost, refused = self.mails_to(self.alice), self.mails_to(self.bob)
        # As Odoo leaves them when it cannot connect, and when the server says no.
        lost.write({"state": "exception", "failure_type": False})
        refused.write({"state": "exception", "failure_type": "mail_email_invalid"})
        self.tell_who_waits()
        self.assertEqual((lost.state, refused.state), ("outgoing", "exception"))
        self.assertEqual(len(self.mails_to(self.alice)), 1)

    def test_what_the_server_put_off_is_sent_again_and_what_it_refused_is_not(self):
        # Odoo tells neither from the other; the server's reply does.
        self.ask(self.alice)
        self.ask(self.bob)
        self.come_back()
        put_off, refused = self.mails_to(self.alice), self.mails_to(self.bob)
        failed = {"state": "exception", "failure_type": "unknown"}
        put_off.write({**failed, "failure_reason": "SMTPDataError: (451, b'try later')"})
        refused.write({**failed, "failure_reason": "SMTPDataError: (550, b'no such user')"})
        self.tell_who_waits()
        self.assertEqual((put_off.state, refused.state), ("outgoing", "exception"))

    def test_odoos_own_mails_are_left_alone(self):
        mail = self.env["mail.mail"].create({"subject": "Essai", "state": "exception"})
        self.tell_who_waits()
        self.assertEqual(mail.state, "exception")

    # --- addresses that rest

    def test_a_resting_address_is_not_written_to_until_it_is_changed_or_tried_again(self):
        self.bob._coop_write_again()
        for _bounce in range(3):
            self.bob._message_receive_bounce(self.bob.email, self.bob)
        self.assertTrue(self.bob._coop_address_rests())
        self.ask(self.bob)
        self.ask(self.alice)
        self.come_back()
        self.assertFalse(self.mails_to(self.bob))
        self.assertTrue(self.mails_to(self.alice))
        self.bob.email = "BOB@coop.test"
        self.assertTrue(self.bob._coop_address_rests(), "it is the same address")
        self.bob.email = "bob@ailleurs.test"
        self.assertFalse(self.bob._coop_address_rests())

    def test_who_has_no_count_of_bounces_is_written_to(self):
        self.ask(self.bob)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET message_bounce = NULL WHERE id = %s", (self.bob.id,)
        )
        self.env.invalidate_all()
        self.come_back()
        self.assertTrue(self.mails_to(self.bob))

    def test_what_is_a_day_old_is_no_news(self):
        self.ask(self.alice)
        self.come_back()
        lost = self.mails_to(self.alice)
        lost.state = "exception"
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            self.tell_who_waits()
        self.assertEqual(lost.state, "exception")

    # --- stopped from the mail

    def test_the_mail_can_be_stopped_by_one_click_of_the_mail_program(self):
        self.ask(self.alice)
        alert = self.standing(self.alice)
        self.come_back()
        mail = self.mails_to(self.alice)
        self.assertIn(f"<{alert._coop_stop_url()}>", mail.headers)
        self.assertIn("List-Unsubscribe=One-Click", mail.headers)

    def test_a_token_leads_to_its_alert_and_to_no_other(self):
        self.ask(self.alice)
        alert = self.standing(self.alice)
        token = alert._coop_stop_url().rpartition("/")[2]
        self.assertEqual(self.alerts._coop_of_token(token), alert)
        changed = token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB")
        for other in ("", "x", "A" * 80, changed, token[:-1], "é", "\x00", "AQ" * 40):
            with self.subTest(token=other):
                self.assertFalse(self.alerts._coop_of_token(other))
        alert.unlink()
        self.assertFalse(self.alerts._coop_of_token(token))
