from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.coop_stock.models.hold_rows import hold_rows
from odoo.addons.coop_stock.models.mail_mail import OURS
from odoo.addons.coop_stock.tools.search_text import normalise
from odoo.addons.coop_stock.tools.typed_text import barcode_variants

from .coop_suggestion_vote import FREQUENCIES

STATES = [
    ("open", "Open"),
    ("asked", "Precision asked"),
    ("put_off", "Put off"),
    ("kept", "Kept"),
    ("trial", "On trial"),
    ("adopted", "Adopted"),
    ("stopped", "Stopped"),
    ("not_kept", "Not kept"),
    ("passed_on", "Passed on"),
    ("withdrawn", "Withdrawn"),
    ("double", "Double"),
    ("blocked", "Hidden"),
]
VOTING_STATES = ("open", "asked", "put_off")
# Withdrawn and hidden ones keep their page for their author only.
HIDDEN_STATES = ("withdrawn", "blocked")
# What only the methods below write: a forged state or author is a forged answer or wish.
PROTECTED_FIELDS = {
    "why",
    "state",
    "author_id",
    "anonymous",
    "proposed_on",
    "previous_id",
    "hidden_reason",
    "state_before_hidden",
    "double_of_id",
    "leads_to_id",
}


class CoopSuggestion(models.Model):
    """A product that a member asks the shop to stock."""

    _name = "coop.suggestion"
    _description = "Suggestion"
    _inherit = ["mail.thread", "coop.search.mixin"]
    _order = "proposed_on desc, id desc"
    _mail_post_access = "read"

    name = fields.Char(string="Product", required=True, tracking=True)
    why = fields.Text()
    brand = fields.Char()
    barcode = fields.Char(index="btree_not_null")
    shelf_id = fields.Many2one("coop.shelf", index="btree_not_null", tracking=True)
    link = fields.Char()
    photo = fields.Image(max_width=1024, max_height=1024)
    photo_256 = fields.Image(
        string="Small photo", related="photo", max_width=256, max_height=256, store=True
    )
    has_photo = fields.Boolean(compute="_compute_has_photo", store=True)
    author_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    anonymous = fields.Boolean(help="Members do not see who proposed it. The purchasing team does.")
    state = fields.Selection(
        STATES, required=True, default="open", index=True, tracking=True, group_expand=True
    )
    proposed_on = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    previous_id = fields.Many2one(
        "coop.suggestion", string="Proposed before as", index="btree_not_null", readonly=True
    )
    product_id = fields.Many2one(
        "product.product", string="Product in the shop", index="btree_not_null", tracking=True
    )
    hidden_reason = fields.Char(string="Why it is hidden", readonly=True)
    state_before_hidden = fields.Selection(STATES, readonly=True)
    coop_search_text = fields.Char(compute="_compute_coop_search_text", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )

    vote_ids = fields.One2many("coop.suggestion.vote", "suggestion_id", string="Votes")
    decision_ids = fields.One2many("coop.suggestion.decision", "suggestion_id")
    addition_ids = fields.One2many("coop.suggestion.addition", "suggestion_id")
    follow_ids = fields.One2many("coop.suggestion.follow", "suggestion_id")
    draft_decision_id = fields.Many2one(
        "coop.suggestion.decision", compute="_compute_draft_decision_id"
    )
    put_off_until = fields.Date(compute="_compute_put_off_until", store=True)

    resembling_product_id = fields.Many2one(
        "product.product",
        string="Resembles in the shop",
        compute="_compute_resembling_product_id",
        store=True,
        index="btree_not_null",
    )
    resembling_sales = fields.Float(
        string="Sold a week", compute="_compute_resembling_sales", digits=(16, 1)
    )

    @api.depends("photo")
    def _compute_has_photo(self):
        for suggestion in self:
            suggestion.has_photo = bool(suggestion.photo)

    @api.depends("name", "brand")
    def _compute_coop_search_text(self):
        for suggestion in self:
            suggestion.coop_search_text = normalise(
                f"{suggestion.name or ''} {suggestion.brand or ''}"
            )

    @api.depends("decision_ids.published_on")
    def _compute_draft_decision_id(self):
        drafts = self.env["coop.suggestion.decision"].search(
            [("suggestion_id", "in", self.ids), ("published_on", "=", False)]
        )
        draft_of = {draft.suggestion_id: draft for draft in drafts}
        for suggestion in self:
            suggestion.draft_decision_id = draft_of.get(suggestion, False)

    @api.depends("state", "decision_ids.published_on")
    def _compute_put_off_until(self):
        for suggestion in self:
            suggestion.put_off_until = (
                suggestion.state == "put_off"
                and suggestion._published_decisions()[:1].put_off_until
            )

    @api.depends("name", "barcode")
    def _compute_resembling_product_id(self):
        # Kept, as products change seldom: refreshed every night for what came into the shop.
        for suggestion in self:
            suggestion.resembling_product_id = suggestion._find_resembling()

    def _find_resembling(self):
        """Return the product of the shop that resembles it most, or none."""
        self.ensure_one()
        Product = self.env["product.product"]
        product = self._product_of_barcode()
        if not product and self.name:
            # By its name alone: another brand's is what one wants to know of.
            found = Product.sudo()._coop_search_similar(
                self.name, Product._coop_sold_here_sql(), limit=1
            )
            product = Product.browse([id_ for id_, _score in found])
        return product

    @api.depends("resembling_product_id")
    def _compute_resembling_sales(self):
        sales = self.resembling_product_id._coop_weekly_sales()
        for suggestion in self:
            suggestion.resembling_sales = sales.get(suggestion.resembling_product_id.id, 0.0)

    @api.model
    def _cron_refresh_resembling(self):
        """Look again, every night, for what stands in the shop beside each open suggestion."""
        for suggestion in self.search([("state", "in", VOTING_STATES)]):
            found = suggestion._find_resembling()
            # Only what changed is written: whoever decides on the others meanwhile does not wait.
            if found != suggestion.resembling_product_id:
                suggestion.resembling_product_id = found

    # --- rights

    @api.model_create_multi
    def create(self, vals_list):
        # sudo is how the member's pages write; others come with a member's own words only.
        if not self.env.su:
            for vals in vals_list:
                vals["author_id"] = self.env.user.partner_id.id
                for name in PROTECTED_FIELDS - {"author_id", "anonymous", "why"}:
                    vals.pop(name, None)
        return super(CoopSuggestion, self.with_context(mail_create_nosubscribe=True)).create(
            vals_list
        )

    def write(self, vals):
        if not self.env.su and (forged := PROTECTED_FIELDS & vals.keys()):
            raise AccessError(
                self.env._("%s cannot be written by hand.", ", ".join(sorted(forged)))
            )
        return super().write(vals)

    def _set_state(self, state):
        # sudo: the state follows decisions and the author's own acts, checked by the callers.
        self.sudo().write({"state": state})

    # --- what members do; called with sudo by the member's pages, for the person they name

    @api.model
    def _propose(self, author, values, *, frequency=False, follow=True):
        """Create a suggestion, the author's own vote cast at once.

        The same name proposed again by the same person today is the retry of a request whose
        answer was lost: it leads to the suggestion that is there.

        :param author: one `res.partner`
        :param dict values: clean values of fields
        :raises UserError: when the author has proposed enough for today
        """
        limits = self.env["coop.daily.count"]
        proposed_today = limits._coop_hold(author, "suggestion")
        company = self.env.company
        again = self.search(
            [
                ("author_id", "=", author.id),
                ("name", "=", values["name"]),
                ("state", "=", "open"),
                ("proposed_on", ">=", company._coop_day_start_utc(company._coop_today())),
            ],
            limit=1,
        )
        if again:
            return again
        if proposed_today >= company.coop_daily_proposals:
            raise UserError(
                self.env._(
                    "You have proposed %s products today: thank you! The others can wait until "
                    "tomorrow; what you typed is kept.",
                    company.coop_daily_proposals,
                )
            )
        limits._coop_add(author, "suggestion")
        suggestion = self.create({**values, "author_id": author.id})
        self.env["coop.suggestion.vote"]._set(suggestion, author, frequency)
        if follow:
            self.env["coop.suggestion.follow"]._set(suggestion, author)
        return suggestion

    def _vote(self, partner, frequency=False):
        """Cast a person's vote; safe to repeat.

        :raises UserError: when the suggestion has its answer
        """
        self.ensure_one()
        if self.state not in VOTING_STATES:
            raise UserError(
                self.env._(
                    "This suggestion is no longer open to votes: its answer stands on its page."
                )
            )
        if frequency not in dict(FREQUENCIES):
            frequency = False
        self.env["coop.suggestion.vote"]._set(self, partner, frequency)

    def _unvote(self, partner):
        """Take a person's vote back; safe to repeat.

        :raises UserError: when the suggestion has its answer
        """
        self.ensure_one()
        if self.state not in VOTING_STATES:
            raise UserError(
                self.env._("This suggestion has its answer: votes stay as they were then.")
            )
        self.env["coop.suggestion.vote"]._unset(self, partner)

    def _others_voted(self):
        """Whether anybody but the author has voted."""
        self.ensure_one()
        return bool(
            self.env["coop.suggestion.vote"].search_count(
                [
                    ("suggestion_id", "in", self._with_doubles().ids),
                    ("partner_id", "!=", self.author_id.id),
                ],
                limit=1,
            )
        )

    def _author_may_edit(self, partner):
        """Whether the person may still change or withdraw it: their own, nobody else voted."""
        self.ensure_one()
        return (
            self.author_id == partner
            and self.state in ("open", "asked")
            and not self._others_voted()
        )

    def _author_may_add(self, partner):
        """Whether the person may add a precision: their own, still open to votes."""
        self.ensure_one()
        return self.author_id == partner and self.state in VOTING_STATES

    def _withdraw(self, partner):
        """Withdraw one's own suggestion; safe to repeat.

        :raises UserError: when somebody else has voted for it
        """
        self.ensure_one()
        if self.state == "withdrawn" and self.author_id == partner:
            return
        if not self._author_may_edit(partner):
            raise UserError(
                self.env._(
                    "Other members have voted for it: it is theirs too, and can no longer be "
                    "withdrawn. You can add a precision."
                )
            )
        self._refuse_if_voted_meanwhile()
        self._set_state("withdrawn")

    def _refuse_if_voted_meanwhile(self):
        """Wait for votes being cast this moment, and see them.

        :raises UserError: when somebody else has voted meanwhile
        """
        self.env.cr.execute(
            SQL("SELECT FROM coop_suggestion WHERE id = %s FOR UPDATE", self.id),
            log_exceptions=False,
        )
        # This transaction still sees the votes as they were when it began: a new one looks.
        with self.env.registry.cursor() as cursor:
            cursor.execute(
                SQL(
                    """SELECT FROM coop_suggestion_vote
                        WHERE suggestion_id IN %s AND partner_id != %s LIMIT 1""",
                    self._with_doubles_sql([self.id]),
                    self.author_id.id,
                )
            )
            if cursor.rowcount:
                raise UserError(self.env._("Somebody has just voted for it: it is theirs too."))

    def _add_precision(self, partner, text):
        """Add a dated precision; one that was asked for reopens the suggestion.

        :raises UserError: when it is not the person's own, has its answer, or enough is added today
        """
        self.ensure_one()
        if not self._author_may_add(partner):
            raise UserError(
                self.env._("A precision can be added by its author, before the answer.")
            )
        limits = self.env["coop.daily.count"]
        added_today = limits._coop_hold(partner, "addition")
        same = [("suggestion_id", "=", self.id), ("text", "=", text)]
        if not self.env["coop.suggestion.addition"].search_count(same, limit=1):
            # They are words under a suggestion, as comments are.
            if added_today >= self.env.company.coop_daily_comments:
                raise UserError(
                    self.env._(
                        "You have added %s precisions today: thank you! The next ones can wait "
                        "until tomorrow.",
                        self.env.company.coop_daily_comments,
                    )
                )
            limits._coop_add(partner, "addition")
            self.env["coop.suggestion.addition"].create({"suggestion_id": self.id, "text": text})
        if self.state == "asked":
            self._set_state("open")

    # --- finding

    def _product_of_barcode(self):
        """Return the sold product that has this suggestion's barcode."""
        self.ensure_one()
        products = self.env["product.product"]
        return products._coop_find_barcode(self.barcode) if self.barcode else products

    @api.model
    def _of_barcode(self, barcode, states):
        """Return this coop's suggestion in one of the states that has the barcode, or whose double
        has it.
        """
        return self.search(
            Domain("barcode", "in", barcode_variants(barcode))
            & (Domain("state", "in", states) | Domain("leads_to_id.state", "in", states))
            & Domain("company_id", "=", self.env.company.id),
            limit=1,
        )._lead()

    @api.model
    def _open_of_barcode(self, barcode):
        """Return the suggestion that is open to votes and has the barcode."""
        return self._of_barcode(barcode, VOTING_STATES)

    @api.model
    def _past_not_kept(self, name, brand, barcode):
        """Return what was proposed before under the same barcode or the same words."""
        text = normalise(f"{name or ''} {brand or ''}")
        same = Domain("coop_search_text", "=", text)
        if barcode:
            same |= Domain("barcode", "in", barcode_variants(barcode))
        same &= Domain("company_id", "=", self.env.company.id)
        return self.search(same & Domain("state", "=", "not_kept"), limit=1)

    @api.model
    def _in_states_sql(self, *states):
        """Return SQL that holds for this coop's suggestions in the given states."""
        return SQL(
            "coop_suggestion.state = ANY(%s) AND coop_suggestion.company_id = %s",
            list(states),
            self.env.company.id,
        )

    # --- answers

    def _member_url(self):
        """Return the whole address of the suggestion's page, for mails."""
        self.ensure_one()
        return f"{self.get_base_url()}/suggestions/{self._lead().id}"

    def _published_decisions(self):
        """Return the decisions that members read, newest first."""
        return self.decision_ids.filtered("published_on").sorted(
            lambda decision: (decision.published_on, decision.id), reverse=True
        )

    def _last_decision(self):
        """Return the decision that was taken last, published or not."""
        self.ensure_one()
        return self.decision_ids.sorted("id")[-1:]

    def _hold(self):
        """Make whoever decides on these at the same moment wait, and look again."""
        hold_rows(self)

    def _decided_meanwhile_sentence(self, decision):
        """Return what to tell a person who decides on something else than what they saw."""
        if not decision:
            return self.env._(
                "The decision that you saw on “%s” was undone meanwhile. Nothing is changed: "
                "answer again if you wish.",
                self.name,
            )
        return self.env._(
            "%(user)s has decided on “%(name)s” meanwhile: %(answer)s. Nothing is changed: keep "
            "that decision, or send yours again to replace it.",
            user=decision.user_id.name,
            name=self.name,
            answer=decision._headline(),
        )

    def _can_be_proposed_again_on(self):
        """Return the date from which what was not kept can be proposed again, or False."""
        self.ensure_one()
        last = self._published_decisions()[:1]
        if self.state != "not_kept" or not last:
            return False
        decided = self.company_id._coop_local(last.published_on).date()
        return decided + relativedelta(months=self.company_id.coop_again_months)

    def _follows_to_tell(self, but_not):
        """Return the follows of members of today, less the person who acted."""
        self.ensure_one()
        follows = self._follows_with_doubles()
        # sudo: whoever acts may read neither contacts nor what mails they want.
        written_to = (
            self.env["res.partner"]
            .sudo()
            .search(
                self.company_id._coop_written_to_domain()
                & Domain("id", "in", follows.partner_id.ids)
                & Domain("id", "!=", but_not.id)
            )
        )
        written_to -= self.env["coop.mail.choice"].sudo()._who_stopped_answers(written_to)
        return follows.filtered(lambda follow: follow.partner_id in written_to)

    def _tell_followers(self, template, *, but_not, **records):
        """Queue one mail to each person who asked to hear of it, in the reader's language.

        They are queued in the transaction of what they tell: once, or not at all.

        :param str template: XML id of a template on `coop.suggestion.follow`
        :param but_not: the person who acted, who is told nothing
        :param records: what the template finds in its context by these names
        """
        self.ensure_one()
        template = self.env.ref(template)
        follows = self._follows_to_tell(but_not)
        if self.state in HIDDEN_STATES or not follows:
            return
        # The records' words are the reader's, too. The language stands beside them, as Odoo takes
        # contexts for the same when their records are.
        for lang, readers in follows.grouped(lambda follow: follow.partner_id.lang).items():
            told = {name: record.with_context(lang=lang) for name, record in records.items()}
            mails = template.with_context(lang=lang, **told).send_mail_batch(
                readers.ids, force_send=False
            )
            self.env["coop.mail.choice"]._add_way_out(mails, "answers", lang)
        # sudo: the team may not write scheduled actions.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def action_decide(self):
        """Open the answers, for one suggestion or several at once."""
        self._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coop_suggestions.coop_decide_action"
        )
        action["context"] = {"default_suggestion_ids": self.ids}
        return action

    def action_undo_decision(self):
        """Undo the decision that waits to be published."""
        self.draft_decision_id.action_undo()

    def action_reopen(self):
        """Decide to reopen: published like any answer."""
        return {
            **self.action_decide(),
            "context": {"default_suggestion_ids": self.ids, "default_answer": "reopen"},
        }

    def action_hide(self):
        """Open the reason to hide an offending suggestion."""
        self._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id("coop_suggestions.coop_hide_action")
        action["context"] = {"default_suggestion_id": self.id}
        return action

    def action_show_again(self):
        """Show a hidden suggestion again, as it was."""
        self._check_team()
        for suggestion in self.filtered(lambda s: s.state == "blocked").sudo():
            suggestion.write(
                {
                    "state": suggestion.state_before_hidden or "open",
                    "hidden_reason": False,
                    "state_before_hidden": False,
                }
            )

    def _take_answer(self, state):
        """Take the state of an answer that is published.

        A hidden suggestion takes it when it is shown again; a withdrawn one stays withdrawn.
        """
        self.ensure_one()
        if self.state not in HIDDEN_STATES:
            self._set_state(state)
        elif self.state == "blocked" and self.state_before_hidden != "withdrawn":
            # sudo: as in `_set_state`.
            self.sudo().state_before_hidden = state

    def _hide(self, reason):
        """Hide an offending suggestion: kept, and its author told why, once."""
        self._check_team()
        template = self.env.ref("coop_suggestions.mail_template_hidden")
        ours = {"headers": repr({OURS: "hidden"})}
        for suggestion in self.filtered(lambda s: s.state != "blocked").sudo():
            suggestion.write(
                {
                    "state_before_hidden": suggestion.state,
                    "hidden_reason": reason,
                    "state": "blocked",
                }
            )
            if suggestion.author_id._coop_address_rests():
                continue
            template.with_context(hidden_text=suggestion.name, hidden_reason=reason).send_mail(
                suggestion.author_id.id, force_send=False, email_values=ours
            )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _check_team(self):
        if not self.env.user.has_group("coop_suggestions.group_purchasing_team"):
            raise AccessError(self.env._("Only the purchasing team does this."))
