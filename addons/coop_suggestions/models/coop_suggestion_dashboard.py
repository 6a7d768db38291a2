from babel.dates import format_date
from babel.numbers import format_decimal

from odoo import api, models
from odoo.tools import SQL, format_amount
from odoo.tools.misc import babel_locale_parse

from odoo.addons.coop_stock.tools.bar_chart import bars

from ..tools.dashboard_months import by_month, last_months, percentage
from ..tools.dashboard_paper import render_dashboard
from .coop_suggestion import HIDDEN_STATES

PERIODS = (12, 24)
CHART_WIDTH, CHART_HEIGHT = 360, 80
# What closes a suggestion; a precision asked or a date put off leaves it waiting.
FINAL_ANSWERS = ("next_order", "to_be_sourced", "not_kept", "passed_on")


class CoopSuggestion(models.Model):
    """What the suggestions have changed, for the team and the general assembly.

    A fixed number of queries, whatever the coop's size; nothing of it is kept.
    """

    _inherit = "coop.suggestion"

    @api.model
    def _dashboard_figures(self, months):
        """Return the figures of the last months, the present one included.

        Votes are those of households of today's members, from the first of each; a person who
        voted counts in their own right. Months are those of the shop.

        :param int months: how many
        :return: a dict of figures; those under "by_month" are lists as long as "months"
        """
        self.env.flush_all()
        firsts = last_months(self.env.company._coop_today(), months)
        since = self.env.company._coop_day_start_utc(firsts[0])
        [(members,)] = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM res_partner WHERE id IN %s", self._members_sql())
        )
        voters = dict(self.env.execute_query(self._voters_sql(since)))
        votes = {month: row for month, *row in self.env.execute_query(self._first_votes_sql(since))}
        answers = {month: row for month, *row in self.env.execute_query(self._answers_sql(since))}
        [(proposed, answered)] = self.env.execute_query(self._answered_sql())
        adopted = self.env.execute_query(self._adopted_sql())
        sales = self._adopted_sales(firsts[0])
        return {
            "months": firsts,
            "members": members,
            "voted_ever": voters.get(None, 0),
            "voted_this_month": voters.get(firsts[-1], 0),
            "proposed": proposed,
            "answered": answered,
            "median_days": answers.get(None, (0, None))[1],
            "adopted": len(adopted),
            "adopted_sales": sum(sales.values()),
            "votes": sum(screen + on_paper for screen, on_paper in votes.values()),
            "votes_on_paper": sum(on_paper for _screen, on_paper in votes.values()),
            "by_month": {
                "voters": by_month(firsts, voters),
                "votes": [sum(row) for row in by_month(firsts, votes, (0, 0))],
                "votes_on_paper": [row[1] for row in by_month(firsts, votes, (0, 0))],
                "answers": [row[0] for row in by_month(firsts, answers, (0, None))],
                "median_days": [row[1] for row in by_month(firsts, answers, (0, None))],
                "sales": by_month(firsts, sales, 0.0),
            },
        }

    @api.model
    def _members_sql(self):
        return self.env["res.partner"]._coop_members_sql()

    @api.model
    def _month_sql(self, moment):
        """Return SQL of the first day of a moment's month, in the shop's time zone."""
        return SQL(
            "date_trunc('month', %s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
            moment,
            self.env.company.coop_tz,
        )

    @api.model
    def _voters_sql(self, since):
        """Return a query of how many members voted, each month since then and (NULL) ever."""
        return SQL(
            """
            SELECT month, COUNT(DISTINCT partner_id)
              FROM (SELECT vote.partner_id,
                           CASE WHEN vote.voted_on >= %(since)s THEN %(month)s
                                ELSE '-infinity'::date END AS month
                      FROM coop_suggestion_vote vote
                      JOIN coop_suggestion wish ON wish.id = vote.suggestion_id
                     WHERE wish.company_id = %(company)s AND vote.partner_id IN %(members)s
                   ) cast_votes
          GROUP BY GROUPING SETS ((month), ())
            HAVING month IS NULL OR month > '-infinity'::date
            """,
            since=since,
            month=self._month_sql(SQL("vote.voted_on")),
            company=self.env.company.id,
            members=self._members_sql(),
        )

    @api.model
    def _first_votes_sql(self, since):
        """Return a query of the households' first votes on screen and on paper, each month."""
        return SQL(
            """
            SELECT %(month)s, COUNT(*) FILTER (WHERE on_paper IS NOT TRUE),
                   COUNT(*) FILTER (WHERE on_paper)
              FROM (SELECT DISTINCT ON (%(suggestion)s, %(household)s)
                           vote.voted_on, vote.on_paper
                      FROM coop_suggestion_vote vote
                      JOIN coop_suggestion wish ON wish.id = vote.suggestion_id
                      JOIN res_partner person ON person.id = vote.partner_id
                 LEFT JOIN res_partner parent ON parent.id = person.parent_id
                     WHERE wish.company_id = %(company)s AND vote.partner_id IN %(members)s
                  ORDER BY %(suggestion)s, %(household)s, vote.voted_on, vote.id
                   ) first_votes
             WHERE voted_on >= %(since)s
          GROUP BY 1
            """,
            month=self._month_sql(SQL("voted_on")),
            suggestion=SQL("COALESCE(wish.leads_to_id, wish.id)"),
            household=self.env["res.partner"]._coop_household_sql(SQL("person"), SQL("parent")),
            company=self.env.company.id,
            members=self._members_sql(),
            since=since,
        )

    @api.model
    def _first_answers_sql(self):
        """Return a query of the suggestions that count, and when each got its first answer."""
        return SQL(
            """
            SELECT wish.id, wish.proposed_on, MIN(decision.published_on) AS answered_on
              FROM coop_suggestion wish
         LEFT JOIN coop_suggestion_decision decision
                ON decision.suggestion_id = wish.id AND decision.answer = ANY(%s)
             WHERE wish.company_id = %s AND wish.state != ALL(%s)
          GROUP BY wish.id
            """,
            list(FINAL_ANSWERS),
            self.env.company.id,
            [*HIDDEN_STATES, "double"],
        )

    @api.model
    def _answered_sql(self):
        return SQL("SELECT COUNT(*), COUNT(answered_on) FROM (%s) all_", self._first_answers_sql())

    @api.model
    def _answers_sql(self, since):
        """Return a query of how many got their answer and the median days it took, each month
        since then and (NULL) in all of them.
        """
        return SQL(
            """
            SELECT month, COUNT(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days)
              FROM (SELECT %(month)s AS month,
                           EXTRACT(EPOCH FROM answered_on - proposed_on)::float8 / 86400 AS days
                      FROM (%(answers)s) answers
                     WHERE answered_on >= %(since)s) answered
          GROUP BY GROUPING SETS ((month), ())
            """,
            month=self._month_sql(SQL("answered_on")),
            answers=self._first_answers_sql(),
            since=since,
        )

    @api.model
    def _adopted_sql(self):
        """Return a query of the adopted suggestions' products, and the day each was proposed."""
        return SQL(
            """
            SELECT product_id,
                   (proposed_on AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS proposed_on
              FROM coop_suggestion
             WHERE state = 'adopted' AND company_id = %s
            """,
            self.env.company.coop_tz,
            self.env.company.id,
        )

    @api.model
    def _adopted_sales(self, since):
        """Return what the tills sold of adopted products since they were proposed, each month.

        :param date since: the first day
        :return: ``{first day of the month: turnover incl. VAT}``
        """
        # sudo: the team need not read tills; sums leave.
        sources = self.env["coop.consumption"].sudo()._coop_sources(since)
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH adopted AS (
                        SELECT product_id, MIN(proposed_on) AS proposed_on
                          FROM (%(adopted)s) each_
                         WHERE product_id IS NOT NULL
                      GROUP BY product_id
                    )
                    SELECT date_trunc('month', source.day)::date, SUM(source.turnover)::float8
                      FROM (%(sources)s) source
                      JOIN adopted ON adopted.product_id = source.product_id
                     WHERE source.company_id = %(company)s
                       AND source.day >= GREATEST(adopted.proposed_on, %(since)s)
                  GROUP BY 1
                    """,
                    adopted=self._adopted_sql(),
                    sources=SQL(" UNION ALL ").join(sources),
                    company=self.env.company.id,
                    since=since,
                )
            )
        )

    # --- in words

    @api.model
    def _dashboard(self, months):
        """Return the dashboard as it is shown: figures, drawings and a table, in words.

        :param int months: one of `PERIODS`
        """
        _ = self.env._
        figures = self._dashboard_figures(months)
        monthly = figures["by_month"]
        locale = babel_locale_parse(self.env.lang)
        names = [format_date(first, "MMM y", locale=locale) for first in figures["months"]]
        columns = [
            (_("Members who voted"), monthly["voters"], self._count),
            (_("Votes"), monthly["votes"], self._count),
            (_("Of them on paper"), monthly["votes_on_paper"], self._count),
            (_("Answers"), monthly["answers"], self._count),
            (_("Median days to an answer"), monthly["median_days"], self._days),
            (_("Sales of adopted products"), monthly["sales"], self._euros),
        ]
        drawn = (0, 1, 3, 5)
        return {
            "months": months,
            "figures": self._dashboard_told(figures, months),
            "charts": [
                {
                    "title": title,
                    "most": _("%s at most", shown(max(values))),
                    "first": names[0],
                    "last": names[-1],
                    "bars": bars(values, CHART_WIDTH, CHART_HEIGHT),
                    "width": CHART_WIDTH,
                    "height": CHART_HEIGHT,
                }
                for title, values, shown in (columns[place] for place in drawn)
            ],
            "columns": [title for title, _values, _shown in columns],
            "rows": [
                {
                    "month": name,
                    "cells": [shown(values[place]) for _title, values, shown in columns],
                }
                for place, name in reversed(list(enumerate(names)))
            ],
        }

    @api.model
    def _dashboard_told(self, figures, months):
        """Return the large figures, as ``[(figure, words)]``."""
        _ = self.env._
        return [
            (
                self._count(figures["voted_ever"]),
                _("members have ever voted: %s of all", self._share(figures, "voted_ever")),
            ),
            (self._count(figures["voted_this_month"]), _("members have voted this month")),
            (
                self._share(figures, "answered", "proposed"),
                _(
                    "of the suggestions have their answer: %(answered)s of %(proposed)s",
                    answered=self._count(figures["answered"]),
                    proposed=self._count(figures["proposed"]),
                ),
            ),
            (
                self._days(figures["median_days"]),
                _("days to an answer for half of them, in %s months", months),
            ),
            (
                self._euros(figures["adopted_sales"]),
                _(
                    "sold of adopted products (%(adopted)s), incl. VAT, in %(months)s months",
                    adopted=self._count(figures["adopted"]),
                    months=months,
                ),
            ),
            (
                self._share(figures, "votes_on_paper", "votes"),
                _(
                    "of the votes came on paper: %(paper)s, and %(screen)s on screen, in "
                    "%(months)s months",
                    paper=self._count(figures["votes_on_paper"]),
                    screen=self._count(figures["votes"] - figures["votes_on_paper"]),
                    months=months,
                ),
            ),
        ]

    @api.model
    def _share(self, figures, part, whole="members"):
        share = percentage(figures[part], figures[whole])
        return "–" if share is None else self.env._("%s %%", share)

    @api.model
    def _count(self, number):
        return format_decimal(number, locale=babel_locale_parse(self.env.lang))

    @api.model
    def _days(self, days):
        return "–" if days is None else self._count(round(days))

    @api.model
    def _euros(self, amount):
        return format_amount(
            self.env, round(amount), self.env.company.currency_id, trailing_zeroes=False
        )

    @api.model
    def _dashboard_pdf(self, months):
        """Return the dashboard as a PDF of one page, for the general assembly."""
        _ = self.env._
        company = self.env.company
        dashboard = self._dashboard(months)
        return render_dashboard(
            {
                "coop": company.name,
                "colour": company.sudo()._coop_colour(),
                "title": _("What our suggestions change"),
                "subtitle": self._date_words(company._coop_today()),
                "foot": self._dashboard_foot(),
                "figures": dashboard["figures"],
                "charts": dashboard["charts"],
            }
        )

    @api.model
    def _dashboard_foot(self):
        """Return how the figures are counted."""
        return self.env._(
            "Counted are today's members; one vote a household, on the day of its first. Sales are "
            "those of the tills since each product was proposed, refunds deducted."
        )

    def action_dashboard(self):
        """Open the dashboard."""
        self._check_team()
        return {"type": "ir.actions.act_url", "url": "/suggestions/dashboard", "target": "new"}
