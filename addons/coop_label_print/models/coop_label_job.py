from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.label_format import FormatError
from ..tools.label_pdf import render_pdf

MOST_COPIES = 100


class CoopLabelJob(models.Model):
    """One print of labels: who, when, on what, and in its lines exactly what was printed.

    It is unfinished until somebody says of each of its labels that it hangs or is missing; until
    then the next shift can print it again, whole or from where the printer jammed.
    """

    _name = "coop.label.job"
    _description = "Print of labels"
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Shop", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", string="Printed by", required=True, readonly=True)
    printed_on = fields.Datetime(
        string="Printed on", required=True, readonly=True, default=fields.Datetime.now
    )
    first_name = fields.Char(
        string="Signed", readonly=True, help="The first name typed on the shop account."
    )
    format_id = fields.Many2one(
        "coop.label.format",
        string="Format with a begun sheet",
        readonly=True,
        ondelete="restrict",
    )
    start = fields.Integer(
        string="First free place", default=1, readonly=True, help="On the begun sheet, from 1."
    )
    line_ids = fields.One2many("coop.label.job.line", "job_id", string="Labels", readonly=True)
    finished_on = fields.Datetime(string="Finished on", readonly=True, index=True)

    @api.depends("printed_on")
    def _compute_display_name(self):
        for job in self:
            at = job.company_id._coop_at_words(job.printed_on)
            job.display_name = self.env._("Labels printed %s", at)

    # --- printing

    @api.model
    def _coop_print(self, copies, label_format=None, start=1, first_name=""):
        """Make a job of labels, in walking order, with what they say now.

        What the coop has ceased to sell since the list was read is left out.

        :param dict copies: product id: how often its label is printed
        :param label_format: the `coop.label.format` for all; each product's usual one when None
        :param int start: the first free place on the begun sheet: of `label_format`, or of the
            usual format of normal labels
        :return: the job, in sudo
        :raises UserError: in words, when nothing can be printed so
        """
        # sudo: volunteers have no rights on our models.
        jobs_sudo = self.sudo()
        company = jobs_sudo.env.company
        if any(not 1 <= count <= MOST_COPIES for count in copies.values()):
            raise UserError(self.env._("Of each label 1 to %s can be printed.", MOST_COPIES))
        products = jobs_sudo.env["product.product"].browse(copies)
        contents = products._coop_label_contents(label_format and label_format.label_kind)
        if not contents:
            raise UserError(self.env._("None of these products is sold here any more."))
        usual = {
            kind: label_format or jobs_sudo._coop_usual_format(kind)
            for kind in {content.kind for content in contents.values()}
        }
        begun = label_format or jobs_sudo._coop_usual_format("normal")
        try:
            begun._to_label_format().place_of(0, start)
        except FormatError as error:
            raise UserError(begun._coop_format_sentence(error)) from error
        warehouse = company._coop_shop_warehouse()
        shown = jobs_sudo.env["coop.label.shown"]._coop_contents(warehouse)
        job_sudo = jobs_sudo.create(
            {
                "company_id": company.id,
                "warehouse_id": warehouse.id,
                "user_id": self.env.uid,
                "first_name": first_name,
                "format_id": begun.id,
                "start": start,
            }
        )
        today = company._coop_today().isoformat()
        jobs_sudo.env["coop.label.job.line"].create(
            [
                {
                    "job_id": job_sudo.id,
                    "product_id": product_id,
                    "format_id": usual[content.kind].id,
                    "copies": copies[product_id],
                    "content": {**content.to_json(), "printed_on": today},
                    "old_content": shown[product_id].to_json() if product_id in shown else False,
                }
                for product_id, content in contents.items()
            ]
        )
        return job_sudo

    @api.model
    def _coop_usual_format(self, kind):
        """Return the format that labels of a kind are printed on: the first in the coop's list."""
        formats = self.env["coop.label.format"].search(
            [("company_id", "in", [False, self.env.company.id])]
        )
        # Where a coop keeps none for bulk or vegetables, they go on the normal one.
        of_kind = formats.filtered(lambda each: each.label_kind == kind)
        found = (of_kind or formats.filtered(lambda each: each.label_kind == "normal"))[:1]
        if not found:
            raise UserError(self.env._("The coop has no label format."))
        return found

    def _coop_pdf(self, label_format, first=1, start=None):
        """Return the PDF of the labels on one format: the very same each time.

        :param label_format: one of the lines' formats; mixed formats make one file each
        :param int first: from which label on, counted from 1, after a jam
        :param int start: the first free place; as when the job was made, when None
        :return: bytes
        """
        self.ensure_one()
        contents = [
            content
            for line in self.line_ids
            if line.format_id == label_format
            for content in [line._coop_content()] * line.copies
        ]
        if not 1 <= first <= len(contents):
            raise UserError(self.env._("The job has labels 1 to %(count)s.", count=len(contents)))
        if start is None:
            start = self.start if label_format == self.format_id and first == 1 else 1
        try:
            return render_pdf(contents[first - 1 :], label_format._to_label_format(), start)
        except FormatError as error:
            raise UserError(label_format._coop_format_sentence(error)) from error

    # --- confirming

    def _coop_confirm(self, missing_ids=()):
        """Say that the labels of this job hang, but for some lines; safe to repeat.

        Only what hangs leaves the list of what to print.

        :param missing_ids: ids of lines whose labels were not put up
        """
        self.ensure_one()
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        missing = waiting.filtered(lambda line: line.id in set(missing_ids))
        hung = waiting - missing
        now = fields.Datetime.now()
        missing.write({"state": "missing", "answered_on": now})
        hung.write({"state": "hung", "answered_on": now})
        # A poster hangs beside the label, not in its place.
        labels = hung.filtered(lambda line: line._coop_content().kind != "poster")
        labels = labels.filtered("product_id")
        self.env["coop.label.shown"]._coop_keep(
            {line.product_id.id: line._coop_content() for line in labels},
            self.warehouse_id,
            {line.product_id.id: line.id for line in labels},
        )
        self.env["coop.label.request"].search(
            [
                ("product_id", "in", labels.product_id.ids),
                ("warehouse_id", "=", self.warehouse_id.id),
                ("done_on", "=", False),
                # Who asked after it was printed saw what this job cannot have put right.
                ("asked_on", "<=", self.printed_on),
            ]
        ).done_on = now
        if not self.finished_on:
            self.finished_on = now

    @api.model
    def _coop_unfinished(self):
        """Return the jobs of the request's shop that wait to be confirmed, the latest first."""
        warehouse = self.env.company._coop_shop_warehouse()
        return self.search(
            Domain("warehouse_id", "=", warehouse.id) & Domain("finished_on", "=", False)
        )
