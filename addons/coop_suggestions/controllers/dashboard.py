from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import page_route
from odoo.addons.coop_stock.tools.typed_text import whole_number

from ..models.coop_suggestion_dashboard import PERIODS
from .meeting import team_only


class Dashboard(http.Controller):
    """What the suggestions have changed: for the team, and a page to hand to the board."""

    @page_route("/suggestions/dashboard")
    @team_only
    def dashboard(self, months="", **kw):
        # sudo: the team need not read all contacts and tills; sums leave.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        values = {
            "title": request.env._("What our suggestions change"),
            "bar_key": "suggestions",
            "dashboard": suggestions_sudo._dashboard(self._period(months)),
            "periods": PERIODS,
            "foot": suggestions_sudo._dashboard_foot(),
        }
        return request.render("coop_suggestions.dashboard", values)

    @page_route("/suggestions/dashboard.pdf")
    @team_only
    def dashboard_pdf(self, months="", **kw):
        # sudo: as above.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        name = f"{request.env._('suggestions')}-{request.env.company._coop_today()}"
        return request.make_response(
            suggestions_sudo._dashboard_pdf(self._period(months)),
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", f'inline; filename="{name}.pdf"'),
                ("Cache-Control", "no-store"),
            ],
        )

    def _period(self, months):
        months = whole_number(months)
        return months if months in PERIODS else PERIODS[0]
