import io

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestPaper(SuggestionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.coop_member_number_field = "ref"
        cls.alice.ref, cls.bob.ref = "9001", "9002"
        cls.wish = cls.propose("Beurre de cacahuète", brand="Moulin")
        # As the page does: on behalf, in the name of who is logged in.
        cls.entries = cls.env["coop.paper.entry"].with_user(cls.team).sudo()

    def enter(self, *numbers, key="feuille", suggestion=None):
        """Enter a line of a sheet; return what the form has noted."""
        suggestion = (suggestion or self.wish).with_env(self.entries.env)
        self.entries._enter_votes(key, [(suggestion, list(numbers))])
        return self.entries.search([("key", "=", key)], order="id")

    def propose_on_paper(self, number, name="Confiture de lait", key="feuille", **more):
        values = {"name": name, "brand": "", "shelf_id": False}
        return self.entries._enter_proposal(key, values, number, **more)

    def read_lines(self, *lines):
        return self.env["coop.suggestion"]._read_paper_lines(list(lines))

    # --- votes

    def test_a_number_votes_for_its_member_and_tells_who_entered_it(self):
        entry = self.enter("9002")
        vote = self.vote_of(self.wish, self.bob)
        self.assertTrue(vote.on_paper)
        self.assertEqual(entry.outcome, "voted")
        self.assertEqual((entry.partner_id, entry.vote_id), (self.bob, vote))
        self.assertEqual(entry.user_id, self.team)
        self.assertTrue(entry.entered_on)

    def test_a_vote_that_was_there_keeps_its_date_and_stays_one_of_the_screen(self):
        vote = self.vote_of(self.wish, self.alice)
        before = vote.voted_on
        self.assertEqual(self.enter("9001").outcome, "already")
        self.assertEqual(self.vote_of(self.wish, self.alice).voted_on, before)
        self.assertFalse(self.vote_of(self.wish, self.alice).on_paper)

    def test_the_same_form_sent_again_notes_nothing(self):
        first = self.enter("9002", "404")
        self.assertEqual(self.enter("9002", "404"), first)
        self.assertEqual(first.mapped("outcome"), ["aside", "voted"])

    def test_a_sheet_entered_by_two_people_votes_and_keeps_aside_once(self):
        self.enter("9002", "404")
        again = self.enter("9002", "404", key="collègue")
        self.assertEqual(again.mapped("outcome"), ["already", "already"])
        self.assertEqual(self.entries._count_aside(), 1)

    def test_a_number_is_looked_for_in_the_field_of_the_setting(self):
        self.company.coop_member_number_field = "function"
        self.bob.function = "A-17"
        self.assertEqual(self.enter("a-17").partner_id, self.bob)
        self.assertIn("ref", dict(self.company._selection_coop_member_number_field()))

    def test_a_whole_number_field_takes_no_letters(self):
        self.company.coop_member_number_field = "color"
        self.bob.color = 77
        entries = self.enter("77", "7x7", "9" * 12)
        self.assertEqual(entries.mapped("outcome"), ["voted", "aside", "aside"])

    def test_numbers_of_nobody_of_several_and_of_former_members_are_kept_aside(self):
        self.alice.ref = "9002"
        gone = self.make_partner("Parti", ref="9003", active=False)
        entries = self.enter("9002", "9003", "404")
        self.assertEqual(set(entries.mapped("outcome")), {"aside"})
        problems = dict(zip(entries.mapped("number"), entries.mapped("problem"), strict=True))
        self.assertEqual(problems, {"404": "unknown", "9002": "ambiguous", "9003": "former"})
        self.assertFalse(self.vote_of(self.wish, gone))

    def test_a_members_number_that_a_former_one_had_too_is_the_members(self):
        self.make_partner("Parti", ref="9002", active=False)
        self.assertEqual(self.enter("9002").partner_id, self.bob)

    def test_a_vote_for_a_double_counts_for_what_it_leads_to(self):
        double = self.propose("Beurre cacahuète", author=self.bob)
        self.env["coop.suggestion.merge"].with_user(self.team)._merge(
            self.wish.with_user(self.team), double.with_user(self.team)
        )
        carole = self.make_partner("Carole", ref="9004")
        self.enter("9004", suggestion=double)
        self.assertTrue(self.vote_of(self.wish, carole).on_paper)

    # --- reading lines

    def test_lines_are_read_by_the_suggestions_number(self):
        lines, wrong = self.read_lines((f"n° {self.wish.id}", " 9001, 9002;9001 "), ("", ""))
        self.assertEqual(lines, [(self.wish, ["9001", "9002"])])
        self.assertEqual(wrong, [])

    def test_a_line_that_cannot_be_taken_comes_back_with_a_sentence(self):
        closed = self.propose("Riz")
        self.answer(closed)
        lines, wrong = self.read_lines(
            (str(closed.id), "9001"), ("999999999", "9001"), ("", "9001"), ("1", "9" * 40)
        )
        self.assertEqual(lines, [])
        self.assertEqual([row["numbers"] for row in wrong], ["9001"] * 3 + ["9" * 40])
        self.assertTrue(all(row["error"] for row in wrong))
        self.assertIn("Riz", wrong[0]["error"])

    # --- what was kept aside

    def test_what_was_kept_aside_votes_once_its_member_is_found(self):
        entry = self.enter("404")
        with self.assertRaises(UserError):
            entry._settle("404")
        entry._settle("9002")
        self.assertEqual((entry.outcome, entry.partner_id), ("voted", self.bob))
        self.assertEqual(entry.settled_by_id, self.team)
        self.assertIn(entry.partner_id.name, entry._settled_sentence())
        self.assertTrue(self.vote_of(self.wish, self.bob).on_paper)
        with self.assertRaises(UserError):
            entry._settle("9002")

    def test_it_is_dropped_for_a_reason_only(self):
        entry = self.enter("404")
        with self.assertRaises(UserError):
            entry._drop("")
        entry._drop("Illisible")
        self.assertEqual((entry.outcome, entry.drop_reason), ("dropped", "Illisible"))
        self.assertEqual(self.entries._count_aside(), 0)

    def test_an_answer_given_meanwhile_is_told(self):
        entry = self.enter("404")
        self.answer(self.wish)
        with self.assertRaises(UserError):
            entry._settle("9002")
        self.assertEqual(entry.outcome, "aside")

    # --- slips

    def test_a_slip_is_undone_with_what_it_added_and_nothing_else(self):
        added, already = self.enter("9002", "9001").sorted("number", reverse=True)
        (added | already)._undo()
        self.assertFalse(self.vote_of(self.wish, self.bob))
        self.assertTrue(self.vote_of(self.wish, self.alice))
        (added | already)._undo()
        self.assertEqual(self.enter("9002")[-1].outcome, "voted")

    def test_a_vote_that_the_member_has_made_their_own_stays(self):
        entry = self.enter("9002")
        self.wish._vote(self.bob, "weekly")
        entry._undo()
        vote = self.vote_of(self.wish, self.bob)
        self.assertEqual((vote.frequency, vote.on_paper), ("weekly", False))

    def test_what_has_its_answer_is_not_undone(self):
        entry = self.enter("9002")
        self.answer(self.wish)
        with self.assertRaises(UserError):
            entry._undo()

    def test_only_the_team_undoes(self):
        entry = self.enter("9002")
        with self.assertRaises(AccessError):
            entry.with_user(self.make_user("Autre")).sudo(False).action_undo()
        entry.with_user(self.team).sudo(False).action_undo()
        self.assertFalse(self.vote_of(self.wish, self.bob))

    # --- proposals

    def test_a_written_proposal_is_the_members(self):
        entry = self.propose_on_paper("9002")
        suggestion = entry.suggestion_id
        self.assertEqual((suggestion.author_id, suggestion.name), (self.bob, "Confiture de lait"))
        self.assertTrue(suggestion.vote_ids.on_paper)
        self.assertFalse(self.propose_on_paper("9002"))
        same = self.env["coop.suggestion"].search([("name", "=", suggestion.name)])
        self.assertEqual(same, suggestion)

    def test_a_proposal_of_an_unknown_number_is_kept_with_its_words(self):
        entry = self.propose_on_paper("404")
        self.assertEqual((entry.outcome, entry.name), ("aside", "Confiture de lait"))
        entry._settle("9002")
        self.assertEqual(entry.outcome, "proposed")
        self.assertEqual(entry.suggestion_id.author_id, self.bob)

    def test_a_proposal_is_undone_until_somebody_else_votes_for_it(self):
        entry = self.propose_on_paper("9002")
        entry._undo()
        self.assertEqual(entry.suggestion_id.state, "withdrawn")
        other = self.propose_on_paper("9002", "Autre chose")
        self.vote(other.suggestion_id, self.alice)
        with self.assertRaises(UserError):
            other._undo()

    def test_what_resembles_is_asked_about_first(self):
        row = {"name": "Beure de cacahuete", "brand": "", "member": "9002", "same": ""}
        read = self.env["coop.suggestion"]._read_paper_proposal
        values, wrong = read(row, None, self.team.partner_id)
        self.assertIsNone(values)
        self.assertIn(str(self.wish.id), dict(wrong["similar"]))
        values, wrong = read({**row, "same": "new"}, None, self.team.partner_id)
        self.assertEqual((values["name"], wrong), ("Beure de cacahuete", None))
        _values, wrong = read({**row, "member": ""}, None, self.team.partner_id)
        self.assertTrue(wrong["error"])

    def test_what_was_not_kept_is_not_proposed_before_its_time(self):
        past = self.propose("Chips")
        self.publish(self.refuse(past))
        row = {"name": "Chips", "brand": "", "member": "9002", "same": "new"}
        _values, wrong = self.env["coop.suggestion"]._read_paper_proposal(
            row, None, self.team.partner_id
        )
        self.assertIn("Chips", wrong["error"])

    # --- the sheets

    def text_of(self, pdf):
        return " ".join(
            " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages
        )

    def test_the_sheet_of_a_shelf_has_its_open_suggestions_and_nobodys_name(self):
        shelf, other = self.env["coop.shelf"].create([{"name": "Bocaux"}, {"name": "Vrac"}])
        self.wish.shelf_id = shelf
        elsewhere = self.propose("Lentilles", shelf_id=other.id)
        closed = self.propose("Riz noir", shelf_id=shelf.id)
        self.answer(closed)
        suggestions = self.env["coop.suggestion"]
        text = self.text_of(suggestions._sheets_pdf(shelf.id))
        for words in ("Bocaux", f"n° {self.wish.id}", "Beurre de cacahuète", "Moulin"):
            self.assertIn(words, text)
        for words in ("Lentilles", "Riz noir", "Alice"):
            self.assertNotIn(words, text)
        self.assertIn("Lentilles", self.text_of(suggestions._sheets_pdf()))
        elsewhere.shelf_id = False
        self.assertIn("Lentilles", self.text_of(suggestions._sheets_pdf(0)))

    def test_a_coop_without_suggestions_has_a_sheet_to_propose_on(self):
        self.wish._set_state("withdrawn")
        self.assertTrue(self.text_of(self.env["coop.suggestion"]._sheets_pdf()))
        self.assertEqual(self.env["coop.suggestion"]._shelves_on_paper(), [])

    def test_a_log_of_another_coop_is_not_read(self):
        self.enter("9002")
        company = self.env["res.company"].create({"name": "Autre coop"})
        user = self.make_user("Ailleurs", "coop_suggestions.group_purchasing_team")
        user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertEqual(self.env["coop.paper.entry"].with_user(user).search_count([]), 0)
