from odoo import http
from odoo.http import request


class Health(http.Controller):
    """Tells a monitor, without an account, whether somebody should look after the server."""

    @http.route(
        "/coop/health",
        type="http",
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=True,
        sitemap=False,
    )
    def health(self, **kw):
        """Answer with 200, or 503 where a person must act; it says figures, no names.

        That Odoo routes the request here at all says that its database answers.
        """
        # sudo: a monitor is nobody; it learns how many scheduled actions are late, not which.
        actions = request.env["ir.cron"].sudo()._coop_health()
        return request.make_json_response(
            {
                "status": actions["status"],
                "checks": {
                    "database": [{"status": "pass"}],
                    "scheduledActions": [actions],
                },
            },
            headers=[("Content-Type", "application/health+json"), ("Cache-Control", "no-store")],
            status=503 if actions["status"] == "fail" else 200,
        )
