from odoo import http
from odoo.http import request

from .member_space import kind_page, mailed_route, page_route


class StopAlerts(http.Controller):
    """Stops a person's alerts from a mail, without logging in; the address is signed."""

    @page_route("/alerts/stop/<token>", auth="public")
    def stop_page(self, token, **kw):
        """Show one button: programs that look at the links of mails must stop nothing."""
        alert_sudo = self._find(token)
        if not alert_sudo:
            return self._unknown()
        return request.render(
            "coop_stock.stop_alerts",
            {
                "title": request.env._("Stop the alerts"),
                "count": len(alert_sudo._coop_standing_of_person()),
                "token": token,
            },
        )

    @mailed_route("/alerts/stop/<token>")
    def stop(self, token, **form):
        alert_sudo = self._find(token)
        if not alert_sudo:
            return self._unknown()
        alert_sudo._coop_stop_all_of_person()
        return kind_page(
            request.env._("The alerts are stopped"),
            request.env._("You wait for no product any more, and will get no mail of this kind."),
            status=200,
            actions=[{"url": "/my", "label": request.env._("My account")}],
        )

    def _find(self, token):
        # sudo: who holds the signed address has no account; it says whose alerts they are.
        return request.env["coop.stock.alert"].sudo()._coop_of_token(token)

    def _unknown(self):
        return kind_page(
            request.env._("This address leads nowhere any more"),
            request.env._("There is no alert behind it. Was it copied whole from the mail?"),
            status=404,
        )
