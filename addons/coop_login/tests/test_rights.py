from odoo.tests import tagged

from odoo.addons.coop_stock.tests.test_rights import OPERATIONS

from .common import LoginCommon

MODELS = ("coop.login.device", "coop.login.link", "coop.login.request")


@tagged("post_install", "-at_install")
class TestRights(LoginCommon):
    def test_members_and_visitors_have_no_rights_on_logins(self):
        people = self.user_of(self.alice) | self.env.ref("base.public_user")
        people |= self.make_user("Irène Interne", "base.group_user")
        for model in MODELS:
            for user in people:
                for operation in OPERATIONS:
                    with self.subTest(model=model, user=user.name, operation=operation):
                        self.assertFalse(self.env[model].with_user(user).has_access(operation))

    def test_administrators_read_and_write_nothing(self):
        admin = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        for model in MODELS:
            rights = [
                operation
                for operation in OPERATIONS
                if self.env[model].with_user(admin).has_access(operation)
            ]
            self.assertEqual(rights, ["read"], model)
