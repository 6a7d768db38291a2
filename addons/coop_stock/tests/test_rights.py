from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CoopCommon

OPERATIONS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestRights(CoopCommon):
    """Members read and write through our pages only, never a model."""

    def our_models(self, module):
        """Return every model with a table that an addon of ours brought."""
        return [
            model
            for model in self.env.values()
            if model._original_module == module and not model._abstract
        ]

    def test_members_visitors_and_volunteers_have_no_rights_on_our_models(self):
        volunteer = self.make_user("Vera Bénévole")
        volunteer.partner_id.action_coop_make_volunteer()
        people = self.user_of(self.alice) | volunteer | self.env.ref("base.public_user")
        models = self.our_models("coop_stock")
        self.assertIn("coop.daily.count", [model._name for model in models])
        for model in models:
            for user in people:
                for operation in OPERATIONS:
                    with self.subTest(model=model._name, user=user.name, operation=operation):
                        self.assertFalse(model.with_user(user).has_access(operation))

    def test_members_cannot_read_our_fields_of_products(self):
        product = self.make_product("Riz", coop_brand="Marque").with_user(self.user_of(self.alice))
        for name in ("coop_brand", "coop_shelf_id", "coop_search_text", "name"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                product.read([name])

    def test_nobody_writes_the_counts_of_limits(self):
        self.env["coop.daily.count"]._coop_add(self.alice, "comment")
        count = self.env["coop.daily.count"].search([("partner_id", "=", self.alice.id)])
        admin = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        self.assertEqual(count.with_user(admin).count, 1)
        with self.assertRaises(AccessError):
            count.with_user(admin).count = 0
