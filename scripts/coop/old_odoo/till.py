"""The old till: what its page in the browser sends, sent by us."""

import uuid
from contextlib import contextmanager
from datetime import UTC, datetime


class Till:
    """One `pos.config` with at most one open session.

    :param Rpc rpc: who sells
    """

    def __init__(self, rpc, config):
        self.rpc = rpc
        self.config = config
        [row] = rpc.rows("pos.config", [("id", "=", config)], "payment_method_ids", "pricelist_id")
        self.payment_method = row["payment_method_ids"][0]
        self.pricelist = row["pricelist_id"] and row["pricelist_id"][0]
        self.number = 0

    def open(self):
        """Open a session; return its id."""
        return self.rpc.create("pos.session", config_id=self.config, user_id=self.rpc.uid)

    @contextmanager
    def session(self):
        """Keep a session open while the block runs, then close it."""
        session = self.open()
        yield session
        self.close(session)

    def close(self, session):
        """Close a session, its money counted right."""
        self.rpc.call("pos.session", "action_pos_session_closing_control", [session])

    def open_session(self):
        """Return the id of the open session."""
        return self.rpc.one(
            "pos.session", ("config_id", "=", self.config), ("state", "=", "opened")
        )

    def price(self, product, quantity):
        """Return what this till charges for one unit, before taxes that come on top."""
        [row] = self.rpc.rows("pos.config", [("id", "=", self.config)], "pricelist_id")
        pricelist = row["pricelist_id"][0]
        # The keys of JSON are texts.
        prices = self.rpc.call("product.pricelist", "price_get", [pricelist], product, quantity)
        return prices[str(pricelist)]

    def with_taxes(self, product, price, quantity=1.0):
        """Return what some of a product cost without and with VAT, as this server counts."""
        [row] = self.rpc.rows("product.product", [("id", "=", product)], "taxes_id")
        told = self.rpc.call("account.tax", "compute_all", row["taxes_id"], price, None, quantity)
        return told["total_excluded"], told["total_included"]

    def sell(self, quantities, at=None):
        """Ring up some of some products, paid in cash; a negative number takes back.

        :param dict quantities: product id: how many, in the product's unit
        :param datetime at: naive UTC; now by default
        :return: the id of the order
        """
        self.number += 1
        lines = []
        for product, quantity in quantities.items():
            price = self.price(product, abs(quantity))
            without, with_ = self.with_taxes(product, price, quantity)
            lines.append(
                {
                    "product_id": product,
                    "qty": quantity,
                    "price_unit": price,
                    "price_subtotal": without,
                    "price_subtotal_incl": with_,
                    "discount": 0,
                    "pack_lot_ids": [],
                }
            )
        total = round(sum(line["price_subtotal_incl"] for line in lines), 2)
        moment = str(at or datetime.now(UTC).replace(tzinfo=None))[:19]
        uid = uuid.uuid4().hex[:14]
        data = {
            "name": f"Commande {uid}",
            "uid": uid,
            "pos_session_id": self.open_session(),
            "user_id": self.rpc.uid,
            "partner_id": False,
            "pricelist_id": self.pricelist,
            "fiscal_position_id": False,
            "sequence_number": self.number,
            "creation_date": moment,
            "amount_paid": total,
            "amount_total": total,
            "amount_tax": round(total - sum(line["price_subtotal"] for line in lines), 2),
            "amount_return": 0,
            "to_invoice": False,
            "lines": [(0, 0, line) for line in lines],
            "statement_ids": [
                (
                    0,
                    0,
                    {"name": moment, "payment_method_id": self.payment_method, "amount": total},
                )
            ],
        }
        [made] = self.rpc.call("pos.order", "create_from_ui", [{"id": uid, "data": data}])
        return made["id"]
