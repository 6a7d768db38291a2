from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.coop_stock.tests.till_common import TillCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestLabelPromotion(TillCommon):
    """The former price that the label of a promotion names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.template"].search([("available_in_pos", "=", True)]).write(
            {"available_in_pos": False}
        )
        cls.now = fields.Datetime.now()
        cls.prices = cls.env["coop.till.price"].sudo()
        cls.oats, cls.rice, cls.salt = (
            cls.make_product(name, list_price=10, taxes_id=[Command.clear()])
            for name in ("Flocons", "Riz", "Sel")
        )
        cls.list = cls.env["product.pricelist"].create(
            {"name": "Magasin", "currency_id": cls.company.currency_id.id}
        )
        cls.basic_config.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [Command.set(cls.list.ids)],
                "pricelist_id": cls.list.id,
            }
        )
        cls.company.coop_till_id = cls.basic_config
        cls.prices._cron_record()
        cls.prices.search([]).write({"valid_from": cls.now - 60 * DAY})

    def rule(self, product=None, **values):
        about = {"applied_on": "0_product_variant", "product_id": product.id} if product else {}
        return self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.list.id,
                "compute_price": "percentage",
                "percent_price": 20,
                "date_end": self.now + 9 * DAY,
                **about,
                **values,
            }
        )

    def label(self, product=None):
        """Return (price, former price) on a label."""
        content = (product or self.oats)._coop_label_contents()[(product or self.oats).id]
        return content.price, content.former_price

    def was(self, price, days_ago):
        """Have the oats cost something else until so many days ago."""
        present = self.prices.search([("product_id", "=", self.oats.id)])
        moment = self.now - days_ago * DAY
        present.copy({"price": price, "valid_from": self.now - 90 * DAY, "valid_to": moment})
        present.valid_from = moment

    def test_without_a_promotion_there_is_none(self):
        self.assertEqual(self.label(), (10, None))

    def test_a_promotion_names_the_price_before_it(self):
        self.rule(self.oats)
        self.assertEqual(self.label(), (8, 10))
        self.assertEqual(self.label(self.rice), (10, None))

    def test_it_names_it_once_the_promotion_is_recorded_too(self):
        self.rule(self.oats)
        self.prices._cron_record()
        self.assertEqual(self.label(), (8, 10))

    def test_it_is_the_lowest_price_of_thirty_days(self):
        self.was(9, days_ago=10)
        self.rule(self.oats)
        self.assertEqual(self.label(), (8, 9))

    def test_what_it_cost_longer_ago_does_not_count(self):
        self.was(9, days_ago=31)
        self.rule(self.oats)
        self.assertEqual(self.label(), (8, 10))

    def test_a_promotion_no_cheaper_than_it_was_lately_names_none(self):
        self.was(8, days_ago=10)
        self.rule(self.oats)
        self.assertEqual(self.label(), (8, None))

    def test_a_lower_price_without_an_end_is_no_promotion(self):
        self.rule(self.oats, date_end=False)
        self.assertEqual(self.label(), (8, None))

    def test_a_rule_that_raises_the_price_is_no_promotion(self):
        self.rule(self.oats, percent_price=-20)
        self.assertEqual(self.label(), (12, None))

    def test_a_rule_no_lower_than_the_one_below_it_is_no_promotion(self):
        self.rule(date_end=False, percent_price=30)
        self.rule(self.oats)
        self.assertEqual(self.label(), (8, None))

    def test_a_rule_to_come_or_for_several_is_no_promotion_yet(self):
        self.rule(self.oats, date_start=self.now + DAY)
        self.rule(self.rice, min_quantity=3)
        self.assertEqual(self.label(self.oats), (10, None))
        self.assertEqual(self.label(self.rice), (10, None))

    def test_a_promotion_of_all_products_counts_for_each(self):
        self.rule(applied_on="3_global")
        self.rule(self.rice, percent_price=50, date_end=False)
        self.assertEqual(self.label(self.oats), (8, 10))
        self.assertEqual(self.label(self.rice), (5, None))

    def test_what_perishes_quickly_names_none(self):
        self.oats.coop_is_perishable = True
        self.rule(self.oats)
        self.assertEqual(self.label(), (8, None))

    def test_days_that_nobody_recorded_leave_it_open(self):
        self.prices.search([]).write({"valid_from": self.now - 20 * DAY})
        self.env.cr.execute("UPDATE product_product SET create_date = %s", [self.now - 300 * DAY])
        self.rule(self.oats)
        self.assertEqual(self.label(), (8, None))

    def test_promotions_are_read_in_a_fixed_number_of_queries(self):
        self.rule(self.oats)
        products = self.oats | self.rice | self.salt
        self.prices._cron_record()
        one = self.count_queries(products._coop_label_contents)
        self.rule(self.rice)
        self.rule(self.salt)
        self.prices._cron_record()
        self.assertEqual(self.count_queries(products._coop_label_contents), one)
