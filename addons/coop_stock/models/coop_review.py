from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools.rating import STARS, rating_of

MAX_WORDS = 1000
# More in a day is hardly what one person has tasted.
DAILY_REVIEWS = 20
DAILY_REPORTS = 20


class CoopReview(models.Model):
    """What a member says of a product: stars and, if they like, words.

    One a person and product, changed and withdrawn at will: a withdrawn review is deleted, as the
    words are its author's. One that the team has hidden is kept as it was, so that it can be shown
    again. Reviews of people who have left stay: what they tasted is still so.
    """

    _name = "coop.review"
    _description = "Review of a product"
    _order = "written_on desc, id desc"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Author",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    stars = fields.Integer(required=True, readonly=True)
    words = fields.Text(readonly=True)
    written_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    hidden = fields.Boolean(readonly=True)
    hidden_reason = fields.Char(string="Why it is hidden", readonly=True)
    report_ids = fields.One2many("coop.review.report", "review_id", string="Reports", readonly=True)
    report_count = fields.Integer(string="Reported", compute="_compute_report_count", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )

    _one_a_person = models.Constraint(
        # Coops that share a product, as companies of one database, do not share what is said of it.
        "UNIQUE (product_id, partner_id, company_id)",
        "One review a person and product.",
    )
    _stars_in_range = models.Constraint("CHECK (stars BETWEEN 1 AND 5)", "One to five stars.")

    @api.depends("report_ids")
    def _compute_report_count(self):
        for review in self:
            review.report_count = len(review.report_ids)

    # --- what members do; called with sudo by the member's pages, for the person they name

    @api.model
    def _write_for(self, partner, product, stars, words):
        """Write or change the person's review of a product; safe to repeat.

        :param int stars: 1 to 5
        :param str words: clean text, may be empty
        :raises UserError: when something is wrong with it, in the reader's words
        """
        self._check_open()
        if stars not in STARS:
            raise UserError(self.env._("Choose from 1 to 5 stars."))
        if len(words) > MAX_WORDS:
            raise UserError(
                self.env._(
                    "This is too long: %(length)s characters, where %(most)s is the most.",
                    length=len(words),
                    most=MAX_WORDS,
                )
            )
        limits = self.env["coop.daily.count"]
        written_today = limits._coop_hold(partner, "review")
        review = self._of(partner, product)
        if (review.stars, review.words or "") == (stars, words):
            return
        if review.hidden:
            raise UserError(self.env._("Your review is hidden: it can no longer be changed."))
        if written_today >= DAILY_REVIEWS:
            raise UserError(
                self.env._("You have written many reviews today: the next ones tomorrow, please.")
            )
        limits._coop_add(partner, "review")
        values = {"stars": stars, "words": words, "written_on": fields.Datetime.now()}
        if review:
            review.write(values)
            # What was reported is no longer what stands there.
            review.report_ids.unlink()
            return
        self.flush_model()
        # As for votes: a double click ends in a clean retry.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO coop_review (
                    product_id, partner_id, company_id, stars, words, written_on, report_count,
                    create_uid, create_date, write_uid, write_date
                ) VALUES (
                    %(product)s, %(partner)s, %(company)s, %(stars)s, %(words)s, %(now)s, 0,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                ) ON CONFLICT (product_id, partner_id, company_id) DO NOTHING
                """,
                product=product.id,
                partner=partner.id,
                company=self.env.company.id,
                stars=stars,
                words=words,
                now=values["written_on"],
                uid=self.env.uid,
            ),
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _withdraw_for(self, partner, product):
        """Withdraw the person's review of a product; safe to repeat.

        :raises UserError: when the team has hidden it: it is kept
        """
        review = self._of(partner, product)
        if review.hidden:
            raise UserError(self.env._("Your review is hidden: nobody else sees it."))
        review.unlink()

    @api.model
    def _of(self, partner, product):
        return self.search(
            [
                ("partner_id", "=", partner.id),
                ("product_id", "=", product.id),
                ("company_id", "=", self.env.company.id),
            ]
        )

    @api.model
    def _check_open(self):
        if not self.env.company.coop_reviews:
            raise UserError(self.env._("This coop does not collect reviews of products."))

    def _report(self, partner, reason):
        """Tell the team that something is wrong with a review; safe to repeat.

        :param str reason: clean text
        :raises UserError: when the person has reported enough for today, or says no reason
        """
        self.ensure_one()
        self._check_open()
        if not reason or len(reason) > MAX_WORDS:
            raise UserError(self.env._("Say in a few words what is wrong with it."))
        limits = self.env["coop.daily.count"]
        reported_today = limits._coop_hold(partner, "review_report")
        if partner in self.report_ids.partner_id:
            return
        if reported_today >= DAILY_REPORTS:
            raise UserError(
                self.env._("You have reported many reviews today: the next ones tomorrow, please.")
            )
        limits._coop_add(partner, "review_report")
        self.env["coop.review.report"].create(
            {"review_id": self.id, "partner_id": partner.id, "reason": reason}
        )

    # --- what the team does

    def action_hide(self):
        """Open the reason to hide an offending review."""
        self._check_team()
        action = self.env["ir.actions.act_window"]._for_xml_id("coop_stock.coop_hide_review_action")
        action["context"] = {"default_review_id": self.id}
        return action

    def action_show_again(self):
        """Show a hidden review again."""
        self._check_team()
        # sudo: the team may hide and show, by these methods, not write reviews.
        self.sudo().write({"hidden": False, "hidden_reason": False})

    def action_keep(self):
        """Keep a reported review: its reports are dealt with."""
        self._check_team()
        self.sudo().report_ids.unlink()  # sudo: as above

    def _hide(self, reason):
        """Hide an offending review: kept, and its author told why, once."""
        self._check_team()
        template = self.env.ref("coop_stock.mail_template_hidden_review")
        for review_sudo in self.filtered(lambda r: not r.hidden).sudo():  # sudo: as above
            review_sudo.write({"hidden": True, "hidden_reason": reason})
            template.sudo().send_mail(review_sudo.id, force_send=False)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _check_team(self):
        if not self.env.user._coop_is_team():
            raise AccessError(self.env._("Only the team does this."))

    # --- reading

    @api.model
    def _ratings(self, product_ids=None):
        """Return what the reviews of products amount to, hidden ones left out.

        :param product_ids: which; all that have reviews when None
        :return: ``{product id: Rating}``; what has no review is not in it
        """
        return {product_id: rating_of(counts) for product_id, counts in self._counts(product_ids)}

    @api.model
    def _counts(self, product_ids=None):
        """Return rows of product id and how many reviews gave it 1, 2, 3, 4 and 5 stars."""
        company = self.env.company
        if not company.coop_reviews:
            return []
        self.flush_model()
        which = SQL("TRUE")
        if product_ids is not None:
            which = SQL("product_id = ANY(%s)", list(product_ids))
        by_stars = SQL(", ").join(
            SQL("COUNT(*) FILTER (WHERE stars = %s)", stars) for stars in STARS
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product_id, %s
                  FROM coop_review
                 WHERE hidden IS NOT TRUE AND company_id = %s AND %s
              GROUP BY product_id
                """,
                by_stars,
                company.id,
                which,
            )
        )
        return [(product_id, counts) for product_id, *counts in rows]
