import base64
import io

from PIL import Image

from odoo.tests import tagged

from .common import LinkCommon


@tagged("post_install", "-at_install")
class TestProducts(LinkCommon):
    def test_a_page_received_twice_changes_nothing_the_second_time(self):
        rows = [self.product_row("10"), self.product_row("11", name="Riz long")]
        told = self.receive("product", *rows)
        self.assertEqual((told["created"], told["changed"], told["unchanged"]), (2, 0, 0))
        before = self.link.record_ids.mapped("res_id")
        told = self.receive("product", *rows)
        self.assertEqual((told["created"], told["changed"], told["unchanged"]), (0, 0, 2))
        self.assertEqual(self.link.record_ids.mapped("res_id"), before)

    def test_a_product_is_known_by_its_distant_id_whatever_changes(self):
        self.receive("product", self.product_row(barcode="3560070278831"))
        product = self.here("product", "10")
        self.receive("product", self.product_row(name="Riz de Camargue", barcode="3250390000020"))
        self.assertEqual(self.here("product", "10"), product)
        self.assertEqual(product.name, "Riz de Camargue")
        self.assertEqual(product.barcode, "3250390000020")

    def test_facts_go_where_pages_and_labels_read_them(self):
        self.receive(
            "product",
            self.product_row(
                unit=["weight", 1.0, "kg"],
                to_weight=True,
                shelf="Vrac",
                place="A-12",
                origin="France",
                organic=True,
                supplier="Moulin du Lac",
            ),
            self.product_row("11", net_weight=0.5, volume=0.75),
        )
        product = self.here("product", "10")
        self.assertEqual(product.uom_id, self.env.ref("uom.product_uom_kgm"))
        self.assertEqual((product.coop_shelf_id.name, product.coop_shelf_place), ("Vrac", 12))
        self.assertEqual(product.country_id.code, "FR")
        self.assertTrue(product.coop_is_organic)
        self.assertEqual(product.seller_ids.partner_id.name, "Moulin du Lac")
        self.assertFalse(product.seller_ids.partner_id._coop_is_member())
        other = self.here("product", "11")
        self.assertEqual((other.net_weight, other.coop_volume), (0.5, 0.75))

    def test_what_this_side_owns_is_left_alone(self):
        self.link.write({"shelf_owner": "here", "content_owner": "here", "origin_owner": "here"})
        self.receive("product", self.product_row())
        product = self.here("product", "10")
        shelf = self.env["coop.shelf"].create({"name": "Épicerie"})
        product.write({"coop_shelf_id": shelf.id, "net_weight": 1.0, "coop_is_organic": True})
        self.receive(
            "product",
            self.product_row(shelf="Vrac", net_weight=0.5, organic=False, origin="Italie"),
        )
        self.assertEqual(product.coop_shelf_id, shelf)
        self.assertEqual(product.net_weight, 1.0)
        self.assertTrue(product.coop_is_organic)
        self.assertFalse(product.country_id)

    def test_what_is_not_told_is_left_alone(self):
        self.receive("product", self.product_row(shelf="Vrac"))
        self.receive("product", self.product_row(name="Riz complet"))
        product = self.here("product", "10")
        self.assertEqual(product.coop_shelf_id.name, "Vrac")

    def test_what_was_emptied_there_is_empty_here(self):
        told = {"shelf": "Vrac", "place": "12", "net_weight": 0.5, "volume": 0.75}
        told |= {"origin": "FR", "organic": True}
        empty = {"shelf": "", "place": "", "net_weight": 0.0, "volume": 0.0}
        empty |= {"origin": "", "organic": False}
        self.receive("product", self.product_row(**told))
        self.receive("product", self.product_row(**empty))
        product = self.here("product", "10")
        self.assertFalse(product.coop_shelf_id or product.coop_shelf_place or product.country_id)
        self.assertFalse(product.net_weight or product.coop_volume or product.coop_is_organic)

    def test_what_was_filled_in_here_stays_while_it_is_empty_there(self):
        empty = {"shelf": "", "net_weight": 0.0, "origin": "", "organic": False}
        self.receive("product", self.product_row(**empty))
        product = self.here("product", "10")
        shelf = self.env["coop.shelf"].create({"name": "Épicerie"})
        country = self.env.ref("base.fr")
        filled_in = {"coop_shelf_id": shelf.id, "net_weight": 1.0, "coop_is_organic": True}
        product.write({**filled_in, "country_id": country.id})
        self.receive("product", self.product_row(list_price=3.0, **empty))
        self.assertEqual(product.lst_price, 3.0)
        self.assertEqual((product.coop_shelf_id, product.country_id), (shelf, country))
        self.assertEqual((product.net_weight, product.coop_is_organic), (1.0, True))
        self.receive("product", self.product_row(list_price=3.0, **{**empty, "shelf": "Vrac"}))
        self.assertEqual(product.coop_shelf_id.name, "Vrac")

    def test_what_was_filled_in_here_stays_when_a_field_for_it_comes_there(self):
        self.receive("product", self.product_row())
        product = self.here("product", "10")
        shelf = self.env["coop.shelf"].create({"name": "Épicerie"})
        product.write({"coop_shelf_id": shelf.id, "net_weight": 1.0, "coop_is_organic": True})
        empty = {"shelf": "", "net_weight": 0.0, "organic": False}
        self.receive("product", self.product_row(**empty))
        self.assertEqual(
            (product.coop_shelf_id, product.net_weight, product.coop_is_organic), (shelf, 1.0, True)
        )

    def test_an_origin_that_names_no_country_leaves_the_one_known(self):
        self.receive("product", self.product_row(origin="France"))
        self.receive("product", self.product_row(origin="Bretagne"))
        product = self.here("product", "10")
        self.assertEqual(product.country_id.code, "FR")
        self.receive("product", self.product_row(origin="IT"))
        self.assertEqual(product.country_id.code, "IT")
        self.receive("product", self.product_row(origin=""))
        self.assertFalse(product.country_id)

    def test_units_that_are_not_here_are_made(self):
        self.receive("product", self.product_row(unit=["unit", 7.0, "Lot de 7"]))
        unit = self.here("product", "10").uom_id
        self.assertEqual((unit.name, unit.factor), ("Lot de 7", 7.0))

    def test_archived_and_gone_products_are_archived_and_come_back(self):
        self.receive("product", self.product_row(), self.product_row("11", barcode="3560070278831"))
        self.receive("product", self.product_row(active=False))
        self.assertFalse(self.here("product", "10").active)
        gone = self.here("product", "11")
        self.assertEqual(self.program.present("product", ["10"])["gone"], 1)
        self.assertFalse(gone.active)
        # Another may have its code from now on.
        self.receive("product", self.product_row("12", barcode="3560070278831"))
        self.assertEqual(self.here("product", "12").barcode, "3560070278831")
        self.receive("product", self.product_row("11"))
        self.assertTrue(gone.active)
        self.assertEqual(self.here("product", "11"), gone)

    def test_who_is_present_and_never_came_is_named(self):
        self.receive("product", self.product_row())
        told = self.program.present("product", ["10", "99"])
        self.assertEqual((told["gone"], told["unknown"]), (0, ["99"]))

    def test_products_swap_their_barcodes(self):
        one, two = "3560070278831", "3250390000020"
        self.receive(
            "product", self.product_row("10", barcode=one), self.product_row("11", barcode=two)
        )
        self.receive("product", self.product_row("10", barcode=two))
        self.receive("product", self.product_row("11", barcode=one))
        self.assertEqual(self.here("product", "10").barcode, two)
        self.assertEqual(self.here("product", "11").barcode, one)
        self.assertFalse(self.rejected())

    def test_a_barcode_that_was_taken_off_is_gone_here(self):
        self.receive("product", self.product_row(barcode="3560070278831"))
        self.receive("product", self.product_row(barcode=None))
        self.assertFalse(self.here("product", "10").barcode)

    def test_of_two_with_one_barcode_one_has_it_and_the_other_is_told(self):
        code = "3560070278831"
        rows = [
            self.product_row("11", name="Deuxième", barcode=code),
            self.product_row("10", name="Premier", barcode=code),
        ]
        for row in rows:
            self.receive("product", row)
        self.assertEqual(self.here("product", "10").barcode, code)
        self.assertFalse(self.here("product", "11").barcode)
        [(kind, ref, why)] = self.rejected()
        self.assertEqual((kind, ref), ("barcode", "11"))
        self.assertIn("Premier", why)
        # Set right there, it leaves the list by itself.
        self.receive("product", self.product_row("10", name="Premier", barcode=None))
        self.assertEqual(self.here("product", "11").barcode, code)
        self.assertFalse(self.rejected())

    def test_a_barcode_of_two_is_the_others_once_one_is_deleted_there(self):
        code = "3560070278831"
        self.receive(
            "product",
            self.product_row("10", name="Premier", barcode=code),
            self.product_row("11", name="Deuxième", barcode=code),
            self.product_row("12", name="Troisième", barcode=code),
        )
        self.program.present("product", ["11", "12"])
        self.env.invalidate_all()
        self.assertFalse(self.here("product", "10").barcode)
        self.assertEqual(self.here("product", "11").barcode, code)
        [(kind, ref, why)] = self.rejected()
        self.assertEqual((kind, ref), ("barcode", "12"))
        self.assertIn("Deuxième", why)

    def test_what_was_wrong_with_a_deleted_product_leaves_the_list(self):
        code = "3560070278831"
        self.receive(
            "product",
            self.product_row("10", barcode=code),
            self.product_row("11", barcode=code, photo_size=4),
        )
        broken = base64.b64encode(b"no picture").decode()
        self.receive("photo", {"ref": "11", "photo": broken, "photo_size": 4})
        self.assertEqual({kind for kind, _ref, _why in self.rejected()}, {"barcode", "photo"})
        self.program.present("product", ["10"])
        self.env.invalidate_all()
        self.assertEqual(self.rejected(), [])

    def test_a_product_made_here_keeps_its_barcode(self):
        own = self.make_product("Panier", barcode="3560070278831")
        self.receive("product", self.product_row(barcode="3560070278831"))
        self.assertEqual(own.barcode, "3560070278831")
        self.assertEqual([kind for kind, _ref, _why in self.rejected()], ["barcode"])

    def test_old_products_are_not_new_on_the_first_day(self):
        self.receive("product", self.product_row())
        self.assertEqual(self.here("product", "10").coop_for_sale_since, self.link.sales_since)
        self.end_turn()
        self.receive("product", self.product_row("11"))
        self.assertEqual(
            self.here("product", "11").coop_for_sale_since, self.env.company._coop_today()
        )

    def test_a_dry_run_tells_and_changes_nothing(self):
        self.receive("product", self.product_row())
        rows = [self.product_row(list_price=3.0), self.product_row("11", name="Lentilles")]
        told = self.receive("product", *rows, cursor={"until": "x"}, dry_run=True)
        self.assertEqual((told["created"], told["changed"]), (1, 1))
        self.assertTrue(any("2.5" in words and "3.0" in words for words in told["changes"]))
        self.assertTrue(any("Lentilles" in words for words in told["changes"]))
        self.assertEqual(self.here("product", "10").lst_price, 2.5)
        self.assertFalse(self.here("product", "11"))
        self.assertFalse(self.link.cursors)

    def test_a_dry_run_tells_changes_in_words(self):
        self.receive("tax", self.tax_row("1"), self.tax_row("2", name="TVA 20 %"))
        self.receive("product", self.product_row(taxes=["1"], template="t1"))
        row = self.product_row(
            taxes=["2"], list_price=3.0, for_sale=False, shelf="Vrac", template="t2"
        )
        product = self.here("product", "10")
        label = {
            name: product._fields[name]._description_string(self.env)
            for name in ("taxes_id", "lst_price", "available_in_pos", "coop_shelf_id")
        }
        told = self.receive("product", row, dry_run=True)
        self.assertEqual(
            set(told["changes"]),
            {
                f"Riz rond, {label['taxes_id']}: TVA 5,5 % → TVA 20 %",
                f"Riz rond, {label['lst_price']}: 2.5 → 3.0",
                f"Riz rond, {label['available_in_pos']}: yes → no",
                f"Riz rond, {label['coop_shelf_id']}: nothing → Vrac",
            },
        )

    def test_a_first_dry_run_refuses_nothing_for_what_it_told_itself(self):
        told_before = {"tax": ["1"], "category": [], "pricelist": ["50"], "product": ["10"]}
        dry = {"dry_run": True, "told_before": told_before}
        told = self.receive(
            "product", self.product_row(taxes=["1"]), self.product_row("11", taxes=["2"]), **dry
        )
        self.assertEqual((told["created"], told["changes"]), (1, ["new: Riz rond"]))
        self.assertEqual([row["ref"] for row in told["rejected"]], ["11"])
        told = self.receive(
            "rule",
            self.rule_row("100"),
            self.rule_row("101", pricelist="51"),
            self.rule_row("102", applied_on="0_product_variant", product="10"),
            **dry,
        )
        self.assertEqual(told["created"], 2)
        self.assertEqual([row["ref"] for row in told["rejected"]], ["101"])
        self.assertFalse(self.link.record_ids)
        self.assertFalse(self.rejected())
        # In earnest, what was not told is refused.
        told = self.receive("rule", self.rule_row("100"), told_before=told_before)
        self.assertEqual(len(told["rejected"]), 1)

    def test_photos_are_asked_for_when_they_differ(self):
        self.receive("product", self.product_row(photo_size=100))
        self.assertEqual(self.program.photos_wanted({"10": 100}), ["10"])
        picture = io.BytesIO()
        Image.new("RGB", (40, 40), "red").save(picture, "PNG")
        photo = base64.b64encode(picture.getvalue()).decode()
        self.receive("photo", {"ref": "10", "photo": photo, "photo_size": 100})
        self.assertTrue(self.here("product", "10").image_256)
        self.assertEqual(self.program.photos_wanted({"10": 100}), [])
        self.assertEqual(self.program.photos_wanted({"10": 120}), ["10"])
        self.assertEqual(self.program.photos_wanted({"10": 0}), [])
        self.env.invalidate_all()
        self.assertFalse(self.here("product", "10").image_256)

    def test_a_photo_that_cannot_be_read_leaves_the_product_whole(self):
        self.receive("product", self.product_row(photo_size=4))
        broken = base64.b64encode(b"no picture").decode()
        told = self.receive("photo", {"ref": "10", "photo": broken, "photo_size": 4})
        self.assertEqual(len(told["rejected"]), 1)
        self.assertEqual([kind for kind, _ref, _why in self.rejected()], ["photo"])
        self.assertTrue(self.here("product", "10").active)
