from odoo.tools import SQL


def hold_rows(records):
    """Make whoever holds these records at the same moment wait, and then look again.

    The rows are written, if only as they were: who waited would otherwise go on with what they
    read before. So Odoo runs their request anew. In one order, so that no two wait for each other.
    """
    records.flush_recordset()
    records.env.cr.execute(
        SQL(
            """
            UPDATE %(table)s held
               SET write_date = held.write_date
              FROM (SELECT id FROM %(table)s WHERE id = ANY(%(ids)s)
                  ORDER BY id FOR NO KEY UPDATE) locked
             WHERE held.id = locked.id
            """,
            table=SQL.identifier(records._table),
            ids=records.ids,
        ),
        log_exceptions=False,
    )
