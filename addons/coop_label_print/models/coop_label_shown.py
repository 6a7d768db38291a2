import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.label_content import LabelContent


class Hung(NamedTuple):
    """A label that hangs.

    :param trace: another one as soon as the row has been written
    :param away: whether its product was long out of stock since it was put up
    """

    trace: str
    content: LabelContent
    away: bool


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
    away_since = fields.Date(
        string="Long out of stock since",
        readonly=True,
        help="Its label may have been taken down; it is printed again once the product is back.",
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
    def _coop_hung(self, warehouse, before=None):
        """Return ``{product id: Hung}`` of all labels that hang in the shop.

        :param dict before: what was returned earlier, of which only what changed is read again
        """
        before = before or {}
        self.flush_model()
        traces = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT product_id, xmin::text || ctid::text
                      FROM coop_label_shown WHERE warehouse_id = %s
                    """,
                    warehouse.id,
                )
            )
        )
        hung = {
            product_id: before[product_id]
            for product_id, trace in traces.items()
            if product_id in before and before[product_id].trace == trace
        }
        changed = [product_id for product_id in traces if product_id not in hung]
        if changed:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT product_id, content, away_since IS NOT NULL
                      FROM coop_label_shown
                     WHERE warehouse_id = %s AND product_id = ANY(%s)
                    """,
                    warehouse.id,
                    changed,
                )
            )
            for product_id, content, away in rows:
                content = LabelContent.from_json(content)
                hung[product_id] = Hung(traces[product_id], content, away)
        return hung

    @api.model
    def _coop_note_away(self, product_ids, warehouse):
        """Note that products are long out of stock, so that their labels may be gone."""
        self.search(
            [
                ("warehouse_id", "=", warehouse.id),
                ("product_id", "in", list(product_ids)),
                ("away_since", "=", False),
            ]
        ).away_since = warehouse.company_id._coop_today()

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
                            confirmed_on = EXCLUDED.confirmed_on, away_since = NULL,
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
