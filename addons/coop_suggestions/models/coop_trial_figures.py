from babel.dates import format_date as babel_date

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from odoo.addons.coop_stock.tools.bar_chart import bars

from ..tools.trial_weeks import (
    Changes,
    figures_of,
    monday_of,
    product_weeks,
    sentence_of,
)

# The drawing of the weeks, in its own units.
CHART_WIDTH, CHART_HEIGHT = 240, 60


class CoopTrial(models.Model):
    """What trials sell, read from the till in a fixed number of queries."""

    _inherit = "coop.trial"

    telling = fields.Char(string="What it sells", compute="_compute_telling")
    per_week = fields.Float(string="A week", compute="_compute_telling", digits=(16, 1))
    shelf_median = fields.Float(
        string="Median of the shelf", compute="_compute_telling", digits=(16, 1)
    )
    present_words = fields.Char(string="Weeks there", compute="_compute_telling")
    graph = fields.Html(string="Sold by week", compute="_compute_graph", sanitize=False)

    @api.depends_context("lang")
    def _compute_telling(self):
        figures = self._figures_to_show()
        for trial in self:
            told = figures.get(trial)
            trial.telling = told and trial._told(told)
            trial.per_week = told and told.per_week
            trial.shelf_median = told and told.shelf_median
            trial.present_words = told and self.env._(
                "%(present)s of %(over)s", present=told.present, over=told.over
            )

    @api.depends_context("lang")
    def _compute_graph(self):
        figures = self._figures_to_show()
        for trial in self:
            trial.graph = trial in figures and self.env["ir.qweb"]._render(
                "coop_suggestions.trial_graph", {"drawn": trial._drawn(figures[trial])}
            )

    def _figures_to_show(self):
        """Return the figures: those of the verdict once it is told, until then of this minute.

        :return: ``{trial: Figures}`` of those that have begun
        """
        decided = self.filtered(lambda trial: trial.state == "decided")
        begun = (self - decided).filtered("started_on")
        figures = begun._read_figures()
        figures |= {trial: trial._last_told()._figures() for trial in decided}
        return {trial: told for trial, told in figures.items() if told}

    def _read_figures(self):
        """Return the figures of trials that have begun, up to this minute.

        :return: ``{trial: Figures}``
        """
        figures = {}
        for company, trials in self.filtered("started_on").grouped("company_id").items():
            figures |= trials.with_company(company)._read_figures_of_company()
        # The same records, whatever company they were read in.
        return {trial: figures[trial] for trial in self if trial in figures}

    def _read_figures_of_company(self):
        today = self.env.company._coop_today()
        since = min(monday_of(trial.started_on) for trial in self)
        tried = {trial: trial._products() for trial in self}
        beside = self._shelf_products()
        every = self.env["product.product"].sudo().union(*tried.values(), *beside.values())
        sold = self._sold_by_week(every, since)
        # Of the week of its arrival, only the days from then on.
        sold_by_day = (
            every.browse()
            .union(*tried.values())
            ._coop_sold_since(since, group_by=SQL("product_id, day"))
        )
        moved = self._moved_by_week(every, since)
        held = self.env["coop.stock.movement"]._coop_held(every)
        figures = {}
        for trial, products in tried.items():
            own_sold = {}
            for product_id, day, quantity in sold_by_day:
                if product_id in products.ids and day >= trial.started_on:
                    monday = monday_of(day)
                    own_sold[monday] = own_sold.get(monday, 0.0) + quantity
            counted = [product for product in products if product._coop_is_counted()]
            stopped = all(not product.active for product in products)
            weeks = product_weeks(
                trial.started_on,
                trial.weeks,
                today,
                _changes(own_sold, *[moved.get(product.id, {}) for product in products]),
                held=sum(held.get(product.id, 0.0) for product in counted) if counted else None,
                gone_on=max(products.mapped("coop_stopped_on")) if stopped and products else None,
            )
            others = [
                product_weeks(
                    trial.started_on,
                    trial.weeks,
                    today,
                    _changes(sold.get(product.id, {}), moved.get(product.id, {})),
                    held=held.get(product.id, 0.0) if product._coop_is_counted() else None,
                )
                for product in beside[trial]
            ]
            figures[trial] = figures_of(weeks, trial.weeks, others)
        return figures

    def _shelf_products(self):
        """Return what the tills sell beside each trial: of the same shelf, in the same unit.

        :return: ``{trial: products}``
        """
        # sudo: see `_products`.
        tried_sudo = self.product_id.sudo()
        on_shelves = tried_sudo.search(
            [
                ("coop_shelf_id", "in", tried_sudo.coop_shelf_id.ids),
                ("sale_ok", "=", True),
                ("available_in_pos", "=", True),
                ("company_id", "in", [False, self.env.company.id]),
            ]
        ).grouped(lambda product: (product.coop_shelf_id, product.uom_id))
        beside = {}
        for trial in self:
            product_sudo = trial.product_id.sudo()
            same = on_shelves.get((product_sudo.coop_shelf_id, product_sudo.uom_id))
            beside[trial] = (same or tried_sudo.browse()) - trial._products()
        return beside

    @api.model
    def _sold_by_week(self, products, since):
        """Return ``{product id: {Monday: quantity}}``, refunds deducted, open sessions included."""
        group_by = SQL("product_id, date_trunc('week', day)::date")
        sold = {}
        for product_id, monday, quantity in products._coop_sold_since(since, group_by=group_by):
            sold.setdefault(product_id, {})[monday] = quantity
        return sold

    @api.model
    def _moved_by_week(self, products, since):
        """Return ``{product id: {Monday: Changes}}`` of the company's stock, sales left out."""
        rows = self.env["coop.stock.movement"]._coop_moved_by_week(products, since)
        moved = {}
        for product_id, monday, stock, came, lost in rows:
            moved.setdefault(product_id, {})[monday] = Changes(0.0, stock, came, lost)
        return moved

    # --- in words

    def _told(self, figures):
        """Return the one line that tells a trial: « 6 par semaine, médiane du rayon 4, … »."""
        self.ensure_one()
        _ = self.env._

        def present(weeks, over):
            if weeks > 1:
                return _("there %(weeks)s weeks of %(over)s", weeks=weeks, over=over)
            return _("there 1 week of %s", over)

        return sentence_of(
            figures,
            {
                "not_over": lambda sold: _(
                    "%s sold so far; its first whole week is not over", self._amount(sold)
                ),
                "never_there": lambda over: (
                    _("not there in any of %s weeks", over)
                    if over > 1
                    else _("not there in its first week")
                ),
                "per_week": lambda mean: _("%s a week", self._amount(mean)),
                "shelf_median": lambda median: _("median of the shelf %s", self._amount(median)),
                "present": present,
                "lost": lambda lost: _("%s lost", self._amount(lost)),
            },
        )

    def _amount(self, quantity):
        """Return a quantity as a reader writes it, with its unit but for pieces."""
        number = self.env["product.product"]._coop_number(quantity)
        unit = self.product_id.sudo().uom_id  # sudo: see `_products`
        pieces = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        return f"{number} {unit.name}" if unit and unit != pieces else number

    def _drawn(self, figures):
        """Return the weeks as a drawing and as a table, plain values for a page."""
        locale = babel_locale_parse(self.env.lang)
        weeks = figures.weeks
        drawn = bars([week.sold for week in weeks], CHART_WIDTH, CHART_HEIGHT)
        return {
            "width": CHART_WIDTH,
            "height": CHART_HEIGHT,
            "telling": self._told(figures),
            "weeks": [
                {
                    "day": babel_date(week.monday, "d MMM", locale=locale),
                    "bar": bar,
                    "sold": self._amount(week.sold),
                    "lost": self._amount(week.lost) if week.lost else "",
                    "present": week.present,
                    "counted": week.counted,
                }
                for week, bar in zip(weeks, drawn, strict=True)
            ],
            "losses": figures.lost > 0,
        }


def _changes(sold, *moved):
    """Return ``{Monday: Changes}`` of what was sold and moved, several products' together."""
    mondays = set(sold).union(*moved)
    return {
        monday: Changes(
            sold.get(monday, 0.0),
            *(
                sum(each[monday][place] for each in moved if monday in each)
                for place in range(1, len(Changes._fields))
            ),
        )
        for monday in mondays
    }
