from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request
from odoo.tools import consteq


class AuthOauthProvider(models.Model):
    _inherit = "auth.oauth.provider"

    def _parse_id_token(self, id_token, access_token):
        """Take only the token that answers the login that set out here."""
        claims = super()._parse_id_token(id_token, access_token)
        begun = request.session.get("coop_oauth") or {}
        if not consteq(str(claims.get("nonce", "")), begun.get("id_nonce") or "-"):
            raise AccessDenied()
        return claims
