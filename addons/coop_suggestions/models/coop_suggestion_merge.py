from odoo import api, fields, models
from odoo.exceptions import UserError

from .coop_suggestion import STATES, VOTING_STATES


class CoopSuggestionMerge(models.Model):
    """That a suggestion was closed as a double of another, by whom, and how it stood before."""

    _name = "coop.suggestion.merge"
    _description = "Merge of two suggestions"
    _order = "merged_on desc, id desc"
    _rec_name = "closed_id"

    # The one that is kept.
    kept_id = fields.Many2one(
        "coop.suggestion", required=True, readonly=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    closed_id = fields.Many2one(
        "coop.suggestion", string="Closed as its double", required=True, readonly=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    state_before = fields.Selection(STATES, required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Merged by", required=True, readonly=True)
    merged_on = fields.Datetime(required=True, readonly=True)
    undone_on = fields.Datetime(readonly=True)
    undone_by_id = fields.Many2one("res.users", string="Undone by", readonly=True)

    _once = models.UniqueIndex(
        "(closed_id) WHERE undone_on IS NULL", "This suggestion is a double already."
    )

    @api.model
    def _merge(self, kept, closed):
        """Close a suggestion as a double of another; safe to repeat.

        :return: the merge
        :raises UserError: when one of them cannot be merged, in words that say why
        """
        kept._check_team()
        (kept | closed)._hold()
        if closed.double_of_id == kept:
            return closed.merge_ids.filtered(lambda merge: merge.closed_id == closed)
        self._check_can_merge(kept, closed)
        # sudo: the team merges here, and has no right to write states and merges elsewhere.
        closed_sudo = closed.sudo()
        merge_sudo = self.sudo().create(
            {
                "kept_id": kept.id,
                "closed_id": closed.id,
                "state_before": closed.state,
                "user_id": self.env.user.id,
                "merged_on": fields.Datetime.now(),
            }
        )
        closed_sudo.write({"state": "double", "double_of_id": kept.id})
        self.env["coop.suggestion.vote"].invalidate_model()
        kept.sudo()._message_log(
            body=self.env._("“%s” was closed as a double of this one.", closed.name)
        )
        return merge_sudo.sudo(False)

    @api.model
    def _check_can_merge(self, kept, closed):
        if kept == closed:
            raise UserError(self.env._("Choose two suggestions: this is one and the same."))
        if kept.company_id != closed.company_id:
            raise UserError(self.env._("These suggestions are of two coops."))
        for suggestion in (closed, kept):
            if lead := suggestion.leads_to_id:
                raise UserError(
                    self.env._(
                        "“%(name)s” was merged into “%(lead)s” meanwhile: merge with that one, or "
                        "undo that merge first.",
                        name=suggestion.name,
                        lead=lead.name,
                    )
                )
            if suggestion.state not in VOTING_STATES:
                raise UserError(
                    self.env._(
                        "“%(name)s” no longer waits for an answer (%(state)s): only suggestions "
                        "that wait can be merged.",
                        name=suggestion.name,
                        state=suggestion._state_words(),
                    )
                )
        if closed.draft_decision_id:
            raise UserError(
                self.env._(
                    "A decision on “%s” waits to be published: undo it first, or keep this one.",
                    closed.name,
                )
            )

    def action_undo(self):
        """Open the closed suggestion again, with the votes, comments and follows it had.

        What came to the kept one since stays there. Safe to repeat.
        """
        self.env["coop.suggestion"]._check_team()
        for merge in self.sudo():  # sudo: as in `_merge`
            closed = merge.closed_id
            (merge.kept_id | closed)._hold()
            if merge.undone_on:
                continue
            merge.write({"undone_on": fields.Datetime.now(), "undone_by_id": self.env.user.id})
            # Before it can be closed anew: the database allows one merge at a time.
            merge.flush_recordset()
            values = {"double_of_id": False}
            # A double that was hidden meanwhile is shown again as what it was before.
            hidden = closed.state == "blocked"
            values["state_before_hidden" if hidden else "state"] = merge.state_before
            closed.write(values)
            self.env["coop.suggestion.vote"].invalidate_model()
            merge.kept_id._message_log(
                body=self.env._("“%s” is no longer a double of this one.", closed.name)
            )

    # --- who was ever merged into whom, undone or not

    @api.model
    def _ever_into(self, suggestions):
        """Return all merges ever into these, and into those that were merged into them."""
        found = self.browse()
        while more := self.search([("kept_id", "in", suggestions.ids)]) - found:
            found |= more
            suggestions = more.closed_id
        return found

    def _ever_closed(self, merges):
        """Return the suggestion that was closed, and those that had been merged into it.

        :param merges: all that may have been, see `_ever_into`
        """
        self.ensure_one()
        closed = self.closed_id
        while more := merges.filtered(lambda m, c=closed: m.kept_id in c).closed_id - closed:
            closed |= more
        return closed
