from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import members_only, page_route


class MySuggestions(http.Controller):
    @page_route("/my/suggestions")
    @members_only
    def my_suggestions(self, **kw):
        # sudo: members have no rights on suggestions; `_mine_for` gives what is theirs.
        mine, wanted = request.env["coop.suggestion"].sudo()._mine_for(request.env.user.partner_id)
        return request.render(
            "coop_suggestions.my_suggestions",
            {
                "title": request.env._("My suggestions"),
                "bar_key": "account",
                "mine": mine,
                "wanted": wanted,
                "back": "/my/suggestions",
            },
        )
