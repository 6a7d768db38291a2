from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.session import CoopSession


def _writes(_controller, _rule, _args):
    # Odoo's own logout writes nothing; ours forgets the device.
    return False


class CoopLoginSession(CoopSession):
    @http.route(readonly=_writes)
    def logout(self, *args, **kwargs):
        # sudo: members have no rights on it; the cookie says which one.
        request.env["coop.login.device"].sudo()._coop_forget_cookie()
        return super().logout(*args, **kwargs)
