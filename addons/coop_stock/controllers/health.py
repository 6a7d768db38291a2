import os
from datetime import UTC, datetime

import psutil

from odoo import http
from odoo.http import request
from odoo.tools import config

from .member_space import reads_only


def server_started():
    """Return when Odoo was started; its workers, which come and go, are younger (UTC, naive)."""
    process = psutil.Process(os.getppid() if config["workers"] else os.getpid())
    return datetime.fromtimestamp(process.create_time(), UTC).replace(tzinfo=None)


class Health(http.Controller):
    """Tells a monitor, without an account, whether somebody should look after the server."""

    @http.route(
        "/coop/health",
        type="http",
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=reads_only,
        sitemap=False,
    )
    def health(self, **kw):
        """Answer with 200, or 503 where a person must act; it says figures, no names.

        That Odoo routes the request here at all says that its database answers.
        """
        # sudo: a monitor is nobody; it learns how many scheduled actions are late, not which.
        actions = request.env["ir.cron"].sudo()._coop_health(server_started())
        checks = {"database": [{"status": "pass"}], "scheduledActions": [actions]}
        # sudo: the same; and how old a stock is that pages tell visitors anyway.
        if stock := request.env["res.company"].sudo()._coop_stock_health():
            checks["stock"] = [stock]
        found = {check["status"] for [check] in checks.values()}
        status = next(status for status in ("fail", "warn", "pass") if status in found)
        return request.make_json_response(
            {"status": status, "checks": checks},
            headers=[("Content-Type", "application/health+json"), ("Cache-Control", "no-store")],
            status=503 if status == "fail" else 200,
        )
