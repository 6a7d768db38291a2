from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.coop_stock.tools.search_text import normalise

# So many refused lines are named; the others are counted.
MOST_NAMED = 500


class CoopSupplierList(models.Model):
    """What a supplier sells and for how much: one current price list a supplier.

    The next list takes the place of the one before, whole.
    """

    _name = "coop.supplier.list"
    _description = "Supplier's price list"
    _order = "imported_on desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Supplier", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    listed_on = fields.Date(string="Prices of", required=True, readonly=True)
    imported_on = fields.Datetime(required=True, readonly=True)
    imported_by_id = fields.Many2one("res.users", string="Imported by", readonly=True)
    file_name = fields.Char(string="File", readonly=True)
    line_ids = fields.One2many("coop.supplier.list.line", "list_id", string="Products")
    line_count = fields.Integer(string="Number of products", readonly=True)
    refused_count = fields.Integer(string="Refused lines", readonly=True)
    refused_words = fields.Text(string="Why they are refused", readonly=True)
    offer_count = fields.Integer(string="Suggestions found", compute="_compute_offer_counts")
    to_confirm_count = fields.Integer(string="To confirm", compute="_compute_offer_counts")

    _one_a_supplier = models.Constraint(
        "UNIQUE (partner_id, company_id)", "A supplier has one current price list."
    )

    def _compute_offer_counts(self):
        groups = self.env["coop.supplier.offer"]._read_group(
            [("list_id", "in", self.ids), ("state", "!=", "dismissed")],
            ["list_id", "state"],
            ["suggestion_id:count_distinct"],
        )
        counts = {(supplier_list.id, state): count for supplier_list, state, count in groups}
        for supplier_list in self:
            supplier_list.to_confirm_count = counts.get((supplier_list.id, "to_confirm"), 0)
            supplier_list.offer_count = sum(
                counts.get((supplier_list.id, state), 0) for state in ("certain", "confirmed")
            )

    @api.model
    def _replace(self, partner, lines, refused_words, **values):
        """Make these lines the supplier's current list, and find the suggestions that they are of.

        Of two at the same moment the one waits, begins anew and replaces what the other wrote.

        :param partner: the supplier, one `res.partner`
        :param lines: of `tools.price_list.Line`
        :param refused_words: a sentence for each line that was refused
        :param values: of `listed_on` and `file_name`
        :return: the list
        """
        now = fields.Datetime.now()
        named = refused_words[:MOST_NAMED]
        if len(refused_words) > MOST_NAMED:
            named.append(self.env._("and %s more lines", len(refused_words) - MOST_NAMED))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_supplier_list AS listed (
                    partner_id, company_id, listed_on, imported_on, imported_by_id, file_name,
                    line_count, refused_count, refused_words,
                    create_uid, create_date, write_uid, write_date)
                VALUES (%(partner)s, %(company)s, %(listed_on)s, %(now)s, %(uid)s, %(file_name)s,
                        %(count)s, %(refused)s, %(words)s, %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (partner_id, company_id) DO UPDATE
                   SET listed_on = EXCLUDED.listed_on, imported_on = EXCLUDED.imported_on,
                       imported_by_id = EXCLUDED.imported_by_id, file_name = EXCLUDED.file_name,
                       line_count = EXCLUDED.line_count, refused_count = EXCLUDED.refused_count,
                       refused_words = EXCLUDED.refused_words,
                       write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
                RETURNING id
                """,
                partner=partner.id,
                company=self.env.company.id,
                listed_on=values.get("listed_on") or self.env.company._coop_today(),
                file_name=values.get("file_name") or None,
                count=len(lines),
                refused=len(refused_words),
                words="\n".join(named) or None,
                now=now,
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        [(list_id,)] = self.env.cr.fetchall()
        supplier_list = self.browse(list_id)
        supplier_list._write_lines(lines)
        self.env["coop.supplier.offer"]._find(supplier_list)
        return supplier_list

    def _write_lines(self, lines):
        """Put lines in the place of those that are there, all in one statement."""
        self.env.cr.execute(
            SQL("DELETE FROM coop_supplier_list_line WHERE list_id = %s", self.id),
            log_exceptions=False,
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_supplier_list_line (
                    list_id, number, name, brand, barcode, pack, cost, product_key,
                    coop_search_text, create_uid, create_date, write_uid, write_date)
                SELECT %(list)s, line.*, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(numbers)s::int[], %(names)s::varchar[], %(brands)s::varchar[],
                              %(barcodes)s::varchar[], %(packs)s::int[], %(costs)s::numeric[],
                              %(keys)s::varchar[], %(texts)s::varchar[]) AS line
                """,
                list=self.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                numbers=[line.number for line in lines],
                names=[line.name for line in lines],
                brands=[line.brand or None for line in lines],
                barcodes=[line.barcode or None for line in lines],
                packs=[line.pack for line in lines],
                costs=[line.cost for line in lines],
                keys=[line.key for line in lines],
                texts=[normalise(f"{line.name} {line.brand}") for line in lines],
            )
        )
        self.env.invalidate_all()

    def action_see_offers(self):
        """Show the suggestions that were found in these lists."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_suggestions.coop_supplier_offer_action"
        )
        action["domain"] = [("list_id", "in", self.ids)]
        action["context"] = {}
        return action
