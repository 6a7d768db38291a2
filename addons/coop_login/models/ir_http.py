from odoo import SUPERUSER_ID, models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        keeps_session = endpoint.routing.get("save_session", True)
        if endpoint.routing["auth"] in ("user", "public") and keeps_session:
            cls._coop_log_in_device()
        return super()._authenticate(endpoint)

    @classmethod
    def _coop_log_in_device(cls):
        """Open a session for a phone that stays logged in, where there is none.

        For a page that a person goes to, not for what pages fetch (W3C, Fetch Metadata; an old
        browser does not say): a page would be answered in one session and a picture in another,
        and the forms of the page were then not taken.
        """
        is_page = request.httprequest.headers.get("Sec-Fetch-Dest", "document") == "document"
        if is_page and request.session.uid is None and not request.session.get("pre_uid"):
            # sudo: nobody is logged in yet.
            request.env(user=SUPERUSER_ID, su=True)["coop.login.device"]._coop_log_in()
