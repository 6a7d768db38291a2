import math

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.label_format import FormatError
from ..tools.label_svg import render_sheet

SHELF = "coop_shelf"


class ProductLabelLayout(models.TransientModel):
    """Odoo's wizard prints shelf labels, too: in a job that the shop puts up and confirms."""

    _inherit = "product.label.layout"

    print_format = fields.Selection(
        selection_add=[(SHELF, "Shelf labels"), ("dymo",)],
        default=lambda self: self._default_print_format(),
        ondelete={SHELF: "cascade"},
    )
    coop_format_id = fields.Many2one(
        "coop.label.format",
        string="Label format",
        help="Empty: the usual one of each product.",
    )
    coop_start = fields.Integer(
        string="First free place", default=1, help="On a sheet already begun, counted from 1."
    )
    coop_has_places = fields.Boolean(compute="_compute_coop_sheet")
    coop_sheet = fields.Html(compute="_compute_coop_sheet", sanitize=False)
    coop_each_unit = fields.Boolean(
        string="As many labels as units received",
        help="Otherwise as many copies of each product's label as asked for above.",
    )
    coop_not_sold = fields.Char(compute="_compute_coop_not_sold")

    @api.model
    def _default_print_format(self):
        # Who may not open the jobs keeps Odoo's own choice.
        return SHELF if self.env.user._coop_is_volunteer() else "2x7xprice"

    @api.depends("coop_format_id", "coop_start")
    def _compute_coop_sheet(self):
        for wizard in self:
            wizard.coop_has_places = wizard.coop_sheet = False
            try:
                usual = self.env.company._coop_usual_label_format
                label_format = wizard.coop_format_id or usual("normal")
            except UserError:
                continue  # a coop without formats: it is told when it prints
            form = label_format._to_label_format()
            wizard.coop_has_places = form.places_per_page > 1
            try:
                form.place_of(0, wizard.coop_start)
            except FormatError as error:
                wizard.coop_sheet = Markup('<p class="text-danger">%s</p>') % (
                    label_format._coop_format_sentence(error)
                )
                continue
            wizard.coop_sheet = Markup('<div style="max-width:11em">%s</div>') % (
                Markup(render_sheet(form, wizard.coop_start))  # noqa: S704 (our own figures)
            )

    @api.depends("product_ids", "product_tmpl_ids", "move_ids")
    def _compute_coop_not_sold(self):
        for wizard in self:
            names = wizard._coop_products_not_sold().mapped("display_name")
            wizard.coop_not_sold = ", ".join(names) or False

    def _coop_products(self):
        """Return the products whose labels are wanted: after a reception, what was received."""
        self.ensure_one()
        if self.move_ids:
            return self.env["product.product"].browse(self._coop_received())
        return self.product_ids | self.product_tmpl_ids.product_variant_ids

    def _coop_products_not_sold(self):
        products = self._coop_products()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM product_product WHERE id = ANY(%s) AND NOT (%s)",
                products.ids,
                products._coop_sold_here_sql(),
            )
        )
        return products.browse(id_ for [id_] in rows)

    def _coop_received(self):
        """Return ``{product id: quantity}`` of what came, in each product's unit.

        Of what is still to come, what is announced.
        """
        received = {}
        for move in self.move_ids:
            quantity = move.quantity
            if not quantity and move.state not in ("done", "cancel"):
                quantity = move.product_uom_qty
            if move.product_uom.compare(quantity, 0) > 0:
                product = move.product_id
                quantity = move.product_uom._compute_quantity(quantity, product.uom_id)
                received[product.id] = received.get(product.id, 0) + quantity
        return received

    def _coop_copies(self):
        """Return ``{product id: how often its label is printed}``.

        What is weighed or poured has no units to count: it gets its one label.
        """
        products = self._coop_products()
        if not (self.coop_each_unit and self.move_ids):
            return dict.fromkeys(products.ids, self.custom_quantity)
        received = self._coop_received()
        unit = self.env.ref("uom.product_uom_unit")
        return {
            product.id: math.ceil(received[product.id])
            if product.uom_id._has_common_reference(unit)
            else 1
            for product in products
        }

    def process(self):
        self.ensure_one()
        if self.print_format != SHELF:
            return super().process()
        user = self.env.user
        if not user._coop_is_volunteer():
            raise UserError(
                self.env._(
                    "Shelf labels are printed by the shop's volunteers and by those who keep the "
                    "stock. Please ask for the right, or choose another format."
                )
            )
        not_sold = self._coop_products_not_sold()
        copies = {
            product_id: count
            for product_id, count in self._coop_copies().items()
            if product_id not in not_sold.ids
        }
        if not copies:
            if self.env.context.get("coop_labels_may_be_none"):
                return False
            raise UserError(self.env._("Nothing to print: the till sells none of these products."))
        job = self.env["coop.label.job"]._coop_print(copies, self.coop_format_id, self.coop_start)
        if user._coop_is_team():
            return job.with_env(self.env).get_formview_action()
        return {"type": "ir.actions.act_url", "url": f"/labels/jobs/{job.id}", "target": "self"}
