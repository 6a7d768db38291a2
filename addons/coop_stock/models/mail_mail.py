from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# Longer ago, « back in the shop » is no news.
HOURS_OF_TRYING = 24


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model
    def _coop_send_failed_again(self):
        """Queue anew the mails of our models that found no mail server; Odoo never does.

        A mail that the server refused has a kind of failure, and stays: only one that never
        reached a server is without.
        """
        failed = self.search(
            [
                ("state", "=", "exception"),
                ("failure_type", "in", [False, "mail_smtp"]),
                ("model", "=like", "coop.%"),
                ("create_date", ">", fields.Datetime.now() - relativedelta(hours=HOURS_OF_TRYING)),
            ]
        )
        if failed:
            failed.mark_outgoing()
            # sudo: whoever runs this need not keep scheduled actions.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
