from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_half_life = fields.Integer(
        groups="base.group_user",
        string="Half-life of a vote",
        default=180,
        required=True,
        help="In days.",
    )
    coop_daily_proposals = fields.Integer(
        groups="base.group_user",
        string="Proposals a day",
        default=5,
        required=True,
        help="At most, of one member.",
    )
    coop_daily_comments = fields.Integer(
        groups="base.group_user",
        string="Comments a day",
        default=20,
        required=True,
        help="At most, of one member.",
    )
    coop_publish_delay = fields.Integer(
        groups="base.group_user",
        string="Delay before an answer is published",
        default=10,
        required=True,
        help="In minutes: until then a slip can be undone unseen.",
    )
    coop_again_months = fields.Integer(
        groups="base.group_user",
        string="Can be proposed again after",
        default=6,
        required=True,
        help="In months, for what was not kept.",
    )
    coop_usual_margin = fields.Float(
        groups="base.group_user",
        string="Usual margin",
        default=20.0,
        required=True,
        help="In percent of the purchase price, on shelves that have none of their own.",
    )
    coop_usual_sale_tax_id = fields.Many2one(
        "account.tax",
        groups="base.group_user",
        string="Usual VAT",
        domain=[("type_tax_use", "=", "sale"), ("amount_type", "=", "percent")],
        check_company=True,
        help="On shelves that have none of their own.",
    )
    coop_trial_weeks = fields.Integer(
        groups="base.group_user",
        string="Weeks of a trial",
        default=8,
        required=True,
        help="Whole weeks on the shelf, Monday to Sunday, before the verdict.",
    )

    _coop_half_life_positive = models.Constraint(
        "CHECK (coop_half_life > 0)", "The half-life of a vote is at least one day."
    )
    _coop_limits_positive = models.Constraint(
        "CHECK (coop_daily_proposals > 0 AND coop_daily_comments > 0"
        " AND coop_publish_delay >= 0 AND coop_again_months >= 0)",
        "Limits are at least one a day; delays are not negative.",
    )
    _coop_margin_positive = models.Constraint(
        "CHECK (coop_usual_margin >= 0)", "A margin is not negative."
    )
    _coop_trial_weeks_positive = models.Constraint(
        "CHECK (coop_trial_weeks BETWEEN 1 AND 52)", "A trial lasts 1 to 52 weeks."
    )
