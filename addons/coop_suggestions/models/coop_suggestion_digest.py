import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .coop_suggestion import VOTING_STATES

_logger = logging.getLogger(__name__)

# So many members a transaction.
BATCH = 100
# A suggestion is new for so long, and so many stand in a letter: the others wait for the next.
DAYS_NEW = 28
MOST_NEW = 8
# The subject names so many things.
NAMED = 2


class CoopMailChoice(models.Model):
    """The weekly letter: opt-in, never empty, and nothing twice."""

    _inherit = "coop.mail.choice"

    looked_week = fields.Date(
        string="Last week done", help="The Monday of the week whose letter was made, or was empty."
    )

    _waiting_idx = models.Index("(company_id, looked_week) WHERE weekly")

    @api.model
    def _cron_write_letters(self):
        """Queue this week's letters, some members a transaction.

        What stands in a letter, and that the member is done for this week, is noted in the
        transaction that queues it: after a crash nobody is left out and nothing is told twice.
        Workers at once share the work: each takes what no other holds.
        """
        for [company] in self._read_group([("weekly", "=", True)], ["company_id"]):
            self.with_company(company)._write_letters_of_company()

    def _write_letters_of_company(self):
        week = self._this_week()
        failed = []
        left = self.search_count(self._waiting_domain(week))
        time_left = self.env["ir.cron"]._commit_progress(remaining=left)
        while time_left:
            try:
                choices = self._take(week, failed)
                if not choices:
                    break
                failed += choices._write_letters(week).ids
                time_left = self.env["ir.cron"]._commit_progress(len(choices))
            except SerializationFailure:
                # Another worker took the same ones the moment before.
                self.env.cr.rollback()
            # What was read for these members is of no use for the next.
            self.env.invalidate_all()

    @api.model
    def _this_week(self):
        """Return the Monday of the shop's week."""
        today = self.env.company._coop_today()
        return today - timedelta(days=today.weekday())

    @api.model
    def _waiting_domain(self, week):
        return (
            Domain("weekly", "=", True)
            & Domain("company_id", "=", self.env.company.id)
            & (Domain("looked_week", "=", False) | Domain("looked_week", "<", week))
        )

    @api.model
    def _take(self, week, but_not=()):
        """Return the next members to write to, held until the transaction ends.

        :param but_not: ids to leave out
        """
        # The first statement of the transaction: it sees what others have done until now.
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM coop_mail_choice
                 WHERE weekly AND company_id = %(company)s AND id != ALL(%(but_not)s)
                   AND (looked_week IS NULL OR looked_week < %(week)s)
              ORDER BY id
                 LIMIT %(batch)s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                company=self.env.company.id,
                but_not=list(but_not),
                week=week,
                batch=BATCH,
            ),
            log_exceptions=False,
        )
        return self.browse(id_ for [id_] in self.env.cr.fetchall())

    def _write_letters(self, week):
        """Queue the letters of these members; return those whose letter failed."""
        try:
            with self.env.cr.savepoint():
                self._queue_letters(week)
            return self.browse()
        except OperationalError:
            raise
        except Exception:
            if len(self) == 1:
                _logger.exception("The letter of member %s could not be made", self.partner_id.id)
                return self
            _logger.warning("The letters of %s members are made one by one", len(self))
        # One of them must not keep the others from theirs.
        return self.browse().union(*(choice._write_letters(week) for choice in self))

    def _queue_letters(self, week):
        """Queue a letter to each of these members of today who has something to hear."""
        self.looked_week = week
        written_to = self.env["res.partner"].search(
            self.env.company._coop_written_to_domain() & Domain("id", "in", self.partner_id.ids)
        )
        choices = self.filtered(lambda choice: choice.partner_id in written_to)
        template = self.env.ref("coop_suggestions.mail_template_letter")
        for lang, readers in choices.grouped(lambda choice: choice.partner_id.lang).items():
            letters = readers.with_context(lang=lang)._letters()
            mails = template.with_context(lang=lang, letters=letters).send_mail_batch(
                [id_ for id_ in readers.ids if id_ in letters]
            )
            self._add_way_out(mails, "weekly", lang)
            if mails:
                # sudo: whoever runs this need not keep scheduled actions.
                self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _letters(self):
        """Return what stands in the letters of these members, and note that it was told.

        :return: ``{id: {"subject", "html"}}``; who has nothing to hear is not in it
        """
        found = self._news()
        suggestions = self.env["coop.suggestion"]
        trials = suggestions._coop_digest_trials(self.partner_id)
        questions = suggestions._coop_digest_questions(self.partner_id)
        for choice in self:
            news = found.setdefault(choice.id, {"new": []})
            news["trial"] = trials[choice.partner_id]
            news["question"] = questions[choice.partner_id]
        keys = {
            (choice.id, kind, place): (choice.partner_id.id, kind, self._item(row))
            for choice in self
            for kind, rows in found[choice.id].items()
            for place, row in enumerate(rows)
        }
        untold = self.env["coop.digest.sent"]._add(list(dict.fromkeys(keys.values())))
        letters = {}
        for choice in self:
            letter = {
                kind: [
                    row for place, row in enumerate(rows) if keys[choice.id, kind, place] in untold
                ]
                for kind, rows in found[choice.id].items()
            }
            if any(letter.values()):
                letters[choice.id] = {
                    "subject": self._subject(letter.values()),
                    "html": self.env["ir.qweb"]._render("coop_suggestions.letter", letter),
                }
        return letters

    @api.model
    def _item(self, row):
        """Return what a row of a letter is remembered by: its `item`, or its suggestion."""
        return str(row.get("item") or row["suggestion_id"])

    @api.model
    def _subject(self, parts):
        """Return what a letter is about: « Quinoa soufflé, Tofu fumé et 3 autres »."""
        names = list(dict.fromkeys(row["name"] for part in parts for row in part))
        named = ", ".join(names[:NAMED])
        if len(names) > NAMED + 1:
            return self.env._(
                "%(names)s and %(number)s others", names=named, number=len(names) - NAMED
            )
        if len(names) > NAMED:
            return self.env._("%(names)s and another", names=named)
        return named

    def _news(self):
        """Return the new suggestions that concern each of these members, plain values.

        Those in the shelves that the member chose, else in which they voted; not those that
        their household proposed or supports, nor those in an earlier letter. Each member's in
        another order, so that each suggestion is at somebody's top.

        :return: ``{id: {"new": rows}}``
        """
        self.env["coop.suggestion"]._flush_for_statistics()
        self.env["coop.digest.sent"].flush_model()
        self.flush_model()
        household = self.env["res.partner"]._coop_household_sql
        rows = self.env.execute_query(
            SQL(
                """
                WITH reader AS (
                    SELECT choice.id, person.id AS partner_id, %(household)s AS household
                      FROM coop_mail_choice choice
                      JOIN res_partner person ON person.id = choice.partner_id
                 LEFT JOIN res_partner parent ON parent.id = person.parent_id
                     WHERE choice.id = ANY(%(choices)s)
                ), chosen AS (
                    SELECT coop_mail_choice_id AS id, coop_shelf_id AS shelf_id
                      FROM coop_mail_choice_coop_shelf_rel
                     WHERE coop_mail_choice_id = ANY(%(choices)s)
                ), wanted AS (
                    SELECT id, shelf_id FROM chosen
                     UNION
                    SELECT reader.id, voted_for.shelf_id
                      FROM reader
                      JOIN coop_suggestion_vote vote ON vote.partner_id = reader.partner_id
                      JOIN coop_suggestion voted_for ON voted_for.id = vote.suggestion_id
                     WHERE reader.id NOT IN (SELECT id FROM chosen)
                ), fresh AS (
                    SELECT id, shelf_id, author_id
                      FROM coop_suggestion
                     WHERE company_id = %(company)s AND state = ANY(%(states)s)
                       AND proposed_on >= %(since)s AND leads_to_id IS NULL
                ), theirs AS (
                    SELECT fresh.id, %(household)s AS household
                      FROM fresh
                      JOIN coop_suggestion wish ON COALESCE(wish.leads_to_id, wish.id) = fresh.id
                      JOIN coop_suggestion_vote vote ON vote.suggestion_id = wish.id
                      JOIN res_partner person ON person.id = vote.partner_id
                 LEFT JOIN res_partner parent ON parent.id = person.parent_id
                     UNION
                    SELECT fresh.id, %(household)s
                      FROM fresh
                      JOIN res_partner person ON person.id = fresh.author_id
                 LEFT JOIN res_partner parent ON parent.id = person.parent_id
                ), placed AS (
                    SELECT reader.id, fresh.id AS suggestion_id,
                           ROW_NUMBER() OVER (
                               PARTITION BY reader.id
                               ORDER BY md5(fresh.id || '-' || reader.partner_id)) AS place
                      FROM reader
                      JOIN wanted ON wanted.id = reader.id
                      JOIN fresh ON fresh.shelf_id = wanted.shelf_id
                 LEFT JOIN theirs
                        ON theirs.id = fresh.id AND theirs.household = reader.household
                     WHERE theirs.id IS NULL
                       AND NOT EXISTS (
                           SELECT FROM coop_digest_sent sent
                            WHERE sent.partner_id = reader.partner_id AND sent.kind = 'new'
                              AND sent.item = fresh.id::text)
                )
                SELECT id, suggestion_id FROM placed WHERE place <= %(most)s ORDER BY id, place
                """,
                household=household(SQL("person"), SQL("parent")),
                choices=self.ids,
                company=self.env.company.id,
                states=list(VOTING_STATES),
                since=fields.Datetime.now() - relativedelta(days=DAYS_NEW),
                most=MOST_NEW,
            )
        )
        words = self._words_of(list({suggestion_id for _id, suggestion_id in rows}))
        news = {}
        for id_, suggestion_id in rows:
            news.setdefault(id_, {"new": []})["new"].append(words[suggestion_id])
        return news

    @api.model
    def _words_of(self, suggestion_ids):
        """Return some suggestions as they stand in a letter, by their ids."""
        suggestions = self.env["coop.suggestion"].browse(suggestion_ids)
        statistics = suggestions._read_statistics(suggestion_ids)
        return {
            suggestion.id: {
                "suggestion_id": suggestion.id,
                "name": suggestion.name,
                "url": suggestion._member_url(),
                "words": " · ".join(
                    filter(
                        None,
                        [
                            suggestion.brand,
                            suggestion.shelf_id.name,
                            suggestion._households_words(statistics[suggestion.id]["supporters"]),
                        ],
                    )
                ),
            }
            for suggestion in suggestions
        }
