import logging

from odoo import api, models
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.auth_signup.models.res_users import SignupError

_logger = logging.getLogger(__name__)
LONGEST_SUBJECT = 200


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _auth_oauth_validate(self, provider, access_token):
        try:
            validation = super()._auth_oauth_validate(provider, access_token)
        except AccessDenied:
            # An answer without anybody: gestion-compte says {"user": false} of who left.
            self._coop_refuse("former")
        except Exception as error:
            # Odoo raises a plain Exception for a refusal; what comes may also be no JSON at all.
            _logger.info("The provider %s does not answer well: %s", provider, error)
            self._coop_refuse("failed")
        return validation

    @api.model
    def _auth_oauth_signin(self, provider, validation, params):
        """Let in accounts that are paired with a member of today; have others confirmed.

        Odoo would make a new contact and a new user of whoever is unknown: never here.
        """
        subject = str(validation["user_id"])
        if len(subject) > LONGEST_SUBJECT or not subject.isprintable():
            self._coop_refuse("failed")
        validation["user_id"] = subject
        # sudo: nobody is logged in yet.
        users_sudo = self.sudo().with_context(active_test=False)
        user_sudo = users_sudo.search(
            [("oauth_provider_id", "=", provider), ("oauth_uid", "=", subject)]
        )
        pairings_sudo = self.env["coop.account.pairing"].sudo()
        pairing_sudo = pairings_sudo.search(
            [("provider_id", "=", provider), ("subject", "=", subject)]
        )
        if pairing_sudo.state == "refused":
            self._coop_refuse("refused")
        is_same = not pairing_sudo or (
            pairing_sudo.state == "done" and pairing_sudo._coop_knows_username(validation)
        )
        if not user_sudo or not is_same:
            # Unknown; or one id with two logins: it may mean another person than it did.
            provider_sudo = self.env["auth.oauth.provider"].sudo().browse(provider)
            pairing_sudo = pairings_sudo._coop_meet(provider_sudo, subject, validation)
            request.session["coop_pairing"] = {
                "id": pairing_sudo.id,
                "token": params["access_token"],
            }
            raise AccessDenied()
        if not user_sudo.active or not user_sudo._coop_may_log_in_elsewhere():
            self._coop_refuse("former")
        if not pairing_sudo:
            pairings_sudo._coop_note_paired(user_sudo, validation)
        return super()._auth_oauth_signin(provider, validation, params)

    def _coop_may_log_in_elsewhere(self):
        """Whether this account may log in through another site: a member's, or an internal one."""
        self.ensure_one()
        return self._is_internal() or self._coop_logs_in_as_member()

    @api.model
    def _coop_refuse(self, why):
        """Have the login's page say why, and refuse.

        :raises AccessDenied: always
        """
        request.session["coop_oauth_refused"] = why
        raise AccessDenied()

    @api.model
    def _signup_create_user(self, values):
        if not values.get("partner_id"):
            # Whatever Odoo's settings, or those of a website, say.
            raise SignupError(self.env._("Accounts are made by the coop only."))
        return super()._signup_create_user(values)
