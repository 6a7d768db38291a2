"""A shop with things that are there and things that are not, and its volunteers."""

from odoo.tests import HttpCase

from .common import CoopCommon


class ShelfCommon(CoopCommon):
    """Oats are there, rice is sold out; Vera is on a shift, the computer stands in the shop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Shelf = cls.env["coop.shelf"]
        cls.first_shelf = Shelf.create({"name": "Céréales", "sequence": 1})
        cls.second_shelf = Shelf.create({"name": "Épicerie", "sequence": 2})
        cls.oats = cls.make_product("Flocons <b>d'avoine</b>", coop_shelf_id=cls.second_shelf.id)
        cls.rice = cls.make_product("Riz", coop_shelf_id=cls.first_shelf.id)
        cls.put_in_stock(cls.oats, 5)
        cls.vera = cls.make_member("Vera Bénévole")
        cls.vera.action_coop_make_volunteer()
        cls.computer = cls.env["res.users"]._coop_create_shop_account("magasin@coop.test")
        cls.alerts = cls.env["coop.stock.alert"]
        cls.checks = cls.env["coop.shelf.check"]
        cls.warehouse = cls.env.company._coop_shop_warehouse()

    def mails_to(self, partner):
        """Return the mails that wait for a person, or were sent to them."""
        return self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)])

    def run_action(self, name):
        """Run a scheduled action, as the scheduler does."""
        action = self.env.ref(f"coop_stock.{name}")
        if isinstance(self, HttpCase):  # in test mode already
            action.method_direct_trigger()
        else:
            with self.enter_registry_test_mode():
                action.method_direct_trigger()
        self.env.invalidate_all()

    def tell_who_waits(self):
        self.run_action("ir_cron_tell_alerts")

    def tell_who_missed(self):
        self.run_action("ir_cron_tell_shelf_checks")
