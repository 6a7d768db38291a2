from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Longer ago, « back in the shop » is no news.
HOURS_OF_TRYING = 24
# Stands in the headers of mails of ours that are about no model of ours.
OURS = "X-Coop-Mail"


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _coop_send_failed_again(self):
        """Queue anew our mails that the mail server did not take for the moment; Odoo never does.

        Those are the ones that found no server (Odoo notes no kind of failure), that it put off
        (a reply of 400 to 499), or whose connection broke. What it refused for good, by a reply
        from 500 on, stays.
        """
        put_off = Domain("failure_type", "=", "unknown") & Domain(
            "failure_reason", "not =like", "%(5__, %"
        )
        failed = self.search(
            Domain("state", "=", "exception")
            & (Domain("failure_type", "in", [False, "mail_smtp"]) | put_off)
            & (Domain("model", "=like", "coop.%") | Domain("headers", "like", OURS))
            & Domain(
                "create_date", ">", fields.Datetime.now() - relativedelta(hours=HOURS_OF_TRYING)
            )
        )
        if failed:
            failed.mark_outgoing()
            # sudo: whoever runs this need not keep scheduled actions.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
