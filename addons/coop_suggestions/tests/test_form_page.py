import base64
import io

from PIL import Image

from odoo.tests import tagged

from .form_common import EAN, FULL, WRONG, FormPages, photo


@tagged("post_install", "-at_install")
class TestFormPage(FormPages):
    def test_the_name_is_all_one_needs(self):
        page = self.propose_by_form(name="Tapenade")
        [suggestion] = self.found("Tapenade")
        self.assert_leads_to(page, f"/suggestions/{suggestion.id}?done=proposed")
        self.assertEqual(suggestion.author_id, self.alice)
        self.assertEqual(suggestion.vote_ids.partner_id, self.alice)
        self.assertEqual(suggestion.follow_ids.partner_id, self.alice)
        self.assertFalse(suggestion.anonymous)

    def test_everything_typed_is_kept_in_the_suggestion(self):
        self.propose_by_form(**FULL, shelf_id=str(self.shelf.id), photo_data=photo())
        [suggestion] = self.found(FULL["name"])
        for name in ("why", "brand", "barcode", "link"):
            self.assertEqual(suggestion[name], FULL[name])
        self.assertEqual(suggestion.shelf_id, self.shelf)
        self.assertTrue(suggestion.anonymous)
        self.assertEqual(suggestion.vote_ids.frequency, "monthly")
        stored = base64.b64decode(suggestion.photo)
        self.assertEqual(Image.open(io.BytesIO(stored)).format, "JPEG")

    def test_an_unticked_box_says_no_to_the_answer(self):
        self.post("/suggestions/new", name="Sel gris", follow="0")
        self.assertFalse(self.found("Sel gris").follow_ids)
        self.post("/suggestions/new", name="Riz rond", follow=["0", "1"])
        self.assertTrue(self.found("Riz rond").follow_ids)

    def test_a_wrong_barcode_comes_back_with_everything_in_it_the_photo_included(self):
        fields = {**FULL, "barcode": WRONG, "shelf_id": str(self.shelf.id)}
        page = self.propose_by_form(**fields, photo_data=photo())
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self.found(FULL["name"]))
        self.assert_kept(page, fields)
        self.assert_shows(page, "This is not a whole barcode", "Your photo is kept.")
        self.assertRegex(page.text, r"<details[^>]*open=")
        kept = self.kept_photo(page)

        # Put right, it is sent again without choosing the photo anew.
        page = self.propose_by_form(**{**fields, "barcode": EAN, "photo_kept": kept})
        [suggestion] = self.found(FULL["name"])
        self.assert_leads_to(page, f"/suggestions/{suggestion.id}?done=proposed")
        self.assertTrue(suggestion.has_photo)

    def kept_photo(self, page):
        """Return what the form carries of the photo."""
        beginning = 'name="photo_kept" value="'
        self.assert_shows(page, beginning)
        return page.text.split(beginning)[1].split('"')[0]

    def test_the_kept_photo_of_another_member_is_not_found(self):
        page = self.propose_by_form(name="", photo_data=photo())
        kept = self.kept_photo(page)
        self.sign_in(self.bob)
        self.propose_by_form(name="Volé", photo_kept=kept)
        self.assertFalse(self.found("Volé").has_photo)

    def test_a_kept_photo_can_be_left_out(self):
        page = self.propose_by_form(name="", photo_data=photo())
        self.propose_by_form(name="Sans photo", photo_kept=self.kept_photo(page), photo_gone="1")
        self.assertFalse(self.found("Sans photo").has_photo)

    def test_a_file_that_is_no_photo_is_refused_with_everything_else_kept(self):
        page = self.propose_by_form(**FULL, photo_data=b"<svg onload='alert(1)'/>")
        self.assertEqual(page.status_code, 422)
        self.assert_kept(page, FULL)
        self.assert_shows(page, "not a photo that we can read")
        self.assertFalse(self.found(FULL["name"]))

    def test_what_is_wrong_is_said_in_a_sentence(self):
        for fields, sentence in (
            ({"name": ""}, "Write the product"),
            ({"name": "…!?"}, "Write the product"),
            ({"name": "x" * 121}, "too long"),
            ({"name": "Riz", "why": "x" * 2001}, "too long"),
            ({"name": "Riz", "brand": "x" * 61}, "too long"),
            ({"name": "Riz", "link": "javascript:alert(1)"}, "not the address of a web page"),
            ({"name": "Riz", "barcode": "123"}, "not a whole barcode"),
        ):
            with self.subTest(fields={k: v[:20] for k, v in fields.items()}):
                page = self.propose_by_form(**fields)
                self.assertEqual(page.status_code, 422)
                self.assert_shows(page, sentence)
        self.assertFalse(self.found("Riz"))

    def test_the_longest_texts_are_taken(self):
        name = "Riz " + "x" * 116
        page = self.propose_by_form(name=name, why="x" * 2000, brand="y" * 60)
        self.assertEqual(page.status_code, 303)
        self.assertTrue(self.found(name))

    def test_what_nobody_types_is_no_error(self):
        self.company.coop_daily_proposals = 50
        for fields in (
            {"name": "Riz", "shelf_id": "99999999999999999999"},
            {"name": "Riz", "shelf_id": "abc"},
            {"name": "Riz", "frequency": "always"},
            {"name": "Riz", "photo_kept": "1-1"},
            {"name": "Riz", "again": "zzz"},
            {"name": "Riz", "author_id": str(self.bob.id), "state": "kept"},
        ):
            with self.subTest(fields=fields):
                page = self.propose_by_form(**fields)
                self.assertEqual(page.status_code, 303)
                [suggestion] = self.found("Riz")
                self.assertEqual((suggestion.author_id, suggestion.state), (self.alice, "open"))
                suggestion._set_state("withdrawn")
                suggestion.name = "Avant"

    def test_a_file_in_the_place_of_a_text_is_no_text(self):
        for name in ("name", "why", "barcode", "photo_kept", "again"):
            with self.subTest(field=name):
                files = {name: ("x.txt", b"text")}
                page = self.post("/suggestions/new", files=files, frequency="weekly")
                self.assertIn(page.status_code, (303, 422))

    def test_signs_that_no_database_takes_are_left_out(self):
        self.propose_by_form(name="Ri\x00z\x07 🥜", why="\x00")
        [suggestion] = self.found("Riz 🥜")
        self.assertFalse(suggestion.why)

    def test_the_sixth_proposal_of_a_day_comes_back_kindly_with_everything_in_it(self):
        self.company.coop_daily_proposals = 1
        self.propose_by_form(name="Premier")
        page = self.propose_by_form(**FULL)
        self.assertEqual(page.status_code, 422)
        self.assert_shows(page, "You have proposed 1 products today: thank you!")
        self.assert_kept(page, FULL)

    def test_the_same_form_sent_again_leads_to_the_same_suggestion(self):
        first = self.propose_by_form(name="Une fois", anyway="1")
        second = self.propose_by_form(name="Une fois", anyway="1")
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(len(self.found("Une fois")), 1)
