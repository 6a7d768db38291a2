from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.coop_stock.models.hold_rows import hold_rows

from ..tools.trial_weeks import last_day, weeks_after_extension
from .coop_trial_verdict import VERDICTS

STATES = [
    ("waiting", "Waiting for its arrival"),
    ("running", "Running"),
    ("to_decide", "To be decided"),
    ("decided", "Decided"),
    ("dropped", "Dropped"),
]
# One of these at most for each suggestion.
UNDER_WAY = ("waiting", "running", "to_decide")
ON_SHELF = ("running", "to_decide")
# Who asked to hear is told of an arrival while it is news.
DAYS_OF_NEWS = 14
STATE_OF_VERDICT = {"keep": "adopted", "stop": "stopped"}


class CoopTrial(models.Model):
    """A product that members asked for, on the shelf for a set time, its sales counted.

    It waits for the first reception or sale, and ends after so many whole weeks, Monday to
    Sunday. What it sells is read from the till whenever it is looked at; only a verdict keeps
    its figures. Nothing is written here but by the methods below.
    """

    _name = "coop.trial"
    _description = "Trial on the shelf"
    _order = "ends_on, id"
    _rec_name = "suggestion_id"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    decision_id = fields.Many2one(
        "coop.suggestion.decision",
        string="Kept by",
        ondelete="set null",
        readonly=True,
        help="The decision that the product was tried for.",
    )
    product_id = fields.Many2one(
        "product.product", ondelete="set null", index="btree_not_null", readonly=True
    )
    former_product_ids = fields.Many2many(
        "product.product",
        "coop_trial_former_product_rel",
        string="Tried before as",
        readonly=True,
        help="Other variants that the suggestion led to during the trial: their sales count.",
    )
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True, index=True)
    started_on = fields.Date(
        string="On the shelf since",
        readonly=True,
        help="The day, in the shop, of the first reception or sale after the decision.",
    )
    weeks = fields.Integer(string="Whole weeks", readonly=True)
    ends_on = fields.Date(string="Ends on", compute="_compute_ends_on", store=True, index=True)
    arrival_told_on = fields.Datetime(string="Arrival told on", readonly=True)
    verdict_ids = fields.One2many("coop.trial.verdict", "trial_id", string="Verdicts")
    draft_verdict_id = fields.Many2one(
        "coop.trial.verdict",
        string="Verdict not yet published",
        compute="_compute_draft_verdict_id",
    )
    verdict = fields.Selection(VERDICTS, readonly=True, help="The last one that was published.")
    decided_on = fields.Datetime(readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)

    _one_under_way = models.UniqueIndex(
        "(suggestion_id) WHERE state IN ('waiting', 'running', 'to_decide')",
        "This suggestion has a trial under way.",
    )

    @api.depends("started_on", "weeks")
    def _compute_ends_on(self):
        for trial in self:
            trial.ends_on = trial.started_on and last_day(trial.started_on, trial.weeks)

    @api.depends("verdict_ids.published_on")
    def _compute_draft_verdict_id(self):
        for trial in self:
            trial.draft_verdict_id = trial.verdict_ids.filtered(lambda v: not v.published_on)[:1]

    def _products(self):
        """Return all products whose sales count, archived ones too."""
        # sudo: the team need not read products; what they sold is theirs to know.
        return self.sudo().product_id | self.sudo().former_product_ids

    def _hold(self):
        """Make whoever decides on these at the same moment wait, and look again."""
        hold_rows(self)

    # --- arrival

    @api.model
    def _look_soon(self, products):
        """Have the scheduled action look whether a trial of these products begins.

        Called by the till and by receptions, which it must not slow down nor stop.
        """
        # sudo: cashiers and storekeepers know nothing of trials.
        waits = products and self.sudo().search_count(
            [("state", "=", "waiting"), ("product_id", "in", products.ids)], limit=1
        )
        if waits:
            self.env.ref("coop_suggestions.ir_cron_follow_trials").sudo()._trigger()

    @api.model
    def _cron_follow(self):
        """Begin the trials whose product has arrived, and end those whose weeks are over."""
        waiting = self.search([("state", "=", "waiting"), ("product_id", "!=", False)])
        arrived = {
            trial: day
            for company, trials in waiting.grouped("company_id").items()
            for trial, day in trials.with_company(company)._arrivals().items()
        }
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(arrived))
        for trial, day in arrived.items():
            if trial.try_lock_for_update() and trial.state == "waiting":
                trial._start(day)
            progress(1)
        # An arrival that is told late may be over already.
        running = self.search([("state", "=", "running")])
        over = running.filtered(lambda trial: trial.ends_on < trial.company_id._coop_today())
        progress(remaining=len(over))
        for trial in over:
            if trial.try_lock_for_update() and trial.state == "running":
                trial.state = "to_decide"
            progress(1)

    def _since(self):
        """Return the day from which a reception or a sale is an arrival."""
        self.ensure_one()
        moment = self.decision_id.decided_on or self.create_date
        return self.company_id._coop_local(moment).date()

    def _arrivals(self):
        """Return the days on which products of these trials, of one company, arrived.

        :return: ``{trial: day}`` of those that did
        """
        since = {trial: trial._since() for trial in self}
        if not since:
            return {}
        sold, received = self._days_sold(min(since.values())), self._days_received()
        arrivals = {}
        for trial in self:
            product = trial.product_id.sudo()  # sudo: see `_products`
            days = [day for day in sold.get(product.id, ()) if day >= since[trial]]
            # What lies in the reserve and is not for sale yet is not on the shelf.
            if product.active and product.sale_ok and product.available_in_pos:
                for_sale = product.coop_for_sale_since or since[trial]
                days += [
                    max(day, for_sale)
                    for day in received.get(product.id, ())
                    if day >= since[trial]
                ]
            if days:
                arrivals[trial] = min(days)
        return arrivals

    def _days_sold(self, since):
        """Return ``{product id: [days on which it was sold]}``."""
        # sudo: as in `_coop_sold_since`.
        days = {}
        rows = self.sudo().product_id._coop_sold_since(since, group_by=SQL("product_id, day"))
        for product_id, day, quantity in rows:
            if quantity > 0:
                days.setdefault(product_id, []).append(day)
        return days

    def _days_received(self):
        """Return ``{product id: [days on which some came in from outside]}``."""
        rows = self.env["coop.stock.movement"]._coop_days_received(self.product_id)
        days = {}
        for product_id, day in rows:
            days.setdefault(product_id, []).append(day)
        return days

    def _start(self, day):
        """Begin the trial, and tell those who asked, once."""
        self.ensure_one()
        company = self.company_id
        self.write({"state": "running", "started_on": day, "weeks": company.coop_trial_weeks})
        suggestion = self.suggestion_id
        suggestion._take_answer("trial")
        told = suggestion.trial_ids.filtered(
            lambda trial: trial.arrival_told_on and trial.decision_id == self.decision_id
        )
        if not told and day > company._coop_today() - timedelta(days=DAYS_OF_NEWS):
            self.arrival_told_on = fields.Datetime.now()
            suggestion._tell_followers(
                "coop_suggestions.mail_template_arrival",
                but_not=self.env["res.partner"],
                trial=self,
            )

    # --- the product that is tried

    def _follow_product(self, product):
        """Go on with another product that the suggestion now leads to.

        :return: whether the trial goes on: of another variant, not of another product
        """
        self.ensure_one()
        old = self.product_id
        if product == old:
            return True
        if self.state == "waiting" or not old:
            self.product_id = product
            return bool(product)
        if product.sudo().product_tmpl_id != old.sudo().product_tmpl_id:
            return False
        self.write(
            {
                "product_id": product.id,
                "former_product_ids": [
                    fields.Command.link(old.id),
                    fields.Command.unlink(product.id),
                ],
            }
        )
        return True

    def _drop(self):
        """End trials that another decision, or another product, has overtaken."""
        self.draft_verdict_id.unlink()
        self.filtered(lambda trial: trial.state == "waiting").unlink()
        dropped = self.exists()
        dropped.state = "dropped"
        # Before another takes its place, which the database lets only one have.
        dropped.flush_recordset()

    # --- the verdict

    def _take_verdict(self, verdict):
        """Take a verdict that is published."""
        self.ensure_one()
        values = {
            "verdict": verdict.verdict,
            "decided_on": verdict.decided_on,
            "decided_by_id": verdict.user_id.id,
        }
        if verdict.verdict == "extend":
            today = self.company_id._coop_today()
            weeks = weeks_after_extension(self.started_on, self.weeks, verdict.more_weeks, today)
            self.write({**values, "weeks": weeks, "state": "running"})
            return
        self.write({**values, "state": "decided"})
        if verdict.verdict == "keep":
            self._mark_product()
        self.suggestion_id._take_answer(STATE_OF_VERDICT[verdict.verdict])

    def _refuse_second_verdict(self):
        """Tell whoever decides second what the first has decided.

        :raises UserError: when there is a verdict, or nothing to judge yet
        """
        self.ensure_one()
        name = self.suggestion_id.name
        draft = self.draft_verdict_id
        if draft:
            raise UserError(
                self.env._(
                    "%(user)s has just decided on “%(name)s”: %(verdict)s. Undo that first, or "
                    "let it be.",
                    user=draft.user_id.name,
                    name=name,
                    verdict=draft._answer_words(),
                )
            )
        if self.state == "decided":
            last = self._last_told()
            raise UserError(
                self.env._(
                    "%(user)s has decided on “%(name)s”: %(verdict)s. It is published, and stays.",
                    user=last.user_id.name,
                    name=name,
                    verdict=last._answer_words(),
                )
            )
        if self.state not in ON_SHELF:
            raise UserError(
                self.env._("“%s” is not on the shelf on trial: there is nothing to judge.", name)
            )

    def _mark_product(self):
        """Have the adopted product say that members suggested it, unless it says something else."""
        # sudo: the team need not write products.
        product_sudo = self.product_id.sudo()
        if product_sudo and not product_sudo.coop_mark:
            lang = self.company_id.partner_id.lang or self.env.lang
            product_sudo.coop_mark = self.with_context(lang=lang).env._("suggested by members")

    def _last_told(self):
        """Return the last verdict that members read, or none."""
        return self.verdict_ids.filtered("published_on").sorted(
            lambda verdict: (verdict.published_on, verdict.id)
        )[-1:]

    # --- the team's buttons

    def action_keep(self):
        """Open the verdict to keep the product."""
        return self._open_verdict("keep")

    def action_stop(self):
        """Open the verdict to stop it."""
        return self._open_verdict("stop")

    def action_extend(self):
        """Open the verdict to try it for some weeks more."""
        return self._open_verdict("extend")

    def _open_verdict(self, verdict):
        self._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_suggestions.coop_decide_trial_action"
        )
        action["context"] = {"default_trial_ids": self.ids, "default_verdict": verdict}
        return action

    def action_undo_verdict(self):
        """Undo the verdict that waits to be published."""
        self.draft_verdict_id.action_undo()

    def action_open_page(self):
        """Open the page of the trial, to show."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/suggestions/trials/{self.id}",
            "target": "new",
        }

    def _check_team(self):
        if not self.env.user.has_group("coop_suggestions.group_purchasing_team"):
            raise AccessError(self.env._("Only the purchasing team decides."))
