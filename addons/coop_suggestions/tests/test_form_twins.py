from odoo.tests import tagged

from .form_common import EAN, FULL, FormPages


@tagged("post_install", "-at_install")
class TestFormTwins(FormPages):
    """What is there already is shown, or led to, instead of making a twin."""

    def test_what_resembles_is_shown_once_then_one_may_propose_anyway(self):
        product = self.make_product("Tapenade d'olives noires")
        self.env.flush_all()
        page = self.propose_by_form(**FULL)
        self.assertEqual(page.status_code, 200)
        self.assert_shows(page, "Is it one of these?", f"/p/{product.id}", 'name="anyway"')
        self.assert_kept(page, FULL)
        self.assertFalse(self.found(FULL["name"]))
        page = self.propose_by_form(**FULL, anyway="1")
        self.assertEqual(page.status_code, 303)
        self.assertTrue(self.found(FULL["name"]))

    def test_an_open_suggestion_that_resembles_has_its_vote_button_there(self):
        twin = self.propose("Tapenade d'olives noires", author=self.bob)
        page = self.propose_by_form(name="tapenade olive noire")
        self.assert_shows(page, f'formaction="/suggestions/{twin.id}/vote"')
        page = self.post(self.url(twin, "vote"), name="tapenade olive noire")
        self.assertEqual(page.status_code, 303)
        self.assertTrue(self.vote_of(twin, self.alice))

    def test_the_barcode_of_a_sold_product_leads_there(self):
        product = self.make_product("Autre nom", barcode=EAN)
        page = self.propose_by_form(**FULL, anyway="1")
        self.assert_leads_to(page, f"/p/{product.id}?already=1")
        self.assertFalse(self.found(FULL["name"]))
        self.assert_page(f"/p/{product.id}?already=1", "in the shop already")

    def test_the_barcode_of_an_open_suggestion_leads_there(self):
        twin = self.propose("Autre nom", author=self.bob, barcode=EAN)
        page = self.propose_by_form(**FULL, anyway="1")
        self.assert_leads_to(page, f"/suggestions/{twin.id}?done=already")
        self.assertFalse(self.found(FULL["name"]))

    def test_what_was_not_kept_lately_leads_to_its_answer(self):
        past = self.propose("Tapenade verte")
        self.answer(past, "not_kept", reason_id=self.reason.id)
        page = self.propose_by_form(name="Tapenade verte", anyway="1")
        self.assert_leads_to(page, f"/suggestions/{past.id}?done=too_early")
        self.assertEqual(self.found("Tapenade verte"), past)

    def refuse_long_ago(self, suggestion):
        decisions = self.answer(suggestion, "not_kept", reason_id=self.reason.id)
        self.env.cr.execute(
            "UPDATE coop_suggestion_decision SET published_on = '2020-01-01' WHERE id = ANY(%s)",
            (decisions.ids,),
        )
        self.env.invalidate_all()

    def test_naming_an_older_answer_does_not_pass_a_newer_one(self):
        old = self.propose("Tapenade noire", author=self.bob)
        self.refuse_long_ago(old)
        lately = self.propose("Tapenade verte", author=self.bob)
        self.answer(lately, "not_kept", reason_id=self.reason.id)
        page = self.propose_by_form(name="Tapenade verte", again=str(old.id), anyway="1")
        self.assert_leads_to(page, f"/suggestions/{lately.id}?done=too_early")
        self.assertEqual(self.found("Tapenade verte"), lately)

    def test_what_was_not_kept_long_ago_is_proposed_again_and_links_to_its_past(self):
        past = self.propose("Tapenade verte", author=self.bob, brand="Sud")
        self.refuse_long_ago(past)
        form = self.assert_page(
            f"/suggestions/new?again={past.id}", 'value="Tapenade verte"', 'value="Sud"'
        )
        self.assert_shows(form, f'name="again" value="{past.id}"')
        page = self.propose_by_form(name="Tapenade verte bio", again=str(past.id), anyway="1")
        [again] = self.found("Tapenade verte bio")
        self.assert_leads_to(page, f"/suggestions/{again.id}?done=proposed")
        self.assertEqual(again.previous_id, past)

    def test_only_what_was_not_kept_is_proposed_again(self):
        hidden = self.propose("Secret de Bob", author=self.bob, why="Des mots à lui")
        hidden._set_state("blocked")
        page = self.assert_page(f"/suggestions/new?again={hidden.id}")
        self.assert_hides(page, "Secret de Bob", "Des mots à lui")

    def test_a_name_or_barcode_in_the_address_stands_in_the_form(self):
        self.assert_page(
            "/suggestions/new?name=Riz%20%22rond%22&barcode=3017620422003",
            'value="Riz &#34;rond&#34;"',
            'value="3017620422003"',
        )
