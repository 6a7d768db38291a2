from odoo import fields, models


class AuthOauthProvider(models.Model):
    _inherit = "auth.oauth.provider"

    coop_id_means = fields.Selection(
        [
            ("account", "The account: members say their number once"),
            ("number", "The member number"),
        ],
        string="What its “id” is",
        default="account",
        required=True,
        help="Older versions of gestion-compte answer with the member number as `id`, newer ones "
        "with the number of the account. Taken for each other, one person would be another. "
        "Changing this unpairs everybody: each member confirms once more.",
    )

    def write(self, vals):
        changed = self.browse()
        if "coop_id_means" in vals:
            changed = self.filtered(lambda each: each.coop_id_means != vals["coop_id_means"])
        done = super().write(vals)
        changed._coop_unpair_everybody()
        return done

    def _coop_unpair_everybody(self):
        """Forget whose the ids of these providers are: they mean something else from now on."""
        # sudo: whoever keeps providers may not be one who keeps accounts; members' only.
        users_sudo = (
            self.env["res.users"]
            .sudo()
            .with_context(active_test=False)
            .search([("oauth_provider_id", "in", self.ids), ("share", "=", True)])
        )
        users_sudo.write({"oauth_uid": False, "oauth_access_token": False})
        self.env["coop.account.pairing"].sudo().search([("provider_id", "in", self.ids)]).unlink()
