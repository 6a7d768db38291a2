from markupsafe import Markup

from odoo import api, fields, models


class CoopLabelJob(models.Model):
    """A print of labels as the team sees it in the back office."""

    _inherit = "coop.label.job"

    label_count = fields.Integer(string="Number of labels", compute="_compute_label_count")
    put_up = fields.Selection(
        [("waiting", "To put up"), ("finished", "Finished")],
        string="State",
        compute="_compute_put_up",
    )
    pdf_links = fields.Html(string="PDF", compute="_compute_pdf_links", sanitize=False)

    @api.depends("line_ids.copies")
    def _compute_label_count(self):
        counts = dict(
            self.env["coop.label.job.line"]._read_group(
                [("job_id", "in", self.ids)], ["job_id"], ["copies:sum"]
            )
        )
        for job in self:
            job.label_count = counts.get(job._origin, 0)

    @api.depends("finished_on")
    def _compute_put_up(self):
        for job in self:
            job.put_up = "finished" if job.finished_on else "waiting"

    @api.depends("line_ids.format_id", "line_ids.copies")
    def _compute_pdf_links(self):
        link = Markup(
            '<a class="btn btn-primary me-2 mb-2" target="_blank" href="{url}">{words}</a>'
            '<span class="me-4">{paper}</span><br/>'
        )
        for job in self:
            groups = self.env["coop.label.job.line"]._read_group(
                [("job_id", "in", job.ids)], ["format_id"], ["copies:sum"]
            )
            job.pdf_links = Markup().join(
                link.format(
                    url=job._coop_pdf_url(label_format),
                    words=self.env._("Open the PDF"),
                    paper=self.env._(
                        "%(paper)s: %(count)s labels", paper=label_format.name, count=count
                    ),
                )
                for label_format, count in groups
            )

    def _coop_pdf_url(self, label_format):
        """Return where the labels of this job on one format are downloaded."""
        if self.file_ids:
            return f"/labels/jobs/{self.id}"  # a large job has several files
        return f"/labels/jobs/{self.id}/labels.pdf?format_id={label_format.id}"

    def action_put_up(self):
        """Open the page on which it is said of each label whether it hangs."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/labels/jobs/{self.id}", "target": "new"}
