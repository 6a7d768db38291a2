from odoo.tests import TransactionCase, tagged

from ..tools.own_path import own_path
from ..tools.secret import new_secret, secret_hash


@tagged("post_install", "-at_install")
class TestTools(TransactionCase):
    def test_one_goes_on_to_a_page_of_this_odoo_only(self):
        for path in ("/suggestions/12", "/stock?q=riz&shelf=3", "/my"):
            self.assertEqual(own_path(path), path)
        for path in (
            "", None, "//evil.example", "/\\evil.example", "https://evil.example",
            "/\t/evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "/" + "a" * 600,
        ):  # fmt: skip
            self.assertEqual(own_path(path), "/my", path)

    def test_a_secret_is_long_and_its_hash_does_not_tell_it(self):
        one, other = new_secret(), new_secret()
        self.assertNotEqual(one, other)
        self.assertGreaterEqual(len(one), 43)
        self.assertNotIn(one, secret_hash(one))
        self.assertNotEqual(secret_hash(one), secret_hash(other))
        self.assertEqual(len(secret_hash("\ud83c")), 64, "what is no text at all has one, too")
