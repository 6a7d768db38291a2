from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopShopAccount(models.TransientModel):
    """Make the account of the computers in the shop, or give it a new password."""

    _name = "coop.shop.account"
    _description = "Shop account"

    login = fields.Char(required=True)
    password = fields.Char(help="Whoever is on a shift types it once a day.")
    exists = fields.Boolean()

    @api.model
    def default_get(self, fields_list):
        account = self.env["res.users"]._coop_shop_account()
        return {
            **super().default_get(fields_list),
            "login": account.login or "magasin",
            "exists": bool(account),
        }

    def action_save(self):
        """Save the account; what was typed is not kept in clear."""
        self.ensure_one()
        users = self.env["res.users"]
        account = users._coop_shop_account()
        if not self.password:
            raise UserError(self.env._("Type a password."))
        if not account:
            login = self.login.strip()
            if users.with_context(active_test=False).search_count([("login", "=", login)]):
                raise UserError(self.env._("Somebody has this login already: choose another."))
            account = users._coop_create_shop_account(login)
        account._change_password(self.password)
        self.password = False
        return {"type": "ir.actions.client", "tag": "reload"}
