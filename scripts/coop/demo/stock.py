"""The demo's stock in Odoo: what came in, what the closed till sessions took, what is left.

Moves of the last weeks are written past the ORM, and what each place holds is their sum: an
inventory at their start, a delivery a week, what left at each session's close.
"""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta

from coop.demo import bulk
from coop.demo.dice import chance, thrower

# Older sales left a stock that nobody kept a record of: the inventory stands for them.
WEEKS_KEPT = 8
# How many products wait for a delivery, of those with little left.
ORDERED = 40


def write(env, products, sold, seed, now):
    """Write the moves and what is held, then order from the suppliers what runs short.

    :param products: (id, catalogue's `Product`) pairs
    :param sold: what `till.write_history` returned
    :return: how much is left of each product
    """
    env.flush_all()
    since = now - timedelta(weeks=WEEKS_KEPT)
    kept = [session for session in sold if session[1] >= since]
    begin = min([closed for _id, closed, _counter in kept], default=now) - timedelta(days=1)
    left = [left_over(product, chance(seed, "stock", product.name)) for _id, product in products]
    writer = _Moves(env, products)
    writer.inventory(left, begin)
    for week, counter in sorted(_weekly(kept).items()):
        writer.delivery(counter, max(begin, week))
    for session_id, closed, counter in kept:
        writer.session(session_id, closed, counter)
    writer.end()
    env.invalidate_all()
    _order(env, products, left, seed)
    return left


def left_over(product, dice):
    """Return how much is left of a product: none of one in twelve, few of one in eight.

    :param float dice: 0 to 1
    """
    if not product.stored or dice < 1 / 12:
        return 0.0
    few = dice < 1 / 12 + 1 / 8
    if product.unit == "kg":
        return round((0.2 + dice * 10) if few else (3 + dice * 22), 3)
    return float(1 + int(dice * 1000) % 3 if few else 4 + int(dice * 1000) % 44)


def _weekly(sessions):
    """Return ``{Tuesday morning of a week, UTC: Counter of what it sold}``."""
    weeks = defaultdict(Counter)
    for _id, closed, counter in sessions:
        tuesday = closed.date() - timedelta(days=(closed.weekday() - 1) % 7)
        weeks[datetime.combine(tuesday, time(6))].update(counter)
    return weeks


