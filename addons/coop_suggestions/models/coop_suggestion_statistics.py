from odoo import api, fields, models
from odoo.tools import SQL

from .coop_suggestion import VOTING_STATES
from .coop_suggestion_vote import FREQUENCIES

RECENT_DAYS = 90
# Fields read from the votes by one query, and sorted by it: nothing of them is kept.
STATISTICS = ("rank", "supporters", "supporters_recent", "weekly", "monthly", "sometimes")


class CoopSuggestion(models.Model):
    """The votes of a suggestion, counted when they are read: no counter to wait on."""

    _inherit = "coop.suggestion"

    rank = fields.Integer(compute="_compute_rank", aggregator=None)
    supporters = fields.Integer(compute="_compute_supporters", aggregator=None)
    supporters_recent = fields.Integer(
        string="Supporters of 90 days", compute="_compute_supporters", aggregator=None
    )
    weekly = fields.Integer(
        string="Would buy weekly", compute="_compute_supporters", aggregator=None
    )
    monthly = fields.Integer(
        string="Would buy monthly", compute="_compute_supporters", aggregator=None
    )
    sometimes = fields.Integer(
        string="Would buy sometimes", compute="_compute_supporters", aggregator=None
    )
    days_waiting = fields.Integer(compute="_compute_days_waiting", aggregator=None)
    waiting_since = fields.Datetime(compute="_compute_waiting_since", store=True, index=True)

    @api.model
    def _households_sql(self, suggestions=None):
        """Return a query of the households of today's members that support each suggestion.

        Columns: suggestion_id, household, voted_on (the earliest vote), frequency (the highest:
        3 weekly, 2 monthly, 1 sometimes, 0 not said). The votes of a double count for the
        suggestion that it leads to.

        :param SQL suggestions: a condition on ``wish``, what was voted for, to read fewer votes
        """
        Partner = self.env["res.partner"]
        return SQL(
            """
            SELECT %(suggestion)s AS suggestion_id,
                   %(household)s AS household,
                   MIN(vote.voted_on) AS voted_on,
                   MAX(CASE vote.frequency WHEN 'weekly' THEN 3 WHEN 'monthly' THEN 2
                                           WHEN 'sometimes' THEN 1 ELSE 0 END) AS frequency
              FROM coop_suggestion_vote vote
              JOIN coop_suggestion wish ON wish.id = vote.suggestion_id
              JOIN res_partner person ON person.id = vote.partner_id
         LEFT JOIN res_partner parent ON parent.id = person.parent_id
             WHERE vote.partner_id IN %(members)s
               AND %(suggestions)s
          GROUP BY %(suggestion)s, %(household)s
            """,
            suggestion=SQL("COALESCE(wish.leads_to_id, wish.id)"),
            household=Partner._coop_household_sql(SQL("person"), SQL("parent")),
            members=Partner._coop_members_sql(),
            suggestions=suggestions or SQL("TRUE"),
        )

    @api.model
    def _statistics_sql(self, suggestions=None):
        """Return a query of what the votes of each supported suggestion amount to.

        Columns: suggestion_id, supporters, supporters_recent, weekly, monthly, sometimes, score.
        The score is the sum over households of 0.5 to the power of (age / half-life).
        """
        # float8: `power` of numeric takes twenty times as long.
        return SQL(
            """
            SELECT households.suggestion_id,
                   COUNT(*) AS supporters,
                   COUNT(*) FILTER (
                       WHERE households.voted_on >= %(now)s - %(recent)s * interval '1 day'
                   ) AS supporters_recent,
                   COUNT(*) FILTER (WHERE households.frequency = 3) AS weekly,
                   COUNT(*) FILTER (WHERE households.frequency = 2) AS monthly,
                   COUNT(*) FILTER (WHERE households.frequency = 1) AS sometimes,
                   SUM(power(0.5::float8,
                       EXTRACT(EPOCH FROM %(now)s - households.voted_on)::float8
                       / (86400 * %(half_life)s))) AS score
              FROM (%(households)s) households
          GROUP BY households.suggestion_id
            """,
            now=SQL("%s::timestamp", fields.Datetime.now()),
            recent=RECENT_DAYS,
            half_life=self.env.company.coop_half_life,
            households=self._households_sql(suggestions),
        )

    @api.model
    def _ranked_sql(self):
        """Return a query of the suggestions that wait for an answer, with their rank.

        The rank goes by the score, then more supporters, then the older suggestion.
        """
        return SQL(
            """
            SELECT coop_suggestion.id AS suggestion_id,
                   RANK() OVER (
                       ORDER BY COALESCE(statistics.score, 0) DESC,
                                COALESCE(statistics.supporters, 0) DESC,
                                coop_suggestion.proposed_on,
                                coop_suggestion.id
                   ) AS rank
              FROM coop_suggestion
         LEFT JOIN (%(statistics)s) statistics ON statistics.suggestion_id = coop_suggestion.id
             WHERE %(waiting)s
            """,
            # Not the votes of what has its answer: they are half of all, and cost as much.
            statistics=self._statistics_sql(
                SQL(
                    "COALESCE(wish.leads_to_id, wish.id) IN"
                    " (SELECT coop_suggestion.id FROM coop_suggestion WHERE %s)",
                    self._in_states_sql(*VOTING_STATES),
                )
            ),
            waiting=self._in_states_sql(*VOTING_STATES),
        )

    @api.model
    def _flush_for_statistics(self):
        self.env["coop.suggestion.vote"].flush_model()
        self.env["res.partner"].flush_model()
        self.env["res.users"].flush_model()
        self.flush_model()

    @api.model
    def _read_statistics(self, ids):
        """Return the statistics of some suggestions, without their rank.

        A double has those of the suggestion that it leads to.

        :return: ``{id: {"supporters", "supporters_recent", "weekly", "monthly", "sometimes"}}``
        """
        self._flush_for_statistics()
        names = STATISTICS[1:]
        leads = {suggestion.id: suggestion._lead().id for suggestion in self.browse(ids)}
        self.env.cr.execute(
            self._statistics_sql(
                SQL("wish.id IN %s", self._with_doubles_sql(list(set(leads.values()))))
            )
        )
        found = {
            row["suggestion_id"]: {name: row[name] for name in names}
            for row in self.env.cr.dictfetchall()
        }
        return {id_: found.get(lead) or dict.fromkeys(names, 0) for id_, lead in leads.items()}

    def _compute_supporters(self):
        statistics = self._read_statistics(self.ids)
        for suggestion in self:
            for name in STATISTICS[1:]:
                suggestion[name] = statistics.get(suggestion.id, {}).get(name, 0)

    def _compute_rank(self):
        self._flush_for_statistics()
        rows = self.env.execute_query(
            SQL("SELECT suggestion_id, rank FROM (%s) ranked", self._ranked_sql())
        )
        ranks = dict(rows)
        for suggestion in self:
            suggestion.rank = ranks.get(suggestion.id) or 0

    @api.depends("proposed_on", "decision_ids.published_on")
    def _compute_waiting_since(self):
        for suggestion in self:
            reopened = suggestion._published_decisions()[:1]
            suggestion.waiting_since = (
                reopened.published_on if reopened.answer == "reopen" else suggestion.proposed_on
            )

    @api.depends("waiting_since", "state")
    def _compute_days_waiting(self):
        now = fields.Datetime.now()
        for suggestion in self:
            waits = suggestion.state in VOTING_STATES and suggestion.waiting_since
            suggestion.days_waiting = (now - suggestion.waiting_since).days if waits else 0

    def _field_to_sql(self, alias, field_expr, query=None):
        # Lists sort by what is never stored: the query joins it.
        if field_expr in STATISTICS and query is not None:
            self._flush_for_statistics()
            ranks = field_expr == "rank"
            joined = query.make_alias(alias, "ranked" if ranks else "statistics")
            query.add_join(
                "LEFT JOIN",
                joined,
                SQL("(%s)", self._ranked_sql() if ranks else self._statistics_sql()),
                SQL(
                    "%s = %s",
                    SQL.identifier(alias, "id")
                    if ranks
                    else SQL(
                        "COALESCE(%s, %s)",
                        SQL.identifier(alias, "leads_to_id"),
                        SQL.identifier(alias, "id"),
                    ),
                    SQL.identifier(joined, "suggestion_id"),
                ),
            )
            column = SQL.identifier(joined, field_expr)
            return column if ranks else SQL("COALESCE(%s, 0)", column)
        if field_expr == "days_waiting":
            # Sorts only: the longest wait is the earliest moment, and who waits no more comes
            # after all who do.
            return SQL(
                "CASE WHEN %s = ANY(%s) THEN -EXTRACT(EPOCH FROM %s)::float8"
                " ELSE '-infinity'::float8 END",
                self._field_to_sql(alias, "state", query),
                list(VOTING_STATES),
                self._field_to_sql(alias, "waiting_since", query),
            )
        return super()._field_to_sql(alias, field_expr, query)

    # --- for the members' pages

    @api.model
    def _votes_of(self, partner, ids):
        """Return what a person's household has voted, for a suggestion or one of its doubles.

        :return: ``{id: {"voted": own vote stands, "frequency", "household": a mate voted}}``
        """
        self._flush_for_statistics()
        leads = {suggestion.id: suggestion._lead().id for suggestion in self.browse(ids)}
        household = partner._coop_household_members() | partner
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(wish.leads_to_id, wish.id), vote.partner_id = %s, vote.frequency
                  FROM coop_suggestion_vote vote
                  JOIN coop_suggestion wish ON wish.id = vote.suggestion_id
                 WHERE wish.id IN %s AND vote.partner_id = ANY(%s)
                """,
                partner.id,
                self._with_doubles_sql(list(set(leads.values()))),
                household.ids,
            )
        )
        often = [frequency for frequency, _words in reversed(FREQUENCIES)]
        votes = {
            lead: {"voted": False, "frequency": "", "household": False} for lead in leads.values()
        }
        for lead, own, frequency in rows:
            vote = votes[lead]
            if not own:
                vote["household"] = True
                continue
            vote["voted"] = True
            # Who voted for both of two doubles would buy it as often as they said of either.
            vote["frequency"] = max(vote["frequency"], frequency or "", key=["", *often].index)
        return {id_: dict(votes[lead]) for id_, lead in leads.items()}
