from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # How the columns of a supplier's price list were told last, see `coop.price.list.import`.
    coop_price_list_format = fields.Json(groups="coop_suggestions.group_purchasing_team")
