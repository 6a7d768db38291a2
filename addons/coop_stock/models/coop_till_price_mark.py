from odoo import api, fields, models
from odoo.tools import SQL

CRON = "coop_stock.ir_cron_record_till_prices"
# What one transaction has changed so far, in the cursor's `precommit.data`.
PENDING = "coop_stock.till_prices"


class CoopTillPriceMark(models.Model):
    """Says that from a moment on the kept prices of some products may be wrong.

    Who reads prices computes those anew until they are recorded. Marks are only ever added by
    what changes a price, one for all that a transaction changed, and deleted by the recording, so
    that nobody waits for anybody.
    """

    _name = "coop.till.price.mark"
    _description = "Till prices to record"
    _order = "due_at, id"
    _log_access = False

    scope = fields.Selection(
        [
            ("all", "All products"),
            ("category", "Products of categories and those below"),
            ("template", "All variants of products"),
            ("product", "Variants"),
        ],
        required=True,
    )
    # Of what the scope says; ids alone, as rows for a thousand products would slow down who
    # imports them.
    record_ids = fields.Json()
    due_at = fields.Datetime(required=True, index=True)
    # A rule begins or ends then: the price changes at that second, whenever it is recorded.
    is_boundary = fields.Boolean()

    @api.model
    def _coop_add(self, scope, ids=()):
        """Mark products as changed by this transaction; the mark is written at its end.

        :param str scope: what the ids are of, see the field
        :param ids: not needed for "all"
        """
        precommit = self.env.cr.precommit
        pending = precommit.data.get(PENDING)
        if pending is None:
            pending = precommit.data[PENDING] = {}
            precommit.add(self.sudo()._coop_write_pending)
        pending.setdefault(scope, set()).update(ids)

    @api.model
    def _coop_write_pending(self):
        """Write what this transaction has marked so far."""
        pending = self.env.cr.precommit.data.get(PENDING)
        if not pending:
            return
        found = {"all": ()} if "all" in pending else dict(pending)
        pending.clear()
        now = fields.Datetime.now()
        self._coop_create((scope, sorted(ids), now, False) for scope, ids in found.items())

    @api.model
    def _coop_mark_boundaries(self, boundaries):
        """Write marks for moments to come, those left out that are known.

        :param boundaries: tuples of scope, ids (a list), moment
        """
        moments = [moment for _scope, _ids, moment in boundaries]
        known = self.search([("is_boundary", "=", True), ("due_at", "in", moments)])
        known = [(mark.scope, mark.record_ids, mark.due_at) for mark in known]
        self._coop_create((*one, True) for one in boundaries if one not in known)

    def _coop_create(self, rows):
        marks = self.create(
            [
                {"scope": scope, "record_ids": ids, "due_at": due_at, "is_boundary": is_boundary}
                for scope, ids, due_at, is_boundary in rows
            ]
        )
        cron = self.env.ref(CRON, raise_if_not_found=False)  # not there while being installed
        if cron and marks:
            # sudo: who changes a price may not write scheduled actions.
            cron.sudo()._trigger(at=sorted(set(marks.mapped("due_at"))))

    @api.model
    def _coop_due(self):
        """Return the marks that are due: rows of (scope, ids, moment, is boundary)."""
        marks_sudo = self.sudo()  # sudo: members may not read marks
        marks_sudo._coop_write_pending()
        marks_sudo.flush_model()
        return self.env.execute_query(
            SQL(
                "SELECT scope, record_ids, due_at, is_boundary FROM coop_till_price_mark"
                " WHERE due_at <= %s ORDER BY due_at, id",
                fields.Datetime.now(),
            )
        )

    @api.model
    def _coop_take_due(self):
        """Return the marks that are due, see `_coop_due`, and delete them."""
        self._coop_write_pending()
        # What another transaction marks meanwhile is not seen here, and stays.
        marks = self.search([("due_at", "<=", fields.Datetime.now())])
        rows = [(mark.scope, mark.record_ids, mark.due_at, mark.is_boundary) for mark in marks]
        marks.unlink()
        return rows

    @api.model
    def _coop_marked_sql(self, marks):
        """Return SQL that holds for products, joined with their templates, that are marked."""
        ids_of = {}
        for scope, ids, _due_at, _is_boundary in marks:
            ids_of.setdefault(scope, set()).update(ids or ())
        if "all" in ids_of:
            return SQL("TRUE")
        columns = {
            "product": "product_product.id = ANY(%s)",
            "template": "product_template.id = ANY(%s)",
            "category": """product_template.categ_id IN (
                    SELECT below.id FROM product_category marked
                      JOIN product_category below
                        ON below.parent_path LIKE marked.parent_path || '%%'
                     WHERE marked.id = ANY(%s)
                )""",
        }
        conditions = [SQL(columns[scope], list(ids)) for scope, ids in ids_of.items()]
        return SQL("(%s)", SQL(" OR ").join(conditions)) if conditions else SQL("FALSE")
