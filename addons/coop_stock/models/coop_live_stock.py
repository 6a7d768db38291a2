from odoo import api, models
from odoo.tools import SQL


class CoopLiveStock(models.AbstractModel):
    """What is in the shop right now, in the one place that all addons ask.

    Live stock is what the shop's warehouse holds, less what was rung up at a till and has not
    yet left the stock: lines of sessions that move their stock at closing, and till moves that
    failed or wait. Goods of orders that are shipped later are still in the shop.
    """

    _name = "coop.live.stock"
    _description = "Live stock"

    @api.model
    def _coop_quantities(self, products):
        """Return the live quantity of each product.

        :param products: `product.product` records
        :return: ``{product id: quantity in the product's unit}``; None for what is not tracked
        """
        products_sudo = products.sudo()
        products_sudo.fetch(["is_storable", "type"])
        tracked = products_sudo.filtered(lambda p: p.type == "consu" and p.is_storable)
        quantities = dict.fromkeys(products.ids)
        if tracked:
            quantities |= dict.fromkeys(tracked.ids, 0.0)
            warehouse = self.env.company.sudo()._coop_shop_warehouse()
            rows = self._execute(self._coop_live_quantities_sql(warehouse, tracked.ids))
            quantities |= dict(rows)
        return quantities

    def _execute(self, query):
        self.env.flush_all()
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    @api.model
    def _coop_live_quantities_sql(self, warehouse, product_ids):
        """Return a query of (product id, live quantity) for the products that have any."""
        return SQL(
            """
            SELECT part.product_id, SUM(part.quantity)::float8
              FROM (%(held)s UNION ALL %(rung_up)s UNION ALL %(moves_waiting)s) part
             WHERE part.product_id = ANY(%(product_ids)s)
          GROUP BY part.product_id
            """,
            held=self._coop_held_sql(warehouse),
            rung_up=self._coop_rung_up_sql(warehouse),
            moves_waiting=self._coop_till_moves_waiting_sql(warehouse),
            product_ids=list(product_ids),
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
    def _coop_rung_up_sql(self, warehouse):
        """Query of (product id, minus quantity) sold in sessions that move stock at closing."""
        return SQL(
            """
            SELECT line.product_id, -line.qty
              FROM pos_order_line line
              JOIN pos_order ON pos_order.id = line.order_id
              JOIN pos_session session ON session.id = pos_order.session_id
              JOIN pos_config till ON till.id = session.config_id
              JOIN stock_picking_type picking_type ON picking_type.id = till.picking_type_id
              JOIN res_company company ON company.id = pos_order.company_id
             WHERE session.state != 'closed'
               AND session.update_stock_at_closing
               AND pos_order.state IN ('paid', 'done')
               AND pos_order.shipping_date IS NULL
               AND NOT (company.anglo_saxon_accounting AND pos_order.account_move IS NOT NULL)
               AND picking_type.warehouse_id = %s
               AND NOT EXISTS (
                   SELECT FROM stock_picking WHERE stock_picking.pos_order_id = pos_order.id
               )
            """,
            warehouse.id,
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
