import base64

from odoo import api, fields, models

# As many labels as one file holds, about: twenty sheets that a printer takes at once.
LABELS_A_FILE = 500


class CoopLabelFile(models.Model):
    """A part of a large job, rendered in the background: some whole sheets of one format.

    Each part is committed as it is ready, so that a server that stops loses one part at most,
    and the first sheets can be printed while the last ones are made.
    """

    _name = "coop.label.file"
    _description = "Part of a print of labels"
    _order = "job_id desc, id"

    job_id = fields.Many2one(
        "coop.label.job", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="job_id.company_id")
    format_id = fields.Many2one(
        "coop.label.format", required=True, readonly=True, ondelete="restrict"
    )
    first = fields.Integer(required=True, readonly=True, help="The first label, counted from 1.")
    last = fields.Integer(required=True, readonly=True, help="The last label.")
    start = fields.Integer(required=True, readonly=True, help="The first place on its first sheet.")
    pdf = fields.Binary(readonly=True, attachment=True)
    made_on = fields.Datetime(readonly=True, index=True)

    @api.model
    def _coop_plan(self, job):
        """Cut a large job into parts and have them made, in the order of walking."""
        values = []
        for label_format, count in job._coop_formats():
            places = label_format._to_label_format().places_per_page
            start = job.start if label_format == job.format_id else 1
            first = 1
            while first <= count:
                room = max(places, LABELS_A_FILE // places * places) - (start - 1)
                last = min(count, first + room - 1)
                values.append(
                    {
                        "job_id": job.id,
                        "format_id": label_format.id,
                        "first": first,
                        "last": last,
                        "start": start,
                    }
                )
                first, start = last + 1, 1
        self.create(values)
        self.env.ref("coop_label_print.ir_cron_make_label_files")._trigger()

    @api.model
    def _cron_make(self):
        """Make what waits, part by part; whatever stops it, the next run goes on from there."""
        waiting = self.search([("made_on", "=", False)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for part in waiting:
            # The format may be in another company than the scheduled action's.
            part = part.with_company(part.company_id)
            printer = self.env["coop.label.printer"].with_company(part.company_id)._coop_usual()
            pdf = part.job_id._coop_pdf(part.format_id, part.first, part.last, part.start, printer)
            part.write({"pdf": base64.b64encode(pdf), "made_on": fields.Datetime.now()})
            seconds_left = self.env["ir.cron"]._commit_progress(1)
            # A whole shop's lines and files are not kept in memory.
            self.env.invalidate_all()
            if not seconds_left:
                return
