from datetime import timedelta

from odoo import api, fields, models

# A scheduled action that is due and has not run for so long is stuck.
GRACE = timedelta(hours=1)
# One failure may be a mail server that was away for a moment.
FAILURES_IN_A_ROW = 3


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _coop_health(self, started):
        """Return how the scheduled actions are, in the words of the health check.

        :param datetime started: when the server started; after a night without power it has much
            to make up for
        :return: ``{"status", "late", "failing"}``: `status` is "fail" where an action is due for
            more than an hour of the server's running, "warn" where one failed three times in a
            row, "pass" otherwise
        """
        standing = [("active", "=", True)]
        latest = fields.Datetime.now() - GRACE
        late = 0
        if started < latest:
            late = self.search_count([*standing, ("nextcall", "<", latest)])
        failing = self.search_count([*standing, ("failure_count", ">=", FAILURES_IN_A_ROW)])
        status = "fail" if late else "warn" if failing else "pass"
        return {"status": status, "late": late, "failing": failing}
