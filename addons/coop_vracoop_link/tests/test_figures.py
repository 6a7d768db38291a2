from datetime import timedelta

from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestFigures(LinkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._coop_today()

    def setUp(self):
        super().setUp()
        self.bring_till()
        self.receive("product", self.product_row(), self.product_row("11", name="Lentilles"))
        self.riz = self.here("product", "10")

    def day_row(self, ref="10", days_ago=0, **values):
        day = str(self.today - timedelta(days=days_ago))
        return {"ref": ref, "day": day, "quantity": 0.0, "turnover": 0.0, "lost": 0.0, **values}

    def test_levels_are_the_live_stock(self):
        told = self.receive(
            "level",
            {"ref": "10", "quantity": 7.0},
            {"ref": "11", "quantity": -2.0},
            {"ref": "nobody", "quantity": 3.0},
        )
        self.assertEqual(told["created"], 2)
        quantities = self.env["coop.live.stock"]._coop_quantities(self.riz)
        self.assertEqual(quantities, {self.riz.id: 7.0})
        told = self.receive(
            "level", {"ref": "10", "quantity": 6.0}, {"ref": "11", "quantity": -2.0}
        )
        self.assertEqual((told["created"], told["changed"], told["unchanged"]), (0, 1, 1))
        self.assertEqual(self.env["coop.live.stock"]._coop_quantities(self.riz)[self.riz.id], 6.0)

    def test_figures_of_two_that_are_one_here_are_summed(self):
        self.link._records("product", ["11"])["11"].res_id = self.riz.id
        told = self.receive("level", {"ref": "10", "quantity": 7.0}, {"ref": "11", "quantity": 2.0})
        self.assertEqual((told["created"], told["rejected"]), (1, []))
        self.assertEqual(self.env["coop.live.stock"]._coop_quantities(self.riz)[self.riz.id], 9.0)
        self.receive(
            "day",
            self.day_row(quantity=2.0, turnover=5.0),
            self.day_row("11", quantity=1.0, turnover=2.5),
            self.day_row(days_ago=1, quantity=4.0),
        )
        days = self.env["coop.vracoop.day"].search([("product_id", "=", self.riz.id)], order="day")
        self.assertEqual(days.mapped("quantity"), [4.0, 3.0])
        soon, later = (str(self.today + timedelta(days=days)) for days in (2, 3))
        self.receive("expected", {"ref": "10", "day": later}, {"ref": "11", "day": soon})
        expected = self.env["coop.vracoop.expected"].search([("product_id", "=", self.riz.id)])
        self.assertEqual(str(expected.day), soon)

    def test_the_stock_page_shows_a_level_that_changed(self):
        self.receive("level", {"ref": "10", "quantity": 7.0})
        pages = self.env["coop.stock.page"]
        self.assertEqual(pages._coop_content().by_id[self.riz.id].quantity, 7.0)
        tables = [table for table, _rest in pages._coop_traced()]
        self.assertIn("coop_vracoop_level", tables)
        self.assertIn("coop_vracoop_expected", tables)

    def test_nothing_is_written_down_only_where_something_was(self):
        told = self.receive("level", {"ref": "10", "quantity": 0.0})
        self.assertEqual((told["created"], told["unchanged"]), (0, 1))
        self.assertEqual(self.env["coop.live.stock"]._coop_quantities(self.riz)[self.riz.id], 0.0)
        self.receive("level", {"ref": "10", "quantity": 2.0})
        told = self.receive("level", {"ref": "10", "quantity": 0.0})
        self.assertEqual(told["changed"], 1)
        self.assertEqual(self.env["coop.live.stock"]._coop_quantities(self.riz)[self.riz.id], 0.0)
        self.receive("day", self.day_row(quantity=2.0))
        told = self.receive("day", self.day_row())
        self.assertEqual(told["changed"], 1)
        self.assertEqual(self.riz._coop_weekly_sales(), {self.riz.id: 0.0})

    def test_what_is_not_named_any_more_is_out(self):
        self.receive("level", {"ref": "10", "quantity": 7.0}, {"ref": "11", "quantity": 1.0})
        self.assertEqual(self.program.present("level", ["11"])["gone"], 1)
        self.assertEqual(self.env["coop.live.stock"]._coop_quantities(self.riz)[self.riz.id], 0.0)

    def test_what_is_expected_is_announced(self):
        day = self.today + timedelta(days=2)
        self.receive("level", {"ref": "10", "quantity": 0.0})
        self.receive("expected", {"ref": "10", "day": str(day)}, {"ref": "11", "day": None})
        stock = self.env["coop.live.stock"]._coop_read(self.riz.ids)[self.riz.id]
        self.assertEqual((stock.level, stock.expected_on), ("on_order", day))
        self.program.present("expected", [])
        self.env.invalidate_all()
        stock = self.env["coop.live.stock"]._coop_read(self.riz.ids)[self.riz.id]
        self.assertEqual(stock.level, "out")

    def test_days_are_what_the_tills_sold(self):
        self.receive(
            "day",
            self.day_row(quantity=4.0, turnover=10.0, days_ago=1),
            self.day_row(quantity=2.0, turnover=5.0),
        )
        self.assertEqual(self.riz._coop_weekly_sales(), {self.riz.id: 1.5})
        rows = self.env["coop.consumption"].search([("product_id", "=", self.riz.id)])
        self.assertEqual(sorted(rows.mapped("quantity")), [2.0, 4.0])
        self.assertEqual(sum(rows.mapped("turnover")), 15.0)
        # The same day told again counts once.
        self.receive("day", self.day_row(quantity=3.0, turnover=7.5))
        self.assertEqual(self.riz._coop_weekly_sales(), {self.riz.id: 1.75})

    def test_movements_are_what_trials_read(self):
        self.receive("level", {"ref": "10", "quantity": 7.0})
        self.receive(
            "day", self.day_row(quantity=4.0, received=12.0, lost=1.0, found=0.5, days_ago=3)
        )
        movements = self.env["coop.stock.movement"]
        day = self.today - timedelta(days=3)
        monday = day - timedelta(days=day.weekday())
        since = self.today - timedelta(weeks=2)
        self.assertEqual(
            movements._coop_moved_by_week(self.riz, since),
            [(self.riz.id, monday, 7.5, 12.0, 1.0)],
        )
        self.assertEqual(movements._coop_held(self.riz), {self.riz.id: 7.0})
        self.assertEqual(movements._coop_days_received(self.riz), [(self.riz.id, day)])
        warehouse = self.link.warehouse_id
        moved = movements._coop_products_moved
        self.assertEqual(moved(self.riz.ids, warehouse, since), {self.riz.id})
        self.assertEqual(moved(self.riz.ids, warehouse, self.today), set())

    def test_days_of_another_place_are_forgotten_once_its_own_are_told(self):
        until = {"until": "2026-11-01 08:00:00"}
        days = self.env["coop.vracoop.day"]

        def sold():
            return sorted(days.search([]).mapped("quantity"))

        self.receive("day", self.day_row(quantity=4.0), self.day_row(days_ago=9, quantity=5.0))
        readings = self.program.begin()["readings"]
        self.link.location = "Cave"
        # Nothing is forgotten before the new place tells of itself, whatever else changes.
        self.link.action_read_again()
        self.assertEqual(sold(), [4.0, 5.0])
        # A turn that began before tells of the place before.
        self.receive("day", self.day_row("11", quantity=6.0), cursor=until, readings=readings)
        self.assertEqual(sold(), [4.0, 5.0, 6.0])
        readings = self.program.begin()["readings"]
        self.receive("day", self.day_row(quantity=1.0), dry_run=True, readings=readings)
        self.assertEqual(sold(), [4.0, 5.0, 6.0])
        self.receive("day", self.day_row(quantity=1.0), readings=readings)
        self.receive("day", self.day_row("11", quantity=2.0), cursor=until, readings=readings)
        self.assertEqual(sold(), [1.0, 2.0])
        self.assertEqual(self.program.begin()["cursors"], {"day": until})
        # Another day first read keeps what is known.
        self.link.sales_since = "2025-06-01"
        readings = self.program.begin()["readings"]
        self.receive("day", self.day_row(days_ago=9, quantity=3.0), cursor=until, readings=readings)
        self.assertEqual(sold(), [1.0, 2.0, 3.0])
