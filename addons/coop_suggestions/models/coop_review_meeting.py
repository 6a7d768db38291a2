from datetime import timedelta
from itertools import chain, zip_longest

from babel.dates import format_date as babel_date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from odoo.addons.coop_stock.models.hold_rows import hold_rows

STATES = [("draft", "In preparation"), ("published", "Published")]
# Where no meeting is ahead, the next one is supposed to be so many days later.
USUAL_DAYS = 14


class CoopReviewMeeting(models.Model):
    """A meeting of the purchasing team: its agenda, and the decisions published at its end."""

    _name = "coop.review.meeting"
    _description = "Meeting of the purchasing team"
    _order = "date desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._coop_today())
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        index=True,
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, index=True)
    published_on = fields.Datetime(readonly=True)
    agenda_size = fields.Integer(
        string="Suggestions to decide", required=True, default=20, help="Filled up to so many."
    )
    line_ids = fields.One2many("coop.review.meeting.line", "meeting_id", string="Agenda")
    decision_ids = fields.One2many(
        "coop.suggestion.decision", "meeting_id", string="Decisions", readonly=True
    )
    arrived_ids = fields.Many2many(
        "coop.suggestion",
        string="Arrived on the shelf",
        readonly=True,
        help="Kept earlier, in the shop when this meeting was published, and told by no meeting "
        "before it.",
    )
    on_agenda = fields.Integer(string="On the agenda", compute="_compute_counts")
    waiting = fields.Integer(string="Not yet published", compute="_compute_counts")
    waiting_elsewhere = fields.Integer(
        string="Not yet published elsewhere", compute="_compute_waiting_elsewhere"
    )

    _some_suggestions = models.Constraint(
        "CHECK (agenda_size BETWEEN 1 AND 200)", "An agenda has 1 to 200 suggestions."
    )

    @api.depends("date")
    def _compute_name(self):
        for meeting in self:
            # Kept as the coop speaks, whoever made it: it is on paper, too.
            lang = meeting.company_id.partner_id.lang or self.env.lang
            in_lang = meeting.with_context(lang=lang)
            meeting.name = meeting.date and in_lang.env._(
                "Meeting of %s",
                babel_date(meeting.date, format="long", locale=babel_locale_parse(lang)),
            )

    @api.depends("line_ids", "decision_ids.published_on")
    def _compute_counts(self):
        lines = dict(
            self.env["coop.review.meeting.line"]._read_group(
                [("meeting_id", "in", self.ids)], ["meeting_id"], ["__count"]
            )
        )
        waiting = dict(
            self.env["coop.suggestion.decision"]._read_group(
                [("meeting_id", "in", self.ids), ("published_on", "=", False)],
                ["meeting_id"],
                ["__count"],
            )
        )
        for meeting in self:
            meeting.on_agenda = lines.get(meeting, 0)
            meeting.waiting = waiting.get(meeting, 0)

    def _compute_waiting_elsewhere(self):
        for meeting in self:
            meeting.waiting_elsewhere = self.env["coop.suggestion.decision"].search_count(
                [
                    ("published_on", "=", False),
                    ("meeting_id", "!=", False),
                    ("meeting_id", "not in", meeting.ids),
                    ("suggestion_id.company_id", "=", meeting.company_id.id),
                ]
            )

    # --- rights

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                for name in ("state", "published_on", "arrived_ids", "decision_ids"):
                    vals.pop(name, None)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and any(meeting.state == "published" for meeting in self):
            raise UserError(self._published_sentence())
        if not self.env.su and vals.keys() & {"state", "published_on", "arrived_ids"}:
            raise UserError(self.env._("A meeting is published by its button."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_undecided_only(self):
        # sudo: whoever may delete meetings must not lose decisions that they may not read.
        if self.sudo().decision_ids:
            raise UserError(
                self.env._(
                    "Decisions were taken in this meeting: undo those that are not published. "
                    "A published meeting stays."
                )
            )

    def _published_sentence(self):
        return self.env._(
            "This meeting is published: its answers stand. Decide again on the suggestion itself."
        )

    def _check_team(self):
        self.env["coop.suggestion"]._check_team()

    # --- the agenda

    def action_fill(self):
        """Fill the agenda up to its size; what is on it stays."""
        for meeting in self:
            meeting._fill()

    def _fill(self):
        """Add those put off until the meeting, then by turns the most wanted and longest waiting.

        What has a decision that waits, or stands on the agenda of another meeting ahead, is left
        out.
        """
        self.ensure_one()
        self._check_team()
        self._hold()
        if self.state == "published":
            raise UserError(self._published_sentence())
        room = self.agenda_size - len(self.line_ids)
        if room <= 0:
            return
        Suggestion = self.env["coop.suggestion"]
        free = self._free_domain()
        due = Suggestion.search(
            free
            & Domain("state", "=", "put_off")
            & Domain("put_off_until", "<=", self.date or self.company_id._coop_today()),
            order="put_off_until, id",
            limit=room,
        )
        # Twice as many as needed, as the two orders may name the same ones.
        open_ = free & Domain("state", "=", "open")
        wanted = Suggestion.search(open_, order="rank", limit=room)
        oldest = Suggestion.search(open_, order="waiting_since, id", limit=room)
        causes = dict.fromkeys(due.ids, "put_off")
        for id_, cause in chain(*zip_longest(_with("rank", wanted), _with("wait", oldest))):
            causes.setdefault(id_, cause)
        last = max(self.line_ids.mapped("sequence"), default=0)
        self.env["coop.review.meeting.line"].create(
            [
                {
                    "meeting_id": self.id,
                    "suggestion_id": id_,
                    "cause": cause,
                    "sequence": last + place,
                }
                for place, (id_, cause) in enumerate(list(causes.items())[:room], 1)
            ]
        )

    def _free_domain(self):
        """Return the domain of the suggestions that no agenda has, and nobody decided on."""
        Line = self.env["coop.review.meeting.line"]
        ahead = Line.search(
            [
                ("meeting_id.state", "=", "draft"),
                ("meeting_id.date", ">=", self.company_id._coop_today()),
                ("meeting_id.company_id", "=", self.company_id.id),
            ]
        )
        taken = (ahead | self.line_ids).suggestion_id
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("id", "not in", taken.ids)
            & Domain("decision_ids", "not any", [("published_on", "=", False)])
        )

    def _hold(self):
        """Make whoever fills or publishes this meeting at the same moment wait, and look again."""
        hold_rows(self)

    def _next_date(self):
        """Return the date of the meeting after this one, or a guess."""
        self.ensure_one()
        today = self.company_id._coop_today()
        after = max(self.date, today)
        following = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "draft"),
                ("date", ">", after),
            ],
            order="date",
            limit=1,
        )
        return following.date or after + timedelta(days=USUAL_DAYS)

    # --- decisions

    def _decide(self, suggestion, values, seen):
        """Draft an answer, in place of the draft that was seen; published with the meeting.

        :param suggestion: one `coop.suggestion`
        :param dict values: of the decision; what belongs to another answer is left out
        :param int seen: the id of the last decision that the person saw, 0 for none
        :return: the decision
        :raises UserError: when somebody decided meanwhile, or something lacks
        """
        self.ensure_one()
        self._check_team()
        # Against a publication at the same moment: one of the two waits, and sees the other.
        self.env.cr.execute(
            SQL("SELECT FROM coop_review_meeting WHERE id = %s FOR SHARE", self.id),
            log_exceptions=False,
        )
        suggestion._hold()
        if self.state == "published":
            raise UserError(self._published_sentence())
        if suggestion.state in ("withdrawn", "blocked"):
            raise UserError(
                self.env._("“%s” is withdrawn or hidden: it needs no answer.", suggestion.name)
            )
        last = suggestion._last_decision()
        if (last.id or 0) != seen:
            raise UserError(suggestion._decided_meanwhile_sentence(last))
        # sudo: the team decides here, and has no right to write decisions elsewhere.
        decisions_sudo = self.env["coop.suggestion.decision"].sudo()
        suggestion.draft_decision_id.sudo().unlink()
        return decisions_sudo.create(
            {
                **decisions_sudo._of_answer(values),
                "suggestion_id": suggestion.id,
                "meeting_id": self.id,
                "user_id": self.env.user.id,
            }
        )

    def _undo(self, decision_id):
        """Undo a draft of this meeting; return its suggestion.

        :raises UserError: when it is undone already, or published
        """
        self.ensure_one()
        self._check_team()
        decision = self.decision_ids.filtered(lambda d: d.id == decision_id)
        decision.suggestion_id._hold()
        if not decision or decision.published_on:
            raise UserError(
                self.env._("This decision is undone already, or its answer is published.")
            )
        suggestion = decision.suggestion_id
        decision.action_undo()
        return suggestion

    def _last_draft_of(self, user):
        """Return the draft that the person took last in this meeting: what « Undo » undoes."""
        self.ensure_one()
        return self.decision_ids.filtered(
            lambda d: d.user_id == user and not d.published_on
        ).sorted(lambda d: (d.decided_on, d.id))[-1:]

    def action_publish(self):
        """Publish all answers at once; done already, nothing changes.

        :raises UserError: when nothing was decided
        """
        for meeting in self:
            meeting._publish()

    def _publish(self):
        self.ensure_one()
        self._check_team()
        self._hold()
        if self.state == "published":
            return
        drafts = self.decision_ids.filtered(lambda decision: not decision.published_on)
        if not drafts:
            raise UserError(self.env._("Nothing is decided yet: there is no answer to publish."))
        # sudo: the team publishes here, and has no right to write decisions elsewhere.
        meeting_sudo = self.sudo()
        meeting_sudo.write(
            {
                "state": "published",
                "published_on": fields.Datetime.now(),
                "arrived_ids": [fields.Command.set(self._just_arrived().ids)],
            }
        )
        drafts.sudo()._publish()
        # What somebody decided in the very moment is not among the drafts that were read.
        self.env.ref("coop_suggestions.ir_cron_publish_decisions").sudo()._trigger()

    def _just_arrived(self):
        """Return what was kept earlier, is in the shop now, and told by no meeting so far."""
        self.ensure_one()
        kept = self.env["coop.suggestion"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("kept", "trial", "adopted")),
                ("product_id.active", "=", True),
                ("id", "not in", self.decision_ids.suggestion_id.ids),
            ]
        )
        told = self.search([("company_id", "=", self.company_id.id)]).arrived_ids
        sold_out = kept.product_id._coop_sold_out()
        return (kept - told).filtered(lambda each: each.product_id not in sold_out)

    def action_open_screen(self):
        """Open the page to project."""
        self.ensure_one()
        return self._open(f"/suggestions/meetings/{self.id}")

    def action_agenda_pdf(self):
        """Open the agenda to take into the shop."""
        self.ensure_one()
        return self._open(f"/suggestions/meetings/{self.id}/agenda.pdf")

    def action_answers_pdf(self):
        """Open the sheet to hang by the tills."""
        self.ensure_one()
        return self._open(f"/suggestions/meetings/{self.id}/answers.pdf")

    def _open(self, url):
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}


def _with(cause, suggestions):
    """Return an (id, cause) for each, to be read by turns with others."""
    return [(suggestion.id, cause) for suggestion in suggestions]
