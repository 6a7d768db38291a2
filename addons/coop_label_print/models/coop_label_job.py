from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, split_every

from odoo.addons.coop_stock.models.hold_rows import hold_rows

from ..tools.label_content import LabelContent
from ..tools.label_format import FormatError
from ..tools.label_pdf import render_pdf
from ..tools.label_zpl import render_zpl

MOST_COPIES = 100
# A slip can be undone for so long.
UNDO_MINUTES = 10
# More labels than these are rendered in the background: half a second of work at once.
MOST_AT_ONCE = 500
# How many lines are written at once.
_LINES_AT_ONCE = 1000


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
    file_ids = fields.One2many("coop.label.file", "job_id", string="Files", readonly=True)
    request_key = fields.Char(
        readonly=True, help="Of the form that was sent: sent twice, it makes one job."
    )
    finished_on = fields.Datetime(string="Finished on", readonly=True, index=True)

    _one_a_form = models.UniqueIndex(
        "(request_key) WHERE request_key IS NOT NULL", "This form was sent already."
    )

    @api.depends("printed_on")
    def _compute_display_name(self):
        for job in self:
            at = job.company_id._coop_at_words(job.printed_on)
            job.display_name = self.env._("Labels printed %s", at)

    def _coop_who(self):
        """Return the name that the shop's people see beside the job."""
        self.ensure_one()
        return self.first_name or self.user_id.partner_id._coop_public_name()

    def _coop_batch_words(self):
        """Return what the job is called in the shop: « Lot de 11 h 05 »."""
        self.ensure_one()
        company = self.company_id
        day = company._coop_local(self.printed_on).date()
        clock = company._coop_clock(self.printed_on)
        if day == company._coop_today():
            return self.env._("Batch of %s", clock)
        return self.env._(
            "Batch of %(day)s at %(time)s", day=format_date(self.env, day), time=clock
        )

    def _coop_states(self):
        """Return how many products' labels are in each state: ``{state: count}``."""
        self.ensure_one()
        lines = self.env["coop.label.job.line"]
        return dict(lines._read_group([("job_id", "=", self.id)], ["state"], ["__count"]))

    # --- printing

    @api.model
    def _coop_printed_by_form(self, key):
        """Return the job that a form has made already, in sudo, or none."""
        # sudo: volunteers have no rights on our models.
        jobs_sudo = self.sudo()
        return jobs_sudo.search([("request_key", "=", key)]) if key else jobs_sudo

    @api.model
    def _coop_print(self, copies, label_format=None, start=1, first_name="", key=None):
        """Make a job of labels, in walking order, with what they say now; safe to repeat.

        What the coop has ceased to sell since the list was read is left out.

        :param dict copies: product id: how often its label is printed
        :param label_format: the `coop.label.format` for all; each product's usual one when None
        :param int start: the first free place on the begun sheet: of `label_format`, or of the
            usual format of normal labels
        :param str key: of the form that was sent; the same one again gives the same job
        :return: the job, in sudo
        :raises UserError: in words, when nothing can be printed so
        """
        # sudo: volunteers have no rights on our models.
        jobs_sudo = self.sudo()
        if made_sudo := self._coop_printed_by_form(key):
            return made_sudo
        company = jobs_sudo.env.company
        if any(not 1 <= count <= MOST_COPIES for count in copies.values()):
            raise UserError(self.env._("Of each label 1 to %s can be printed.", MOST_COPIES))
        products = jobs_sudo.env["product.product"].browse(copies)
        contents = products._coop_label_contents(label_format and label_format.label_kind)
        if not contents:
            raise UserError(self.env._("None of these products is sold here any more."))
        usual = {
            kind: label_format or company._coop_usual_label_format(kind)
            for kind in {content.kind for content in contents.values()}
        }
        begun = label_format or company._coop_usual_label_format("normal")
        try:
            begun._to_label_format().place_of(0, start)
        except FormatError as error:
            raise UserError(begun._coop_format_sentence(error)) from error
        warehouse = company._coop_shop_warehouse()
        shown = jobs_sudo.env["coop.label.shown"]._coop_contents(warehouse, list(contents))
        job_sudo = jobs_sudo._coop_claim(
            {
                "company_id": company.id,
                "warehouse_id": warehouse.id,
                "user_id": self.env.uid,
                "first_name": first_name or None,
                "format_id": begun.id,
                "start": start,
                "request_key": key,
            }
        )
        today = company._coop_today().isoformat()
        lines_sudo = jobs_sudo.env["coop.label.job.line"]
        for some in split_every(_LINES_AT_ONCE, contents.items()):
            lines_sudo.create(
                [
                    {
                        "job_id": job_sudo.id,
                        "product_id": product_id,
                        "format_id": usual[content.kind].id,
                        "copies": copies[product_id],
                        "content": {**content.to_json(), "printed_on": today},
                        "old_content": shown[product_id].to_json()
                        if product_id in shown
                        else False,
                    }
                    for product_id, content in some
                ]
            )
        if sum(copies[product_id] for product_id in contents) > MOST_AT_ONCE:
            job_sudo.file_ids._coop_plan(job_sudo)
        return job_sudo

    @api.model
    def _coop_claim(self, values):
        """Make a job, once a form: of two requests at once Odoo runs the second again."""
        now = fields.Datetime.now()
        values = {
            **values,
            "printed_on": now,
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO coop_label_job (%s) VALUES (%s)"
                " ON CONFLICT (request_key) WHERE request_key IS NOT NULL DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
            ),
            log_exceptions=False,
        )
        [(id_,)] = self.env.cr.fetchall()
        return self.browse(id_)

    def _coop_pdf(self, label_format, first=1, last=None, start=None, printer=None, line=None):
        """Return the PDF of the labels on one format: the very same each time.

        :param label_format: one of the lines' formats; mixed formats make one file each
        :param int first: from which label on, counted from 1, after a jam
        :param int last: up to which; to the end when None
        :param int start: the first free place; as when the job was made, when None
        :param printer: the `coop.label.printer` whose offsets count, or None
        :param line: this `coop.label.job.line` only, or None
        :return: bytes
        :raises UserError: when there is no such label, or no such place
        """
        self.ensure_one()
        contents = self._coop_contents(label_format, first, last, line)
        if start is None:
            # After a jam a sheet is taken that nothing is printed on yet.
            begun = first == 1 and not line and label_format == self.format_id
            start = self.start if begun else 1
        try:
            return render_pdf(contents, label_format._to_label_format(printer), start)
        except FormatError as error:
            raise UserError(label_format._coop_format_sentence(error)) from error

    def _coop_zpl(self, label_format, dpi, first=1):
        """Return the labels on one format in ZPL II, for a thermal printer.

        :param int dpi: of the printer
        :raises UserError: when there is no such label
        """
        self.ensure_one()
        contents = self._coop_contents(label_format, first)
        return render_zpl(contents, label_format._to_label_format(), dpi)

    def _coop_contents(self, label_format, first, last=None, line=None):
        """Return the `LabelContent` of each label from `first` to `last`, in order."""
        if line:
            return [line._coop_content()] * line.copies
        numbered = self._coop_numbers(label_format)
        count = sum(copies for _id, copies in numbered)
        if not 1 <= first <= count:
            raise UserError(self.env._("The job has labels 1 to %(count)s.", count=count))
        ids = [id_ for id_, copies in numbered for _copy in range(copies)][first - 1 : last]
        lines = self.env["coop.label.job.line"].browse(dict.fromkeys(ids))
        content_of = {each.id: each._coop_content() for each in lines}
        return [content_of[id_] for id_ in ids]

    def _coop_numbers(self, label_format):
        """Return ``[(line id, copies)]`` of the lines on a format, in the order of printing."""
        rows = self.env["coop.label.job.line"].search_fetch(
            [("job_id", "=", self.id), ("format_id", "=", label_format.id)], ["copies"], order="id"
        )
        return [(row.id, row.copies) for row in rows]

    def _coop_formats(self):
        """Return ``[(format, how many labels)]`` of the job, in the order of the coop's list."""
        self.ensure_one()
        groups = self.env["coop.label.job.line"]._read_group(
            [("job_id", "=", self.id)], ["format_id"], ["copies:sum"]
        )
        return sorted(groups, key=lambda group: (group[0].sequence, group[0].id))

    # --- confirming

    def _coop_confirm(self, missing_ids=(), line_ids=None):
        """Say that labels of this job hang, but for some; safe to repeat.

        Only what hangs leaves the list of what to print. The job is finished once something is
        said of each of its labels.

        :param missing_ids: ids of lines whose labels were not put up
        :param line_ids: ids of the lines that something is said of; all when None
        """
        self.ensure_one()
        hold_rows(self)
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        if line_ids is not None:
            waiting &= waiting.browse(line_ids)
        missing = waiting & waiting.browse(missing_ids)
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
        if not self.finished_on and all(line.state != "waiting" for line in self.line_ids):
            self.finished_on = now

    def _coop_may_reopen(self):
        """Whether what was confirmed can still be taken back: some minutes long."""
        self.ensure_one()
        latest = fields.Datetime.now() - relativedelta(minutes=UNDO_MINUTES)
        return bool(self.finished_on and self.finished_on > latest)

    def _coop_reopen(self):
        """Take back that labels hang or are missing: what hung before hangs again; safe to repeat.

        What another job has put up since stays.
        """
        self.ensure_one()
        hold_rows(self)
        if not self._coop_may_reopen():
            return
        lines = self.line_ids
        shown = self.env["coop.label.shown"].search([("line_id", "in", lines.ids)])
        for label in shown:
            if label.line_id.old_content:
                label.write({"content": label.line_id.old_content, "line_id": False})
            else:
                label.unlink()
        self.env["coop.label.request"]._coop_wait_again(lines.product_id, self)
        lines.write({"state": "waiting", "answered_on": False})
        self.finished_on = False

    def _coop_also_printed(self):
        """Return which other jobs wait with labels of the same products: ``[(job, count)]``."""
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT other.job_id, COUNT(DISTINCT other.product_id)
                  FROM coop_label_job_line mine
                  JOIN coop_label_job_line other
                    ON other.product_id = mine.product_id AND other.job_id != mine.job_id
                  JOIN coop_label_job job ON job.id = other.job_id
                 WHERE mine.job_id = %(job)s AND mine.state = 'waiting'
                   AND other.state = 'waiting' AND job.warehouse_id = %(shop)s
              GROUP BY other.job_id
              ORDER BY other.job_id DESC
                """,
                job=self.id,
                shop=self.warehouse_id.id,
            )
        )
        return [(self.browse(id_), count) for id_, count in rows]

    @api.model
    def _coop_printed_already(self):
        """Return ``{product id: (job, LabelContent)}`` of what was printed and waits to be put up.

        Of several jobs the latest counts.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (line.product_id) line.product_id, job.id, line.content
                  FROM coop_label_job_line line
                  JOIN coop_label_job job ON job.id = line.job_id
                 WHERE job.warehouse_id = %s AND job.finished_on IS NULL
                   AND line.state = 'waiting' AND line.product_id IS NOT NULL
              ORDER BY line.product_id, job.id DESC
                """,
                self.env.company._coop_shop_warehouse().id,
            )
        )
        return {
            product_id: (self.browse(job_id), LabelContent.from_json(content))
            for product_id, job_id, content in rows
        }

    @api.model
    def _coop_unfinished(self):
        """Return the jobs of the request's shop that wait to be confirmed, the latest first."""
        warehouse = self.env.company._coop_shop_warehouse()
        return self.search(
            Domain("warehouse_id", "=", warehouse.id) & Domain("finished_on", "=", False)
        )
