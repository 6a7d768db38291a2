import base64
import binascii

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.coop_stock.models.hold_rows import hold_rows

from ..tools import price_file, price_list

ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("windows-1252", "Windows-1252 (older programs)"),
    ("utf-16", "UTF-16"),
]
SEPARATORS = [(";", "Semicolon"), (",", "Comma"), ("\t", "Tab"), ("|", "Bar")]
DECIMAL_MARKS = [(",", "Comma: 4,90"), (".", "Point: 4.90")]
PRICES = [("unit", "one unit"), ("pack", "a whole pack")]
# In base64, as forms send files; a little more for the end of the last line.
MOST_SENT = price_file.MOST_BYTES * 4 // 3 + 4
SAMPLES = 4
MOST_SAMPLES_SHOWN = 30


class CoopPriceListImport(models.TransientModel):
    """A supplier's price list, from its file to the list that takes the last one's place."""

    _name = "coop.price.list.import"
    _description = "Import a price list"

    partner_id = fields.Many2one("res.partner", string="Supplier", required=True)
    listed_on = fields.Date(string="Prices of", default=lambda self: self.env.company._coop_today())
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("file", "File"), ("columns", "Columns")], default="file", required=True
    )
    encoding = fields.Selection(ENCODINGS, string="Letters")
    separator = fields.Selection(SEPARATORS, string="Columns are parted by")
    titles_line = fields.Integer(
        string="Line of the titles", help="0 when the columns have no titles."
    )
    decimal_mark = fields.Selection(DECIMAL_MARKS, string="Before the cents")
    price_of = fields.Selection(PRICES, string="The price is of", default="unit", required=True)
    column_ids = fields.One2many("coop.price.list.import.column", "wizard_id", string="Columns")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_large(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_large(vals)
        return super().write(vals)

    def _refuse_large(self, vals):
        """Refuse a file that is too large before anything reads it."""
        if len(vals.get("file") or "") > MOST_SENT:
            raise UserError(
                self._unreadable_words(
                    price_file.Unreadable(
                        "too_large", megabytes=price_file.MOST_BYTES // price_file.MEGABYTE
                    )
                )
            )

    # --- the team's buttons

    def action_read(self):
        """Read the beginning of the file, and show its columns as remembered or guessed."""
        self.ensure_one()
        self.env["coop.suggestion"]._check_team()
        again = self.state == "columns"
        table = self._read_table(price_file.BEGINNING)
        place = price_list.find_titles(table.rows)
        if again:
            numbers = [number for number, _cells in table.rows]
            place = numbers.index(self.titles_line) if self.titles_line in numbers else None
        titles = table.rows[place][1] if place is not None else ()
        below = [cells for _number, cells in table.rows[0 if place is None else place + 1 :]]
        kinds = self._remembered(titles) or {
            column: kind for kind, column in price_list.guess_columns_of(table.rows, place).items()
        }
        width = max(len(cells) for _number, cells in table.rows)
        self.write(
            {
                "state": "columns",
                "encoding": table.encoding,
                "separator": table.separator,
                "titles_line": 0 if place is None else table.rows[place][0],
                "price_of": self._remembered_price_of() if not again else self.price_of,
                "column_ids": [
                    Command.clear(),
                    *(
                        Command.create(self._column(column, titles, below, kinds))
                        for column in range(width)
                    ),
                ],
            }
        )
        return self._open()

    def action_import(self):
        """Make the file the supplier's current list; show it.

        :raises UserError: in the team's words, when nothing is imported
        """
        self.ensure_one()
        self.env["coop.suggestion"]._check_team()
        if self.state != "columns":
            return self.action_read()
        columns = self._chosen_columns()
        table = self._read_table()
        rows = [row for row in table.rows if row[0] > self.titles_line]
        place = columns["price"]
        mark = self.decimal_mark or price_list.guess_decimal_mark(
            cells[place] for _number, cells in rows if place < len(cells)
        )
        try:
            lines, refusals = price_list.read_lines(rows, columns, mark, self.price_of)
        except price_file.Unreadable as error:
            raise UserError(self._unreadable_words(error)) from error
        self._remember()
        # sudo: the team makes lists here, and has no right to write them elsewhere.
        supplier_list_sudo = (
            self.env["coop.supplier.list"]
            .sudo()
            ._replace(
                self.partner_id,
                lines,
                [self._refusal_words(refusal) for refusal in refusals],
                listed_on=self.listed_on,
                file_name=self.file_name,
            )
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "coop.supplier.list",
            "res_id": supplier_list_sudo.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a price list"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    # --- reading

    def _read_table(self, most=None):
        try:
            content = base64.b64decode(self.with_context(bin_size=False).file or b"")
            return price_file.read_table(
                content, self.encoding or "", self.separator or "", most=most
            )
        except price_file.Unreadable as error:
            raise UserError(self._unreadable_words(error)) from error
        except binascii.Error as error:
            raise UserError(self.env._("The file did not arrive whole: send it again.")) from error

    def _column(self, place, titles, below, kinds):
        """Return the values of a column, with what stands in the first lines."""
        cells = [cells[place] for cells in below if place < len(cells) and cells[place] != ""]
        texts = [price_list.text_of(cell) for cell in cells[:SAMPLES]]
        return {
            "place": place,
            "title": price_list.text_of(titles[place]) if place < len(titles) else "",
            "samples": " · ".join(text[:MOST_SAMPLES_SHOWN] for text in texts),
            "kind": kinds.get(place, False),
        }

    def _chosen_columns(self):
        """Return the place of each kind, as the team has set it.

        :raises UserError: when one is missing, or set twice
        """
        words = dict(self.column_ids._fields["kind"]._description_selection(self.env))
        columns = {}
        for column in self.column_ids.filtered("kind"):
            if column.kind in columns:
                raise UserError(
                    self.env._("Two columns are set as “%s”: keep one of them.", words[column.kind])
                )
            columns[column.kind] = column.place
        for kind in price_list.NEEDED:
            if kind not in columns:
                raise UserError(self.env._("Say which column is “%s”.", words[kind]))
        return columns

    # --- remembered

    def _remember(self):
        """Keep how this supplier's columns are told, for the next list."""
        chosen = self.column_ids.filtered("kind")
        # sudo: the team may not change contacts.
        supplier_sudo = self.partner_id.sudo()
        hold_rows(supplier_sudo)
        supplier_sudo.coop_price_list_format = {
            "titles": {price_list.fold(c.title): c.kind for c in chosen if c.title},
            "places": {str(c.place): c.kind for c in chosen},
            "width": len(self.column_ids),
            "price_of": self.price_of,
        }

    def _remembered(self, titles):
        """Return ``{place: kind}`` as told the last time, where the columns are still those."""
        known = self.partner_id.sudo().coop_price_list_format or {}
        kinds = {}
        for place, title in enumerate(titles):
            kind = known.get("titles", {}).get(price_list.fold(price_list.text_of(title)))
            if kind and kind not in kinds.values():
                kinds[place] = kind
        if not titles and not known.get("titles"):
            kinds = {int(place): kind for place, kind in known.get("places", {}).items()}
        needed = set(known.get("titles", {}).values()) or set(price_list.NEEDED)
        return kinds if needed <= set(kinds.values()) else {}

    def _remembered_price_of(self):
        known = self.partner_id.sudo().coop_price_list_format or {}
        return known.get("price_of") or "unit"

    # --- in words

    def _unreadable_words(self, error):
        """Return why a whole file is refused."""
        _ = self.env._
        if error.reason == "shifted":
            return self._shifted_words(error.facts)
        return {
            "too_large": _(
                "This file is larger than %(megabytes)s MB: no price list is. Nothing was read. "
                "Save the sheet with the prices alone, and send that.",
                megabytes=error.facts.get("megabytes"),
            ),
            "empty": _("This file is empty: there is no line in it."),
            "picture": _(
                "This file is a picture or a PDF, whatever its name says. Ask the supplier for "
                "the list as a spreadsheet (.xlsx) or as text (.csv)."
            ),
            "old_spreadsheet": _(
                "This is a spreadsheet in an old format (.xls). Open it, save it as .xlsx or .csv, "
                "and send that."
            ),
            "no_text": _(
                "This file is neither a spreadsheet (.xlsx) nor text (.csv): it cannot be read."
            ),
            "letters": _(
                "The letters of this file cannot be read that way. Choose another setting for "
                "“Letters”, or save it as .xlsx."
            ),
            "quotation": _(
                "In line %(number)s a quotation mark opens and does not close: all that follows "
                "would be one cell. Put it right there, or save the list as .xlsx.",
                number=error.facts.get("number"),
            ),
            "broken": _(
                "This spreadsheet is damaged: it cannot be opened. Open it in your spreadsheet "
                "program, save it again, and send that."
            ),
            "archive": _(
                "This is an archive (.zip) or another kind of document, no spreadsheet (.xlsx)."
            ),
            "bomb": _(
                "Unpacked, this spreadsheet would take more than %(megabytes)s MB: no price list "
                "does. It was not opened.",
                megabytes=error.facts.get("megabytes"),
            ),
            "too_many_lines": _(
                "This list has more than %(most)s lines. Keep the departments that you order from, "
                "and send those.",
                most=error.facts.get("most"),
            ),
            "no_lines": _(
                "There is no product below the titles. Check the line of the titles and the "
                "columns."
            ),
        }[error.reason]

    def _shifted_words(self, facts):
        return self.env._(
            "Nothing was imported: %(count)s of %(total)s lines cannot be right. It looks as if "
            "the columns were shifted, or chosen wrongly. The first: %(first)s",
            count=facts["count"],
            total=facts["total"],
            first=self._refusal_words(
                price_list.Refusal(facts["number"], facts["cause"], facts["value"])
            ),
        )

    def _refusal_words(self, refusal):
        """Return why a line is refused: « Ligne 12 : … »."""
        return self.env._("Line %(number)s: %(why)s", number=refusal.number, why=self._why(refusal))

    def _why(self, refusal):
        _ = self.env._
        value = refusal.value
        formula = _(
            "“%s” is a formula without its result. Open the file, save it again in your "
            "spreadsheet program, and send that.",
            value,
        )
        return {
            "scientific": _(
                "the barcode “%s” was cut short by a spreadsheet: its last digits are lost. Ask "
                "the supplier for the list with barcodes as text.",
                value,
            ),
            "barcode_words": _("“%s” is no barcode.", value),
            "barcode_length": _(
                "the barcode “%s” has not 8, 12, 13 or 14 digits: one is missing or too many, a 0 "
                "at its beginning perhaps.",
                value,
            ),
            "barcode_check": _(
                "the barcode “%s” has a wrong check digit: one of its digits is wrong.", value
            ),
            "price_missing": _("there is no price."),
            "price_words": _("“%s” is no price.", value),
            "price_zero": _("the price “%s” is not above zero.", value),
            "price_high": _("“%s” is too much for a price.", value),
            "pack_words": _("“%s” does not say how many units a pack holds.", value),
            "name_missing": _("there is no name."),
            "name_long": _("the name is too long: “%s…”", value),
            "name_words": _("“%s” is no name.", value),
            "double": _("the same product stands in line %s already, which counts.", value),
            **{f"formula_{kind}": formula for kind in price_list.KINDS},
        }[refusal.reason]
