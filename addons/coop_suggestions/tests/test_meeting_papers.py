import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import Command
from odoo.tests import tagged

from .meeting_common import MeetingCommon


@tagged("post_install", "-at_install")
class TestMeetingPapers(MeetingCommon):
    def setUp(self):
        super().setUp()
        self.suggestion = self.propose(
            "Beurre de cacahuète", brand="Moulin", why="Pour les enfants"
        )
        # By the shop's calendar: the clock may have been changed since.
        day = self.company._coop_today() - timedelta(days=94)
        self.suggestion.proposed_on = self.company._coop_day_start_utc(day)
        self.suggestion._vote(self.bob, "weekly")

    def text_of(self, pdf):
        return " ".join(
            " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages
        )

    def test_the_agenda_says_what_one_decides_by_in_the_shop(self):
        beside = self.make_product("Beurre de cacahuètes lisse", list_price=5.2)
        supplier = self.make_partner("Relais Local")
        self.make_product(
            "Beurre de cacahuète Moulin",
            barcode="4006381333931",
            sale_ok=False,
            seller_ids=[Command.create({"partner_id": supplier.id, "price": 3.1})],
        )
        self.suggestion.barcode = "4006381333931"
        text = self.text_of(self.make_meeting(self.suggestion)._agenda_pdf())
        for words in ("Beurre de cacahuète · Moulin", "2 ", "94", beside.name, "5.20", "3.10"):
            self.assertIn(words, text)
        self.assertIn("Relais Local", text)
        self.assertIn("Pour les enfants", text)

    def test_who_delivers_the_brand_is_told_where_nobody_is_known_to_have_it(self):
        supplier = self.make_partner("Grand Moulin")
        self.make_product(
            "Farine",
            coop_brand="Moulin",
            seller_ids=[Command.create({"partner_id": supplier.id})],
        )
        [facts] = self.suggestion.with_user(self.team)._meeting_facts()
        self.assertEqual(facts["suppliers_of"], "brand")
        self.assertEqual(facts["suppliers"], ["Grand Moulin"])
        self.suggestion.brand = "100%"
        [facts] = self.suggestion.with_user(self.team)._meeting_facts()
        self.assertEqual(facts["suppliers"], [])

    def test_the_sheet_by_the_tills_tells_the_answers_and_no_names(self):
        passed_on = self.propose("Un banc")
        hidden = self.propose("Caché")
        meeting = self.make_meeting(self.suggestion | passed_on | hidden)
        self.decide_in(meeting, self.suggestion, text="Nous le commandons.")
        self.decide_in(meeting, passed_on, "passed_on", passed_on_to="Zelinda Martin")
        self.decide_in(meeting, hidden)
        hidden.with_user(self.team)._hide("Non")
        meeting.action_publish()
        text = self.text_of(meeting._answers_pdf())
        for words in ("Beurre de cacahuète", "Moulin", "Nous le commandons.", "Un banc"):
            self.assertIn(words, text)
        for words in ("Zelinda", "Tara", "Alice", "Caché"):
            self.assertNotIn(words, text)

    def test_what_arrived_is_told_by_one_meeting(self):
        arrived = self.propose("Arrivé")
        missing = self.propose("Pas encore là")
        kept = arrived | missing
        self.answer(kept)
        for suggestion in kept:
            suggestion.product_id = self.make_product(suggestion.name)
        self.put_in_stock(arrived.product_id, 5)
        meeting = self.make_meeting(self.suggestion)
        self.decide_in(meeting, self.suggestion)
        meeting.action_publish()
        self.assertEqual(meeting.arrived_ids, arrived)
        self.assertIn("Arrivé", self.text_of(meeting._answers_pdf()))
        self.put_in_stock(missing.product_id, 5)
        other = self.propose("Riz")
        following = self.make_meeting(other)
        self.decide_in(following, other)
        following.action_publish()
        self.assertEqual(following.arrived_ids, missing)

    def test_what_a_meeting_knows_costs_the_same_queries_for_many(self):
        few, many = self.make_suggestions(2), self.make_suggestions(10)
        for suggestion in few | many:
            suggestion.brand = "Moulin"
        self.env.flush_all()
        few._meeting_facts()
        count = {}
        for suggestions in (few, many):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            suggestions._meeting_facts()
            count[len(suggestions)] = self.cr.sql_log_count - start
        # A search of what resembles, of its barcode's product and of its brand's suppliers each.
        self.assertLess(count[10] - count[2], 8 * 6)
