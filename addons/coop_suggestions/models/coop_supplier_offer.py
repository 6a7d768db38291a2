from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from odoo.addons.coop_stock.tools.double_names import LIKELY, Name, likely_pairs, likeness

from .coop_suggestion import VOTING_STATES

# Whose price is of use: what waits for its answer, or for its order.
OFFER_STATES = (*VOTING_STATES, "kept")
# Of one suggestion, so many products of one list at most: the likeliest names.
MOST_BY_NAME = 3
FOUND_BY = [("barcode", "Barcode"), ("name", "Name")]
OFFER_STATE = [
    ("certain", "Same barcode"),
    ("confirmed", "Confirmed"),
    ("to_confirm", "To confirm"),
    ("dismissed", "Not the same"),
]
STANDING = ("certain", "confirmed")


class CoopSupplierOffer(models.Model):
    """A product of a supplier's price list that is what members ask for.

    Found by its barcode, else by its name, which the team confirms or dismisses for good: what it
    said stays when the supplier's next list takes the place of this one.
    """

    _name = "coop.supplier.offer"
    _description = "Supplier's offer"
    _order = "score desc, id"
    _rec_name = "suggestion_id"

    suggestion_id = fields.Many2one(
        "coop.suggestion", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    # What was confirmed or dismissed once and is no longer in the list has none.
    line_id = fields.Many2one(
        "coop.supplier.list.line",
        string="Line of the price list",
        readonly=True,
        ondelete="set null",
        index=True,
    )
    list_id = fields.Many2one(related="line_id.list_id")
    product_key = fields.Char(required=True, readonly=True)
    found_by = fields.Selection(FOUND_BY, required=True, readonly=True)
    score = fields.Float(string="Likeness", readonly=True, aggregator=None)
    state = fields.Selection(OFFER_STATE, required=True, readonly=True, index=True)
    answered_on = fields.Datetime(string="Confirmed or dismissed on", readonly=True)
    answered_by_id = fields.Many2one("res.users", string="Confirmed or dismissed by", readonly=True)
    company_id = fields.Many2one(related="suggestion_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="In the price list", related="line_id.name")
    brand = fields.Char(related="line_id.brand")
    barcode = fields.Char(related="line_id.barcode")
    pack = fields.Integer(related="line_id.pack", aggregator=None)
    cost = fields.Float(related="line_id.cost", aggregator=None)
    listed_on = fields.Date(related="list_id.listed_on")
    shop_price = fields.Monetary(
        string="In the shop, about", compute="_compute_shop_price", aggregator=None
    )

    _once = models.Constraint(
        "UNIQUE (suggestion_id, partner_id, product_key)", "This offer is listed already."
    )

    @api.depends("line_id.cost", "suggestion_id.shelf_id")
    def _compute_shop_price(self):
        for offer in self:
            offer.shop_price = offer.suggestion_id._price_in_shop(offer.cost)

    def _words(self):
        """Return the offer in words: « Relais Bio, carton de 6, environ 4,90 € en magasin »."""
        self.ensure_one()
        _ = self.env._
        values = {
            "supplier": self.partner_id.name,
            "pack": self.pack,
            "price": formatLang(self.env, self.shop_price, currency_obj=self.currency_id),
        }
        if self.pack > 1:
            return _("%(supplier)s, pack of %(pack)s, about %(price)s in the shop", **values)
        return _("%(supplier)s, about %(price)s in the shop", **values)

    def _words_or_none(self):
        return self._words() if self else ""

    # --- finding

    @api.model
    def _find(self, supplier_list):
        """Find what a new price list offers of what members of this coop ask for.

        Barcodes in one statement; names all at once. What the team confirmed or dismissed stays,
        what was only found and is no longer there goes.
        """
        self._flush_what_is_read()
        lines = SQL("line.list_id = %s", supplier_list.id)
        self._keep_answers(lines)
        self._find_barcodes(lines, self._suggestions_sql())
        self._find_names(supplier_list)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM coop_supplier_offer offer USING coop_suggestion
                      WHERE coop_suggestion.id = offer.suggestion_id
                        AND coop_suggestion.company_id = %s AND offer.partner_id = %s
                        AND offer.line_id IS NULL AND offer.state IN ('certain', 'to_confirm')
                """,
                supplier_list.company_id.id,
                supplier_list.partner_id.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _find_of(self, suggestions):
        """Find anew what the price lists offer of some suggestions, by the index of names."""
        suggestions = suggestions.filtered(lambda s: s._lead().state in OFFER_STATES)
        if not suggestions:
            return
        self._flush_what_is_read()
        company = self.env.company
        lists = self.env["coop.supplier.list"].search([("company_id", "=", company.id)])
        self.env.cr.execute(
            SQL(
                "DELETE FROM coop_supplier_offer"
                " WHERE suggestion_id = ANY(%s) AND state IN ('certain', 'to_confirm')",
                suggestions.ids,
            ),
            log_exceptions=False,
        )
        if lists:
            self._find_barcodes(
                SQL("line.list_id = ANY(%s)", lists.ids),
                SQL("coop_suggestion.id = ANY(%s)", suggestions.ids),
            )
            for suggestion in suggestions:
                self._find_name_of(suggestion, lists)
        self.invalidate_model()

    @api.model
    def _flush_what_is_read(self):
        self.env["coop.suggestion"].flush_model()
        self.env["coop.supplier.list"].flush_model()
        self.env["coop.supplier.list.line"].flush_model()
        self.flush_model()

    @api.model
    def _suggestions_sql(self):
        """Return SQL that holds for the suggestions to find, and for what leads to them."""
        suggestions = self.env["coop.suggestion"]
        return suggestions._or_leads_to_sql(suggestions._in_states_sql(*OFFER_STATES))

    @api.model
    def _keep_answers(self, lines):
        """Have what was confirmed or dismissed before stand for its line in the new list."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE coop_supplier_offer offer
                   SET line_id = line.id
                  FROM coop_supplier_list_line line
                  JOIN coop_supplier_list list ON list.id = line.list_id,
                       coop_suggestion
                 WHERE %s AND line.product_key = offer.product_key
                   AND list.partner_id = offer.partner_id
                   AND coop_suggestion.id = offer.suggestion_id
                   AND coop_suggestion.company_id = list.company_id
                   AND offer.state IN ('confirmed', 'dismissed')
                """,
                lines,
            ),
            log_exceptions=False,
        )

    @api.model
    def _find_barcodes(self, lines, suggestions):
        """List the lines that have a suggestion's barcode, however it is padded with zeros."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_supplier_offer AS offer (
                    suggestion_id, partner_id, line_id, product_key, found_by, score, state,
                    create_uid, create_date, write_uid, write_date)
                SELECT coop_suggestion.id, list.partner_id, line.id, line.product_key,
                       'barcode', 1, 'certain', %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM coop_suggestion
                  JOIN coop_supplier_list_line line
                    ON line.product_key = 'b:' || ltrim(coop_suggestion.barcode, '0')
                  JOIN coop_supplier_list list ON list.id = line.list_id
                 WHERE %(lines)s AND %(suggestions)s AND coop_suggestion.barcode <> ''
                ON CONFLICT (suggestion_id, partner_id, product_key) DO UPDATE
                   SET line_id = EXCLUDED.line_id, found_by = 'barcode', score = 1,
                       state = CASE offer.state WHEN 'to_confirm' THEN 'certain'
                                                ELSE offer.state END
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                lines=lines,
                suggestions=suggestions,
            ),
            log_exceptions=False,
        )

    @api.model
    def _find_names(self, supplier_list):
        """List the lines whose names are likely those of suggestions without a sure offer."""
        suggestions = {
            id_: (text or "", barcode)
            for id_, text, barcode in self.env.execute_query(
                SQL(
                    """
                    SELECT id, coop_search_text, barcode FROM coop_suggestion
                     WHERE %s AND NOT EXISTS (
                           SELECT FROM coop_supplier_offer offer
                             JOIN coop_supplier_list_line line ON line.id = offer.line_id
                            WHERE offer.suggestion_id = coop_suggestion.id
                              AND line.list_id = %s AND offer.state IN ('certain', 'confirmed'))
                  ORDER BY id
                    """,
                    self._suggestions_sql(),
                    supplier_list.id,
                )
            )
        }
        lines = {
            id_: (text, barcode, key)
            for id_, text, barcode, key in self.env.execute_query(
                SQL(
                    "SELECT id, coop_search_text, barcode, product_key"
                    " FROM coop_supplier_list_line WHERE list_id = %s ORDER BY id",
                    supplier_list.id,
                )
            )
        }
        _among_suggestions, pairs = likely_pairs(
            {id_: text for id_, (text, _barcode) in suggestions.items()},
            {id_: text for id_, (text, _barcode, _key) in lines.items()},
        )
        many = {}
        found = []
        for suggestion_id, line_id, score in pairs:
            _text, barcode, key = lines[line_id]
            # Two barcodes are two products.
            if suggestions[suggestion_id][1] and barcode:
                continue
            if many.get(suggestion_id, 0) < MOST_BY_NAME:
                many[suggestion_id] = many.get(suggestion_id, 0) + 1
                found.append(
                    (suggestion_id, supplier_list.partner_id.id, line_id, key, round(score, 2))
                )
        self._keep_names(found)

    @api.model
    def _find_name_of(self, suggestion, lists):
        """List the lines of each list whose name is likely that of one suggestion."""
        Line = self.env["coop.supplier.list.line"]
        name = Name(suggestion.coop_search_text)
        sure = self.search([("suggestion_id", "=", suggestion.id), ("state", "in", STANDING)])
        for supplier_list in lists - sure.list_id:
            near = Line._coop_search_similar(
                suggestion.coop_search_text,
                SQL("coop_supplier_list_line.list_id = %s", supplier_list.id),
                limit=4 * MOST_BY_NAME,
            )
            scores = {
                line: likeness(name, Name(line.coop_search_text))
                for line in Line.browse([id_ for id_, _score in near])
                if not (suggestion.barcode and line.barcode)
            }
            likely = sorted(
                (line for line, score in scores.items() if score >= LIKELY),
                key=lambda line, scores=scores: (-scores[line], line.id),
            )
            self._keep_names(
                [
                    (
                        suggestion.id,
                        supplier_list.partner_id.id,
                        line.id,
                        line.product_key,
                        round(scores[line], 2),
                    )
                    for line in likely[:MOST_BY_NAME]
                ]
            )

    @api.model
    def _keep_names(self, rows):
        """List what was found by name; what is confirmed or dismissed already stays what it is.

        :param rows: ``(suggestion id, supplier's id, line id, product key, likeness)``
        """
        if not rows:
            return
        suggestion_ids, partner_ids, line_ids, keys, scores = zip(*rows, strict=True)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_supplier_offer AS offer (
                    suggestion_id, partner_id, line_id, product_key, score, found_by, state,
                    create_uid, create_date, write_uid, write_date)
                SELECT found.*, 'name', 'to_confirm', %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(suggestions)s::int[], %(partners)s::int[], %(lines)s::int[],
                              %(keys)s::varchar[], %(scores)s::float8[]) AS found
                ON CONFLICT (suggestion_id, partner_id, product_key) DO UPDATE
                   SET line_id = EXCLUDED.line_id, score = EXCLUDED.score
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                suggestions=list(suggestion_ids),
                partners=list(partner_ids),
                lines=list(line_ids),
                keys=list(keys),
                scores=list(scores),
            ),
            log_exceptions=False,
        )

    # --- the team's buttons

    def action_confirm(self):
        """Say that these are what members ask for."""
        self._answer("confirmed")

    def action_dismiss(self):
        """Say that these are something else: for good, in the supplier's next lists too."""
        self._answer("dismissed")

    def action_put_back(self):
        """Take back what was said of these."""
        for found_by, offers in self.grouped("found_by").items():
            offers._answer("certain" if found_by == "barcode" else "to_confirm")

    def _answer(self, state):
        self.env["coop.suggestion"]._check_team()
        # sudo: the team says here what an offer is, and writes nothing else of it.
        self.sudo().write(
            {
                "state": state,
                "answered_on": fields.Datetime.now(),
                "answered_by_id": self.env.user.id,
            }
        )
