from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.coop_stock.tools.typed_text import barcode_variants

from .coop_suggestion import HIDDEN_STATES, VOTING_STATES


class CoopSuggestion(models.Model):
    """Suggestions that are the same product as another one, which they lead to.

    Nothing is moved: votes, comments and follows stay where they were made, with their dates, and
    are counted and shown for the suggestion that is kept when they are read. So nothing can be
    lost by whoever votes while two are merged, and whoever undoes it finds all as it was.
    """

    _inherit = "coop.suggestion"

    double_of_id = fields.Many2one(
        "coop.suggestion",
        string="Same product as",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    # A double of a double leads to the last: kept, as each vote that is counted asks for it.
    leads_to_id = fields.Many2one(
        "coop.suggestion",
        compute="_compute_leads_to_id",
        store=True,
        recursive=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    double_ids = fields.One2many("coop.suggestion", "double_of_id", string="Doubles")
    merge_ids = fields.Many2many(
        "coop.suggestion.merge", string="Merges", compute="_compute_merge_ids"
    )
    all_vote_ids = fields.Many2many(
        "coop.suggestion.vote", string="All votes", compute="_compute_all_vote_ids"
    )
    all_comment_ids = fields.Many2many(
        "mail.message",
        string="All comments",
        compute="_compute_all_comment_ids",
        groups="coop_suggestions.group_purchasing_team",
    )

    _not_its_own_double = models.Constraint(
        "CHECK (double_of_id != id)", "A suggestion is not its own double."
    )

    @api.depends("double_of_id.leads_to_id")
    def _compute_leads_to_id(self):
        for suggestion in self:
            other = suggestion.double_of_id
            suggestion.leads_to_id = other.leads_to_id or other

    @api.depends("double_of_id")
    def _compute_merge_ids(self):
        merges = self.env["coop.suggestion.merge"].search(
            Domain("undone_on", "=", False)
            & (Domain("kept_id", "in", self.ids) | Domain("closed_id", "in", self.ids))
        )
        for suggestion in self:
            suggestion.merge_ids = merges.filtered(
                lambda merge, suggestion=suggestion: suggestion in merge.kept_id | merge.closed_id
            )

    @api.depends("vote_ids", "double_ids")
    def _compute_all_vote_ids(self):
        for suggestion in self:
            suggestion.all_vote_ids = self.env["coop.suggestion.vote"].search(
                [("suggestion_id", "in", suggestion._with_doubles().ids)]
            )

    @api.depends("comment_ids", "double_ids")
    def _compute_all_comment_ids(self):
        for suggestion in self:
            suggestion.all_comment_ids = self.env["mail.message"].search(
                [*self._comments_domain(), ("res_id", "in", suggestion._with_doubles().ids)]
            )

    # --- what may be a double

    @api.model
    def _propose(self, author, values, **kwargs):
        suggestion = super()._propose(author, values, **kwargs)
        self.env["coop.suggestion.likely.double"]._find_of(suggestion)
        return suggestion

    def _others_of_barcode(self):
        """Return the other open suggestions of this coop with the same barcode."""
        return self.search(
            [
                ("barcode", "in", barcode_variants(self.barcode)),
                ("state", "in", VOTING_STATES),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
            ]
        )

    # --- who leads to whom

    def _lead(self):
        """Return the suggestion that counts: the one that this double leads to, or itself."""
        return self.leads_to_id or self

    def _leads(self):
        """Return the suggestions that count for each of these, once."""
        return self.browse().union(*[suggestion._lead() for suggestion in self])

    def _with_doubles(self):
        """Return these suggestions and all that lead to them."""
        return self | self.search([("leads_to_id", "in", self.ids)])

    @api.model
    def _with_doubles_sql(self, ids):
        """Return a query, in parentheses, of the ids of suggestions and all that lead to them."""
        self.flush_model(["leads_to_id"])
        return SQL(
            "(SELECT id FROM coop_suggestion WHERE id = ANY(%s) OR leads_to_id = ANY(%s))",
            list(ids),
            list(ids),
        )

    @api.model
    def _or_leads_to_sql(self, where):
        """Return SQL that holds for what a condition holds for, and for all that lead to it."""
        return SQL(
            "(%s OR coop_suggestion.leads_to_id IN"
            " (SELECT coop_suggestion.id FROM coop_suggestion WHERE %s))",
            where,
            where,
        )

    def _follows_with_doubles(self):
        """Return who asked to hear the answer, each person once, also under a double."""
        follows = self.env["coop.suggestion.follow"].search(
            [("suggestion_id", "in", self._with_doubles().ids)]
        )
        own_first = follows.sorted(lambda follow: (follow.suggestion_id != self, follow.id))
        firsts = [of[:1] for of in own_first.grouped("partner_id").values()]
        return follows.browse().union(*firsts)

    def _wished_by(self, partners, rows=("coop.suggestion.vote", "coop.suggestion.follow")):
        """Return which of these each person voted for or follows, also under a double.

        :param rows: the models in which a person's wish stands
        :return: ``{person: suggestions}``
        """
        wished = {partner: self.browse() for partner in partners}
        doubles = self._with_doubles()
        for model in rows:
            for suggestion, partner in self.env[model]._read_group(
                [("suggestion_id", "in", doubles.ids), ("partner_id", "in", partners.ids)],
                ["suggestion_id", "partner_id"],
            ):
                wished[partner] |= suggestion._lead()
        return wished

    # --- what members do to a double counts for the one it leads to

    def _vote(self, partner, frequency=False):
        return super(CoopSuggestion, self._lead())._vote(partner, frequency)

    def _unvote(self, partner):
        return super(CoopSuggestion, self._lead())._unvote(partner)

    def _comment(self, partner, text):
        lead = self._lead()
        if lead != self and lead.state in HIDDEN_STATES:
            raise UserError(
                self.env._("The suggestion that this one leads to is hidden: nothing can be added.")
            )
        # Against a merge at the same moment: one of the two waits.
        self.env.cr.execute(
            SQL("SELECT FROM coop_suggestion WHERE id = %s FOR SHARE", lead.id),
            log_exceptions=False,
        )
        return super(CoopSuggestion, lead)._comment(partner, text)

    def _remove_comment(self, partner, message_id):
        return super(CoopSuggestion, self._lead())._remove_comment(partner, message_id)

    def _withdraw(self, partner):
        if self.leads_to_id and self.author_id == partner:
            raise UserError(
                self.env._(
                    "It is the same product as “%s”, and counts there: it can no longer be "
                    "withdrawn. You can take your vote back.",
                    self.leads_to_id.name,
                )
            )
        return super()._withdraw(partner)

    # --- what members read

    def _unnamed_authors(self, messages):
        """Return those of the comments whose author must not be named.

        An anonymous author is not named under their own suggestion, nor under the one that it was
        merged into, from then on; their earlier comments elsewhere keep the name they bore.
        """
        suggestions = self.browse(messages.mapped("res_id"))
        merges = self.env["coop.suggestion.merge"]._ever_into(suggestions)
        since = {}
        for merge in merges:
            for closed in merge._ever_closed(merges):
                if closed.anonymous:
                    key = (merge.kept_id.id, closed.author_id)
                    since[key] = min(since.get(key, merge.merged_on), merge.merged_on)

        def is_unnamed(message):
            suggestion = self.browse(message.res_id)
            if suggestion.anonymous and suggestion.author_id == message.author_id:
                return True
            merged_on = since.get((suggestion.id, message.author_id))
            return bool(merged_on and message.date >= merged_on)

        return messages.filtered(is_unnamed)

    def _state_words(self):
        if lead := self._shown_lead():
            return self.env._("Same product as “%s”", lead.name)
        return super()._state_words()

    def _led_sentence(self, voted=False):
        """Return what to tell a member of a double, of whom it is and where votes count."""
        name = self._shown_lead().name
        if voted:
            return self.env._(
                "It is the same product as “%s”: votes and comments count there, yours among them.",
                name,
            )
        return self.env._("It is the same product as “%s”: votes and comments count there.", name)

    def _shown_lead(self):
        """Return the suggestion that a double leads members to; none while that one is hidden."""
        if self.state != "double":
            return self.browse()
        lead = self.leads_to_id
        return lead.browse() if lead.state in HIDDEN_STATES else lead

    def _page_for(self, partner):
        page = super()._page_for(partner)
        lead = self._shown_lead()
        doubles = (self._with_doubles() - self).filtered(lambda s: s.state == "double")
        return {
            **page,
            "double_of": lead
            and {
                "id": lead.id,
                "sentence": self._led_sentence(page["voted"]),
                "see": self.env._("See “%s”", lead.name),
            },
            "doubles": [
                {
                    "id": double.id,
                    "name": double.name,
                    "why": double.why or "",
                    "sentence": self.env._(
                        "“%s” is the same product as this one: votes and comments for it count "
                        "here.",
                        double.name,
                    ),
                }
                for double in doubles
            ],
        }

    # --- the team's buttons

    def action_merge_doubles(self):
        """Open the merge of two suggestions, or of this one with another to choose."""
        self._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_suggestions.coop_merge_doubles_action"
        )
        action["context"] = {"default_left_id": self[:1].id, "default_right_id": self[1:2].id}
        if len(self) > 2:
            action["context"]["coop_too_many"] = len(self)
        return action

    def action_undo_merge(self):
        """Undo that this suggestion was closed as a double."""
        self._check_team()
        for suggestion in self:
            suggestion.merge_ids.filtered(
                lambda merge, closed=suggestion: merge.closed_id == closed
            ).action_undo()
