from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestUsualFormat(LabelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.formats = cls.env["coop.label.format"]
        cls.formats.search([]).active = False
        cls.first, cls.second = (
            cls.formats.create({"name": name, "sequence": number})
            for number, name in enumerate(("Petites", "Grandes"))
        )

    def usual(self, kind="normal"):
        return self.company._coop_usual_label_format(kind)

    def test_the_first_of_the_list_is_usual_unless_one_is_chosen(self):
        self.assertEqual(self.usual(), self.first)
        self.company.coop_label_format_id = self.second
        self.assertEqual(self.usual(), self.second)

    def test_other_kinds_go_on_theirs_or_else_on_the_normal_one(self):
        self.company.coop_label_format_id = self.second
        self.assertEqual(self.usual("bulk"), self.second)
        bulk = self.formats.create({"name": "Vrac", "label_kind": "bulk"})
        self.assertEqual(self.usual("bulk"), bulk)
        self.assertEqual(self.usual("vegetables"), self.second)

    def test_a_chosen_format_that_was_put_away_is_usual_no_more(self):
        self.company.coop_label_format_id = self.second
        self.second.active = False
        self.assertEqual(self.usual(), self.first)

    def test_another_coop_has_its_own(self):
        other = self.env["res.company"].create({"name": "Autre coop"})
        self.first.company_id = other
        self.assertEqual(self.usual(), self.second)

    def test_without_any_it_is_said_in_words(self):
        (self.first | self.second).active = False
        with self.assertRaises(UserError):
            self.usual("bulk")
