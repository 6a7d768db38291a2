import logging

from odoo import api, models
from odoo.exceptions import AccessDenied

_logger = logging.getLogger(__name__)


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def auth_oauth(self, provider, params):
        try:
            return super().auth_oauth(provider, params)
        except AccessDenied:
            raise
        except Exception as error:
            # A code that is used or late, a site that is down, a token that is forged: each
            # library has exceptions of its own.
            _logger.info("The provider %s does not answer well: %r", provider, error)
            return self._coop_refuse("failed")
