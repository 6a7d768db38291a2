from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL, float_round

from ..tools.stock_level import level_of

# « bientôt épuisé » looks at what was sold in so many days.
DAYS_OF_SALES = 28


class LiveStock(NamedTuple):
    """What is known of a product's stock in a shop.

    :param quantity: in the product's unit; None for what is not tracked
    :param level: one of `tools.stock_level.LEVELS`
    :param expected_on: the day of the next reception, where one is under way
    :param sold_a_day: the mean of the last `DAYS_OF_SALES` days, in the product's unit
    """

    quantity: float | None
    level: str
    expected_on: date | None
    sold_a_day: float


class CoopLiveStock(models.AbstractModel):
    """What is in the shop right now, in the one place that all addons ask.

    Live stock is what the shop's warehouse holds, less what was rung up at a till and has not
    yet left the stock: lines of sessions that move their stock at closing, and till moves that
    failed or wait. Goods of orders that are shipped later are still in the shop. A kit (where
    the addon mrp is installed) is what its components allow; selling it takes them.
    """

    _name = "coop.live.stock"
    _description = "Live stock"

    @api.model
    def _coop_quantities(self, products, warehouse=None):
        """Return the live quantity of each product.

        :param products: `product.product` records
        :param warehouse: the shop; by default that of the request
        :return: ``{product id: quantity in the product's unit}``; None for what is not tracked
        """
        read = self._coop_read(products.ids, warehouse)
        return {id_: read[id_].quantity if id_ in read else None for id_ in products.ids}

    @api.model
    def _coop_read(self, product_ids=None, warehouse=None):
        """Return what is known of the stock of products, in a fixed number of queries.

        :param product_ids: which; all that this coop's tills sell when None
        :param warehouse: the shop; by default that of the request
        :return: ``{product id: LiveStock}``
        """
        # sudo: members and visitors may not read the stock; who calls shows what the coop shows.
        stock = self.sudo()
        warehouse = warehouse or self.env.company._coop_shop_warehouse()
        kits = stock._coop_kits()
        today = self.env.company._coop_today()
        components = {id_ for parts in kits.values() for id_ in parts}
        asked = None if product_ids is None else {*product_ids, *components}
        self.env.flush_all()
        # Three queries: PostgreSQL takes longer to plan a join of all than to answer these.
        since = today - relativedelta(days=DAYS_OF_SALES - 1)
        sold = dict(
            self.env.execute_query(
                self.env["coop.consumption"].sudo()._coop_sold_sql(since, warehouse, asked)
            )
        )
        expected = dict(self.env.execute_query(stock._coop_expected_sql(warehouse, asked)))
        read = {}
        for product_id, tracked, quantity in self.env.execute_query(
            stock._coop_tracked_sql(warehouse, asked, kits)
        ):
            sold_a_day = sold.get(product_id, 0.0) / DAYS_OF_SALES
            quantity = (quantity or 0.0) if tracked else None
            expected_on = expected.get(product_id)
            level = level_of(quantity, sold_a_day, expected_on)
            read[product_id] = LiveStock(quantity, level, expected_on, sold_a_day)
        self._coop_count_kits(read, kits)
        if product_ids is None:
            return read
        return {id_: read[id_] for id_ in product_ids if id_ in read}

    @api.model
    def _coop_count_kits(self, read, kits):
        """Put in how many of each kit the components allow."""
        for kit_id, parts in kits.items():
            if kit_id not in read:
                continue
            allowed = [
                read[part].quantity / count
                for part, count in parts.items()
                if part in read and read[part].quantity is not None
            ]
            quantity = None
            if allowed:
                # Odoo's rounding: 0.6 kg at 0.2 kg each are three, though 0.6 / 0.2 < 3.
                least = max(0.0, min(allowed))
                quantity = float_round(least, precision_digits=0, rounding_method="DOWN")
            expected_on, sold_a_day = read[kit_id][2:]
            level = level_of(quantity, sold_a_day, expected_on)
            read[kit_id] = LiveStock(quantity, level, expected_on, sold_a_day)

    @api.model
    def _coop_kits(self):
        """Return what the kits consist of, nested ones opened.

        :return: ``{kit's product id: {component's product id: quantity in its unit}}``
        """
        if "mrp.bom" not in self.env:
            return {}
        company = self.env.company
        lists = self.env["mrp.bom"].search(
            [("type", "=", "phantom"), ("company_id", "in", (company.id, False))]
        )
        products = lists.product_id | lists.product_tmpl_id.product_variant_ids
        found = lists._bom_find(products, company_id=company.id, bom_type="phantom")
        kits = {}
        for product, bom in found.items():
            if not bom:
                continue
            count = product.uom_id._compute_quantity(1.0, bom.product_uom_id, round=False)
            _kits, lines = bom.explode(product, count / bom.product_qty)
            parts = kits.setdefault(product.id, {})
            for line, values in lines:
                part = line.product_id
                quantity = line.product_uom_id._compute_quantity(
                    values["qty"], part.uom_id, round=False
                )
                if quantity > 0:
                    parts[part.id] = parts.get(part.id, 0.0) + quantity
        return kits

    # --- SQL

    @api.model
    def _coop_tracked_sql(self, warehouse, product_ids, kits):
        """Return a query of (product id, tracked, quantity)."""
        which = self.env["product.product"]._coop_sold_here_sql()
        if product_ids is not None:
            which = SQL("product_product.id = ANY(%s)", list(product_ids))
        return SQL(
            """
            SELECT product_product.id,
                   template.type = 'consu' AND template.is_storable,
                   live.quantity
              FROM product_product
              JOIN product_template template ON template.id = product_product.product_tmpl_id
         LEFT JOIN (%(live)s) live ON live.product_id = product_product.id
             WHERE %(which)s
            """,
            live=self._coop_live_quantities_sql(warehouse, product_ids, kits),
            which=which,
        )

    @api.model
    def _coop_live_quantities_sql(self, warehouse, product_ids=None, kits=None):
        """Return a query of (product id, live quantity) for the products that have any."""
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("part.product_id = ANY(%s)", list(product_ids))
        return SQL(
            """
            SELECT part.product_id, SUM(part.quantity)::float8 AS quantity
              FROM (%(held)s UNION ALL %(rung_up)s UNION ALL %(moves_waiting)s)
                   part (product_id, quantity)
             WHERE %(which)s
          GROUP BY part.product_id
            """,
            held=self._coop_held_sql(warehouse),
            rung_up=self._coop_rung_up_sql(warehouse, kits),
            moves_waiting=self._coop_till_moves_waiting_sql(warehouse),
            which=which,
        )

    @api.model
    def _coop_held_sql(self, warehouse):
        """Query of (product id, quantity) that the warehouse holds, as Odoo's inventory says."""
        return SQL(
            """
            SELECT quant.product_id, quant.quantity
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.parent_path LIKE %s
            """,
            f"{warehouse.view_location_id.parent_path or '-'}%",
        )

    @api.model
    def _coop_rung_up_sql(self, warehouse, kits=None):
        """Query of (product id, minus quantity) sold in sessions that move stock at closing.

        :param kits: as `_coop_kits` returns; their components are taken in their place
        """
        rows = [
            (kit_id, part, quantity)
            for kit_id, parts in (kits or {}).items()
            for part, quantity in parts.items()
        ]
        kit_ids, parts, counts = zip(*rows, strict=True) if rows else ((), (), ())
        return SQL(
            """
            SELECT COALESCE(kit.part_id, line.product_id), -line.qty * COALESCE(kit.quantity, 1)
              FROM pos_order_line line
              JOIN pos_order ON pos_order.id = line.order_id
              JOIN pos_session session ON session.id = pos_order.session_id
              JOIN pos_config till ON till.id = session.config_id
              JOIN stock_picking_type picking_type ON picking_type.id = till.picking_type_id
              JOIN res_company company ON company.id = pos_order.company_id
         LEFT JOIN unnest(%(kits)s::int[], %(parts)s::int[], %(counts)s::numeric[])
                   AS kit (id, part_id, quantity) ON kit.id = line.product_id
             WHERE session.state != 'closed'
               AND session.update_stock_at_closing
               AND pos_order.state IN ('paid', 'done')
               AND pos_order.shipping_date IS NULL
               AND NOT (company.anglo_saxon_accounting AND pos_order.account_move IS NOT NULL)
               AND picking_type.warehouse_id = %(warehouse)s
               AND NOT EXISTS (
                   SELECT FROM stock_picking WHERE stock_picking.pos_order_id = pos_order.id
               )
            """,
            kits=list(kit_ids),
            parts=list(parts),
            counts=list(counts),
            warehouse=warehouse.id,
        )

    @api.model
    def _coop_till_moves_waiting_sql(self, warehouse):
        """Query of (product id, signed quantity) in till moves neither done nor cancelled.

        The till goes on when a move fails, so the goods are gone while the stock still has them.
        """
        return SQL(
            """
            SELECT move.product_id,
                   CASE WHEN source.usage = 'internal' THEN -move.product_qty
                        ELSE move.product_qty END
              FROM stock_move move
              JOIN stock_picking picking ON picking.id = move.picking_id
              JOIN stock_picking_type picking_type ON picking_type.id = picking.picking_type_id
              JOIN stock_location source ON source.id = move.location_id
         LEFT JOIN pos_order ON pos_order.id = picking.pos_order_id
             WHERE (picking.pos_order_id IS NOT NULL OR picking.pos_session_id IS NOT NULL)
               AND move.state NOT IN ('done', 'cancel')
               AND pos_order.shipping_date IS NULL
               AND picking_type.warehouse_id = %s
            """,
            warehouse.id,
        )

    @api.model
    def _coop_expected_sql(self, warehouse, product_ids=None):
        """Query of (product id, day in the shop) of the next goods to arrive from outside."""
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("move.product_id = ANY(%s)", list(product_ids))
        return SQL(
            """
            SELECT move.product_id,
                   MIN((move.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date) AS day
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
         LEFT JOIN stock_picking picking ON picking.id = move.picking_id
             WHERE move.state IN ('confirmed', 'waiting', 'partially_available', 'assigned')
               AND source.usage IN ('supplier', 'transit')
               AND target.parent_path LIKE %(inside)s
               AND picking.pos_order_id IS NULL
               AND %(which)s
          GROUP BY move.product_id
            """,
            zone=self.env.company.coop_tz,
            inside=f"{warehouse.view_location_id.parent_path or '-'}%",
            which=which,
        )
