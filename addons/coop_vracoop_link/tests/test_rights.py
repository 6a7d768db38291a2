from odoo.tests import tagged

from .common import LinkCommon

OPERATIONS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestRights(LinkCommon):
    def test_neither_members_nor_the_account_of_the_link_have_rights_on_its_models(self):
        models = [
            model
            for model in self.env.values()
            if model._original_module == "coop_vracoop_link" and not model._abstract
        ]
        self.assertIn("coop.vracoop.level", [model._name for model in models])
        people = self.user_of(self.alice) | self.program.env.user | self.env.ref("base.public_user")
        for model in models:
            for user in people:
                for operation in OPERATIONS:
                    with self.subTest(model=model._name, user=user.name, operation=operation):
                        self.assertFalse(model.with_user(user).has_access(operation))

    def test_administrators_read_what_came_and_write_the_settings(self):
        admin = self.make_user("Carl Coop", "coop_stock.group_coop_administrator")
        self.receive("product", self.product_row())
        link = self.link.with_user(admin)
        link.location = "WH/Stock"
        self.assertEqual(link.record_ids.ref, "10")
        self.assertFalse(link.record_ids.has_access("write"))
