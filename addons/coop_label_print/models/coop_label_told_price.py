from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.label_content import LabelContent
from ..tools.told_price import told_price

_COMPARED = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}


def is_by_measure_sql(content):
    """Return SQL that holds where the `content` of a label tells a price per measure first."""
    return SQL(
        """(%(content)s->>'unit_price' IS NOT NULL
            AND (%(content)s->>'kind' = 'bulk' OR %(content)s->>'price' IS NULL))""",
        content=content,
    )


def told_price_sql(content):
    """Return SQL of what `tools.told_price` tells of a column with the `content` of a label."""
    return SQL(
        """ROUND(
            (%(content)s->>CASE WHEN %(by_measure)s THEN 'unit_price' ELSE 'price' END)::numeric,
            2
        )""",
        content=content,
        by_measure=is_by_measure_sql(content),
    )


class CoopLabelToldPrice(models.AbstractModel):
    """A label whose content is kept as JSON, with the price that it tells as a column."""

    _name = "coop.label.told.price"
    _description = "Label with its price"

    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    price = fields.Monetary(string="Price shown", compute="_compute_price", search="_search_price")

    @api.depends_context("company")
    def _compute_currency_id(self):
        self.currency_id = self.env.company.currency_id

    @api.depends("content")
    def _compute_price(self):
        for label in self:
            label.price = told_price(LabelContent.from_json(label.content)) or False

    def _search_price(self, operator, value):
        if operator == "in":
            compared = SQL("= ANY(%s::numeric[])", [round(each or 0, 2) for each in value])
        elif operator in _COMPARED:
            compared = SQL("%s %s", _COMPARED[operator], value)
        else:
            return NotImplemented
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s %s", told_price_sql(SQL.identifier(alias, "content")), compared
            )
        )
