"""How much is in stock at a distant Odoo, what is expected, sold and lost."""

from datetime import date, timedelta

from coop.errors import Stop
from coop.vracoop import versions
from coop.vracoop.catalogue import ref
from coop.vracoop.odoo_server import any_of

UNDER_WAY = ("confirmed", "waiting", "partially_available", "assigned")


class Figures:
    """The figures of one place, and of the tills that sell from it.

    :param OdooServer server: whom to ask
    :param dict settings: of the link
    """

    def __init__(self, server, settings):
        self.server = server
        self.zone = versions.time_zone(settings.get("tz"))
        self.location = location(server, settings.get("location"))

    def _inside(self, field="location_id"):
        return (field, "child_of", self.location)

    def _tills(self, path):
        """Return the domain of what the tills of this place sell; none where all are its."""
        server = self.server
        there = versions.till_location(server.fields("pos.config"))
        elsewhere = server.ids(
            "pos.config", [(there, "!=", False), "!", (there, "child_of", self.location)]
        )
        return [(path, "not in", elsewhere)] if elsewhere else []

    # --- stock

    def levels(self, refs=None):
        """Return how many there are of products whose stock is counted.

        What open sessions have sold and stock does not know yet is gone, and so are the goods of
        till moves that failed; goods to be sent later are there. Sold kits count as kits.
        """
        server = self.server
        if refs is not None and not refs:
            return []
        only, ids = [], []
        if refs is not None:
            ids = [int(each) for each in refs]
            only = [("product_id", "in", ids)]
        counted = versions.is_counted(server.fields("product.product"))
        products = server.ids("product.product", [*counted, *([("id", "in", ids)] if ids else [])])
        levels = dict.fromkeys(products, 0.0)

        def add(sums, sign=1):
            for product, (quantity,) in sums.items():
                if product in levels:
                    levels[product] += sign * quantity

        add(server.sums("stock.quant", [self._inside(), *only], ["quantity"]))
        rung_up = versions.rung_up(server.fields("pos.session"), server.fields("pos.order"))
        if rung_up is not None:
            tills = self._tills("order_id.session_id.config_id")
            add(server.sums("pos.order.line", [*rung_up, *tills, *only], ["qty"]), -1)
        waiting = self._waiting()
        if waiting is not None:
            for field, sign in (("location_id", -1), ("location_dest_id", 1)):
                domain = [*waiting, self._inside(field), *only]
                add(server.sums("stock.move", domain, ["product_qty"]), sign)
        return [
            {"ref": str(product), "quantity": round(level, 3)} for product, level in levels.items()
        ]

    def _waiting(self):
        """Return the domain of till moves that have failed; None where there are none."""
        server = self.server
        order_fields = server.fields("pos.order")
        domain = versions.waiting(server.fields("stock.picking"), order_fields)
        if domain is not None:
            return domain
        orders = server.rows("pos.order", versions.waiting_orders(), ["picking_id"])
        if not orders:
            return None
        pickings = [order["picking_id"][0] for order in orders]
        return [("picking_id", "in", pickings), ("state", "not in", ("done", "cancel"))]

    def touched(self, since):
        """Return the products whose stock, till sales or deliveries changed from a moment on."""
        here = any_of([self._inside(), self._inside("location_dest_id")])
        questions = (
            ("stock.quant", [("write_date", ">=", since), self._inside()]),
            ("stock.move", [("write_date", ">=", since), *here]),
            ("pos.order.line", [("order_id.write_date", ">=", since)]),
        )
        found = set()
        for model, domain in questions:
            found.update(self.server.sums(model, domain))
        return [str(product) for product in sorted(found)]

    def expected(self, refs=None):
        """Return the products under way from outside, with the earliest planned day.

        Of asked products those that are not expected are named, too, with no day.
        """
        if refs is not None and not refs:
            return []
        planned = versions.planned(self.server.fields("stock.move"))
        domain = [
            ("state", "in", UNDER_WAY),
            ("location_id.usage", "in", ("supplier", "transit")),
            self._inside("location_dest_id"),
        ]
        days = {}
        if refs is not None:
            domain.append(("product_id", "in", [int(each) for each in refs]))
            days = dict.fromkeys(refs)
        for move in self.server.all_rows("stock.move", domain, ["product_id", planned]):
            product = ref(move["product_id"])
            day = versions.day_of(move[planned], self.zone)
            days[product] = min(day, days.get(product) or day)
        return [{"ref": product, "day": day} for product, day in days.items()]

    # --- sales and losses

    def days(self, first, last, refs=None):
        """Return what was sold and what moved otherwise, a row a product and day of the shop.

        `received` came in from outside the place, less what went back; `lost` was thrown away or
        missing when it was counted, `found` more than was known.
        """
        only = []
        if refs is not None:
            only = [("product_id", "in", [int(each) for each in refs])]
        rows = {}

        def row_of(product, day):
            return rows.setdefault(
                (product, day),
                {
                    "ref": product,
                    "day": day,
                    "quantity": 0.0,
                    "turnover": 0.0,
                    "received": 0.0,
                    "lost": 0.0,
                    "found": 0.0,
                },
            )

        tills = self._tills("order_id.session_id.config_id")
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            for product, (quantity, turnover) in self._sold(str(day), only, tills).items():
                row = row_of(str(product), str(day))
                row["quantity"], row["turnover"] = round(quantity, 3), round(turnover, 2)
            day += timedelta(days=1)
        begin, end = (
            versions.day_bounds(first, self.zone)[0],
            versions.day_bounds(last, self.zone)[1],
        )
        moment = [("date", ">=", begin), ("date", "<", end)]
        for move, kind, sign in self._moves([*moment, *only]):
            row = row_of(ref(move["product_id"]), versions.day_of(move["date"], self.zone))
            row[kind] = round(row[kind] + sign * move["product_qty"], 3)
        return [rows[key] for key in sorted(rows)]

    def _sold(self, day, only, tills):
        begin, end = versions.day_bounds(day, self.zone)
        return self.server.sums(
            "pos.order.line",
            [
                ("order_id.date_order", ">=", begin),
                ("order_id.date_order", "<", end),
                ("order_id.state", "in", versions.PAID),
                *tills,
                *only,
            ],
            ["qty", "price_subtotal_incl"],
        )

    def _moves(self, domain):
        """Yield moves into the place and out of it, sales left out: (move, kind, sign)."""
        server = self.server
        inside = set(server.ids("stock.location", [("id", "child_of", self.location)]))
        usage = {
            each["id"]: each["usage"]
            for each in server.all_rows(
                "stock.location", [("active", "in", [True, False])], ["usage"]
            )
        }
        moves = server.all_rows(
            "stock.move",
            [
                ("state", "=", "done"),
                *domain,
                *any_of([self._inside(), self._inside("location_dest_id")]),
                ("location_id.usage", "!=", "customer"),
                ("location_dest_id.usage", "!=", "customer"),
            ],
            ["product_id", "date", "product_qty", "location_id", "location_dest_id"],
        )
        for move in moves:
            source, target = move["location_id"][0], move["location_dest_id"][0]
            if source in inside and target in inside:
                continue
            if source in inside:
                is_lost = usage.get(target) == "inventory"
                yield move, *(("lost", 1) if is_lost else ("received", -1))
            else:
                is_found = usage.get(source) == "inventory"
                yield move, "found" if is_found else "received", 1

    def touched_days(self, since):
        """Return the (product, day) pairs of orders and moves written from a moment on."""
        server = self.server
        orders = server.all_rows("pos.order", [("write_date", ">=", since)], ["date_order"])
        pairs = set()
        for day in {versions.day_of(order["date_order"], self.zone) for order in orders}:
            begin, end = versions.day_bounds(day, self.zone)
            lines = [
                ("order_id.write_date", ">=", since),
                ("order_id.date_order", ">=", begin),
                ("order_id.date_order", "<", end),
            ]
            pairs.update((str(product), day) for product in server.sums("pos.order.line", lines))
        for move, _kind, _sign in self._moves([("write_date", ">=", since)]):
            pairs.add((ref(move["product_id"]), versions.day_of(move["date"], self.zone)))
        return sorted(pairs)


def location(server, named):
    """Return the id of a place: by its id, its complete name, or the first warehouse's stock.

    :raises Stop: where there is none such
    """
    named = str(named or "").strip()
    if not named:
        warehouses = server.rows(
            "stock.warehouse", [("active", "=", True)], ["lot_stock_id"], limit=1, order=None
        )
        if not warehouses:
            raise Stop("Votre Vracoop n'a pas d'entrepôt : nommez l'emplacement du magasin.")
        return warehouses[0]["lot_stock_id"][0]
    field, value = ("id", int(named)) if named.isdecimal() else ("complete_name", named)
    found = server.ids("stock.location", [(field, "=", value)])
    if not found and field != "id":
        found = server.ids("stock.location", [("name", "=", named)])
    if len(found) == 1:
        return found[0]
    if found:
        raise Stop(f"Plusieurs emplacements s'appellent « {named} » : donnez le nom entier.")
    raise Stop(f"Votre Vracoop n'a pas d'emplacement « {named} ».")
