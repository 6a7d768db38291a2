from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.label_svg import render_preview
from ..tools.told_price import told_price


class CoopLabelJobLine(models.Model):
    """The history of labels: what hung, from when to when, and at which price."""

    _name = "coop.label.job.line"
    _inherit = ["coop.label.job.line", "coop.label.told.price"]

    printed_on = fields.Datetime(related="job_id.printed_on")
    user_id = fields.Many2one(related="job_id.user_id")
    first_name = fields.Char(related="job_id.first_name")
    warehouse_id = fields.Many2one(related="job_id.warehouse_id")
    printed_name = fields.Char(string="Name on the label", compute="_compute_printed_name")
    old_price = fields.Monetary(string="Price before", compute="_compute_old_price")
    hung_on = fields.Datetime(string="Put up on", compute="_compute_hung")
    replaced_on = fields.Datetime(
        string="Until", compute="_compute_hung", help="Empty while it hangs."
    )
    # Asked for only: « quel prix affichait l'étiquette le 3 mars ? »
    hung_day = fields.Date(string="Hung on the day", store=False, search="_search_hung_day")
    picture = fields.Html(string="Label", compute="_compute_picture", sanitize=False)

    @api.depends("content")
    def _compute_printed_name(self):
        for line in self:
            line.printed_name = line._coop_content().name

    @api.depends("old_content")
    def _compute_old_price(self):
        for line in self:
            old = line._coop_old_content()
            line.old_price = bool(old) and told_price(old)

    @api.depends("content", "format_id")
    def _compute_picture(self):
        for line in self:
            drawn = render_preview(line._coop_content(), line.format_id._to_label_format())
            line.picture = Markup('<div style="max-width:16em">%s</div>') % (
                Markup(drawn)  # noqa: S704 (render_preview escapes its texts)
            )

    # --- when it hung

    @api.depends("state", "answered_on", "product_id")
    def _compute_hung(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT line_id, hung_on, replaced_on FROM (%s) hung WHERE line_id = ANY(%s)",
                self._coop_hung_sql(self.product_id.ids),
                self.ids,
            )
        )
        hung = {line_id: (hung_on, replaced_on) for line_id, hung_on, replaced_on in rows}
        for line in self:
            line.hung_on, line.replaced_on = hung.get(line._origin.id, (False, False))

    @api.model
    def _search_hung_day(self, operator, value):
        if operator != "in":
            return NotImplemented
        company = self.env.company
        days = [
            SQL(
                "(hung_on < %s AND (replaced_on IS NULL OR replaced_on >= %s))",
                company._coop_day_start_utc(day + timedelta(days=1)),
                company._coop_day_start_utc(day),
            )
            for day in (fields.Date.to_date(each) for each in value)
            if day
        ]
        if not days:
            return Domain.FALSE
        found = SQL(
            "(SELECT line_id FROM (%s) hung WHERE %s)",
            self._coop_hung_sql(),
            SQL(" OR ").join(days),
        )
        return Domain("id", "in", found)

    @api.model
    def _coop_hung_sql(self, product_ids=None):
        """Return a query of when labels hung.

        Columns: line_id, hung_on, replaced_on (None while it hangs). A label hangs until the next
        one of its product is put up in the shop, or until somebody said that another one is in
        place; a poster beside it, until the next poster.

        :param product_ids: of these products only
        """
        self.env.flush_all()
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("line.product_id = ANY(%s)", list(product_ids))
        return SQL(
            """
            SELECT line.id AS line_id,
                   line.answered_on AS hung_on,
                   COALESCE(
                       LEAD(line.answered_on) OVER (
                           PARTITION BY line.product_id, job.warehouse_id,
                                        line.content->>'kind' = 'poster'
                               ORDER BY line.answered_on, line.id),
                       CASE WHEN line.content->>'kind' <> 'poster'
                             AND shown.line_id IS DISTINCT FROM line.id
                             AND shown.confirmed_on > line.answered_on
                            THEN shown.confirmed_on END
                   ) AS replaced_on
              FROM coop_label_job_line line
              JOIN coop_label_job job ON job.id = line.job_id
         LEFT JOIN coop_label_shown shown
                ON shown.product_id = line.product_id
               AND shown.warehouse_id = job.warehouse_id
             WHERE line.state = 'hung' AND line.product_id IS NOT NULL AND %s
            """,
            which,
        )

    # --- printing again

    def action_reprint(self):
        """Open the PDF of the very same label."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"{self.job_id._coop_pdf_url(self.format_id)}&line={self.id}",
            "target": "new",
        }
