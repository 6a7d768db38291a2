import json
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.label_content import LabelContent
from ..tools.shrinkflation import Sold, has_shrunk

# For how long a label says that its product holds less than before.
MONTHS_TOLD = 2


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
    shrunk_on = fields.Date(
        string="Holds less since",
        readonly=True,
        help="The day on which the first label was confirmed that says less than the one before.",
    )
    content_before = fields.Json(readonly=True, help="What the label said before it held less.")

    _one_a_product = models.UniqueIndex(
        "(warehouse_id, product_id)", "One label of a product hangs in a shop."
    )

    @api.model
    def _coop_contents(self, warehouse, product_ids):
        """Return ``{product id: LabelContent}`` of the labels of products that hang in the shop."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product_id, content
                  FROM coop_label_shown
                 WHERE warehouse_id = %s AND product_id = ANY(%s)
                """,
                warehouse.id,
                product_ids,
            )
        )
        return {product_id: LabelContent.from_json(content) for product_id, content in rows}

    @api.model
    def _coop_is_started(self):
        """Whether it was ever said of a label of the request's shop that it hangs."""
        warehouse = self.env.company._coop_shop_warehouse()
        return bool(self.search_count([("warehouse_id", "=", warehouse.id)], limit=1))

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
        today = warehouse.company_id._coop_today()
        shrunk = self._coop_shrunk(contents, warehouse, today)
        # In one order: two who confirm at once wait for each other, and never for ever.
        product_ids = sorted(contents)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_label_shown (
                            product_id, warehouse_id, content, line_id, confirmed_on,
                            shrunk_on, content_before,
                            create_uid, create_date, write_uid, write_date)
                     SELECT product_id, %(warehouse)s, content, line_id, %(now)s,
                            shrunk_on, content_before,
                            %(uid)s, %(now)s, %(uid)s, %(now)s
                       FROM unnest(
                                %(products)s::int[], %(contents)s::jsonb[], %(lines)s::int[],
                                %(days)s::date[], %(befores)s::jsonb[]
                            ) AS kept (product_id, content, line_id, shrunk_on, content_before)
                ON CONFLICT (warehouse_id, product_id) DO UPDATE
                        SET content = EXCLUDED.content, line_id = EXCLUDED.line_id,
                            confirmed_on = EXCLUDED.confirmed_on, away_since = NULL,
                            shrunk_on = EXCLUDED.shrunk_on,
                            content_before = EXCLUDED.content_before,
                            write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                """,
                warehouse=warehouse.id,
                products=product_ids,
                contents=[json.dumps(contents[id_].to_json()) for id_ in product_ids],
                lines=[line_ids.get(id_) for id_ in product_ids],
                days=[shrunk[id_][0] if id_ in shrunk else None for id_ in product_ids],
                befores=[
                    json.dumps(shrunk[id_][1]) if id_ in shrunk else None for id_ in product_ids
                ],
                now=fields.Datetime.now(),
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    # --- what holds less than before

    @api.model
    def _coop_shrunk(self, contents, warehouse, today):
        """Return of which products a label says, or said lately, that they hold less.

        :param dict contents: product id: `LabelContent` of labels that are being confirmed
        :return: ``{product id: (since when, the content before, as JSON)}``
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product_id, content, shrunk_on, content_before
                  FROM coop_label_shown
                 WHERE warehouse_id = %s AND product_id = ANY(%s)
                """,
                warehouse.id,
                list(contents),
            )
        )
        shrunk = {}
        for product_id, hangs, day, before in rows:
            now = _sold(contents[product_id].to_json())
            if has_shrunk(_sold(hangs), now):
                shrunk[product_id] = (today, hangs)
            elif (
                day
                and today < day + relativedelta(months=MONTHS_TOLD)
                and has_shrunk(_sold(before), now)
            ):
                shrunk[product_id] = (day, before)
        return shrunk

    @api.model
    def _coop_sold_before(self, product_ids=None):
        """Return what labels said before, of which they may have to say that there is less now.

        :param product_ids: None for all
        :return: ``{product id: (Sold, …)}``, the latest first
        """
        warehouse = self.env.company._coop_shop_warehouse()
        said = SQL(", ").join(
            SQL(
                "%(content)s->>'net_content', %(content)s->>'drained_content',"
                " ROUND((%(content)s->>'unit_price')::numeric"
                "       / (%(content)s->>'unit_amount')::numeric, 2)::float8,"
                " %(content)s->>'unit'",
                content=SQL.identifier(name),
            )
            for name in ("content", "content_before")
        )
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("product_id = ANY(%s)", list(product_ids))
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product_id,
                       shrunk_on + make_interval(months => %(months)s) > %(today)s,
                       %(said)s
                  FROM coop_label_shown
                 WHERE warehouse_id = %(warehouse)s AND %(which)s
                """,
                months=MONTHS_TOLD,
                today=self.env.company._coop_today(),
                said=said,
                warehouse=warehouse.id,
                which=which,
            )
        )
        # Each is four columns of the row.
        return {
            product_id: tuple(Sold.of(*said[at : at + 4]) for at in ((0, 4) if lately else (0,)))
            for product_id, lately, *said in rows
        }

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


def _sold(content):
    """Return the `Sold` of a label's content, as JSON."""
    names = ("net_content", "drained_content", "unit_price", "unit")
    return Sold.of(*(content.get(name) for name in names))
