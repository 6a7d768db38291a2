from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.coop_stock.tools.double_names import LIKELY, Name, likely_pairs, likeness
from odoo.addons.coop_stock.tools.typed_text import barcode_variants

from .coop_suggestion import VOTING_STATES

# Of one suggestion, so many others and so many products at most: the likeliest.
MOST_PAIRS = 5
REASONS = [("barcode", "Barcode"), ("name", "Name")]


class CoopSuggestionLikelyDouble(models.Model):
    """Two suggestions, or a suggestion and a product on the shelf, that may be one product.

    Found every night and for each new suggestion, by barcode and by name. The team merges them, or
    dismisses them for good: what was dismissed is kept, and not found anew.
    """

    _name = "coop.suggestion.likely.double"
    _description = "Likely double"
    _order = "score desc, id"
    _rec_name = "suggestion_id"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, readonly=True, ondelete="cascade", index=True
    )
    other_id = fields.Many2one(
        "coop.suggestion",
        string="Other suggestion",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    product_id = fields.Many2one(
        "product.product",
        string="On the shelf already",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    supporters = fields.Integer(related="suggestion_id.supporters")
    other_supporters = fields.Integer(
        string="Supporters of the other", related="other_id.supporters"
    )
    score = fields.Float(string="Likeness", readonly=True, aggregator=None)
    reason = fields.Selection(REASONS, string="Alike by", required=True, readonly=True)
    dismissed_on = fields.Datetime(readonly=True)
    dismissed_by_id = fields.Many2one("res.users", string="Dismissed by", readonly=True)

    _one_of_two = models.Constraint(
        "CHECK ((other_id IS NULL) != (product_id IS NULL)"
        " AND (other_id IS NULL OR suggestion_id < other_id))",
        "A likely double is another suggestion or a product.",
    )
    _once_a_pair = models.UniqueIndex(
        "(suggestion_id, other_id) WHERE other_id IS NOT NULL", "This pair is listed already."
    )
    _once_a_product = models.UniqueIndex(
        "(suggestion_id, product_id) WHERE product_id IS NOT NULL", "This pair is listed already."
    )

    # --- finding

    @api.model
    def _cron_find(self):
        """Look for likely doubles in each coop."""
        groups = self.env["coop.suggestion"]._read_group(
            [("state", "in", VOTING_STATES)], ["company_id"]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(groups))
        for (company,) in groups:
            self.with_company(company)._find()
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _find(self):
        """Look for likely doubles among this coop's open suggestions and the tills' products.

        A fixed number of queries; what is listed and no longer likely goes, but what was dismissed.
        """
        suggestions, products = self._read_names()
        pairs, product_pairs = likely_pairs(
            {id_: text for id_, (text, _barcode) in suggestions.items()},
            {id_: text for id_, (text, _barcode) in products.items()},
        )
        found = _Found()
        found.add_barcodes(suggestions, suggestions, "other_id")
        found.add_barcodes(suggestions, products, "product_id")
        found.add_names(pairs, suggestions, suggestions, "other_id")
        found.add_names(product_pairs, suggestions, products, "product_id")
        self._keep(found)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM coop_suggestion_likely_double listed
                      USING coop_suggestion
                      WHERE coop_suggestion.id = listed.suggestion_id
                        AND coop_suggestion.company_id = %(company)s
                        AND listed.dismissed_on IS NULL
                        AND (listed.suggestion_id, COALESCE(listed.other_id, 0),
                             COALESCE(listed.product_id, 0))
                            NOT IN (SELECT * FROM unnest(%(left)s::int[], %(other)s::int[],
                                                         %(product)s::int[]))
                """,
                company=self.env.company.id,
                left=[row[0] for row in found.rows()],
                other=[row[1] or 0 for row in found.rows()],
                product=[row[2] or 0 for row in found.rows()],
            )
        )
        self.invalidate_model()

    @api.model
    def _find_of(self, suggestion):
        """Look for likely doubles of one new suggestion, by the index of names."""
        Product = self.env["product.product"].sudo()
        searched = {
            "other_id": suggestion._coop_search_similar(
                suggestion.coop_search_text,
                SQL(
                    "%s AND coop_suggestion.id != %s",
                    suggestion._in_states_sql(*VOTING_STATES),
                    suggestion.id,
                ),
                limit=4 * MOST_PAIRS,
            ),
            "product_id": Product._coop_search_similar(
                suggestion.coop_search_text, Product._coop_sold_here_sql(), limit=4 * MOST_PAIRS
            ),
        }
        own = {suggestion.id: (suggestion.coop_search_text, suggestion.barcode)}
        name = Name(suggestion.coop_search_text)
        found = _Found()
        for field, records in (("other_id", suggestion), ("product_id", Product)):
            near = records.browse([id_ for id_, _score in searched[field]])
            if suggestion.barcode:
                near |= (
                    suggestion._others_of_barcode()
                    if field == "other_id"
                    else Product._coop_find_barcode(suggestion.barcode)
                )
            others = {each.id: (each.coop_search_text or "", each.barcode) for each in near}
            pairs = [
                (suggestion.id, id_, likeness(name, Name(text)))
                for id_, (text, _barcode) in others.items()
            ]
            likely = [pair for pair in pairs if pair[2] >= LIKELY]
            found.add_barcodes(own, others, field)
            found.add_names(sorted(likely, key=lambda pair: -pair[2]), own, others, field)
        self._keep(found)

    @api.model
    def _read_names(self):
        """Return name and barcode of open suggestions and of products, by id."""
        self.env["coop.suggestion"].flush_model()
        self.env["product.product"].flush_model()
        self.env["product.template"].flush_model()
        suggestions = self.env.execute_query(
            SQL(
                "SELECT id, coop_search_text, barcode FROM coop_suggestion WHERE %s ORDER BY id",
                self.env["coop.suggestion"]._in_states_sql(*VOTING_STATES),
            )
        )
        products = self.env.execute_query(
            SQL(
                "SELECT id, coop_search_text, barcode FROM product_product WHERE %s ORDER BY id",
                self.env["product.product"]._coop_sold_here_sql(),
            )
        )
        return (
            {id_: (text or "", barcode) for id_, text, barcode in suggestions},
            {id_: (text or "", barcode) for id_, text, barcode in products},
        )

    @api.model
    def _keep(self, found):
        """List what was found; what is listed or dismissed already stays what it is."""
        rows = list(found.rows())
        for field, place in (("other_id", 1), ("product_id", 2)):
            kind = [row for row in rows if row[place]]
            if not kind:
                continue
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO coop_suggestion_likely_double (
                        suggestion_id, %(field)s, score, reason,
                        create_uid, create_date, write_uid, write_date
                    )
                    SELECT pair.left_id, pair.right_id, pair.score, pair.reason,
                           %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM unnest(%(left)s::int[], %(right)s::int[], %(scores)s::float8[],
                                  %(reasons)s::varchar[])
                           AS pair (left_id, right_id, score, reason)
                    ON CONFLICT (suggestion_id, %(field)s) WHERE %(field)s IS NOT NULL
                    DO UPDATE SET score = EXCLUDED.score, reason = EXCLUDED.reason
                            WHERE coop_suggestion_likely_double.dismissed_on IS NULL
                              AND (coop_suggestion_likely_double.score,
                                   coop_suggestion_likely_double.reason)
                                  IS DISTINCT FROM (EXCLUDED.score, EXCLUDED.reason)
                    """,
                    field=SQL.identifier(field),
                    uid=self.env.uid,
                    now=fields.Datetime.now(),
                    left=[row[0] for row in kind],
                    right=[row[place] for row in kind],
                    scores=[row[3] for row in kind],
                    reasons=[row[4] for row in kind],
                ),
                log_exceptions=False,
            )
        self.invalidate_model()

    # --- the team's buttons

    def action_confirm(self):
        """Open the merge of both, or the answer that names the product on the shelf."""
        self.ensure_one()
        self.env["coop.suggestion"]._check_team()
        if self.other_id:
            return (self.suggestion_id | self.other_id).action_merge_doubles()
        action = self.suggestion_id.action_decide()
        action["context"] = {
            **action["context"],
            "default_answer": "not_kept",
            "default_reason_id": self.env.ref("coop_suggestions.reason_similar").id,
            "default_product_id": self.product_id.id,
        }
        return action

    def action_dismiss(self):
        """Dismiss the pairs for good: they are not found anew."""
        self.env["coop.suggestion"]._check_team()
        # sudo: the team dismisses here, and writes nothing else of it.
        self.sudo().write(
            {"dismissed_on": fields.Datetime.now(), "dismissed_by_id": self.env.user.id}
        )

    def action_put_back(self):
        """Put dismissed pairs back into the list."""
        self.env["coop.suggestion"]._check_team()
        self.sudo().write({"dismissed_on": False, "dismissed_by_id": False})  # sudo: as above


