from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class ProductTemplate(models.Model):
    """What a shelf label and the product page tell of a product, beyond Odoo's and OCA's fields.

    Net contents may differ from variant to variant and are kept there, as OCA's net weight is:
    a product without variants shows and writes those of its only one.
    """

    _inherit = "product.template"

    # groups: website_sale lets everyone read products, and these are the coop's own.
    coop_shelf_place = fields.Integer(
        string="Place on the shelf",
        compute="_compute_coop_shelf_place",
        store=True,
        readonly=False,
        copy=False,
        groups="base.group_user",
        help="Counted along the shelf, from 1; 0 where no place is known.",
    )
    coop_volume = fields.Float(
        string="Net volume (l)",
        digits=(12, 4),
        compute="_compute_coop_volume",
        inverse="_inverse_coop_volume",
        store=True,
        groups="base.group_user",
        help="Litres in one unit sold, all bottles of a pack together.",
    )
    coop_drained_weight = fields.Float(
        string="Drained weight (kg)",
        digits=(12, 4),
        compute="_compute_coop_drained_weight",
        inverse="_inverse_coop_drained_weight",
        store=True,
        groups="base.group_user",
        help="Of what lies in a liquid, such as olives: the price per kg goes by it.",
    )
    coop_piece_count = fields.Integer(
        string="Pieces in the pack",
        compute="_compute_coop_piece_count",
        inverse="_inverse_coop_piece_count",
        store=True,
        groups="base.group_user",
        help="Only of what is sold by the piece, such as eggs: its price per piece is shown.",
    )
    coop_is_organic = fields.Boolean(string="Organic", groups="base.group_user")
    coop_certifier = fields.Char(
        string="Certified by",
        groups="base.group_user",
        help="The code of the body that controls an organic product, such as FR-BIO-01.",
    )
    coop_ingredients = fields.Text(string="Ingredients", groups="base.group_user")
    coop_allergens = fields.Char(string="Allergens", groups="base.group_user")
    coop_deposit = fields.Float(
        string="Deposit",
        digits="Product Price",
        groups="base.group_user",
        help="What is paid for the container and given back with it, in EUR incl. VAT.",
    )
    coop_class = fields.Selection(
        [("extra", "Extra"), ("1", "I"), ("2", "II")],
        string="Category of quality",
        groups="base.group_user",
        help="Of fruit and vegetables.",
    )
    coop_variety = fields.Char(
        string="Variety", groups="base.group_user", help="Of fruit and vegetables."
    )
    coop_in_bulk = fields.Boolean(
        string="Sold in bulk",
        groups="base.group_user",
        help="Members fill their own container. Pages tell no exact quantity of it.",
    )
    coop_is_perishable = fields.Boolean(string="Perishes quickly", groups="base.group_user")
    coop_stopped_reason = fields.Char(
        string="Why it was stopped",
        groups="base.group_user",
        help="Once the product is archived, members read it on its page: « no longer made ».",
    )
    coop_mark = fields.Char(
        string="Mark",
        groups="base.group_user",
        help="A word on the product page, such as “suggested by members”.",
    )
    coop_for_sale_since = fields.Date(
        string="For sale since",
        compute="_compute_coop_for_sale_since",
        store=True,
        readonly=False,
        copy=False,
        groups="base.group_user",
        help="The day on which the tills could first sell it.",
    )

    def _auto_init(self):
        self._coop_add_for_sale_since()
        return super()._auto_init()

    @api.model
    def _coop_add_for_sale_since(self):
        """Say of the products that were there before the addon that they are as old as they are.

        Where the column is missing, the ORM would add it and say that they are of today.
        """
        if column_exists(self.env.cr, self._table, "coop_for_sale_since"):
            return
        create_column(self.env.cr, self._table, "coop_for_sale_since", "date")
        self.env.cr.execute(
            SQL(
                """
                UPDATE product_template
                   SET coop_for_sale_since =
                       (create_date AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Paris')::date
                 WHERE active AND sale_ok AND available_in_pos
                """
            )
        )

    @api.depends("coop_shelf_id")
    def _compute_coop_shelf_place(self):
        # On another shelf the place says nothing; who knows the new one writes both.
        self.coop_shelf_place = 0

    @api.depends("product_variant_ids.coop_volume")
    def _compute_coop_volume(self):
        self._compute_template_field_from_variant_field("coop_volume")

    def _inverse_coop_volume(self):
        self._set_product_variant_field("coop_volume")

    @api.depends("product_variant_ids.coop_drained_weight")
    def _compute_coop_drained_weight(self):
        self._compute_template_field_from_variant_field("coop_drained_weight")

    def _inverse_coop_drained_weight(self):
        self._set_product_variant_field("coop_drained_weight")

    @api.depends("product_variant_ids.coop_piece_count")
    def _compute_coop_piece_count(self):
        self._compute_template_field_from_variant_field("coop_piece_count")

    def _inverse_coop_piece_count(self):
        self._set_product_variant_field("coop_piece_count")

    def _get_related_fields_variant_template(self):
        return [
            *super()._get_related_fields_variant_template(),
            "coop_volume",
            "coop_drained_weight",
            "coop_piece_count",
        ]

    @api.depends("active", "sale_ok", "available_in_pos")
    def _compute_coop_for_sale_since(self):
        today = self.env.company._coop_today()
        for template in self:
            is_for_sale = template.active and template.sale_ok and template.available_in_pos
            # What was for sale once is not new when it comes back.
            template.coop_for_sale_since = template.coop_for_sale_since or (is_for_sale and today)
