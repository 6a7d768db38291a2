from odoo.tests import tagged

from .common import CoopCommon


@tagged("post_install", "-at_install")
class TestPrecision(CoopCommon):
    def test_quantities_have_three_digits_at_least(self):
        self.assertGreaterEqual(self.env["decimal.precision"].precision_get("Product Unit"), 3)

    def test_a_precision_is_raised_and_never_lowered(self):
        precision = self.env["decimal.precision"].create({"name": "Coop test", "digits": 2})
        precision._coop_ensure_digits("Coop test", 3)
        self.assertEqual(precision.digits, 3)
        precision._coop_ensure_digits("Coop test", 2)
        self.assertEqual(precision.digits, 3)
