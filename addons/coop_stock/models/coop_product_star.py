from odoo import api, fields, models
from odoo.tools import SQL


class CoopProductStar(models.Model):
    """A product on a member's own list, « Mes produits »."""

    _name = "coop.product.star"
    _description = "Product on a member's list"
    _order = "id desc"
    _rec_name = "product_id"

    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")

    _one_a_person = models.Constraint(
        "UNIQUE (partner_id, product_id)", "A product is once on a member's list."
    )

    def _set(self, product, partner):
        """Put a product on the person's list; safe to repeat."""
        # The conflict clause: a double click is a clean no-op. See the votes of suggestions.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_product_star (
                    partner_id, product_id, create_uid, create_date, write_uid, write_date
                ) VALUES (%(partner)s, %(product)s, %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (partner_id, product_id) DO NOTHING
                """,
                partner=partner.id,
                product=product.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    def _unset(self, product, partner):
        """Take a product off the person's list; safe to repeat."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM coop_product_star WHERE partner_id = %s AND product_id = %s",
                partner.id,
                product.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _product_ids(self, partner):
        """Return the set of ids of the products on a person's list."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL("SELECT product_id FROM coop_product_star WHERE partner_id = %s", partner.id)
        )
        return {product_id for (product_id,) in rows}
