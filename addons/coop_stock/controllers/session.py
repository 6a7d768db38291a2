from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.session import Session


class CoopSession(Session):
    @http.route()
    def logout(self, *args, **kwargs):
        response = super().logout(*args, **kwargs)
        # On a shared computer, what one member began to write is not the next one's to read.
        # The page that comes next sees this and clears the browser's drafts; a session that
        # merely expired does not set it, and keeps them.
        future = request.future_response
        future.set_cookie("coop_forget_drafts", "1", max_age=3600, samesite="Lax")
        return response