def _shortest(barcode):
    """Return a barcode as it is written in fewest digits."""
    return min(barcode_variants(barcode), key=len)


class _Found:
    """Pairs as they are found: the same barcode before a resembling name."""

    def __init__(self):
        self._found = {"other_id": {}, "product_id": {}}

    def rows(self):
        """Yield ``(suggestion id, other id, product id, score, reason)``."""
        for field, pairs in self._found.items():
            for (left, right), (score, reason) in pairs.items():
                other, product = (right, None) if field == "other_id" else (None, right)
                yield left, other, product, score, reason

    def add_barcodes(self, names, others, field):
        """Add the pairs of one barcode, however it is written."""
        of_barcode = {}
        for id_, (_text, barcode) in others.items():
            if barcode:
                of_barcode.setdefault(_shortest(barcode), []).append(id_)
        for id_, (_text, barcode) in names.items():
            same = of_barcode.get(_shortest(barcode), ()) if barcode else ()
            for other in same[: MOST_PAIRS + 1]:
                self._add(id_, other, 1.0, "barcode", field)

    def add_names(self, pairs, names, others, field):
        """Add pairs of resembling names, best first; two barcodes are two products."""
        many = {}
        for left, right, score in pairs:
            if names[left][1] and others[right][1]:
                continue
            counted = [("left", left)] + ([("left", right)] if field == "other_id" else [])
            if all(many.get(each, 0) < MOST_PAIRS for each in counted):
                many.update((each, many.get(each, 0) + 1) for each in counted)
                self._add(left, right, score, "name", field)

    def _add(self, left, right, score, reason, field):
        if field == "other_id":
            if left == right:
                return
            left, right = min(left, right), max(left, right)
        self._found[field].setdefault((left, right), (round(score, 2), reason))
