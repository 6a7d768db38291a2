import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.label_content import LabelContent


class CoopLabelShown(models.Model):
    """What the label says that hangs on the shelf, as somebody confirmed it: one a product."""

    _name = "coop.label.shown"
    _description = "Label on the shelf"
    _order = "confirmed_on desc, id desc"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Shop", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="warehouse_id.company_id")
    content = fields.Json(required=True, readonly=True)
    confirmed_on = fields.Datetime(string="Confirmed on", required=True, readonly=True)
    line_id = fields.Many2one(
        "coop.label.job.line",
        string="Printed as",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Empty where the labels in place were said to be right.",
    )

    _one_a_product = models.UniqueIndex(
        "(warehouse_id, product_id)", "One label of a product hangs in a shop."
    )

    @api.model
    def _coop_contents(self, warehouse):
        """Return ``{product id: LabelContent}`` of all labels that hang in the shop."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT product_id, content FROM coop_label_shown WHERE warehouse_id = %s",
                warehouse.id,
            )
        )
        return {product_id: LabelContent.from_json(content) for product_id, content in rows}

    @api.model
    def _coop_is_started(self):
        """Whether it was ever said of a label of the request's shop that it hangs."""
        warehouse = self.env.company._coop_shop_warehouse()
        return bool(self.search_count([("warehouse_id", "=", warehouse.id)], limit=1))

    @api.model
    def _coop_keep(self, contents, warehouse, line_ids=None):
        """Keep that these labels hang now, in place of what was kept of the products.

        :param dict contents: product id: `LabelContent`
        :param dict line_ids: product id: id of the `coop.label.job.line` it was printed as
        """
        line_ids = line_ids or {}
        # In one order: two who confirm at once wait for each other, and never for ever.
        product_ids = sorted(contents)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_label_shown (
                            product_id, warehouse_id, content, line_id, confirmed_on,
                            create_uid, create_date, write_uid, write_date)
                     SELECT product_id, %(warehouse)s, content, line_id, %(now)s,
                            %(uid)s, %(now)s, %(uid)s, %(now)s
                       FROM unnest(%(products)s::int[], %(contents)s::jsonb[], %(lines)s::int[])
                            AS kept (product_id, content, line_id)
                ON CONFLICT (warehouse_id, product_id) DO UPDATE
                        SET content = EXCLUDED.content, line_id = EXCLUDED.line_id,
                            confirmed_on = EXCLUDED.confirmed_on,
                            write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                """,
                warehouse=warehouse.id,
                products=product_ids,
                contents=[json.dumps(contents[id_].to_json()) for id_ in product_ids],
                lines=[line_ids.get(id_) for id_ in product_ids],
                now=fields.Datetime.now(),
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _coop_start_here(self, shelf=None):
        """Take it that the labels in place are right: those of a shelf, or of the whole shop.

        So that nobody is asked to print a whole shop on the first day.

        :return: how many products that are
        """
        warehouse = self.env.company._coop_shop_warehouse()
        products = self.env["product.product"]
        product_ids = None
        if shelf is not None:
            product_ids = products.search([("coop_shelf_id", "=", shelf.id)]).ids
        contents = products._coop_label_contents_of(product_ids)
        self._coop_keep(contents, warehouse)
        return len(contents)
