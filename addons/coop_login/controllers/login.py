from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.home import Home
from odoo.addons.web.controllers.utils import ensure_db

from ..tools.own_path import own_path


class Login(Home):
    @http.route()
    def web_login(self, redirect=None, **kw):
        ensure_db()
        if request.httprequest.method == "GET" and not request.session.uid:
            # A page that needed an account led here; the phone may still know whose it is.
            request.env["ir.http"]._coop_log_in_device()
            if request.session.uid:
                redirect = own_path(redirect)
        return super().web_login(redirect=redirect, **kw)
