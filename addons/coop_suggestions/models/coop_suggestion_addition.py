from odoo import fields, models


class CoopSuggestionAddition(models.Model):
    """What the author adds once others have voted for the words as they stand."""

    _name = "coop.suggestion.addition"
    _description = "Addition to a suggestion"
    _order = "added_on, id"
    _rec_name = "text"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, ondelete="cascade", index=True
    )
    text = fields.Text(required=True)
    added_on = fields.Datetime(required=True, default=fields.Datetime.now)
