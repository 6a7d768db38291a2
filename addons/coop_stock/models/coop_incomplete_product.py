from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# What may be filled in here. Prices, taxes and all else stay with those who keep products.
_OF_VARIANT = (
    "barcode",
    "country_id",
    "net_weight",
    "coop_volume",
    "coop_drained_weight",
    "coop_piece_count",
)
_OF_TEMPLATE = (
    "coop_brand",
    "coop_shelf_id",
    "coop_shelf_place",
    "coop_is_organic",
    "coop_certifier",
)
FILLED_IN = (*_OF_VARIANT, *_OF_TEMPLATE)


class CoopIncompleteProduct(models.Model):
    """The products that the tills sell, to fill in what lacks on them, many at once.

    A row is a product and has its id. Those who receive goods may seldom write products; here
    they may, but for the fields of `FILLED_IN` only.
    """

    _name = "coop.incomplete.product"
    _description = "What lacks on a product"
    _auto = False
    _order = "coop_shelf_id, coop_shelf_place, id"
    _depends = {
        "product.product": ["active", "product_tmpl_id", "coop_base_unit", *_OF_VARIANT],
        "product.template": ["active", "sale_ok", "available_in_pos", "company_id", *_OF_TEMPLATE],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    barcode = fields.Char()
    coop_brand = fields.Char(string="Brand")
    coop_shelf_id = fields.Many2one("coop.shelf", string="Shelf")
    coop_shelf_place = fields.Integer(string="Place on the shelf")
    net_weight = fields.Float(string="Net weight (kg)", digits="Stock Weight")
    coop_volume = fields.Float(string="Net volume (l)", digits=(12, 4))
    coop_drained_weight = fields.Float(string="Drained weight (kg)", digits=(12, 4))
    coop_piece_count = fields.Integer(string="Pieces in the pack")
    country_id = fields.Many2one("res.country", string="Origin")
    coop_is_organic = fields.Boolean(string="Organic")
    coop_certifier = fields.Char(string="Certified by")
    coop_base_unit = fields.Selection(
        [("kg", "kg"), ("l", "l"), ("piece", "piece")], string="Price per", readonly=True
    )

    @property
    def _table_query(self):
        of_variant = [SQL.identifier("product", name) for name in (*_OF_VARIANT, "coop_base_unit")]
        of_template = [SQL.identifier("template", name) for name in _OF_TEMPLATE]
        return SQL(
            """
            SELECT product.id, product.id AS product_id, template.company_id, %s
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE product.active AND template.active
               AND template.sale_ok AND template.available_in_pos
            """,
            SQL(", ").join([*of_variant, *of_template]),
        )

    def write(self, vals):  # pylint: disable=method-required-super
        # A row is no record of its own: what is filled in goes to the product.
        self.check_access("write")
        if not set(vals) <= set(FILLED_IN):
            raise AccessError(self.env._("Only what lacks on a product can be filled in here."))
        # The rules of this model say whose products these are.
        rows = self.exists()
        # sudo: who receives goods may not write products; these fields are theirs to fill in.
        self.env["product.product"].sudo().browse(rows.ids).write(vals)
        self.invalidate_model()
        return True

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(self.env._("Only what lacks on a product can be filled in here."))

    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise AccessError(self.env._("Only what lacks on a product can be filled in here."))
