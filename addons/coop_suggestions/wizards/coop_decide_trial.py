from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_stock.tools.typed_text import clean_lines

from ..models.coop_trial_verdict import VERDICTS


class CoopDecideTrial(models.TransientModel):
    """The verdict on a trial, or the same on several."""

    _name = "coop.decide.trial"
    _description = "Verdict on trials"

    trial_ids = fields.Many2many("coop.trial", required=True)
    telling = fields.Text(string="Figures so far", compute="_compute_telling")
    verdict = fields.Selection(VERDICTS, required=True, default="keep")
    more_weeks = fields.Integer(string="Weeks more", default=4)
    text = fields.Text(string="A word to members")
    publish_delay = fields.Integer(compute="_compute_publish_delay")

    @api.depends("trial_ids")
    def _compute_telling(self):
        for wizard in self:
            wizard.telling = "\n".join(
                f"{trial.suggestion_id.name}: {trial.telling}"
                for trial in wizard.trial_ids
                if trial.telling
            )

    @api.depends_context("company")
    def _compute_publish_delay(self):
        self.publish_delay = self.env.company.coop_publish_delay

    def action_decide(self):
        """Draft the verdict on each trial, with its figures of this moment.

        :raises UserError: when somebody decided on one of them already, or it is not on the shelf
        """
        self.ensure_one()
        trials = self.trial_ids
        trials._check_team()
        if self.verdict == "extend" and not 1 <= self.more_weeks <= 52:
            raise UserError(self.env._("Say for how many weeks more: 1 to 52."))
        trials._hold()
        for trial in trials:
            trial._refuse_second_verdict()
        # sudo: the team decides here, and has no right to write verdicts elsewhere.
        verdicts_sudo = self.env["coop.trial.verdict"].sudo()
        try:
            with self.env.cr.savepoint():
                verdicts_sudo.create(
                    [
                        {
                            "trial_id": trial.id,
                            "verdict": self.verdict,
                            "more_weeks": self.verdict == "extend" and self.more_weeks,
                            "text": clean_lines(self.text) or False,
                            "user_id": self.env.user.id,
                        }
                        for trial in trials
                    ]
                )
        except UniqueViolation as error:
            raise UserError(
                self.env._("Somebody decided at the same moment: look at their verdict first.")
            ) from error
        return {"type": "ir.actions.act_window_close"}
