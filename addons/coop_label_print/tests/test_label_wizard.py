from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelWizard(LabelCommon):
    """Odoo's own wizard prints shelf labels from products and after a reception."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.make_user("Camille Achats", groups="base.group_user,stock.group_stock_user")
        cls.cashier = cls.make_user(
            "Karim Caisse", groups="base.group_user,point_of_sale.group_pos_user"
        )
        cls.bag = cls.make_product("Sac", available_in_pos=False)

    def open_wizard(self, records, user=None):
        """Open the wizard as the list's or the form's menu does; return its form."""
        menu = self.env.ref(
            {
                "product.template": "product.action_product_template_print_labels",
                "product.product": "product.action_product_print_labels",
                "stock.picking": "stock.action_print_labels",
            }[records._name]
        )
        action = (
            menu.with_user(user or self.buyer)
            .with_context(active_model=records._name, active_ids=records.ids)
            .run()
        )
        view = action.get("views") and action["views"][0][0]
        wizards = self.env[action["res_model"]].with_user(user or self.buyer)
        return Form(
            wizards.with_context(**action["context"]),
            view=view or "product.product_label_layout_form",
        )

    def job_of(self, action):
        self.assertEqual(action["res_model"], "coop.label.job")
        return self.jobs.with_user(self.buyer).browse(action["res_id"])

    def copies(self, job):
        return {line.product_id: line.copies for line in job.line_ids}

    def receive(self, ordered, received, backorder=False):
        """Receive goods as a stock user does; `{product: quantity}` each."""
        incoming = self.shop.in_type_id.with_user(self.buyer)
        picking = incoming.env["stock.picking"].create(
            {
                "picking_type_id": incoming.id,
                "location_id": incoming.default_location_src_id.id,
                "location_dest_id": incoming.default_location_dest_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": incoming.default_location_src_id.id,
                            "location_dest_id": incoming.default_location_dest_id.id,
                        }
                    )
                    for product, quantity in ordered.items()
                ],
            }
        )
        picking.action_confirm()
        for move in picking.move_ids:
            move.quantity = received.get(move.product_id, 0)
            move.picked = True
        validate = picking.with_context(
            skip_backorder=True,
            picking_ids_not_to_backorder=[] if backorder else picking.ids,
        )
        return picking, validate.button_validate()

    # --- from products

    def test_shelf_labels_are_chosen_for_whoever_may_print_them(self):
        self.assertEqual(self.open_wizard(self.oats).print_format, "coop_shelf")
        self.assertEqual(self.open_wizard(self.oats, self.cashier).print_format, "2x7xprice")

    def test_a_product_opens_its_job(self):
        wizard = self.open_wizard(self.oats)
        wizard.custom_quantity = 3
        job = self.job_of(wizard.save().process())
        self.assertEqual(self.copies(job), {self.oats: 3})
        self.assertEqual((job.user_id, job.start), (self.buyer, 1))
        self.assertIn(job.sudo(), self.jobs._coop_unfinished())

    def test_templates_print_all_their_variants(self):
        size = self.env["product.attribute"].create(
            {
                "name": "Taille",
                "value_ids": [Command.create({"name": name}) for name in ("500 g", "1 kg")],
            }
        )
        template = self.rice.product_tmpl_id
        template.attribute_line_ids = [
            Command.create(
                {"attribute_id": size.id, "value_ids": [Command.set(size.value_ids.ids)]}
            )
        ]
        wizard = self.open_wizard(template | self.oats.product_tmpl_id)
        job = self.job_of(wizard.save().process())
        self.assertEqual(job.line_ids.product_id, template.product_variant_ids | self.oats)

    def test_a_format_and_a_begun_sheet_can_be_chosen(self):
        poster = self.env.ref("coop_label_print.label_format_a6")
        wizard = self.open_wizard(self.oats)
        wizard.coop_format_id = poster
        wizard.coop_start = 2
        job = self.job_of(wizard.save().process())
        self.assertEqual((job.line_ids.format_id, job.start), (poster, 2))

    def test_bad_copies_and_places_get_the_sentences_of_printing(self):
        for values in {"custom_quantity": 0}, {"custom_quantity": 1000}, {"coop_start": 99}:
            wizard = self.open_wizard(self.oats)
            for name, value in values.items():
                setattr(wizard, name, value)
            with self.subTest(values=values), self.assertRaises(UserError):
                wizard.save().process()

    def test_what_the_till_does_not_sell_is_named_and_left_out(self):
        wizard = self.open_wizard(self.oats | self.bag)
        self.assertEqual(wizard.coop_not_sold, "Sac")
        job = self.job_of(wizard.save().process())
        self.assertEqual(job.line_ids.product_id, self.oats)
        with self.assertRaisesRegex(UserError, "the till sells none"):
            self.open_wizard(self.bag).save().process()

    def test_odoos_own_formats_print_as_before(self):
        wizard = self.open_wizard(self.oats)
        wizard.print_format = "2x7xprice"
        action = wizard.save().process()
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertFalse(self.jobs._coop_unfinished())

    def test_who_may_not_print_shelf_labels_is_told(self):
        wizard = self.open_wizard(self.oats, self.cashier)
        wizard.print_format = "coop_shelf"
        with self.assertRaises(UserError):
            wizard.save().process()
        self.assertFalse(self.jobs._coop_unfinished())

    def test_a_coop_without_formats_can_still_print_odoos(self):
        self.env["coop.label.format"].search([]).active = False
        with self.assertRaises(UserError):
            self.open_wizard(self.oats).save().process()
        wizard = self.open_wizard(self.oats)
        wizard.print_format = "4x12"
        self.assertEqual(wizard.save().process()["type"], "ir.actions.report")

    # --- after a reception

    def test_a_reception_prints_one_label_of_what_was_received(self):
        picking, _action = self.receive({self.oats: 12, self.rice: 6}, {self.oats: 12})
        self.assertEqual(picking.state, "done")
        wizard = self.open_wizard(picking)
        self.assertEqual(wizard.print_format, "coop_shelf")
        job = self.job_of(wizard.save().process())
        self.assertEqual(self.copies(job), {self.oats: 1})

    def test_as_many_labels_as_units_when_one_asks_for_it(self):
        self.salt.uom_id = self.env.ref("uom.product_uom_kgm")
        goods = {self.oats: 12, self.salt: 7}
        picking, _action = self.receive(goods, goods)
        wizard = self.open_wizard(picking)
        wizard.coop_each_unit = True
        job = self.job_of(wizard.save().process())
        # What is weighed has no units to count.
        self.assertEqual(self.copies(job), {self.oats: 12, self.salt: 1})

    def test_goods_received_in_two_lines_get_one_label(self):
        picking, _action = self.receive({self.oats: 2}, {self.oats: 2})
        other, _action = self.receive({self.oats: 3, self.bag: 1}, {self.oats: 3, self.bag: 1})
        wizard = self.open_wizard(picking | other)
        self.assertEqual(wizard.coop_not_sold, "Sac")
        self.assertEqual(self.copies(self.job_of(wizard.save().process())), {self.oats: 1})

    def test_what_is_still_to_come_can_be_printed_before(self):
        picking, _action = self.receive({self.oats: 4, self.rice: 1}, {self.rice: 1}, True)
        wizard = self.open_wizard(picking.backorder_ids)
        wizard.coop_each_unit = True
        self.assertEqual(self.copies(self.job_of(wizard.save().process())), {self.oats: 4})

    def test_labels_open_by_themselves_after_a_reception_where_the_shop_wants_it(self):
        self.shop.in_type_id.write(
            {"auto_print_product_labels": True, "product_label_format": "coop_shelf"}
        )
        picking, action = self.receive({self.oats: 12}, {self.oats: 12})
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.copies(self.job_of(action)), {self.oats: 1})

    def test_odoos_reports_are_still_printed_by_themselves(self):
        self.shop.in_type_id.write(
            {
                "auto_print_product_labels": True,
                "product_label_format": "coop_shelf",
                "auto_print_delivery_slip": True,
            }
        )
        _picking, action = self.receive({self.oats: 12}, {self.oats: 12})
        self.assertEqual(action["tag"], "do_multi_print")
        params = action["params"]
        self.assertEqual([each["type"] for each in params["reports"]], ["ir.actions.report"])
        self.assertEqual(self.copies(self.job_of(params["anotherAction"])), {self.oats: 1})

    def test_goods_without_a_label_are_received_all_the_same(self):
        self.shop.in_type_id.write(
            {"auto_print_product_labels": True, "product_label_format": "coop_shelf"}
        )
        picking, action = self.receive({self.bag: 3}, {self.bag: 3})
        self.assertEqual((picking.state, action), ("done", True))
        self.assertFalse(self.jobs._coop_unfinished())
