import logging
import socket
from datetime import timedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

# Seconds that a printer of the same building may take to answer.
TIMEOUT = 5
# With waits of 1, 2, 4… minutes and then of an hour each, a printer may be off for a day.
MOST_TRIES = 30
LONGEST_WAIT = 60


class CoopLabelSending(models.Model):
    """Labels on their way to a network printer."""

    _name = "coop.label.sending"
    _description = "Labels sent to a printer"
    _order = "id"

    name = fields.Char(required=True, readonly=True)
    printer_id = fields.Many2one(
        "coop.label.printer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    job_id = fields.Many2one(
        "coop.label.job", readonly=True, index="btree_not_null", ondelete="set null"
    )
    zpl = fields.Text(required=True, readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("sent", "Sent"), ("given_up", "Given up")],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(
        default=fields.Datetime.now, readonly=True, help="Not before this time (UTC)."
    )
    sent_on = fields.Datetime(readonly=True)

    @api.model
    def _cron_send(self):
        """Send what waits, in order; what a printer that is off should get waits longer."""
        due = self.search([("state", "=", "waiting"), ("next_try", "<=", fields.Datetime.now())])
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for sending in due:
            locked = sending.try_lock_for_update()
            if locked and locked.state == "waiting":
                locked._send()
            self.env["ir.cron"]._commit_progress(1)

    def _send(self):
        """Send one job whole, or leave it waiting and say that its printer is off."""
        self.ensure_one()
        printer = self.printer_id
        try:
            with socket.create_connection(
                (printer.host or "", printer.port), timeout=TIMEOUT
            ) as connection:
                connection.sendall(self.zpl.encode())
        except OSError as error:
            _logger.info("Label printer %s does not answer: %s", printer.name, error)
            self._put_off()
            return
        self.write({"state": "sent", "sent_on": fields.Datetime.now(), "tries": self.tries + 1})
        printer.state = "ready"

    def _put_off(self):
        tries = self.tries + 1
        wait = timedelta(minutes=min(2 ** (tries - 1), LONGEST_WAIT))
        next_try = fields.Datetime.now() + wait
        self.write(
            {
                "tries": tries,
                "next_try": next_try,
                "state": "given_up" if tries >= MOST_TRIES else "waiting",
            }
        )
        self.printer_id.state = "off"
        if self.state == "waiting":
            self.env.ref("coop_label_print.ir_cron_send_labels")._trigger(at=next_try)

    def action_retry(self):
        """Try again now, at the printer that somebody has just switched on."""
        again = self.filtered(lambda sending: sending.state != "sent")
        again.write({"state": "waiting", "tries": 0, "next_try": fields.Datetime.now()})
        self.env.ref("coop_label_print.ir_cron_send_labels")._trigger()

    def _coop_words(self):
        """Return how far these labels are, in words."""
        self.ensure_one()
        printer = self.printer_id.name
        if self.state == "sent":
            at = self.printer_id.company_id._coop_at_words(self.sent_on)
            return self.env._("Sent to %(printer)s %(at)s.", printer=printer, at=at)
        if self.state == "given_up":
            return self.env._(
                "%s has not answered for a day: these labels will not be sent.", printer
            )
        if self.tries:
            return self.env._(
                "%s is off or unplugged: switch it on, the labels will come by themselves.",
                printer,
            )
        return self.env._("On their way to %s.", printer)
