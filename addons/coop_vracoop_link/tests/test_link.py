from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestLink(LinkCommon):
    def test_a_turn_begins_where_the_last_one_ended(self):
        told = self.program.begin()
        self.assertEqual(told["cursors"], {})
        self.assertEqual(told["settings"]["sales_since"], "2026-01-01")
        self.assertEqual(told["settings"]["tz"], self.env.company.coop_tz)
        self.receive("product", self.product_row(), cursor={"until": "2026-11-01 08:00:00"})
        told = self.program.begin()
        self.assertEqual(told["cursors"], {"product": {"until": "2026-11-01 08:00:00"}})
        self.assertEqual(told["counts"]["product"], 1)

    def test_the_status_says_when_it_failed_and_when_it_last_went_well(self):
        self.assertFalse(self.link.done_at)
        self.program.turn_failed("Votre Vracoop ne répond pas.")
        self.assertIn("Votre Vracoop ne répond pas.", self.program.begin()["status"])
        self.end_turn()
        self.assertNotIn("Votre Vracoop", self.program.begin()["status"])

    def test_only_the_account_of_the_link_calls(self):
        other = self.make_user("Otto Caisse", "point_of_sale.group_pos_user")
        links = self.env["coop.vracoop.link"]
        for user in (other, self.user_of(self.alice), self.env.ref("base.public_user")):
            for method, arguments in (
                ("begin", ()),
                ("receive", ("product", [])),
                ("missing", ("member", [])),
                ("present", ("product", [])),
                ("photos_wanted", ({},)),
                ("turn_done", ("2026-01-01 00:00:00", "2026-01-01 00:00:00")),
                ("turn_failed", ("",)),
                ("pushed", ("COOP-1", "1")),
            ):
                with (
                    self.subTest(user=user.name, method=method),
                    self.assertRaises(AccessError),
                ):
                    getattr(links.with_user(user), method)(*arguments)

    def test_without_a_link_nothing_begins(self):
        self.link.unlink()
        self.assertFalse(self.program.begin())

    def test_everything_can_be_read_again(self):
        self.receive("product", self.product_row(), cursor={"until": "2026-11-01 08:00:00"})
        self.link.action_read_again()
        self.assertEqual(self.program.begin()["cursors"], {})
        told = self.receive("product", self.product_row())
        self.assertEqual((told["created"], told["unchanged"]), (0, 1))
