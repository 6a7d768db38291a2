from odoo import api, fields, models
from odoo.exceptions import UserError


class CoopMergeDoubles(models.TransientModel):
    """Two suggestions side by side, and which of them is kept."""

    _name = "coop.merge.doubles"
    _description = "Merge doubles"

    left_id = fields.Many2one("coop.suggestion", string="On the left", required=True)
    right_id = fields.Many2one("coop.suggestion", string="On the right", required=True)
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)
    keep = fields.Selection(
        [("left", "The one on the left"), ("right", "The one on the right")],
        compute="_compute_keep",
        store=True,
        readonly=False,
    )

    @api.model
    def default_get(self, fields_list):
        # Before anything is chosen, not after.
        if number := self.env.context.get("coop_too_many"):
            raise UserError(
                self.env._("You have chosen %s suggestions: two can be merged at a time.", number)
            )
        return super().default_get(fields_list)

    @api.depends("left_id", "right_id")
    def _compute_keep(self):
        for wizard in self:
            wizard.keep = "right" if wizard._right_is_more() else "left"

    def _right_is_more(self):
        """Whether the right one has more supporters, or as many and is older."""
        left, right = self.left_id, self.right_id
        if not left or not right:
            return False
        return (-right.supporters, right.proposed_on, right.id) < (
            -left.supporters,
            left.proposed_on,
            left.id,
        )

    @api.depends("left_id", "right_id")
    def _compute_comparison(self):
        for wizard in self:
            both = [wizard.left_id, wizard.right_id]
            # sudo: a page of ours, of what the team may read.
            qweb_sudo = self.env["ir.qweb"].sudo()
            wizard.comparison = all(both) and qweb_sudo._render(
                "coop_suggestions.merge_comparison", {"both": both}
            )

    def action_merge(self):
        """Close the one that is not kept as a double of the other.

        :raises UserError: when they cannot be merged, see `coop.suggestion.merge`
        """
        self.ensure_one()
        both = [self.left_id, self.right_id]
        if self.keep == "right":
            both.reverse()
        self.env["coop.suggestion.merge"]._merge(*both)
        return {"type": "ir.actions.act_window_close"}
