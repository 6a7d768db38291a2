from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestLink(LinkCommon):
    def setting_up(self):
        """Return the link as who sets it up has it."""
        user = self.make_user("Ada Admin", "base.group_user,coop_stock.group_coop_administrator")
        return self.link.with_user(user)

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

    def test_what_is_to_be_read_again_is_so_though_a_turn_is_under_way(self):
        until = {"until": "2026-11-01 08:00:00"}
        readings = self.program.begin()["readings"]
        self.receive("tax", self.tax_row(), cursor=until, readings=readings)
        self.assertEqual(self.program.begin()["cursors"], {"tax": until})
        self.setting_up().action_read_again()
        self.receive("product", self.product_row(), cursor=until, readings=readings)
        self.assertEqual(self.program.begin()["cursors"], {})
        readings = self.program.begin()["readings"]
        self.receive("product", self.product_row(), cursor=until, readings=readings)
        self.assertEqual(self.program.begin()["cursors"], {"product": until})

    def test_read_again_what_was_changed_here_by_mistake_is_set_right(self):
        row = self.product_row(supplier="Moulin du Lac")
        self.receive("product", row)
        product = self.here("product", "10")
        product.write({"lst_price": 9.0, "name": "Erreur", "active": False, "seller_ids": False})
        told = self.receive("product", row)
        self.assertEqual((told["unchanged"], product.name), (1, "Erreur"))
        self.setting_up().action_read_again()
        told = self.receive("product", row)
        self.assertEqual((told["created"], told["changed"], told["unchanged"]), (0, 0, 1))
        self.assertEqual((product.name, product.lst_price), ("Riz rond", 2.5))
        self.assertTrue(product.active)
        self.assertEqual(product.seller_ids.partner_id.name, "Moulin du Lac")
        # Once: from then on it is as told.
        product.name = "Erreur"
        self.receive("product", row)
        self.assertEqual(product.name, "Erreur")

    def test_who_gets_the_last_word_is_read_again(self):
        self.link.shelf_owner = "here"
        row = self.product_row(shelf="Vrac")
        until = {"until": "2026-11-01 08:00:00"}
        self.receive("tax", self.tax_row(), cursor=until)
        self.receive("product", row, cursor=until)
        product = self.here("product", "10")
        self.assertFalse(product.coop_shelf_id)
        self.setting_up().shelf_owner = "distant"
        self.assertEqual(self.program.begin()["cursors"], {"tax": until})
        self.receive("product", row, cursor=until)
        self.assertEqual(product.coop_shelf_id.name, "Vrac")
        # What is this side's from now on stays as it is.
        self.link.write({"shelf_owner": "here", "till": "Caisse 2"})
        self.assertEqual(self.program.begin()["cursors"], {"tax": until, "product": until})

    def test_another_setting_has_read_anew_what_it_changes_and_nothing_else(self):
        kinds = {"tax", "till", "product", "rule", "member", "level", "day"}
        until = {"until": "2026-11-01 08:00:00"}
        link = self.setting_up()
        for setting, value, read_anew in (
            ("location", "Cave", {"level", "day"}),
            ("till", "Caisse 2", {"till"}),
            ("member_domain", "[('ref', '!=', False)]", {"member"}),
            ("member_domain", False, {"member"}),
            ("number_field", "barcode_base", {"member"}),
            ("shelf_field", "rack", {"product"}),
            ("place_field", "place", {"product"}),
            ("volume_field", "litres", {"product"}),
            ("net_weight_field", "kilos", {"product"}),
            ("origin_field", "country", {"product"}),
            ("organic_field", "label", {"product"}),
            ("organic_field", "label", set()),
            ("sales_since", "2025-06-01", {"day"}),
            ("sales_since", "2025-09-01", set()),
            ("warehouse_id", self.link.warehouse_id.id, set()),
        ):
            self.link.cursors = dict.fromkeys(kinds, until)
            with self.subTest(setting=setting, value=value):
                link[setting] = value
                self.assertEqual(self.program.begin()["cursors"].keys(), kinds - read_anew)

    def test_another_setting_counts_though_a_turn_is_under_way(self):
        until = {"until": "2026-11-01 08:00:00"}
        readings = self.program.begin()["readings"]
        self.setting_up().number_field = "barcode_base"
        self.receive("member", self.member_row(), cursor=until, readings=readings)
        self.assertEqual(self.program.begin()["cursors"], {})
        readings = self.program.begin()["readings"]
        row = self.member_row(number="77")
        told = self.receive("member", row, cursor=until, readings=readings)
        self.assertEqual((told["changed"], self.here("member", "200").ref), (1, "77"))
        self.assertEqual(self.program.begin()["cursors"], {"member": until})
