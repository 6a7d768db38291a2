import io
import re

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileReader

from .common import MARTIN, OauthCommon


@tagged("post_install", "-at_install")
class TestPairingLetter(OauthCommon):
    """For whom no mail reaches: the same, on paper."""

    def setUp(self):
        super().setUp()
        self.alice.write({"email": False, "street": "1 rue du Moulin", "zip": "78000"})
        self.user_of(self.alice).email = False
        self.log_in_there(MARTIN)
        self.post_here("/login/pair", stuck="1")
        self.pairing = self.pairing_of(4711)
        self.desk = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")

    def print_letter(self):
        mine = self.pairing.with_user(self.desk)
        mine.partner_id = self.alice
        return mine.action_print_letter()["url"]

    def test_the_desk_prints_a_letter_and_its_code_pairs_once(self):
        url = self.print_letter()
        self.log_in_there(MARTIN)
        self.assert_page("/login/pair", "has sent you a letter")
        self.authenticate(self.desk.login, None)
        page = self.get(url)
        self.assertEqual(page.headers["Content-Type"], "application/pdf")
        text = OdooPdfFileReader(io.BytesIO(page.content)).pages[0].extract_text()
        for words in ("Alice Martin", "1 rue du Moulin", "amartin", "gestion-compte"):
            self.assertIn(words, text)
        code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", text)[0]
        self.log_in_there(MARTIN)
        page = self.get(f"/login/letter/{code}")
        self.assert_shows(page, f'value="{code}"', "Log me in")
        self.post_here("/login/pair", code=code.lower())
        self.assertEqual(self.who_is_it(), self.alice)
        self.log_in_there(MARTIN)
        self.assertEqual(self.who_is_it(), self.alice)

    def test_whoever_only_finds_the_letter_gets_nothing(self):
        self.print_letter()
        self.log_in_there({"id": 666, "username": "eve"})
        page = self.get(f"/login/letter/{self.pairing._coop_code()}")
        self.assert_hides(page, 'name="code"')
        self.post_here("/login/pair", number="17", code=self.pairing._coop_code())
        self.post_here("/login/pair", code=self.pairing._coop_code())
        self.assertFalse(self.who_is_it())

    def test_only_the_last_letter_counts_for_thirty_days(self):
        self.print_letter()
        first = self.pairing._coop_code()
        self.print_letter()
        self.assertNotEqual(self.pairing._coop_code(), first)
        days = (self.pairing.expires_on - fields.Datetime.now()).total_seconds() / 86400
        self.assertEqual(round(days), 30)
        self.log_in_there(MARTIN)
        self.assertEqual(self.post_here("/login/pair", code=first).status_code, 422)
        self.pairing.expires_on = fields.Datetime.now()
        last = self.pairing._coop_code()
        self.assertEqual(self.post_here("/login/pair", code=last).status_code, 422)
        self.assertFalse(self.who_is_it())

    def test_a_letter_is_for_the_desk_only(self):
        url = self.print_letter()
        self.sign_in(self.bob)
        self.assertEqual(self.get(url).status_code, 403)
        self.authenticate(self.desk.login, None)
        for wrong in (0, self.pairing.id + 1, 2**40):
            self.assertEqual(self.get(f"/login/pairings/{wrong}/letter.pdf").status_code, 404)
        self.pairing.with_user(self.desk).action_undo()
        self.assertEqual(self.get(url).status_code, 404)

    def test_nobody_is_written_to_before_they_are_chosen(self):
        with self.assertRaises(UserError):
            self.pairing.with_user(self.desk).action_print_letter()
