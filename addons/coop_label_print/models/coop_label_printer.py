import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.calibration import render_calibration
from ..tools.label_format import LARGEST_OFFSET


class CoopLabelPrinter(models.Model):
    """A printer of labels: by how much it is off, and where it listens if it is on the network.

    Only the administrator types the address; nothing else sets it.
    """

    _name = "coop.label.printer"
    _description = "Label printer"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    offset_x = fields.Float(
        "Offset to the right (mm)", digits=(5, 2), help="Negative moves labels to the left."
    )
    offset_y = fields.Float("Offset down (mm)", digits=(5, 2), help="Negative moves labels up.")
    format_id = fields.Many2one(
        "coop.label.format", string="Labels in it", help="For the calibration page."
    )
    dpi = fields.Selection(
        [("203", "203 dpi"), ("300", "300 dpi"), ("600", "600 dpi")],
        string="Resolution",
        default="203",
        required=True,
    )
    host = fields.Char(
        "Network address",
        help="Of a thermal printer that understands ZPL, such as 192.168.1.50. Empty: printed"
        " from a computer.",
    )
    port = fields.Integer(default=9100)
    state = fields.Selection(
        [("unknown", "Not tried yet"), ("ready", "Ready"), ("off", "Printer off or unplugged")],
        default="unknown",
        readonly=True,
        copy=False,
    )
    sending_ids = fields.One2many("coop.label.sending", "printer_id", string="Queue")
    calibration_pdf = fields.Binary(compute="_compute_calibration_pdf")

    @api.constrains("offset_x", "offset_y", "port")
    def _check_figures(self):
        for printer in self:
            if max(abs(printer.offset_x), abs(printer.offset_y)) > LARGEST_OFFSET:
                raise ValidationError(self.env._("An offset is at most 20 mm."))
            if not 1 <= printer.port <= 65535:
                raise ValidationError(self.env._("A port is a number from 1 to 65535."))

    def _compute_calibration_pdf(self):
        for printer in self:
            printer.calibration_pdf = printer.format_id and base64.b64encode(
                render_calibration(printer.format_id._to_label_format(printer))
            )

    @api.model
    def _coop_usual(self):
        """Return the printer whose offsets count where none is named: the only one, or none.

        Of those that print from a computer; what comes over the network is no page of paper.
        """
        printers = self.search([("company_id", "=", self.env.company.id), ("host", "=", False)])
        return printers if len(printers) == 1 else self.browse()

    def _coop_send(self, zpl, name, job=None):
        """Queue labels for this network printer, and return their `coop.label.sending`.

        :param zpl: ZPL II, as `render_zpl` makes it
        :param name: what they are, for whoever looks at the queue
        :param job: the `coop.label.job` they are of, or None
        """
        self.ensure_one()
        sending = self.env["coop.label.sending"].create(
            {"printer_id": self.id, "zpl": zpl, "name": name, "job_id": job and job.id}
        )
        self.env.ref("coop_label_print.ir_cron_send_labels")._trigger()
        return sending

    def action_calibration(self):
        """Download the page that shows by how much this printer is off."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/coop.label.printer/{self.id}/calibration_pdf/calage.pdf",
            "target": "new",
        }
