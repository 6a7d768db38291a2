from datetime import timedelta

from odoo import api, fields, models

# A scheduled action that is due and has not run for so long is stuck: after a night without power
# the server makes up for all that it missed within minutes.
GRACE = timedelta(hours=1)
# One failure may be a mail server that was away for a moment.
FAILURES_IN_A_ROW = 3


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _coop_health(self):
        """Return how the scheduled actions are, in the words of the health check.

        :return: ``{"status", "late", "failing"}``: `status` is "fail" where an action is due for
            more than an hour, "warn" where one failed three times in a row, "pass" otherwise
        """
        standing = [("active", "=", True)]
        late = self.search_count([*standing, ("nextcall", "<", fields.Datetime.now() - GRACE)])
        failing = self.search_count([*standing, ("failure_count", ">=", FAILURES_IN_A_ROW)])
        status = "fail" if late else "warn" if failing else "pass"
        return {"status": status, "late": late, "failing": failing}
