from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.session import CoopSession


class CoopLoginSession(CoopSession):
    @http.route()
    def logout(self, *args, **kwargs):
        forget_device()
        return super().logout(*args, **kwargs)

    @http.route()
    def destroy(self):
        forget_device()
        return super().destroy()


def forget_device():
    """Stay logged in no longer, on this browser."""
    # sudo: members have no rights on it; the cookie says which one.
    request.env["coop.login.device"].sudo()._coop_forget_cookie()
