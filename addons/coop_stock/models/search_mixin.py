from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.search_text import Pattern, closest, is_known, matching, may_be_misspelt

# How many names the index proposes to the finer comparison in Python. With 12,000 names
# the right one is among them for 99.7 % of misspelt names and 96 % of their first halves.
CANDIDATES = 100
# So few letters have hardly a trigram in common with the name that is meant.
FEW_LETTERS = 7
# `pg_trgm.word_similarity_threshold`: low enough for one slip in six letters or more.
WORD_SIMILARITY = "0.3"


class CoopSearchMixin(models.AbstractModel):
    """Finds the records whose name resembles what somebody typed.

    A model that inherits it overrides `coop_search_text` with a stored computed field,
    made by `tools.search_text.normalise`: without accents, so that neither the extension
    unaccent nor an index over all languages is needed. Nothing else is to be done: the
    trigram index comes by itself.

    Odoo creates the extension pg_trgm with the database. Where PostgreSQL does not offer it
    (its "contrib" package is not installed), every name is compared: the same is found, but
    12,000 names take a third of a second. Once the extension is there, ``-u`` of the
    inheriting addon creates the index.

    The searches know no access rules: who calls them says in `where` what may be seen.
    """

    _name = "coop.search.mixin"
    _description = "Search by resembling names"

    coop_search_text = fields.Char(string="Searched text", copy=False)

    # GiST, as only it gives the nearest names without a threshold. Signatures longer than
    # the default of 12 bytes make it a fifth faster.
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
        :return: ``[(id, score)]``, best first; a score is between `MIN_SCORE` and 1
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
        if self.env.registry.has_trigram:
            # Counts until the end of the transaction, and on a read-only replica too.
            self.env.execute_query(
                SQL(
                    "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
                    WORD_SIMILARITY,
                )
            )
        words = Pattern(text).required
        conditions = [SQL("(%s)", self._coop_has_word_sql(word)) for word in words]
        having_words = SQL(" AND ").join([SQL("(%s)", where), *conditions])
        rows = self.env.execute_query(self._coop_candidates_sql(having_words))
        if not all(is_known(word, rows) for word in words):
            # A misspelt word, of which the index finds too few: look through all names.
            rows = self.env.execute_query(self._coop_candidates_sql(where))
        return matching(text, rows, limit)

    # --- SQL. What is normalised holds letters, digits and spaces: no wildcards of LIKE.

    @api.model
    def _coop_text_sql(self):
        field = self._fields["coop_search_text"]
        return SQL.identifier(self._table, "coop_search_text", to_flush=field)

    @api.model
    def _coop_candidates_sql(self, where, order=SQL("id"), limit=None):  # noqa: B008
        return SQL(
            "SELECT %(id)s, COALESCE(%(text)s, '') FROM %(table)s"
            " WHERE %(where)s ORDER BY %(order)s LIMIT %(limit)s",
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
            return self._coop_candidates_sql(where)
        nearest = self._coop_candidates_sql(
            where, SQL("%s <-> %s", column, pattern.text), CANDIDATES
        )
        letters = len(pattern.text)
        if letters > FEW_LETTERS:
            return nearest
        few_letters = SQL(
            """(%(where)s) AND (
                %(column)s LIKE %(beginning)s
                OR length(%(column)s) BETWEEN %(shortest)s AND %(longest)s
                   AND length(translate(%(column)s, %(letters)s, '')) <= 2
            )""",
            where=where,
            column=column,
            beginning=f"{pattern.text}%",
            shortest=letters - 1,
            longest=letters + 2,
            letters=pattern.text,
        )
        return SQL(
            "(%s) UNION (%s)",
            nearest,
            self._coop_candidates_sql(few_letters, SQL("length(%s)", column), CANDIDATES),
        )

    @api.model
    def _coop_has_word_sql(self, word):
        """Return a condition for the names with `word` or one like it; `matching` looks closer."""
        column = self._coop_text_sql()
        if len(word) < 3:
            return SQL("%s LIKE %s OR %s LIKE %s", column, f"{word}%", column, f"% {word}%")
        has_word = SQL("%s LIKE %s", column, f"%{word}%")
        if not may_be_misspelt(word):
            return has_word
        if not self.env.registry.has_trigram:
            return SQL("TRUE")
        return SQL("%s OR %s <%% %s", has_word, word, column)
