from odoo.tests import tagged

from ..models.coop_vracoop_link_received import MOST_AT_ONCE, ONE_IN
from .common import LinkCommon

MANY = MOST_AT_ONCE + 1


@tagged("post_install", "-at_install")
class TestDepartures(LinkCommon):
    """Many who go at once are a mistake until somebody says that they are meant to."""

    def bring(self, kind, count):
        """Bring rows of a kind; return their refs."""
        make_row = getattr(self, f"{kind}_row")
        refs = [str(1000 + number) for number in range(count)]
        self.receive(
            kind, *(make_row(ref, **self.own(kind, number)) for number, ref in enumerate(refs))
        )
        return refs

    @staticmethod
    def own(kind, number):
        if kind == "product":
            return {"name": f"Riz {number}", "barcode": f"40000000{number:05}"}
        return {"name": f"Anne {number}", "number": f"N{number}", "email": f"a{number}@coop.test"}

    def present(self, kind, refs, **kwargs):
        told = self.program.present(kind, refs, **kwargs)
        self.env.invalidate_all()
        return told

    def stays(self, kind, ref):
        here = self.here(kind, ref)
        if kind == "product":
            return here.active and bool(here.barcode)
        return here.coop_distant_is_member and bool(here.ref)

    def test_many_at_once_stay_and_it_is_said(self):
        for kind in ("product", "member"):
            with self.subTest(kind=kind):
                refs = self.bring(kind, MANY)
                told = self.present(kind, [])
                self.assertEqual((told["gone"], told["changes"]), (0, []))
                self.assertIn("--allow-departures", told["held"])
                self.assertTrue(all(self.stays(kind, ref) for ref in refs))
                self.assertEqual(self.rejected()[-1], ("departure", kind, told["held"]))
                begun = self.program.begin()
                self.assertEqual(begun["held"], [kind])
                self.assertEqual(begun["counts"][kind], MANY)
                self.end_turn()
                self.assertIn(told["held"], self.link.status)
                # Seen again, they are forgotten about.
                self.present(kind, refs)
                self.assertEqual(self.program.begin()["held"], [])
                self.assertNotIn(told["held"], self.link.status)

    def test_many_at_once_go_once_it_is_allowed(self):
        for kind in ("product", "member"):
            with self.subTest(kind=kind):
                refs = self.bring(kind, MANY)
                self.present(kind, [])
                self.assertEqual(self.present(kind, [], allow_departures=True)["gone"], MANY)
                self.assertFalse(any(self.stays(kind, ref) for ref in refs))
                self.assertFalse(self.rejected())

    def test_a_few_go_by_themselves(self):
        refs = self.bring("member", MOST_AT_ONCE)
        self.assertEqual(self.present("member", [])["gone"], MOST_AT_ONCE)
        self.assertFalse(self.stays("member", refs[0]))

    def test_so_do_a_fifth_of_a_large_shop(self):
        refs = self.bring("product", MANY * ONE_IN)
        told = self.present("product", refs[MANY:])
        self.assertEqual((told["gone"], told["held"]), (MANY, ""))
        self.assertFalse(self.stays("product", refs[0]))
        self.assertTrue(self.stays("product", refs[MANY]))

    def test_who_came_meanwhile_is_named_all_the_same(self):
        self.bring("member", MANY)
        self.assertEqual(self.present("member", ["7"])["unknown"], ["7"])

    def test_a_dry_run_tells_who_would_go_and_changes_nothing(self):
        refs = self.bring("member", MANY)
        told = self.present("member", [], dry_run=True)
        self.assertTrue(told["held"])
        self.assertFalse(self.rejected())
        told = self.present("member", [], dry_run=True, allow_departures=True)
        self.assertEqual(len(told["changes"]), MANY)
        self.assertIn("Anne 0", told["changes"][0])
        self.assertTrue(self.stays("member", refs[0]))

    def test_other_kinds_have_no_such_brake(self):
        taxes = [self.tax_row(str(number), name=f"Taxe {number}") for number in range(MANY)]
        self.receive("tax", *taxes)
        self.assertEqual(self.present("tax", [])["gone"], MANY)
