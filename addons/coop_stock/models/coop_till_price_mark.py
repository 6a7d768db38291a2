from odoo import api, fields, models
from odoo.tools import SQL

CRON = "coop_stock.ir_cron_record_till_prices"
# What one transaction has changed so far, in the cursor's `precommit.data`.
PENDING = "coop_stock.till_prices"
SCOPES = ("product_id", "product_tmpl_id", "categ_id")


class CoopTillPriceMark(models.Model):
    """Says that from a moment on the kept prices of some products may be wrong.

    A mark names a product, all variants of a template, all products of a category and those
    below it, or, naming nothing, all products. Who reads prices computes those anew until they
    are recorded. Marks are only ever added by what changes a price, and deleted by the recording,
    so that nobody waits for anybody.
    """

    _name = "coop.till.price.mark"
    _description = "Till prices to record"
    _order = "due_at, id"
    _log_access = False

    product_id = fields.Many2one("product.product", ondelete="cascade", index="btree_not_null")
    product_tmpl_id = fields.Many2one(
        "product.template", ondelete="cascade", index="btree_not_null"
    )
    categ_id = fields.Many2one("product.category", ondelete="cascade", index="btree_not_null")
    due_at = fields.Datetime(required=True, index=True)
    # A rule begins or ends then: the price changes at that second, whenever it is recorded.
    is_boundary = fields.Boolean()

    @api.model
    def _coop_add(self, scope, ids):
        """Mark products as changed by this transaction; the mark is written at its end.

        :param str scope: a field of this model, or "all"
        :param ids: of what the scope names
        """
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = {}
            precommit.add(self.sudo()._coop_write_pending)
        precommit.data[PENDING].setdefault(scope, set()).update(ids)

    @api.model
    def _coop_write_pending(self):
        """Write what this transaction has marked so far, in one statement."""
        pending = self.env.cr.precommit.data.get(PENDING)
        if not pending:
            return
        found = dict(pending)
        pending.clear()
        now = fields.Datetime.now()
        if found.pop("all", None):
            rows = [(None, None, None, now, False)]
        else:
            rows = [
                (*(id_ if scope == name else None for name in SCOPES), now, False)
                for scope, ids in found.items()
                for id_ in ids
            ]
        self._coop_insert(rows)

    @api.model
    def _coop_insert_new(self, rows):
        """Write the marks of boundaries that are not there yet; see `_coop_insert`."""
        known = set(
            self.env.execute_query(
                SQL(
                    "SELECT product_id, product_tmpl_id, categ_id, due_at, is_boundary"
                    " FROM coop_till_price_mark WHERE is_boundary AND due_at = ANY(%s)",
                    [row[3] for row in rows],
                )
            )
            if rows
            else ()
        )
        self._coop_insert([row for row in rows if row not in known])

    @api.model
    def _coop_insert(self, rows):
        """Write marks, and have the prices recorded when they are due.

        :param rows: tuples of product, template, category (ids or None), moment, boundary or not
        """
        if not rows:
            return
        self.env.cr.execute_values(
            "INSERT INTO coop_till_price_mark"
            " (product_id, product_tmpl_id, categ_id, due_at, is_boundary) VALUES %s",
            rows,
            page_size=len(rows),
        )
        cron = self.env.ref(CRON, raise_if_not_found=False)  # not there while being installed
        if cron:
            # sudo: who changes a price may not write scheduled actions.
            cron.sudo()._trigger(at=sorted({row[3] for row in rows}))

    @api.model
    def _coop_due(self):
        """Return the marks that are due, as tuples in the order of the fields above."""
        self.sudo()._coop_write_pending()
        return self.env.execute_query(
            SQL(
                "SELECT product_id, product_tmpl_id, categ_id, due_at, is_boundary"
                " FROM coop_till_price_mark WHERE due_at <= %s",
                fields.Datetime.now(),
            )
        )

    @api.model
    def _coop_take_due(self):
        """Return the marks that are due, and delete them."""
        self._coop_write_pending()
        rows = self.env.execute_query(
            SQL(
                "DELETE FROM coop_till_price_mark WHERE due_at <= %s"
                " RETURNING product_id, product_tmpl_id, categ_id, due_at, is_boundary",
                fields.Datetime.now(),
            )
        )
        self.invalidate_model()
        return rows

    @api.model
    def _coop_marked_sql(self, marks):
        """Return SQL that holds for products, joined with their templates, that are marked."""
        by_scope = [{row[place] for row in marks} - {None} for place in range(len(SCOPES))]
        if any(row[:3] == (None, None, None) for row in marks):
            return SQL("TRUE")
        product_ids, template_ids, categ_ids = by_scope
        conditions = []
        if product_ids:
            conditions.append(SQL("product_product.id = ANY(%s)", list(product_ids)))
        if template_ids:
            conditions.append(SQL("product_template.id = ANY(%s)", list(template_ids)))
        if categ_ids:
            conditions.append(
                SQL(
                    """product_template.categ_id IN (
                        SELECT below.id FROM product_category marked
                          JOIN product_category below
                            ON below.parent_path LIKE marked.parent_path || '%%'
                         WHERE marked.id = ANY(%s)
                    )""",
                    list(categ_ids),
                )
            )
        return SQL("(%s)", SQL(" OR ").join(conditions)) if conditions else SQL("FALSE")
