import base64
import re
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools import price_file, price_list
from .meeting_common import MeetingCommon
from .price_common import EAN, TITLES, PriceCommon

RICE = f"Riz complet;{EAN};6;3,00"


@tagged("post_install", "-at_install")
class TestPriceList(PriceCommon, MeetingCommon):
    def setUp(self):
        super().setUp()
        self.rice = self.propose("Riz", barcode=EAN)

    # --- from the file to the price on the suggestion

    def test_a_suggestion_of_the_same_barcode_shows_the_price_in_the_shop(self):
        listed = self.import_list(RICE)
        self.assertEqual(listed.line_count, 1)
        self.assertEqual(self.offers(self.rice), {"Riz complet": "certain"})
        words = self.rice.with_user(self.team).offer_words
        self.assertIn("Relais Bio, pack of 6, about", words)
        self.assertIn("3.80", words, "3.00, 20 % of margin, 5.5 % of VAT")

    def test_the_shelf_has_its_own_margin_and_vat(self):
        shelf = self.env["coop.shelf"].create(
            {"name": "Riz", "coop_margin": 50, "coop_sale_tax_id": self.make_tax(20).id}
        )
        self.import_list(RICE)
        self.rice.shelf_id = shelf
        self.assertIn("5.40", self.rice.offer_words)

    def test_a_negative_margin_is_refused(self):
        with self.assertRaisesRegex(UserError, "not negative"):
            self.env["coop.shelf"].create({"name": "Riz", "coop_margin": -1})

    def test_a_resembling_name_waits_to_be_confirmed(self):
        oil = self.propose("Huile d'olive vierge")
        self.import_list(RICE, "HUILE OLIVE VIERGE BIO;;12;4,00")
        self.assertEqual(self.offers(oil), {"HUILE OLIVE VIERGE BIO": "to_confirm"})
        self.assertFalse(oil.offer_words)
        oil.with_user(self.team).all_offer_ids.action_confirm()
        self.env.invalidate_all()
        self.assertIn("5.06", oil.offer_words)

    def test_two_barcodes_are_two_products_whatever_their_names(self):
        self.import_list("Riz;4006381333931;6;3,00")
        self.assertEqual(self.offers(self.rice), {})

    def test_a_barcode_without_its_zeros_is_the_same(self):
        suggestion = self.propose("Sirop", barcode="0036000291452")
        self.import_list("Autre nom;036000291452;6;3,00")
        self.assertEqual(self.offers(suggestion), {"Autre nom": "certain"})

    def test_what_is_proposed_after_the_import_finds_its_price_at_once(self):
        self.import_list("Lait d'avoine;4006381333931;6;1,00", "Sel gris;;1;1,00")
        by_code = self.propose("Avoine", author=self.bob, barcode="4006381333931")
        by_name = self.propose("Sel gris", author=self.bob)
        self.assertEqual(self.offers(by_code), {"Lait d'avoine": "certain"})
        self.assertEqual(self.offers(by_name), {"Sel gris": "to_confirm"})
        by_name.with_user(self.team).name = "Poivre"
        self.assertEqual(self.offers(by_name), {})

    def test_offers_of_a_double_stand_on_the_one_that_is_kept(self):
        self.import_list(RICE)
        kept = self.propose("Riz long", author=self.bob)
        self.env["coop.suggestion.merge"].with_user(self.team)._merge(kept, self.rice)
        self.assertEqual(self.offers(kept), {"Riz complet": "certain"})
        self.import_list(RICE)
        self.assertEqual(self.offers(kept), {"Riz complet": "certain"})

    def test_the_meeting_and_its_paper_know_the_price(self):
        self.import_list(RICE)
        meeting = self.make_meeting(self.rice)
        [facts] = self.rice.with_user(self.team)._meeting_facts()
        self.assertIn("pack of 6", facts["offers"][0])
        lines = meeting._source_lines(facts)
        self.assertTrue(any("Relais Bio, pack of 6" in line for line in lines))
        self.assertFalse(any("No supplier" in line for line in lines))
        self.assertTrue(meeting._agenda_pdf().startswith(b"%PDF"))

    # --- the next list

    def test_the_same_list_again_doubles_nothing(self):
        first = self.import_list(RICE, "Sel;;1;0,50")
        again = self.import_list(RICE, "Sel;;1;0,50")
        self.assertEqual(first, again)
        self.assertEqual(len(again.line_ids), 2)
        self.assertEqual(len(self.rice.all_offer_ids), 1)

    def test_the_next_list_takes_the_place_of_the_last(self):
        self.import_list(RICE, "Sel;;1;0,50")
        listed = self.import_list(RICE.replace("3,00", "4,00"))
        self.assertEqual(listed.line_ids.mapped("cost"), [4.0])
        self.assertIn("5.06", self.rice.offer_words)
        self.import_list("Sel;;1;0,50")
        self.assertEqual(self.offers(self.rice), {})

    def test_what_the_team_said_stays_with_the_next_list(self):
        oil = self.propose("Huile d'olive vierge")
        rows = ("HUILE OLIVE VIERGE BIO;;12;4,00", "Huile d'olive vierge douce;;6;5,00")
        self.import_list(*rows)
        offers = oil.with_user(self.team).all_offer_ids
        offers.filtered(lambda offer: "BIO" in offer.name).action_dismiss()
        offers.filtered(lambda offer: "douce" in offer.name).action_confirm()
        said = {rows[0].split(";")[0]: "dismissed", rows[1].split(";")[0]: "confirmed"}
        self.import_list(*rows)
        self.assertEqual(self.offers(oil), said)
        self.import_list("Sel;;1;0,50")
        self.assertEqual(self.offers(oil), {}, "they are in no current list")
        self.import_list(*rows)
        self.assertEqual(self.offers(oil), said, "for good")

    def test_what_is_confirmed_stays_whatever_the_suggestion_is_called_since(self):
        oil = self.propose("Huile d'olive vierge")
        self.import_list("HUILE OLIVE VIERGE BIO;;12;4,00")
        oil.with_user(self.team).all_offer_ids.action_confirm()
        oil.with_user(self.team).name = "Bidon de Provence"
        self.import_list("HUILE OLIVE VIERGE BIO;;12;5,00")
        self.assertEqual(self.offers(oil), {"HUILE OLIVE VIERGE BIO": "confirmed"})

    def test_what_was_said_can_be_taken_back(self):
        self.import_list(RICE)
        offer = self.rice.with_user(self.team).all_offer_ids
        offer.action_dismiss()
        self.env.invalidate_all()
        self.assertFalse(self.rice.offer_words)
        offer.action_put_back()
        self.assertEqual(self.offers(self.rice), {"Riz complet": "certain"})

    def test_two_suppliers_have_a_list_each(self):
        other = self.make_partner("Gros & fils")
        self.import_list(RICE)
        self.import_list(RICE.replace("3,00", "2,00"), supplier=other)
        self.assertEqual(len(self.rice.all_offer_ids), 2)
        self.assertIn("Gros & fils", self.rice.offer_words, "the cheapest")

    def test_two_suppliers_that_are_merged_keep_one_list(self):
        other = self.make_partner("Relais Bio SARL")
        self.import_list(RICE)
        self.import_list(RICE, supplier=other)
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.supplier | other).ids, self.supplier)
        self.env.invalidate_all()
        lists = self.env["coop.supplier.list"].search([("partner_id", "=", self.supplier.id)])
        self.assertEqual(len(lists), 1)

    # --- columns

    def test_columns_are_shown_with_the_first_lines_and_corrected_by_hand(self):
        titles = "Colonne 1;Colonne 2;Prix;Prix promo"
        wizard = self.open_import(f"{titles}\nRiz;{EAN};3,00;2,00\nSel;;1,00;0,50")
        shown = [(c.title, c.samples, c.kind) for c in wizard.column_ids]
        self.assertEqual(shown[0], ("Colonne 1", "Riz · Sel", False))
        self.assertEqual(shown[1][2], "barcode")
        with self.assertRaisesRegex(UserError, "Product"):
            wizard.action_import()
        wizard.column_ids[0].kind = "name"
        wizard.column_ids[3].kind = "price"
        with self.assertRaisesRegex(UserError, "Two columns"):
            wizard.action_import()
        wizard.column_ids[2].kind = False
        wizard.action_import()
        self.assertEqual(self.rice.all_offer_ids.cost, 2.0)

    def test_columns_are_remembered_for_the_supplier_wherever_they_stand(self):
        titles = "Colonne 1;Colonne 2;Prix;Prix promo"
        wizard = self.open_import(f"{titles}\nRiz;{EAN};18,00;12,00")
        wizard.column_ids[0].kind = "name"
        wizard.column_ids[2].kind = False
        wizard.column_ids[3].kind = "price"
        wizard.price_of = "pack"
        wizard.action_import()
        again = self.open_import(f"Prix promo;Colonne 2;Colonne 1;Prix\n12,00;{EAN};Riz;18,00")
        self.assertEqual(again.column_ids.mapped("kind"), ["price", "barcode", "name", False])
        self.assertEqual(again.price_of, "pack")
        other = self.open_import(f"{titles}\nRiz;{EAN};3;2", supplier=self.make_partner("Autre"))
        self.assertFalse(other.column_ids[0].kind)

    def test_the_file_is_read_again_as_the_team_says(self):
        content = f"Tarif;;;\n{TITLES}\n{RICE}".encode("cp1252")
        wizard = self.open_import(content)
        self.assertEqual((wizard.encoding, wizard.titles_line), ("windows-1252", 2))
        self.assertEqual(wizard.column_ids[0].title, "Désignation")
        wizard.titles_line = 0
        wizard.action_read()
        self.assertEqual(wizard.column_ids[0].title, "")
        wizard.encoding = "utf-8"
        with self.assertRaisesRegex(UserError, "letters"):
            wizard.action_read()

    def test_the_dialogue_opens_for_the_team(self):
        form = Form(self.env["coop.price.list.import"].with_user(self.team))
        form.partner_id = self.supplier
        form.file = base64.b64encode(f"{TITLES}\n{RICE}".encode())
        wizard = form.save()
        wizard.action_read()
        with Form(wizard) as form:
            form.price_of = "pack"
        wizard.action_import()
        self.assertEqual(self.rice.all_offer_ids.cost, 0.5)

    # --- bad input

    def test_refused_lines_are_told_in_words_with_their_number(self):
        listed = self.import_list(RICE, "Sel;3.02E+12;1;0,50", "Thé;3017620422004;1;2", "Ail;;1;2")
        self.assertEqual((listed.line_count, listed.refused_count), (2, 2))
        first, second = listed.refused_words.splitlines()
        self.assertIn("Line 3: the barcode “3.02E+12” was cut short", first)
        self.assertIn("Line 4: the barcode “3017620422004” has a wrong check digit", second)

    def test_shifted_columns_refuse_the_whole_list_and_keep_the_last(self):
        self.import_list(RICE)
        rows = [f"{number};Riz;{EAN};6" for number in range(5)]
        with self.assertRaisesRegex(UserError, "5 of 5 lines.*shifted.*Line 2.*no barcode"):
            self.import_list(*rows)
        self.assertEqual(self.offers(self.rice), {"Riz complet": "certain"})

    def test_what_is_no_price_list_is_told_in_a_sentence(self):
        for content, words in (
            (b" ", "empty"),
            (b"\x89PNG\r\n\x1a\n", "picture"),
            (b"PK\x03\x04zut", "damaged"),
            (b"\xd0\xcf\x11\xe0", "old format"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.open_import(content, file_name="tarif.xlsx")

    def test_a_file_that_is_too_large_is_refused_before_it_is_read(self):
        with self.assertRaisesRegex(UserError, "larger than 10 MB"):
            self.open_import(bytes(price_file.MOST_BYTES + 1))

    def test_every_reason_has_its_sentence(self):
        wizard = self.env["coop.price.list.import"].new({})
        source = "".join(Path(tool.__file__).read_text() for tool in (price_file, price_list))
        for reason in set(re.findall(r'Unreadable\(\s*"(\w+)"', source)) - {"shifted"}:
            self.assertTrue(wizard._unreadable_words(price_file.Unreadable(reason)), reason)
        for reason in set(re.findall(r'Refused\("(\w+)"\)', source)) - {"formula"}:
            self.assertTrue(wizard._why(price_list.Refusal(2, reason)), reason)

    # --- rights

    def test_others_than_the_team_import_and_confirm_nothing(self):
        employee = self.make_user("Emile Caisse", "base.group_user")
        self.import_list(RICE)
        with self.assertRaises(AccessError):
            self.open_import(f"{TITLES}\n{RICE}", user=employee)
        with self.assertRaises(AccessError):
            self.rice.all_offer_ids.with_user(employee).action_dismiss()
        with self.assertRaises(AccessError):
            self.rice.all_offer_ids.with_user(self.team).write({"state": "confirmed"})

    def test_a_list_of_another_coop_is_found_in_that_coop_only(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        self.env["coop.supplier.list"].with_company(other)._replace(
            self.supplier, [price_list.Line(2, "Riz", "", EAN, 6, 3)], []
        )
        self.assertEqual(self.offers(self.rice), {})
        lists = self.env["coop.supplier.list"].with_user(self.team).search([])
        self.assertNotIn(other, lists.company_id)
