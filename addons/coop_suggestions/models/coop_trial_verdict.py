from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.trial_weeks import as_json, from_json

VERDICTS = [("keep", "Keep it"), ("stop", "Stop"), ("extend", "Go on trying")]


class CoopTrialVerdict(models.Model):
    """What a trial came to: dated, signed, with the figures of that moment.

    As a decision, it is published by itself after a delay; until then it can be undone unseen,
    from then on it never changes.
    """

    _name = "coop.trial.verdict"
    _description = "Verdict on a trial"
    _order = "decided_on desc, id desc"
    _rec_name = "verdict"

    trial_id = fields.Many2one(
        "coop.trial", required=True, ondelete="cascade", index=True, readonly=True
    )
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    more_weeks = fields.Integer(string="Weeks more", readonly=True)
    text = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Signed by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    decided_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    publish_on = fields.Datetime(string="Published from", required=True, readonly=True)
    published_on = fields.Datetime(readonly=True, index=True)
    figures = fields.Json(readonly=True)
    telling = fields.Char(string="What it came to", compute="_compute_telling")

    # Two people deciding at once: the second is told of the first's verdict.
    _one_draft = models.UniqueIndex(
        "(trial_id) WHERE published_on IS NULL",
        "A verdict on this trial waits to be published: see it, or undo it first.",
    )
    _more_weeks_of_an_extension = models.Constraint(
        "CHECK (verdict != 'extend' OR more_weeks BETWEEN 1 AND 52)",
        "A trial goes on for 1 to 52 weeks more.",
    )

    @api.depends("figures")
    @api.depends_context("lang")
    def _compute_telling(self):
        for verdict in self:
            figures = verdict._figures()
            verdict.telling = figures and verdict.trial_id._told(figures)

    def _figures(self):
        """Return the figures as they were when it was decided, or None."""
        return from_json(self.figures) if self.figures else None

    @api.model_create_multi
    def create(self, vals_list):
        # Before the figures are read: whoever may not decide is told so.
        self.check_access("create")
        delay = relativedelta(minutes=self.env.company.coop_publish_delay)
        trials = self.env["coop.trial"].browse(vals["trial_id"] for vals in vals_list)
        figures = trials._read_figures()
        for vals, trial in zip(vals_list, trials, strict=True):
            vals["publish_on"] = fields.Datetime.now() + delay
            vals["figures"] = as_json(figures[trial])
        verdicts = super().create(vals_list)
        cron = self.env.ref("coop_suggestions.ir_cron_publish_verdicts")
        # sudo: the team may not write scheduled actions.
        cron.sudo()._trigger(at=max(verdicts.mapped("publish_on")))
        return verdicts

    def write(self, vals):
        if vals.keys() - {"published_on"} or any(self.mapped("published_on")):
            raise UserError(
                self.env._("A verdict never changes: undo it, or follow it by another decision.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unpublished_only(self):
        if any(self.mapped("published_on")):
            raise UserError(self.env._("This verdict has been published: it stays."))

    def action_undo(self):
        """Undo an unpublished verdict: nobody will have seen it."""
        if not self.env.user.has_group("coop_suggestions.group_purchasing_team"):
            raise AccessError(self.env._("Only the purchasing team decides."))
        # sudo: the team has no right to delete verdicts, only to undo drafts here.
        self.sudo().unlink()

    def _headline(self):
        """Return the verdict in the reader's words."""
        self.ensure_one()
        if self.verdict == "keep":
            return self.env._("Adopted: it stays on the shelf")
        if self.verdict == "stop":
            return self.env._("Stopped: it does not stay on the shelf")
        if self.more_weeks == 1:
            return self.env._("Tried for one more week")
        return self.env._("Tried for %s more weeks", self.more_weeks)

    @api.depends("verdict")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for verdict in self:
            verdict.display_name = verdict._answer_words()

    def _answer_words(self):
        """Return the verdict as the team reads it."""
        return dict(self._fields["verdict"]._description_selection(self.env))[self.verdict]

    @api.model
    def _cron_publish(self):
        """Publish what is due, one verdict a transaction; each worker takes what none holds."""
        due = self.search(
            [("published_on", "=", False), ("publish_on", "<=", fields.Datetime.now())],
            order="publish_on, id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for verdict in due:
            if verdict.try_lock_for_update() and not verdict.published_on:
                verdict._publish()
            self.env["ir.cron"]._commit_progress(1)

    def _publish(self):
        """Show the verdict on the pages, and tell those who asked; an extension mails none."""
        self.ensure_one()
        self.published_on = fields.Datetime.now()
        trial = self.trial_id
        trial._take_verdict(self)
        if self.verdict != "extend":
            trial.suggestion_id._tell_followers(
                "coop_suggestions.mail_template_verdict",
                but_not=self.user_id.partner_id,
                verdict=self,
            )
