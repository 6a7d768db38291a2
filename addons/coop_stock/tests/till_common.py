"""A till in a company with accounts, worked as the cashier's screen does."""

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import CoopHelpers


class TillCommon(CoopHelpers, TestPoSCommon):
    """Orders come through `sync_from_ui`, into a session that was really opened."""

    @classmethod
    def make_product(cls, name, **values):
        # Prices of a product of no company are in the first company's currency.
        return super().make_product(name, company_id=cls.env.company.id, **values)

    def open_till(self, mode="real", config=None):
        """Open a till's session.

        :param str mode: when stock moves: "real" with each order, "closing" at closing
        """
        self.company.point_of_sale_update_stock_quantities = mode
        self.config = config or self.basic_config
        return self.open_new_session()

    def open_second_till(self):
        """Open one more till, whose stock moves as that of the first."""
        till = self.env["pos.config"].create(
            {"name": "Caisse 2", "payment_method_ids": [(6, 0, self.bank_pm1.ids)]}
        )
        self.config = till
        return self.open_new_session()

    def ring_up(self, *lines, **order):
        """Ring up an order, paid by card.

        :param lines: pairs of product and quantity, or dicts as of an order line
        :param order: further values of the order, as the till sends them
        """
        data = self.create_ui_order_data(list(lines), order, payments=[])
        if order.get("state") != "draft":
            data["payment_ids"] = [
                (
                    0,
                    0,
                    {
                        "name": data["date_order"],
                        "amount": data["amount_total"],
                        "payment_method_id": self.bank_pm1.id,
                    },
                )
            ]
            data["amount_paid"] = data["amount_total"]
        ids = [row["id"] for row in self.env["pos.order"].sync_from_ui([data])["pos.order"]]
        return self.env["pos.order"].browse(ids).filtered(lambda o: o.uuid == data["uuid"])

    def refund(self, order, quantity):
        """Take goods back of an order with one line."""
        [line] = order.lines
        return self.ring_up(
            {
                "product": line.product_id,
                "quantity": -quantity,
                "refunded_orderline_id": line.id,
            }
        )

    def close_till(self, session):
        """Close a session, its cash counted."""
        if session.cash_journal_id:
            session.post_closing_cash_details(session.cash_register_balance_start)
        self.assertTrue(session.close_session_from_ui()["successful"])
        self.assertEqual(session.state, "closed")
