from odoo.tests import TransactionCase, tagged

from ..tools.hidden_address import hidden_address
from ..tools.pairing_code import letter_code, mail_code, spelled, typed_code

SECRET = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@tagged("post_install", "-at_install")
class TestTools(TransactionCase):
    def test_a_code_is_typed_as_one_reads_it(self):
        for code in (mail_code(SECRET), letter_code(SECRET), mail_code("0"), letter_code("0")):
            self.assertEqual(typed_code(spelled(code)), code)
            self.assertEqual(typed_code(f"  {spelled(code).lower()} "), code)
        self.assertEqual((len(mail_code("0")), len(letter_code("0"))), (6, 10))
        self.assertEqual(typed_code("oOiIlL"), "001111")
        self.assertEqual(typed_code("é٣ 1"), "1", "what no code has is left out")

    def test_an_address_is_recognised_by_its_owner_only(self):
        hidden = hidden_address("marie.dupont@laposte.net")
        self.assertEqual(hidden, "m…@l….net")
        for odd in ("", "@", "a", "a@b"):
            self.assertIn("…", hidden_address(odd))
