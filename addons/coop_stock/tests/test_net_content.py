from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CoopCommon

FACTS = (
    "coop_allergens",
    "coop_brand",
    "coop_certifier",
    "coop_class",
    "coop_deposit",
    "coop_drained_weight",
    "coop_for_sale_since",
    "coop_in_bulk",
    "coop_ingredients",
    "coop_is_organic",
    "coop_is_perishable",
    "coop_mark",
    "coop_piece_count",
    "coop_shelf_id",
    "coop_shelf_place",
    "coop_variety",
    "coop_volume",
)


@tagged("post_install", "-at_install")
class TestNetContent(CoopCommon):
    """What the price per kg, litre or piece divides by."""

    def base_of(self, **values):
        product = self.make_product("Produit", **values)
        return product.coop_base_quantity, product.coop_base_unit

    def unit(self, name, relative_to, factor):
        return self.env["uom.uom"].create(
            {
                "name": name,
                "relative_uom_id": self.env.ref(relative_to).id,
                "relative_factor": factor,
            }
        )

    def test_net_weight_counts_in_kilograms(self):
        self.assertEqual(self.base_of(net_weight=0.5), (0.5, "kg"))

    def test_grams_are_kept_to_the_tenth(self):
        self.assertEqual(self.base_of(net_weight=0.0125), (0.0125, "kg"))

    def test_drained_weight_comes_before_net_weight(self):
        self.assertEqual(self.base_of(net_weight=0.4, coop_drained_weight=0.265), (0.265, "kg"))

    def test_volume_counts_in_litres(self):
        self.assertEqual(self.base_of(coop_volume=1.5), (1.5, "l"))

    def test_pieces_count_only_where_the_coop_says_so(self):
        self.assertEqual(self.base_of(coop_piece_count=6), (6, "piece"))
        dozen = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(self.base_of(uom_id=dozen.id), (0, False))

    def test_what_is_not_known_divides_by_nothing(self):
        self.assertEqual(self.base_of(), (0, False))

    def test_goods_sold_by_the_kilogram_or_litre_hold_one(self):
        kilogram, litre = "uom.product_uom_kgm", "uom.product_uom_litre"
        self.assertEqual(self.base_of(uom_id=self.env.ref(kilogram).id, net_weight=3), (1, "kg"))
        self.assertEqual(self.base_of(uom_id=self.env.ref(litre).id), (1, "l"))

    def test_grams_and_millilitres_and_units_of_the_coop_s_own_are_converted(self):
        self.assertEqual(
            self.base_of(uom_id=self.env.ref("uom.product_uom_gram").id), (0.001, "kg")
        )
        millilitre = self.env.ref("uom.product_uom_milliliter")
        self.assertEqual(self.base_of(uom_id=millilitre.id), (0.001, "l"))
        hundred_grams = self.unit("100 g", "uom.product_uom_gram", 100)
        self.assertEqual(self.base_of(uom_id=hundred_grams.id), (0.1, "kg"))
        crate = self.unit("Bidon de 5 l", "uom.product_uom_litre", 5)
        self.assertEqual(self.base_of(uom_id=crate.id), (5, "l"))

    def test_weights_in_pounds_are_converted(self):
        self.env["ir.config_parameter"].set_param("product.weight_in_lbs", "1")
        quantity, unit = self.base_of(net_weight=1)
        self.assertEqual(unit, "kg")
        self.assertAlmostEqual(quantity, 0.4536, 4)

    def test_it_follows_what_it_hangs_on(self):
        product = self.make_product("Olives", net_weight=0.4)
        product.coop_drained_weight = 0.25
        self.assertEqual(product.coop_base_quantity, 0.25)
        product.product_tmpl_id.write({"coop_drained_weight": 0, "net_weight": 0.3})
        self.assertEqual(product.coop_base_quantity, 0.3)
        product.product_tmpl_id.uom_id = self.env.ref("uom.product_uom_kgm")
        self.assertEqual((product.coop_base_quantity, product.coop_base_unit), (1, "kg"))

    def test_it_is_a_column_that_sql_reads(self):
        product = self.make_product("Jus", coop_volume=0.75)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT coop_base_quantity, coop_base_unit FROM product_product WHERE id = %s",
            (product.id,),
        )
        self.assertEqual(self.env.cr.fetchone(), (0.75, "l"))

    def test_a_product_without_variants_shows_and_writes_the_content_of_its_only_one(self):
        template = self.env["product.template"].create({"name": "Jus", "coop_volume": 0.75})
        self.assertEqual(template.product_variant_id.coop_volume, 0.75)
        template.write({"coop_volume": 1, "coop_piece_count": 2, "coop_drained_weight": 0.2})
        variant = template.product_variant_id
        self.assertEqual(
            (variant.coop_volume, variant.coop_piece_count, variant.coop_drained_weight),
            (1, 2, 0.2),
        )

    def test_contents_differ_from_variant_to_variant(self):
        small, large = self.make_variants("Jus", "33 cl", "75 cl")
        small.coop_volume, large.coop_volume = 0.33, 0.75
        self.assertEqual((small.coop_base_quantity, large.coop_base_quantity), (0.33, 0.75))
        self.assertEqual(small.product_tmpl_id.coop_volume, 0)

    def make_variants(self, name, *sizes):
        attribute = self.env["product.attribute"].create(
            {"name": "Contenu", "value_ids": [(0, 0, {"name": size}) for size in sizes]}
        )
        line = {"attribute_id": attribute.id, "value_ids": [(6, 0, attribute.value_ids.ids)]}
        template = self.env["product.template"].create(
            {"name": name, "attribute_line_ids": [(0, 0, line)]}
        )
        return template.product_variant_ids

    # --- who reads it

    def test_each_field_of_ours_is_for_employees_only(self):
        for model in ("product.template", "product.product"):
            fields = self.env[model]._fields
            ours = [name for name in fields if name.startswith("coop_")]
            self.assertLessEqual(set(FACTS), set(ours))
            for name in ours:
                with self.subTest(model=model, field=name):
                    self.assertEqual(fields[name].groups, "base.group_user")

    def test_who_may_read_products_as_with_a_web_shop_reads_none_of_them(self):
        product = self.make_product("Riz", coop_ingredients="riz")
        group = self.env["res.groups"].create({"name": "Web shop"})
        for model in ("product.template", "product.product"):
            self.env["ir.model.access"].create(
                {
                    "name": model,
                    "model_id": self.env["ir.model"]._get_id(model),
                    "group_id": group.id,
                    "perm_read": True,
                }
            )
        user = self.user_of(self.alice)
        user.group_ids |= group
        record = product.with_user(user)
        self.assertEqual(record.read(["name"])[0]["name"], "Riz")
        for name in (*FACTS, "coop_base_quantity", "coop_base_unit", "coop_search_text"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                record.read([name])
            with self.subTest(search=name), self.assertRaises(AccessError):
                record.search([(name, "!=", False)])
        self.assertFalse([name for name in record.fields_get() if name.startswith("coop_")])


@tagged("post_install", "-at_install")
class TestForSaleSince(CoopCommon):
    def setUp(self):
        super().setUp()
        self.today = self.company._coop_today()

    def test_it_is_the_day_on_which_the_till_first_had_it(self):
        self.assertEqual(self.make_product("Riz").coop_for_sale_since, self.today)
        product = self.make_product("Semoule", available_in_pos=False)
        self.assertFalse(product.coop_for_sale_since)
        product.available_in_pos = True
        self.assertEqual(product.coop_for_sale_since, self.today)

    def test_it_never_moves_afterwards(self):
        product = self.make_product("Riz")
        product.coop_for_sale_since = "2024-02-03"
        self.env.flush_all()
        for values in ({"active": False}, {"active": True}, {"sale_ok": False}, {"sale_ok": True}):
            product.product_tmpl_id.write(values)
            self.env.flush_all()
        self.assertEqual(str(product.coop_for_sale_since), "2024-02-03")

    def test_a_copy_is_new(self):
        product = self.make_product("Riz")
        product.coop_for_sale_since = "2024-02-03"
        self.assertEqual(product.product_tmpl_id.copy().coop_for_sale_since, self.today)

    def test_products_that_were_there_before_the_addon_are_as_old_as_they_are(self):
        product = self.make_product("Riz")
        waiting = self.make_product("Semoule", available_in_pos=False)
        self.env.flush_all()
        # As in a database that gets the addon today.
        self.env.cr.execute("ALTER TABLE product_template DROP COLUMN coop_for_sale_since")
        self.env.cr.execute(
            "UPDATE product_template SET create_date = '2023-05-06 23:30:00' WHERE id IN %s",
            ((product | waiting).product_tmpl_id._ids,),
        )
        self.env["product.template"]._coop_add_for_sale_since()
        self.env.invalidate_all()
        # Half past eleven in London, the next day in Paris.
        self.assertEqual(str(product.coop_for_sale_since), "2023-05-07")
        self.assertFalse(waiting.coop_for_sale_since)


@tagged("post_install", "-at_install")
class TestShelfPlace(CoopCommon):
    def test_another_shelf_ends_the_place_and_who_knows_the_new_one_writes_both(self):
        shelf, other = self.env["coop.shelf"].create([{"name": "Vrac"}, {"name": "Thés"}])
        template = self.make_product("Riz", coop_shelf_id=shelf.id).product_tmpl_id
        template.coop_shelf_place = 12
        template.coop_shelf_id = other
        self.assertEqual(template.coop_shelf_place, 0)
        template.write({"coop_shelf_id": shelf.id, "coop_shelf_place": 3})
        self.assertEqual(template.coop_shelf_place, 3)
