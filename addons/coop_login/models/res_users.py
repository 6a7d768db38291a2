from odoo import models
from odoo.exceptions import AccessDenied

from .coop_login_device import DEVICE_LOGIN

LINK_LOGIN = "coop_login_link"
# What makes an account another's, or none.
ENDS_DEVICES = {"active", "login", "partner_id", "password", "new_password", "group_ids"}


class ResUsers(models.Model):
    _inherit = "res.users"

    def _coop_logs_in_as_member(self):
        """Whether this is the active portal account of a member of today.

        Internal users have a password, and often a second factor; the shop's computer is nobody.
        """
        self.ensure_one()
        return (
            self.active
            and self._is_portal()
            and not self._coop_is_shop_account()
            and self.partner_id._coop_is_member()
        )

    def _check_credentials(self, credential, env):
        if credential["type"] not in (LINK_LOGIN, DEVICE_LOGIN):
            return super()._check_credentials(credential, env)
        secret = credential.get("secret")
        if not secret or not env["interactive"] or not self._coop_logs_in_as_member():
            raise AccessDenied()
        if credential["type"] == LINK_LOGIN:
            known = self.env["coop.login.link"].sudo()._coop_spend(secret, self.partner_id)
        else:
            known = self.env["coop.login.device"].sudo()._coop_of_secret(secret).user_id == self
        if not known:
            raise AccessDenied()
        return {"uid": self.id, "auth_method": credential["type"], "mfa": "default"}

    def write(self, vals):
        done = super().write(vals)
        if ENDS_DEVICES & vals.keys():
            # sudo: whoever changes a password need not keep the devices.
            self.env["coop.login.device"].sudo().search([("user_id", "in", self.ids)]).unlink()
        return done
