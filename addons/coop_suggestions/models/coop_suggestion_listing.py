import itertools
from datetime import timedelta

from babel.dates import format_date as babel_date
from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from .coop_suggestion import HIDDEN_STATES, VOTING_STATES

PAGE_SIZE = 20
DECIDED_STATES = ("kept", "trial", "adopted", "stopped", "not_kept", "passed_on")
ORDERS = ("fair", "new", "wanted")
# How many of each kind are shown while a name is typed.
SIMILAR_LIMIT = 5
SIMILAR_STATES = {"open": VOTING_STATES, "refused": ("not_kept",)}


class CoopSuggestion(models.Model):
    """What members' pages read: plain values, in a fixed number of queries."""

    _inherit = "coop.suggestion"

    @api.model
    def _list_for(self, partner, *, decided=False, order="fair", shelf_id=None, text="", page=1):
        """Return one page of the list as a member reads it.

        :param partner: the member, one `res.partner`
        :param bool decided: those with an answer instead of those open to votes
        :param str order: one of `ORDERS`; words searched for go before it
        :return: ``(rows, total)``, see `_rows_for`
        """
        self._flush_for_statistics()
        where = self._in_states_sql(*(DECIDED_STATES if decided else VOTING_STATES))
        if shelf_id:
            where = SQL("%s AND coop_suggestion.shelf_id = %s", where, shelf_id)
        if text:
            # Who looks for a double by its name finds the one that it leads to.
            found = self._coop_search_ids(text, self._or_leads_to_sql(where))
            ids = self.browse(found)._leads().ids
            total = len(ids)
            ids = ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        else:
            ids, total = self._ordered_ids(partner, where, decided, order, page)
        return self.browse(ids)._rows_for(partner), total

    @api.model
    def _ordered_ids(self, partner, where, decided, order, page):
        join = SQL()
        if decided:
            by = SQL(
                """(SELECT MAX(published_on) FROM coop_suggestion_decision
                     WHERE suggestion_id = coop_suggestion.id) DESC NULLS LAST"""
            )
        elif order == "new":
            by = SQL("coop_suggestion.proposed_on DESC")
        elif order == "wanted":
            join = SQL(
                "LEFT JOIN (%s) ranked ON ranked.suggestion_id = coop_suggestion.id",
                self._ranked_sql(),
            )
            by = SQL("ranked.rank")
        else:
            # Fair: every member sees another order, and the same one all week, so that pages
            # fit together and each suggestion is at somebody's top.
            week = self.env.company._coop_today().strftime("%G-%V")
            by = SQL("md5(coop_suggestion.id || %s)", f"-{partner.id}-{week}")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT coop_suggestion.id, COUNT(*) OVER ()
                  FROM coop_suggestion %(join)s
                 WHERE %(where)s
              ORDER BY %(by)s, coop_suggestion.id DESC
                 LIMIT %(limit)s OFFSET %(offset)s
                """,
                join=join,
                where=where,
                by=by,
                limit=PAGE_SIZE,
                offset=(page - 1) * PAGE_SIZE,
            )
        )
        return [row[0] for row in rows], (rows[0][1] if rows else 0)

    def _rows_for(self, partner):
        """Return these suggestions as a member reads them in a list.

        :return: a list of plain dicts; who voted or proposed is not in them
        """
        statistics = self._read_statistics(self.ids)
        votes = self._votes_of(partner, self.ids)
        return [
            {
                "id": suggestion.id,
                "name": suggestion.name,
                "brand": suggestion.brand or "",
                "shelf": suggestion.shelf_id.name or "",
                "has_photo": suggestion.has_photo,
                "since": self._ago(suggestion.proposed_on),
                "state": suggestion.state,
                "state_words": suggestion._state_words(),
                "votes_open": suggestion.state in VOTING_STATES,
                "answer": suggestion._published_decisions()[:1]._headline_or_none(),
                **statistics[suggestion.id],
                **votes[suggestion.id],
            }
            for suggestion in self
        ]

    def _state_words(self):
        """Return the state as it stands on screen."""
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    @api.model
    def _ago(self, moment):
        """Return how long ago something was, in words: « il y a 12 jours »."""
        locale = babel_locale_parse(self.env.lang)
        age = fields.Datetime.now() - moment
        if age < timedelta(minutes=1):
            return self.env._("just now")
        if timedelta(days=2) <= age < timedelta(days=31):
            # Babel would round them to weeks.
            return self.env._("%s days ago", age.days)
        return format_timedelta(-age, add_direction=True, locale=locale, threshold=1.2)

    @api.model
    def _day(self, moment):
        """Return the day of a moment in the shop, in words: « 12 janvier 2026 »."""
        return self._date_words(self.env.company._coop_local(moment))

    @api.model
    def _date_words(self, date):
        """Return a date in words: « 12 janvier 2026 »."""
        return babel_date(date, format="long", locale=babel_locale_parse(self.env.lang))

    # --- one suggestion

    @api.model
    def _find_for(self, partner, suggestion_id, team=False):
        """Return the suggestion a person may look at, or an empty record.

        Withdrawn and hidden ones are for their author, and the team.
        """
        suggestion = self.search(
            [("id", "=", suggestion_id), ("company_id", "=", self.env.company.id)]
        )
        hidden = suggestion.state in HIDDEN_STATES
        if hidden and suggestion.author_id != partner and not team:
            return self.browse()
        return suggestion

    def _page_for(self, partner):
        """Return all that the page of one suggestion shows to a member, as plain values."""
        self.ensure_one()
        [row] = self._rows_for(partner)
        own = self.author_id == partner
        again_on = self._can_be_proposed_again_on()
        today = self.env.company._coop_today()
        return {
            **row,
            "why": self.why or "",
            "barcode": self.barcode or "",
            "link": self.link or "",
            "own": own,
            "author": "" if self.anonymous else self.author_id._coop_public_name(),
            "proposed": self._day(self.proposed_on),
            "hidden_reason": self.hidden_reason if own else "",
            "answers": [
                {
                    "headline": decision._headline(),
                    "text": decision.text or "",
                    "day": self._day(decision.published_on),
                    "product": decision._product_shown(),
                    "closes": decision.answer in ("not_kept",),
                }
                for decision in self._published_decisions()
            ],
            "additions": [
                {"text": addition.text, "day": self._day(addition.added_on)}
                for addition in self.addition_ids
            ],
            "comments": [
                {**comment, "since": self._ago(comment["date"])}
                for comment in self._comments_for(partner)
            ],
            "follows": bool(
                self.env["coop.suggestion.follow"].search_count(
                    [
                        ("suggestion_id", "in", self._with_doubles().ids),
                        ("partner_id", "=", partner.id),
                    ],
                    limit=1,
                )
            ),
            "mails": self.env["coop.mail.choice"]._choices_of(partner),
            "may_edit": own and self._author_may_edit(partner),
            "may_add": own and self._author_may_add(partner),
            "again_on": again_on and self._date_words(again_on),
            "again_now": bool(again_on and again_on <= today),
            "previous": self.previous_id
            and {
                "id": self.previous_id.id,
                "name": self.previous_id.name,
            },
        }

    @api.model
    def _mine_for(self, partner):
        """Return a member's own suggestions and those they voted for, as rows."""
        mine = self.search([("author_id", "=", partner.id)], limit=200)
        votes = self.env["coop.suggestion.vote"].search(
            [("partner_id", "=", partner.id)], limit=200
        )
        wanted = (votes.suggestion_id._leads() - mine).filtered(
            lambda s: s.state not in HIDDEN_STATES
        )
        rows = {row["id"]: row for row in (mine | wanted)._rows_for(partner)}
        return [rows[id_] for id_ in mine.ids], [rows[id_] for id_ in wanted.ids]

    # --- what resembles what is typed

    @api.model
    def _similar_to(self, partner, text, barcode=""):
        """Return what resembles a name being typed, best first.

        :param str text: what is typed so far
        :param str barcode: digits, or ""
        :return: ``{"products", "open", "refused"}``: lists of plain dicts as the feed gives them
        """
        found = self._similar_suggestions(text, barcode)
        return {
            "products": self._similar_products(text, barcode),
            "open": self._similar_open(partner, found["open"]),
            "refused": self._similar_refused(found["refused"]),
        }

    @api.model
    def _similar_products(self, text, barcode):
        Product = self.env["product.product"]
        found = dict(
            Product._coop_search_similar(text, Product._coop_sold_here_sql(), SIMILAR_LIMIT)
        )
        if barcode:
            found = self._exact_first(Product._coop_find_barcode(barcode), found)
        products = Product.browse(found)
        prices = products._coop_till_prices()
        stock = products._coop_stock_shown()
        return [
            {
                "id": product.id,
                "name": product.name,
                "url": f"/p/{product.id}",
                "score": round(found[product.id], 3),
                "barcode": product.barcode or "",
                "quantity": stock[product.id]["quantity"],
                "price": prices[product.id],
                "level": stock[product.id]["level"],
                "level_words": stock[product.id]["words"],
            }
            for product in products
        ]

    @api.model
    def _exact_first(self, exact, found):
        """Return the scores with the record of the exact barcode, if any, before all others."""
        scores = dict.fromkeys(exact.ids, 1.0)
        return scores | {id_: score for id_, score in found.items() if id_ not in scores}

    @api.model
    def _similar_suggestions(self, text, barcode):
        """Return the scores of the suggestions that resemble, found in one search.

        :return: ``{kind: {id: score}}`` for each kind of `SIMILAR_STATES`, best first
        """
        every_state = itertools.chain(*SIMILAR_STATES.values())
        where = self._or_leads_to_sql(self._in_states_sql(*every_state))
        scores = dict(self._coop_search_similar(text, where, None))
        found = self.browse(scores)
        found.fetch(["state", "leads_to_id"])
        # The words of a double stand for the suggestion that it leads to, best first.
        best = {}
        for suggestion in found:
            best.setdefault(suggestion._lead().id, scores[suggestion.id])
        suggestions = self.browse(best)
        suggestions.fetch(["state"])
        similar = {}
        for kind, states in SIMILAR_STATES.items():
            ids = [suggestion.id for suggestion in suggestions if suggestion.state in states]
            found = {id_: best[id_] for id_ in ids[:SIMILAR_LIMIT]}
            if barcode:
                found = self._exact_first(self._of_barcode(barcode, states), found)
            similar[kind] = found
        return similar

    @api.model
    def _similar_open(self, partner, scores):
        return [
            {**row, "url": f"/suggestions/{row['id']}", "score": round(scores[row["id"]], 3)}
            for row in self.browse(scores)._rows_for(partner)
        ]

    @api.model
    def _similar_refused(self, scores):
        refused = []
        for suggestion in self.browse(scores):
            decision = suggestion._published_decisions()[:1]
            published = decision.published_on
            refused.append(
                {
                    "id": suggestion.id,
                    "name": suggestion.name,
                    "url": f"/suggestions/{suggestion.id}",
                    "score": round(scores[suggestion.id], 3),
                    "reason": decision.reason_id.name or "",
                    "date": published and self.env.company._coop_local(published).date(),
                    "day": published and self._day(published),
                }
            )
        return refused