class _Moves:
    """Collects pickings and moves, and appends them."""

    def __init__(self, env, products):
        self.env = env
        self.cr = env.cr
        self.products = products
        warehouse = env.company._coop_shop_warehouse()
        self.stock = warehouse.lot_stock_id.id
        self.incoming = warehouse.in_type_id
        self.till = warehouse.pos_type_id
        self.suppliers = env.ref("stock.stock_location_suppliers").id
        self.customers = env.ref("stock.stock_location_customers").id
        records = env["product.product"].browse([product_id for product_id, _product in products])
        self.inventory_loss = records[0].property_stock_inventory.id
        self.units = [record.uom_id.id for record in records]
        self.costs = [record.standard_price for record in records]
        self.numbers = Counter()
        self.pickings, self.moves = [], []

    def inventory(self, amounts, moment):
        """What was counted at the start."""
        for place, amount in enumerate(amounts):
            self._move(place, amount, self.inventory_loss, self.stock, moment)

    def delivery(self, counter, moment):
        """What suppliers brought: what the week will sell."""
        picking = self._picking(
            self.incoming, moment, self.suppliers, self.stock, "Livraison de la semaine"
        )
        for place, amount in sorted(counter.items()):
            self._move(place, amount, self.suppliers, self.stock, moment, picking)

    def session(self, session_id, moment, counter):
        """What left the shop at a session's close; what was given back more than bought, no."""
        picking = self._picking(
            self.till, moment, self.stock, self.customers, "Clôture de caisse", session_id
        )
        for place, amount in sorted(counter.items()):
            self._move(place, amount, self.stock, self.customers, moment, picking)

    def _picking(self, picking_type, moment, source, destination, origin, session_id=None):
        picking_id = bulk.new_ids(self.cr, "stock_picking", 1)[0]
        self.numbers[picking_type] += 1
        name = f"{picking_type.sequence_id.prefix}{self.numbers[picking_type]:05}"
        self.pickings.append(
            (picking_id, name, picking_type.id, source, destination, origin, session_id)
            + (moment,) * 4
        )
        return picking_id, name, picking_type.id

    def _move(self, place, amount, source, destination, moment, picking=(None, None, None)):
        product_id, product = self.products[place]
        amount = round(amount, 3)
        if not product.stored or amount <= 0:
            return
        picking_id, reference, picking_type_id = picking
        self.moves.append(
            (
                product_id,
                self.units[place],
                amount,
                source,
                destination,
                picking_id,
                picking_type_id,
                reference or "Inventaire",
                picking_id is None,
                destination == self.stock,
                source == self.stock,
                round(amount * self.costs[place], 2),
                moment,
            )
        )

    def end(self):
        """Append everything; what is held follows from the moves."""
        company_id = self.env.company.id
        who = {"create_uid": self.env.uid, "write_uid": self.env.uid}
        bulk.copy(
            self.cr,
            "stock_picking",
            "id name picking_type_id location_id location_dest_id origin pos_session_id"
            " scheduled_date date_done create_date write_date",
            self.pickings,
            state="done",
            move_type="direct",
            priority="0",
            is_locked=True,
            company_id=company_id,
            **who,
        )
        ids = bulk.new_ids(self.cr, "stock_move", len(self.moves))
        bulk.copy(
            self.cr,
            "stock_move",
            "id product_id product_uom product_uom_qty product_qty quantity location_id"
            " location_dest_id location_final_id picking_id picking_type_id reference is_inventory"
            " is_in is_out value date create_date write_date",
            (
                (move_id, product, unit, amount, amount, amount, source, destination, destination)
                + tuple(rest)
                + (rest[-1],) * 2
                for move_id, (product, unit, amount, source, destination, *rest) in zip(
                    ids, self.moves, strict=True
                )
            ),
            company_id=company_id,
            state="done",
            picked=True,
            priority="0",
            procure_method="make_to_stock",
            sequence=10,
            additional=False,
            propagate_cancel=True,
            **who,
        )
        self.cr.execute(
            """
            INSERT INTO stock_move_line (
                        move_id, picking_id, product_id, product_uom_id, quantity,
                        quantity_product_uom, location_id, location_dest_id, date, company_id,
                        state, picked, create_uid, write_uid, create_date, write_date)
                 SELECT id, picking_id, product_id, product_uom, quantity,
                        quantity, location_id, location_dest_id, date, company_id,
                        state, picked, create_uid, write_uid, create_date, write_date
                   FROM stock_move
                  WHERE id BETWEEN %(first)s AND %(last)s;
            INSERT INTO stock_quant (
                        product_id, location_id, quantity, reserved_quantity, in_date, company_id,
                        create_uid, write_uid, create_date, write_date)
                 SELECT product_id, location_id, SUM(quantity), 0, MIN(date),
                        CASE WHEN location_id = %(stock)s THEN %(company)s END,
                        %(uid)s, %(uid)s, MIN(date), MAX(date)
                   FROM (
                        SELECT product_id, location_dest_id AS location_id, quantity, date
                          FROM stock_move WHERE id BETWEEN %(first)s AND %(last)s
                     UNION ALL
                        SELECT product_id, location_id, -quantity, date
                          FROM stock_move WHERE id BETWEEN %(first)s AND %(last)s
                        ) AS held
               GROUP BY product_id, location_id
                 HAVING SUM(quantity) <> 0
            """,
            {
                "first": ids[0],
                "last": ids[-1],
                "stock": self.stock,
                "company": company_id,
                "uid": self.env.uid,
            },
        )
        for picking_type, number in self.numbers.items():
            picking_type.sequence_id.number_next = number + 1


def _order(env, products, left, seed):
    """Order some of what runs short: confirmed orders whose goods are still to come."""
    rng = thrower(seed, "orders")
    short = [
        product_id
        for (product_id, product), amount in zip(products, left, strict=True)
        if product.stored and amount < 3
    ]
    by_supplier = defaultdict(list)
    records = env["product.product"].browse(sorted(rng.sample(short, min(ORDERED, len(short)))))
    for product in records:
        by_supplier[product.seller_ids.partner_id].append(product)
    orders = env["purchase.order"].create(
        [
            {
                "partner_id": supplier.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_qty": rng.choice((6, 12, 24))})
                    for product in wanted
                ],
            }
            for supplier, wanted in by_supplier.items()
        ]
    )
    orders.button_confirm()
