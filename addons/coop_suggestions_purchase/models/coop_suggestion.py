from odoo import fields, models
from odoo.exceptions import UserError


class CoopSuggestion(models.Model):
    _inherit = "coop.suggestion"

    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        string="On the order",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    purchase_order_id = fields.Many2one(
        related="purchase_line_id.order_id", string="Order", related_sudo=True
    )

    def action_order(self):
        """Put its product onto the supplier's draft order, or a new one; once a suggestion.

        :raises UserError: when it is not kept, or has no product or no supplier
        """
        self.ensure_one()
        self._check_team()
        self._hold()
        # sudo: a draft binds nobody; who may confirm orders is Purchase's affair. The line is
        # written by nobody else.
        suggestion_sudo = self.sudo()
        if not suggestion_sudo.purchase_line_id:
            self._check_awaited()
            suggestion_sudo.purchase_line_id = suggestion_sudo._line_to_order()
        order_sudo = suggestion_sudo.purchase_line_id.order_id
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "On order %(order)s to %(supplier)s.",
                    order=order_sudo.name,
                    supplier=order_sudo.partner_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _line_to_order(self):
        """Return a line for the product on a draft order; one that is there already serves both."""
        company = self.company_id
        product = self.product_id
        if not product:
            raise UserError(self.env._("Link or make its product first."))
        seller = product.seller_ids.filtered(
            lambda s: s.partner_id.active and s.company_id in (company, company.browse())
        )[:1]
        if not seller:
            raise UserError(
                self.env._("“%s” has no supplier yet: name one on its form.", product.name)
            )
        orders = self.env["purchase.order"].with_company(company)
        order = orders.search(
            [
                ("partner_id", "=", seller.partner_id.id),
                ("state", "=", "draft"),
                ("company_id", "=", company.id),
            ],
            order="id desc",
            limit=1,
        ) or orders.create({"partner_id": seller.partner_id.id, "company_id": company.id})
        line = order.order_line.filtered(lambda each: each.product_id == product)[:1]
        return line or self.env["purchase.order.line"].create(
            {
                "order_id": order.id,
                "product_id": product.id,
                "product_qty": seller.min_qty or 1.0,
            }
        )
