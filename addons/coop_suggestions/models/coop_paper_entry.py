from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.coop_stock.models.hold_rows import hold_rows
from odoo.addons.coop_stock.tools.search_text import normalise

from .coop_suggestion import VOTING_STATES

OUTCOMES = [
    ("voted", "Vote noted"),
    ("already", "Noted already"),
    ("proposed", "Proposed"),
    ("aside", "Kept aside"),
    ("dropped", "Dropped"),
]
# Why a number is nobody's who can be told.
PROBLEMS = [
    ("unknown", "Nobody has this number"),
    ("ambiguous", "Several members have this number"),
    ("former", "No longer a member"),
]


class CoopPaperEntry(models.Model):
    """One member number of a sheet that hung in the shop, who typed it, and what that did.

    The log of what is entered on behalf of members: it is added to, and undone, never deleted.
    Numbers that are nobody's are kept aside here until somebody finds whose they are.
    """

    _name = "coop.paper.entry"
    _description = "Entry of a sheet on paper"
    _order = "entered_on desc, id desc"
    _rec_name = "number"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    key = fields.Char(required=True, readonly=True, help="Of the form that was sent.")
    # The suggestion's number, or the proposed name: what makes two entries the same.
    target = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Entered by", required=True, readonly=True)
    entered_on = fields.Datetime(required=True, readonly=True)
    suggestion_id = fields.Many2one(
        "coop.suggestion", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    name = fields.Char(string="Proposed product", readonly=True)
    brand = fields.Char(readonly=True)
    shelf_id = fields.Many2one("coop.shelf", readonly=True, ondelete="set null")
    number = fields.Char(string="Member number", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Member", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True, index=True)
    problem = fields.Selection(PROBLEMS, readonly=True)
    vote_id = fields.Many2one(
        "coop.suggestion.vote", readonly=True, index="btree_not_null", ondelete="set null"
    )
    drop_reason = fields.Char(string="Why it is dropped", readonly=True)
    settled_on = fields.Datetime(readonly=True)
    settled_by_id = fields.Many2one("res.users", string="Settled by", readonly=True)
    undone_on = fields.Datetime(readonly=True)
    undone_by_id = fields.Many2one("res.users", string="Undone by", readonly=True)

    # The same form sent twice, and two people who type the same sheet at once.
    _once_a_form = models.UniqueIndex(
        "(key, target, number) WHERE undone_on IS NULL", "This number is entered already."
    )
    _aside_once = models.UniqueIndex(
        "(company_id, target, number) WHERE outcome = 'aside' AND undone_on IS NULL",
        "This number is kept aside already.",
    )

    # --- entering; called with sudo by the page of the purchasing team

    @api.model
    def _enter_votes(self, key, lines):
        """Note the votes of a sheet; safe to repeat.

        :param str key: of the form: the same form sent again notes nothing
        :param lines: ``[(suggestion, numbers)]``, of suggestions that are open to votes
        """
        people = self.env["res.partner"]._coop_of_numbers(
            {number for _suggestion, numbers in lines for number in numbers}
        )
        # In one order, so that no two who enter the same sheet wait for each other.
        for suggestion, numbers in sorted(lines, key=lambda line: (line[0]._lead().id, line[0].id)):
            for number in sorted(set(numbers)):
                person, problem = people[number]
                vote = self.env["coop.suggestion.vote"]
                outcome = "aside"
                if person:
                    vote = suggestion._vote_on_paper(person)
                    outcome = "voted" if vote else "already"
                self._note(
                    key=key,
                    target=str(suggestion.id),
                    suggestion_id=suggestion.id,
                    number=number,
                    partner_id=person.id or None,
                    outcome=outcome,
                    problem=problem or None,
                    vote_id=vote.id or None,
                )

    @api.model
    def _enter_proposal(self, key, values, number, *, drop_reason=""):
        """Propose on behalf of a member; kept aside when the number is nobody's. Safe to repeat.

        :param dict values: `name`, `brand` and `shelf_id`, clean
        :param str drop_reason: why it is only noted, and not proposed
        :raises UserError: when the member has proposed enough today
        """
        [(person, problem)] = self.env["res.partner"]._coop_of_numbers([number]).values()
        suggestion = self.env["coop.suggestion"]
        outcome = "aside"
        if drop_reason:
            outcome = "dropped"
        elif person:
            outcome = "proposed"
            suggestion = suggestion._propose_on_paper(person, values)
        return self._note(
            key=key,
            target=f"+{normalise(values['name'])}",
            suggestion_id=suggestion.id or None,
            name=values["name"],
            brand=values["brand"] or None,
            shelf_id=values["shelf_id"] or None,
            number=number,
            partner_id=person.id or None,
            outcome=outcome,
            problem=problem or None,
            drop_reason=drop_reason or None,
        )

    @api.model
    def _note(self, **values):
        """Write one line of the log, unless it stands there; safe to repeat.

        A number that a colleague has kept aside already is noted as such.
        """
        values |= {
            "company_id": self.env.company.id,
            "user_id": self.env.uid,
            "entered_on": fields.Datetime.now(),
            "create_uid": self.env.uid,
            "create_date": fields.Datetime.now(),
        }
        noted = self._insert(values)
        if not noted and values["outcome"] == "aside":
            noted = self._insert({**values, "outcome": "already"})
        self.invalidate_model()
        return noted

    @api.model
    def _insert(self, values):
        self.env.cr.execute(
            SQL(
                "INSERT INTO coop_paper_entry (%s) VALUES %s ON CONFLICT DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            ),
            log_exceptions=False,
        )
        return self.browse([id_ for (id_,) in self.env.cr.fetchall()])

    # --- what was kept aside

    def _settle(self, number):
        """Give what was kept aside to the member of a number: the same, found by now, or another.

        :raises UserError: when that is nobody's either, or it cannot be done any more
        """
        self.ensure_one()
        self._hold_aside()
        [(person, problem)] = self.env["res.partner"]._coop_of_numbers([number]).values()
        if problem:
            raise UserError(self._problem_sentence(problem, number))
        vote = self.env["coop.suggestion.vote"]
        suggestion = self.suggestion_id
        if self.name:
            outcome = "proposed"
            suggestion = suggestion._propose_on_paper(
                person, {"name": self.name, "brand": self.brand or "", "shelf_id": self.shelf_id.id}
            )
        else:
            vote = suggestion._vote_on_paper(person)
            outcome = "voted" if vote else "already"
        self.write(
            {
                "outcome": outcome,
                "partner_id": person.id,
                "suggestion_id": suggestion.id,
                "vote_id": vote.id,
                **self._settled(),
            }
        )

    def _drop(self, reason):
        """Leave aside for good what was kept aside, for a reason that is noted.

        :raises UserError: when there is no reason, or somebody has settled it meanwhile
        """
        self.ensure_one()
        self._hold_aside()
        if not reason:
            raise UserError(self.env._("Say why it is dropped: the log keeps it."))
        self.write({"outcome": "dropped", "drop_reason": reason, **self._settled()})

    def _settled_sentence(self):
        """Return what became of at most one number that was kept aside, or ""."""
        if not self or not self.settled_on:
            return ""
        if self.outcome == "dropped":
            return self.env._("Number %s is dropped.", self.number)
        return self.env._(
            "Noted for %(person)s: “%(name)s”.",
            person=self.partner_id.name,
            name=self.suggestion_id.name,
        )

    def _settled(self):
        return {"settled_on": fields.Datetime.now(), "settled_by_id": self.env.uid}

    def _hold_aside(self):
        hold_rows(self)
        self.invalidate_recordset()
        if self.outcome != "aside" or self.undone_on:
            raise UserError(
                self.env._("Number %s has been dealt with meanwhile, by a colleague.", self.number)
            )

    @api.model
    def _problem_sentence(self, problem, number):
        """Return why a number is nobody's, and what to do."""
        if problem == "former":
            return self.env._("Number %s is of somebody who is no longer a member.", number)
        if problem == "ambiguous":
            return self.env._(
                "Several members have the number %s: correct it on their contacts.", number
            )
        return self.env._("Nobody has the number %s.", number)

    # --- slips

    def _undo(self):
        """Take back what these entries added, and only that; safe to repeat.

        :raises UserError: when the suggestion has its answer, or others have voted for it
        """
        self.filtered(lambda entry: not entry.undone_on)._hold_and_undo()

    def _hold_and_undo(self):
        hold_rows(self)
        self.invalidate_recordset()
        for entry in self.filtered(lambda entry: not entry.undone_on):
            if entry.outcome == "proposed":
                entry.suggestion_id._withdraw(entry.partner_id)
            elif entry.vote_id:
                entry._undo_vote()
            entry.write({"undone_on": fields.Datetime.now(), "undone_by_id": self.env.uid})

    def _undo_vote(self):
        if self.suggestion_id._lead().state not in VOTING_STATES:
            raise UserError(
                self.env._("“%s” has its answer: votes stay as they were.", self.suggestion_id.name)
            )
        if self.vote_id.frequency:
            # The member has said on screen how often they would buy it: it is their own by now.
            self.vote_id.on_paper = False
        else:
            self.vote_id.unlink()
        self.env["coop.suggestion.vote"].invalidate_model()

    def action_undo(self):
        """Take back what these entries added."""
        self.env["coop.suggestion"]._check_team()
        self.sudo()._undo()  # sudo: the team enters and undoes here, and writes no votes elsewhere

    def action_enter(self):
        """Open the page where filled sheets are entered."""
        return self.env["coop.suggestion"].action_enter_paper()

    def action_match(self):
        """Open the page of the numbers that are nobody's."""
        self.env["coop.suggestion"]._check_team()
        return {"type": "ir.actions.act_url", "url": "/suggestions/paper/aside", "target": "new"}

    # --- reading

    @api.model
    def _of_form(self, key):
        """Return what a form of one's own has noted, in the order of the sheet, as plain values."""
        entries = self.search(
            [
                ("key", "=", key),
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("undone_on", "=", False),
            ],
            order="id",
        )
        return [entry._row() for entry in entries]

    @api.model
    def _aside_rows(self):
        """Return what is kept aside in this coop, the oldest first, as plain values."""
        aside = self.search(
            [
                ("outcome", "=", "aside"),
                ("undone_on", "=", False),
                ("company_id", "=", self.env.company.id),
            ],
            order="id",
        )
        return [entry._row() for entry in aside]

    @api.model
    def _count_aside(self):
        return self.search_count(
            [
                ("outcome", "=", "aside"),
                ("undone_on", "=", False),
                ("company_id", "=", self.env.company.id),
            ]
        )

    def _row(self):
        problem = self.problem and self._problem_sentence(self.problem, self.number)
        return {
            "id": self.id,
            "number": self.number,
            "person": self.partner_id.name or "",
            "suggestion_id": self.suggestion_id.id,
            "product": self.name or self.suggestion_id.name,
            "brand": self.brand or "",
            "proposal": bool(self.name),
            "outcome": self.outcome,
            "problem": problem or "",
            "words": self._words(),
            "by": self.user_id.name,
            "when": self.company_id._coop_at_words(self.entered_on),
        }

    def _words(self):
        """Return what the entry did, in a sentence."""
        _ = self.env._
        if self.outcome == "voted":
            return _("vote noted")
        if self.outcome == "proposed":
            return _("proposed")
        if self.outcome == "dropped":
            return _("dropped: %s", self.drop_reason)
        if self.outcome == "aside":
            return _("kept aside, to be matched")
        if self.problem and not self.partner_id:
            return _("kept aside already")
        return _("had voted already")
