import re
from datetime import timedelta

from odoo.tests import HttpCase, tagged

from odoo.addons.coop_stock.tests.common import PageHelpers

from .meeting_common import MeetingCommon


@tagged("post_install", "-at_install")
class TestMeetingPage(PageHelpers, MeetingCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.suggestions = self.make_suggestions(3, brand="Moulin", why="<b>Pour</b> les enfants")
        self.meeting = self.make_meeting(self.suggestions)
        self.lines = self.meeting.line_ids
        self.place = f"/suggestions/meetings/{self.meeting.id}"
        self.authenticate(self.team.login, None)

    def note(self, line, answer="next_order", seen=None, **fields):
        """Post the form of an answer as it stands on the screen."""
        if seen is None:
            page = self.get(f"{self.place}?line={line.id}")
            seen = re.search(r'name="seen" value="(\d+)"', page.text)[1]
        form = {"line": line.id, "seen": seen, "answer": answer, **fields}
        return self.post(f"{self.place}/decide", **form)

    def decisions(self):
        self.env.invalidate_all()
        return self.suggestions.decision_ids

    def test_the_screen_shows_what_one_decides_by(self):
        self.suggestions[0]._vote(self.bob, "weekly")
        product = self.make_product("Produit 000 du moulin")
        self.suggestions._compute_resembling_product_id()
        page = self.assert_page(self.place, "Produit 000", "Moulin", product.name)
        self.assert_shows(page, "&lt;b&gt;Pour&lt;/b&gt;", 'data-coop-key="g"', self.reason.name)
        self.assert_hides(page, "Produit 001", "Bob")

    def test_an_answer_is_noted_and_leads_to_the_next(self):
        page = self.note(self.lines[0])
        self.assert_leads_to(page, f"{self.place}?line={self.lines[1].id}")
        [decision] = self.decisions()
        self.assertEqual((decision.user_id, decision.meeting_id), (self.team, self.meeting))
        self.assertFalse(decision.published_on)
        self.assert_page(f"{self.place}?line={self.lines[1].id}", "Produit 000 ·")

    def test_without_scripts_the_ready_sentence_is_that_of_the_reason(self):
        self.note(self.lines[0], "not_kept", reason_id=self.reason.id, text="")
        sentence = self.env["coop.ready.sentence"].search([("reason_id", "=", self.reason.id)])[:1]
        self.assertEqual(self.decisions().text, sentence.text)
        self.note(self.lines[1], "not_kept", reason_id=self.reason.id, text="En d'autres mots.")
        self.assertEqual(self.suggestions[1].decision_ids.text, "En d'autres mots.")

    def test_each_answer_can_be_given(self):
        product = self.make_product("Purée d'amande")
        for values in (
            {"answer": "to_be_sourced"},
            {
                "answer": "not_kept",
                "reason_id": self.needs_product.id,
                "product_id": product.id,
            },
            {"answer": "put_off", "put_off": "next"},
            {
                "answer": "put_off",
                "put_off": "date",
                "put_off_until": str(self.today + timedelta(days=50)),
            },
            {"answer": "ask", "text": "Laquelle ?"},
            {"answer": "passed_on", "passed_on_to": "Le bureau"},
        ):
            with self.subTest(values=values):
                self.assertEqual(self.note(self.lines[0], **values).status_code, 303)
                decision = self.decisions()
                self.assertEqual(decision.answer, values["answer"])
        self.assertEqual(len(self.decisions()), 1)

    def test_what_lacks_is_said_and_what_was_typed_stays(self):
        yesterday = str(self.today - timedelta(days=1))
        for values in (
            {"answer": "not_kept"},
            {"answer": "ask", "text": ""},
            {"answer": "passed_on"},
            {"answer": "put_off", "put_off": "date", "put_off_until": yesterday},
            {"answer": "put_off", "put_off": "date", "put_off_until": "31/02/2026"},
            {"answer": "eaten"},
            {"answer": "next_order", "text": "a" * 1001},
        ):
            with self.subTest(values=values):
                page = self.note(self.lines[0], **{"text": "Mes mots", **values})
                if values["answer"] == "ask" or "text" not in values:
                    self.assertEqual(page.status_code, 422)
                self.assert_shows(page, 'role="alert"')
                self.assertFalse(self.decisions())
        page = self.note(self.lines[0], "not_kept", text="Mes mots")
        self.assert_shows(page, "Mes mots</textarea>")

    def test_another_persons_decision_is_shown_and_not_overwritten(self):
        colleague = self.make_user("Cyril Achats", "coop_suggestions.group_purchasing_team")
        first = self.decide_in(self.meeting, self.suggestions[0], user=colleague, text="Déjà")
        page = self.note(self.lines[0], "ask", seen=0, text="Ma question")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "Cyril Achats", "Déjà", "Ma question</textarea>")
        self.assertEqual(self.decisions(), first)
        seen = re.search(r'name="seen" value="(\d+)"', page.text)[1]
        self.assertEqual(int(seen), first.id)
        self.note(self.lines[0], "ask", seen=seen, text="Ma question")
        self.assertEqual(self.decisions().mapped("text"), ["Ma question"])

    def test_undo_leads_back_to_what_is_undone(self):
        self.note(self.lines[0])
        decision = self.decisions()
        form = {"decision": decision.id, "line": self.lines[1].id}
        page = self.post(f"{self.place}/undo", **form)
        self.assert_leads_to(page, f"{self.place}?line={self.lines[0].id}")
        self.assertFalse(self.decisions())
        page = self.post(f"{self.place}/undo", **form)
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, 'role="alert"', "Produit 001")

    def test_the_last_one_leads_to_all_decisions_which_can_be_changed(self):
        page = self.note(self.lines[2])
        self.assert_leads_to(page, f"{self.place}/summary#l{self.lines[2].id}")
        self.assert_page(f"{self.place}/summary", f"line={self.lines[2].id}&amp;back=summary")
        page = self.note(self.lines[0], back="summary")
        self.assert_leads_to(page, f"{self.place}/summary#l{self.lines[0].id}")

    def test_it_opens_on_the_first_without_a_decision(self):
        self.note(self.lines[0])
        self.assert_page(self.place, "Produit 001")

    def test_publishing_leads_to_the_sheet_to_hang_and_twice_changes_nothing(self):
        self.note(self.lines[0])
        for _click in range(2):
            page = self.post(f"{self.place}/publish")
            self.assert_leads_to(page, f"{self.place}/summary")
        self.assertEqual(len(self.decisions().filtered("published_on")), 1)
        page = self.assert_page(f"{self.place}/summary", f"{self.place}/answers.pdf")
        self.assert_hides(page, f"{self.place}/publish")
        page = self.note(self.lines[1], seen=0)
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, 'role="alert"')

    def test_nothing_decided_is_said_instead_of_published(self):
        page = self.post(f"{self.place}/publish")
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, 'role="alert"')

    def test_the_papers_are_pdfs(self):
        self.note(self.lines[0])
        page = self.get(f"{self.place}/answers.pdf")
        self.assert_leads_to(page, f"{self.place}/summary")
        self.post(f"{self.place}/publish")
        for paper in ("agenda.pdf", "answers.pdf"):
            page = self.get(f"{self.place}/{paper}")
            self.assertEqual(page.headers["Content-Type"], "application/pdf")
            self.assertTrue(page.content.startswith(b"%PDF"))

    def test_decisions_forgotten_in_another_meeting_are_told(self):
        self.assert_hides(self.get(self.place), "action-coop_suggestions")
        other = self.make_meeting(self.suggestions[2])
        self.decide_in(other, self.suggestions[2])
        self.assert_page(self.place, "action-coop_suggestions.coop_review_meeting_action")

    def test_others_read_whose_page_it_is(self):
        for login in (self.user_of(self.alice).login, "emile@coop.test"):
            if login.startswith("emile"):
                self.make_user("Emile Caisse", "base.group_user")
            self.authenticate(login, None)
            for path in ("", "/summary", "/agenda.pdf", "/answers.pdf"):
                page = self.get(f"{self.place}{path}")
                self.assertEqual(page.status_code, 403)
                self.assert_hides(page, "Produit 000")
            for path in ("decide", "undo", "publish"):
                self.assertEqual(self.post(f"{self.place}/{path}").status_code, 403)

    def test_another_coops_meeting_is_not_found(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        meeting = self.env["coop.review.meeting"].create({"company_id": other.id})
        self.assertEqual(self.get(f"/suggestions/meetings/{meeting.id}").status_code, 404)
