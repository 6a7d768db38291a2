from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    drop_files,
    page_route,
    see_other,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import whole_number

from ..models.coop_login_device import COOKIE


class MyDevices(http.Controller):
    """The phones on which a person stays logged in."""

    @page_route("/my/devices")
    def my_devices(self, **kw):
        devices_sudo = self._own()
        this_one_sudo = devices_sudo._coop_of_secret(request.cookies.get(COOKIE) or "")
        return request.render(
            "coop_login.my_devices",
            {
                "title": request.env._("Where I stay logged in"),
                "bar_key": "account",
                "devices": devices_sudo.search([("user_id", "=", request.env.uid)]),
                "this_one": this_one_sudo,
            },
        )

    @write_route("/my/devices/forget")
    def forget(self, **form):
        drop_files(form)
        device_id = whole_number(form.get("device"))
        own = [("user_id", "=", request.env.uid), ("id", "=", device_id)]
        self._own().search(own).unlink()
        wrote()
        return see_other("/my/devices")

    def _own(self):
        # sudo: members have no rights on the model; each search is for their own.
        return request.env["coop.login.device"].sudo()
