from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.search_text import Pattern, closest, matching, may_be_misspelt

# How many names the index proposes to the finer comparison in Python. With 12,000 names
# the right one is among them for 99.7 % of misspelt names and 96 % of their first halves.
CANDIDATES = 100
# Below this length a name has too few trigrams in common with what was typed so far.
FEW_LETTERS = 5
# `pg_trgm.word_similarity_threshold`: finds a word of five letters with a slip in it.
WORD_SIMILARITY = "0.3"


class CoopSearchMixin(models.AbstractModel):
    """Finds the records whose name resembles what somebody typed.

    A model that inherits it overrides `coop_search_text` with a stored computed field,
    made by `tools.search_text.normalise`: without accents, so that neither the extension
    unaccent nor an index over all languages is needed. Nothing else is to be done: the
    trigram index comes by itself.

    pg_trgm is created by Odoo with the database. Where PostgreSQL does not offer it (its
    "contrib" package is not installed), the searches read the whole table: they are slower,
    and find a misspelt word only where some three letters of it in a row are right. Once the
    extension is there, restarting Odoo with ``-u coop_stock`` creates the indexes.

    The searches know no access rules: who calls them says in `where` what may be seen.
    """

    _name = "coop.search.mixin"
    _description = "Search by resembling names"

    coop_search_text = fields.Char(string="Searched text", copy=False)

    # GiST, as only it gives the nearest names without a threshold. Signatures longer than
    # the default of 12 bytes make it a third faster.
    _coop_search_idx = models.Index(
        lambda registry: (
            "USING gist (coop_search_text gist_trgm_ops (siglen=64))"
            if registry.has_trigram
            else ""
        )
    )

    @api.model
    def _coop_search_similar(self, text, where=SQL("TRUE"), limit=5):  # noqa: B008
        """Return what resembles `text`, also while it is being typed, also misspelt.

        :param str text: what was typed
        :param SQL where: a condition on this model's table, under its own name
        :return: ``[(id, score)]``, best first; a score is between 0.6 and 1
        """
        pattern = Pattern(text)
        if not pattern.text:
            return []
        rows = self.env.execute_query(self._coop_nearest_sql(pattern, where))
        return closest(text, rows, limit)

    @api.model
    def _coop_search_ids(self, text, where=SQL("TRUE"), limit=None):  # noqa: B008
        """Return all that has every word of `text`, or almost: the filter of a list.

        :param str text: what was typed; without any letter or digit it filters nothing
        :param SQL where: a condition on this model's table, under its own name
        :return: ids, best first
        """
        has_trigram = self.env.registry.has_trigram
        if has_trigram:
            # Counts until the end of the transaction, and on a read-only replica too.
            self.env.execute_query(
                SQL(
                    "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
                    WORD_SIMILARITY,
                )
            )
        conditions = [where]
        for word in Pattern(text).required:
            conditions.append(self._coop_has_word_sql(word, has_trigram and may_be_misspelt(word)))
        rows = self.env.execute_query(
            self._coop_candidates_sql(SQL(" AND ").join(SQL("(%s)", c) for c in conditions))
        )
        return matching(text, rows, limit)

    # --- SQL. What is normalised holds letters, digits and spaces: no wildcards of LIKE.

    @api.model
    def _coop_text_sql(self):
        field = self._fields["coop_search_text"]
        return SQL.identifier(self._table, "coop_search_text", to_flush=field)

    @api.model
    def _coop_candidates_sql(self, where, order=SQL("id"), limit=None):  # noqa: B008
        return SQL(
            "SELECT %(id)s, %(text)s FROM %(table)s"
            " WHERE %(text)s IS NOT NULL AND (%(where)s) ORDER BY %(order)s LIMIT %(limit)s",
            id=SQL.identifier(self._table, "id"),
            text=self._coop_text_sql(),
            table=SQL.identifier(self._table),
            where=where,
            order=order,
            limit=limit,
        )

    @api.model
    def _coop_nearest_sql(self, pattern, where):
        """Return a query for the rows that `closest` shall compare."""
        column = self._coop_text_sql()
        if not self.env.registry.has_trigram:
            ends = range(3, max(len(pattern.text), 3) + 1)
            pieces = [SQL("%s LIKE %s", column, f"%{pattern.text[i - 3:i]}%") for i in ends]
            count = SQL(" + ").join(SQL("(%s)::int", piece) for piece in pieces)
            return self._coop_candidates_sql(
                SQL(" OR ").join(pieces) , SQL("%s DESC, length(%s)", count, column), CANDIDATES
            )
        nearest = self._coop_candidates_sql(
            where, SQL("%s <-> %s", column, pattern.text), CANDIDATES
        )
        if len(pattern.text) >= FEW_LETTERS:
            return nearest
        beginning = SQL("(%s) AND %s LIKE %s", where, column, f"{pattern.text}%")
        return SQL(
            "(%s) UNION (%s)",
            nearest,
            self._coop_candidates_sql(beginning, SQL("length(%s)", column), CANDIDATES),
        )

    @api.model
    def _coop_has_word_sql(self, word, misspelt):
        """Return a condition for the names that have `word`; `matching` looks closer."""
        column = self._coop_text_sql()
        if len(word) < 3:
            return SQL("%(c)s LIKE %(a)s OR %(c)s LIKE %(b)s", c=column, a=f"{word}%", b=f"% {word}%")
        has_word = SQL("%s LIKE %s", column, f"%{word}%")
        return SQL("%s OR %s <%% %s", has_word, word, column) if misspelt else has_word
