from odoo import models
from odoo.tools import SQL

TABLES = {
    "level": ("coop_vracoop_level", {"quantity": "numeric"}, ()),
    "expected": ("coop_vracoop_expected", {"day": "date"}, ()),
    "day": (
        "coop_vracoop_day",
        {
            "quantity": "numeric",
            "turnover": "numeric",
            "lost": "numeric",
            "received": "numeric",
            "found": "numeric",
        },
        ("day",),
    ),
}


class CoopVracoopLink(models.Model):
    """Levels, receptions and daily figures: thousands of plain rows, written in one statement."""

    _inherit = "coop.vracoop.link"

    def _receive_figures(self, kind, rows, told):
        """Write rows of products that are known; those of others are nobody's here.

        Of two distant products that are one here and told at once, figures are summed, and the
        first day counts.
        """
        if not rows:
            return
        self.env.flush_all()
        table, columns, keys = TABLES[kind]
        names = [*keys, *columns]
        types = {**dict.fromkeys(keys, "date"), **columns}
        arrays = [[row["ref"] for row in rows]]
        for name in names:
            empty = None if types[name] == "date" else 0.0
            arrays.append([row.get(name) if row.get(name) is not None else empty for row in rows])
        written = self.env.execute_query(
            SQL(
                """
                INSERT INTO %(table)s AS kept (link_id, product_id, %(names)s)
                SELECT %(link)s, product.id, %(summed)s
                  FROM unnest(%(arrays)s) AS told (ref, %(names)s)
                  JOIN coop_vracoop_record record
                    ON record.link_id = %(link)s AND record.kind = 'product'
                   AND record.ref = told.ref
                  JOIN product_product product ON product.id = record.res_id
                 WHERE %(something)s OR EXISTS (
                       SELECT FROM %(table)s known
                        WHERE known.link_id = %(link)s AND known.product_id = product.id%(same)s
                       )
              GROUP BY product.id%(told_keys)s
                    ON CONFLICT (link_id, product_id%(keys)s) DO UPDATE SET %(set)s
                 WHERE (%(kept)s) IS DISTINCT FROM (%(excluded)s)
             RETURNING kept.product_id, xmax = 0
                """,
                table=SQL.identifier(table),
                names=_names(names),
                summed=SQL(", ").join(_summed(name, name in keys, types[name]) for name in names),
                told_keys=SQL("").join(SQL(", %s", SQL.identifier("told", key)) for key in keys),
                link=self.id,
                arrays=SQL(", ").join(map(_typed, arrays, ["text", *map(types.get, names)])),
                # What is nothing is written down only where something was.
                something=SQL(" OR ").join(
                    SQL("%s IS DISTINCT FROM 0", SQL.identifier("told", name))
                    for name in columns
                    if types[name] == "numeric"
                )
                or SQL("TRUE"),
                same=SQL("").join(
                    SQL(" AND %s = %s", SQL.identifier("known", key), SQL.identifier("told", key))
                    for key in keys
                ),
                keys=SQL(", %s", _names(keys)) if keys else SQL(),
                set=SQL(", ").join(
                    SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in columns
                ),
                kept=SQL(", ").join(SQL.identifier("kept", name) for name in columns),
                excluded=SQL(", ").join(
                    SQL("EXCLUDED.%s", SQL.identifier(name)) for name in columns
                ),
            )
        )
        created = sum(is_new for _product_id, is_new in written)
        told["created"] += created
        told["changed"] += len(written) - created
        told["unchanged"] += len(rows) - len(written)
        self.env.invalidate_all(flush=False)
        if kind == "day" and written:
            self.env["product.product"].browse({id_ for id_, _new in written})._coop_arrived()

    def _forget_stale_days(self):
        """Forget the days of another place, now that those of this one are told."""
        if self.days_are_stale:
            self._leave_figures("day", [])
            self.days_are_stale = False

    def _leave_figures(self, kind, refs):
        """Forget the rows of products that are not named any more; return how many."""
        table = TABLES[kind][0]
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM %(table)s kept
                 WHERE kept.link_id = %(link)s
                   AND kept.product_id NOT IN (
                       SELECT res_id FROM coop_vracoop_record
                        WHERE link_id = %(link)s AND kind = 'product' AND ref = ANY(%(refs)s)
                          AND res_id IS NOT NULL
                   )
             RETURNING kept.id
                """,
                table=SQL.identifier(table),
                link=self.id,
                refs=list(refs),
            )
        )
        self.env.invalidate_all(flush=False)
        return len(rows)


def _names(names):
    return SQL(", ").join(SQL.identifier(name) for name in names)


def _summed(name, is_key, type_):
    """Return what is written of the rows of one product."""
    told = SQL.identifier("told", name)
    if is_key:
        return told
    return SQL("MIN(%s)", told) if type_ == "date" else SQL("SUM(%s)", told)


def _typed(array, type_):
    """Return an array of one of the types in `TABLES`."""
    casts = {"text": "%s::text[]", "date": "%s::date[]", "numeric": "%s::numeric[]"}
    return SQL(casts[type_], array)
