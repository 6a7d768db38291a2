from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import kind_page, page_route
from odoo.addons.coop_stock.tools.typed_text import LARGEST_ID

from .meeting import team_only


class Trial(http.Controller):
    """A trial on a page of its own, for the team: its line, its graph, its verdict."""

    @page_route("/suggestions/trials/<int:trial_id>")
    @team_only
    def trial(self, trial_id, **kw):
        trials = request.env["coop.trial"]
        if 0 < trial_id <= LARGEST_ID:
            trials = trials.search(
                [("id", "=", trial_id), ("company_id", "=", request.env.company.id)]
            )
        if not trials:
            return kind_page(
                request.env._("We do not find this trial"),
                request.env._("The others are in Odoo, under Coop → Trials on the shelf."),
                status=404,
                bar_key="suggestions",
            )
        row = trials._shown_to_team()
        return request.render(
            "coop_suggestions.trial_page",
            {"title": row["name"], "bar_key": "suggestions", "row": row},
        )
