import io
from datetime import datetime, timedelta

from pypdf import PdfReader

from odoo import Command, fields
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestDashboard(SuggestionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.coop_member_domain = repr([("id", "in", (cls.alice | cls.bob).ids)])
        cls.company.coop_tz = "Europe/Paris"

    def figures(self, months=12):
        return self.env["coop.suggestion"]._dashboard_figures(months)

    def date_votes(self, suggestion, moment):
        suggestion.vote_ids.voted_on = moment
        self.env.flush_all()

    def test_a_coop_without_suggestions_has_a_dashboard(self):
        figures = self.figures(24)
        self.assertEqual((figures["proposed"], figures["votes"], figures["adopted"]), (0, 0, 0))
        self.assertIsNone(figures["median_days"])
        dashboard = self.env["coop.suggestion"]._dashboard(24)
        self.assertEqual(len(dashboard["rows"]), 24)
        self.company.coop_member_domain = "[('id', '=', 0)]"
        self.assertEqual(self.figures()["members"], 0)
        self.assertTrue(self.env["coop.suggestion"]._dashboard_pdf(12))

    def test_who_voted_is_counted_ever_and_this_month(self):
        recent = self.propose()
        self.vote(recent, self.bob)
        old = self.propose("Riz", author=self.bob)
        self.date_votes(old, "2019-05-05 12:00:00")
        recent.vote_ids.filtered(lambda vote: vote.partner_id == self.bob).unlink()
        figures = self.figures()
        self.assertEqual(figures["members"], 2)
        self.assertEqual((figures["voted_ever"], figures["voted_this_month"]), (2, 1))
        self.assertEqual(figures["by_month"]["voters"], [0] * 11 + [1])

    def test_a_household_votes_once_and_former_members_no_more(self):
        suggestion = self.propose()
        mate = self.make_partner("Compagne", parent_id=self.alice.id)
        gone = self.make_partner("Partie")
        self.company.coop_member_domain = repr([("id", "in", (self.alice | mate).ids)])
        vote = self.env["coop.suggestion.vote"]
        vote._set(suggestion, mate, on_paper=True)
        vote._set(suggestion, gone, on_paper=True)
        figures = self.figures()
        self.assertEqual((figures["votes"], figures["votes_on_paper"]), (1, 0))
        self.assertEqual(figures["voted_ever"], 2)
        self.vote_of(suggestion, self.alice).voted_on = fields.Datetime.now() + timedelta(hours=1)
        self.assertEqual(self.figures()["votes_on_paper"], 1)

    def test_votes_of_a_double_count_with_what_it_leads_to(self):
        kept, closed = self.propose("Riz"), self.propose("Riz rond", author=self.bob)
        self.vote(kept, self.bob)
        self.assertEqual(self.figures()["votes"], 3)
        self.env["coop.suggestion.merge"].with_user(self.team)._merge(
            kept.with_user(self.team), closed.with_user(self.team)
        )
        self.assertEqual(self.figures()["votes"], 2)
        self.assertEqual(self.figures()["proposed"], 1)

    def test_months_are_those_of_the_shop(self):
        suggestion = self.propose()
        months = self.figures()["months"]
        # The last evening of the month in Greenwich is the first night of the next in Paris.
        self.date_votes(
            suggestion, datetime.combine(months[-2], datetime.min.time()) - timedelta(minutes=30)
        )
        self.assertEqual(self.figures()["by_month"]["votes"], [0] * 10 + [1, 0])
        self.company.coop_tz = "UTC"
        self.assertEqual(self.figures()["by_month"]["votes"], [0] * 9 + [1, 0, 0])

    def test_the_median_is_that_of_the_first_final_answers(self):
        for days in (2, 4, 30):
            suggestion = self.propose(f"Produit {days}", ago=timedelta(days=days))
            self.answer(suggestion, "ask", text="Lequel ?")
            self.answer(suggestion)
        self.propose("Sans réponse")
        figures = self.figures()
        self.assertEqual((figures["answered"], figures["proposed"]), (3, 4))
        self.assertAlmostEqual(figures["median_days"], 4, delta=0.1)
        self.assertEqual(figures["by_month"]["answers"][-1], 3)

    def test_sales_are_those_of_adopted_products_since_they_were_proposed(self):
        suggestion = self.propose(ago=timedelta(days=3))
        adopted, other = self.make_product("Adopté"), self.make_product("Autre")
        suggestion.product_id = adopted
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coop_suggestion SET state = 'adopted' WHERE id = %s", (suggestion.id,)
        )
        self.env.invalidate_all()
        till = self.env["pos.config"].create({"name": "Caisse"})
        session = self.env["pos.session"].create({"config_id": till.id})

        def sell(product, amount, days_ago):
            self.env["pos.order"].create(
                {
                    "session_id": session.id,
                    "state": "paid",
                    "date_order": fields.Datetime.now() - timedelta(days=days_ago),
                    "amount_total": amount,
                    "amount_tax": 0,
                    "amount_paid": amount,
                    "amount_return": 0,
                    "lines": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "qty": 1,
                                "price_unit": amount,
                                "price_subtotal": amount,
                                "price_subtotal_incl": amount,
                            }
                        )
                    ],
                }
            )

        sell(adopted, 10, 0)
        sell(adopted, -4, 0)
        sell(adopted, 100, 10)
        sell(other, 1000, 0)
        figures = self.figures()
        self.assertEqual(figures["adopted"], 1)
        self.assertAlmostEqual(figures["adopted_sales"], 6)
        self.assertAlmostEqual(figures["by_month"]["sales"][-1], 6)

    def test_another_coops_votes_are_not_counted(self):
        self.propose()
        company = self.env["res.company"].create({"name": "Autre coop"})
        other = self.env["coop.suggestion"].with_company(company)
        self.assertEqual(other._dashboard_figures(12)["votes"], 0)
        self.assertEqual(other._dashboard_figures(12)["proposed"], 0)

    def test_it_costs_the_same_queries_for_many(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self.figures()
            return self.cr.sql_log_count - start

        self.propose()
        count()  # what is read once
        few = count()
        for suggestion in self.make_suggestions(10):
            self.vote(suggestion, self.bob)
        self.assertEqual(count(), few)

    def test_the_assemblys_page_is_one_page(self):
        self.propose()
        for months in (12, 24):
            pdf = self.env["coop.suggestion"]._dashboard_pdf(months)
            [page] = PdfReader(io.BytesIO(pdf)).pages
            self.assertIn("members have ever voted", " ".join(page.extract_text().split()))
