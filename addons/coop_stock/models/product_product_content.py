from odoo import api, fields, models

from ..tools.unit_price import base_content


class ProductProduct(models.Model):
    """The net content of what is sold, and what its price per measure divides by."""

    _inherit = "product.product"

    # groups: website_sale lets everyone read products, and these are the coop's own.
    coop_volume = fields.Float(
        string="Net volume (l)",
        digits=(12, 4),
        groups="base.group_user",
        help="Litres in one unit sold, all bottles of a pack together.",
    )
    coop_drained_weight = fields.Float(
        string="Drained weight (kg)",
        digits=(12, 4),
        groups="base.group_user",
        help="Of what lies in a liquid, such as olives: the price per kg goes by it.",
    )
    coop_piece_count = fields.Integer(
        string="Pieces in the pack",
        groups="base.group_user",
        help="Only of what is sold by the piece, such as eggs: its price per piece is shown.",
    )
    coop_base_quantity = fields.Float(
        string="Quantity for the unit price",
        compute="_compute_coop_base",
        store=True,
        groups="base.group_user",
        help="How many kg, litres or pieces one unit sold holds; 0 when it is not known.",
    )
    coop_base_unit = fields.Selection(
        [("kg", "kg"), ("l", "l"), ("piece", "piece")],
        string="Unit of the unit price",
        compute="_compute_coop_base",
        store=True,
        groups="base.group_user",
    )

    _coop_content_not_negative = models.Constraint(
        "CHECK (coop_volume >= 0 AND coop_drained_weight >= 0 AND coop_piece_count >= 0)",
        "A net content is 0 or more.",
    )

    @api.depends(
        "product_tmpl_id.uom_id.factor",
        "product_tmpl_id.uom_id.parent_path",
        "net_weight",
        "coop_volume",
        "coop_drained_weight",
        "coop_piece_count",
    )
    def _compute_coop_base(self):
        kilogram = self.env.ref("uom.product_uom_kgm")
        litre = self.env.ref("uom.product_uom_litre")
        for product in self:
            unit = product.product_tmpl_id.uom_id
            if unit and unit._has_common_reference(kilogram):
                content = unit.factor / kilogram.factor, "kg"
            elif unit and unit._has_common_reference(litre):
                content = unit.factor / litre.factor, "l"
            else:
                content = base_content(
                    drained_weight=product.coop_drained_weight,
                    net_weight=product._coop_net_kg(),
                    volume=product.coop_volume,
                    pieces=product.coop_piece_count,
                )
            product.coop_base_quantity, product.coop_base_unit = content

    def _coop_net_kg(self):
        """Return the net weight of one unit sold in kg; Odoo may keep it in pounds."""
        weights_in = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        return self.net_weight * weights_in.factor / self.env.ref("uom.product_uom_kgm").factor
