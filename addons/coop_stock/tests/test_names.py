from odoo.tests import tagged

from ..tools.names import first_name_and_initial
from .common import CoopCommon

NAMES = {
    "Marie Dupont": "Marie D.",
    "Marie-Claude Dupont": "Marie-Claude D.",
    "LE GOFF Anne": "Anne L.",
    "DUPONT Jean": "Jean D.",
    "Dupont, Jean": "Jean D.",
    "Dupont, Jean Luc": "Jean D.",
    "JEAN DUPONT": "Jean D.",
    "jean de la fontaine": "jean D.",
    "Zoé": "Zoé",
    "  Zoé   Éluard ": "Zoé É.",
    "Ana 123": "Ana",
    "李 小龙": "李 小.",
    "": "",
    None: "",
    " , ": "",
    "Dupont,": "Dupont",
}


@tagged("post_install", "-at_install")
class TestNames(CoopCommon):
    def test_members_see_a_first_name_and_an_initial(self):
        for name, shown in NAMES.items():
            with self.subTest(name=name):
                self.assertEqual(first_name_and_initial(name), shown)

    def test_a_very_long_first_name_is_cut(self):
        self.assertEqual(first_name_and_initial("A" + "b" * 200 + " Cey"), "A" + "b" * 23 + " C.")

    def test_a_member_sees_the_name_of_another_without_rights_on_contacts(self):
        bob = self.bob.with_user(self.user_of(self.alice))
        self.assertEqual(bob._coop_public_name(), "Bob D.")
