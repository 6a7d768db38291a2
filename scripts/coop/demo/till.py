"""The demo's tills in Odoo: past sessions with their orders, and today's, left open.

Past sessions are written past the ORM, closed, without accounting entries: they are there for
what was sold. Today's goes through Odoo's own till, as a cashier would.
"""

import uuid
from collections import Counter
from datetime import timedelta

from coop.demo import bulk, sales
from coop.demo.dice import thrower

CASH_FLOAT = 150.0
# Members buying today, before the demo coop was made.
HOURS_TODAY = 6


def create(env, count):
    """Return the tills, ready to open, each with its own cash drawer."""
    journal = env["account.journal"].create(
        {"name": "Ventes en caisse", "code": "CAISS", "type": "general"}
    )
    card = env["pos.payment.method"].create(
        {
            "name": "Carte bancaire",
            "journal_id": env["account.journal"].search([("type", "=", "bank")], limit=1).id,
        }
    )
    tills = env["pos.config"]
    for number in range(1, count + 1):
        drawer = env["account.journal"].create(
            {"name": f"Espèces, caisse {number}", "code": f"ESP{number}", "type": "cash"}
        )
        cash = env["pos.payment.method"].create(
            {"name": "Espèces", "journal_id": drawer.id, "is_cash_count": True}
        )
        tills |= env["pos.config"].create(
            {
                "name": f"Caisse {number}",
                "journal_id": journal.id,
                "payment_method_ids": [(6, 0, (card | cash).ids)],
                "iface_tax_included": "total",
            }
        )
    return tills


def write_history(env, tills, size, products, crowd, seed, now):
    """Write the past sessions with their orders.

    :param products: (id, catalogue's `Product`) pairs
    :return: ``[(session id, closed at, Counter of quantities by place of the product)]``
    """
    env.flush_all()
    writer = _History(env, tills, products, crowd, seed)
    catalogue_products = [product for _id, product in products]
    today = now.date()
    for day, orders in sales.history(
        catalogue_products, len(crowd.members), size.tills, size.days, size.lines, seed, today
    ):
        writer.add_day(day, orders)
    writer.end()
    env.invalidate_all()
    return writer.sold


class _History:
    """Collects sessions, orders, lines and payments, and appends them by the fifty thousand."""

    def __init__(self, env, tills, products, crowd, seed):
        self.env = env
        self.cr = env.cr
        self.tills = tills
        self.product_ids = [product_id for product_id, _product in products]
        self.products = [product for _id, product in products]
        self.crowd = crowd
        self.rng = thrower(seed, "till")
        self.constants = {"create_uid": crowd.cashier, "write_uid": crowd.cashier}
        self.card = tills[0].payment_method_ids.filtered(lambda way: not way.is_cash_count).id
        self.cash = [till.payment_method_ids.filtered("is_cash_count").id for till in tills]
        self.drawers = [
            till.payment_method_ids.filtered("is_cash_count").journal_id.id for till in tills
        ]
        self.tax_ids = {
            tax.amount: tax.id
            for tax in env["account.tax"].search(
                [("type_tax_use", "=", "sale"), ("company_id", "=", env.company.id)]
            )
        }
        self.costs = [
            product.standard_price for product in env["product.product"].browse(self.product_ids)
        ]
        self.sold = []
        self.order_numbers = Counter()
        self.sessions, self.orders, self.lines, self.payments, self.taxes = [], [], [], [], []
        self.line_number = 0

    def add_day(self, day, orders):
        """Write a day's sessions, one for each till that had orders."""
        for till in sorted({order.till for order in orders}):
            self._add_session(day, till, [order for order in orders if order.till == till])
        if len(self.lines) > bulk.ROWS_AT_ONCE:
            self._write()

    def _add_session(self, day, till, orders):
        session_id = bulk.new_ids(self.cr, "pos_session", 1)[0]
        sold = Counter()
        cash = 0.0
        order_ids = bulk.new_ids(self.cr, "pos_order", len(orders))
        line_ids = iter(
            bulk.new_ids(self.cr, "pos_order_line", sum(len(order.lines) for order in orders))
        )
        written = {}
        for order_id, order in zip(order_ids, orders, strict=True):
            total = self._add_order(order_id, order, session_id, line_ids, written)
            cash += total if order.cash else 0.0
            sold.update(dict(order.lines))
        opened = min(sales.in_utc(day, min(sales.opening_hours(day))), orders[0].moment)
        closed = max(order.moment for order in orders) + timedelta(minutes=35)
        self.sessions.append(
            (
                session_id,
                self.tills[till].id,
                f"{self.tills[till].name}/{len(self.sold) + 1:05}",
                opened - timedelta(minutes=15),
                closed,
                CASH_FLOAT,
                round(CASH_FLOAT + cash, 2),
                round(cash, 2),
                self.drawers[till],
                opened,
                closed,
            )
        )
        self.sold.append((session_id, closed, sold))

    def _add_order(self, order_id, order, session_id, line_ids, written):
        """Collect an order and its parts; return its total."""
        till = self.tills[order.till]
        self.order_numbers[order.till] += 1
        number = self.order_numbers[order.till]
        partner_id = None if order.customer is None else self.crowd.members[order.customer]
        ids = [next(line_ids) for _line in order.lines]
        net_total = gross_total = 0.0
        for line_id, (place, amount) in zip(ids, order.lines, strict=True):
            product = self.products[place]
            net, gross = sales.amounts(product.price, product.vat, amount)
            net_total += net
            gross_total += gross
            self.line_number += 1
            self.lines.append(
                (
                    line_id,
                    order_id,
                    self.product_ids[place],
                    f"Ligne {self.line_number}",
                    product.name,
                    self._uuid(),
                    product.price,
                    amount,
                    net,
                    gross,
                    round(self.costs[place] * amount, 2),
                    written.get(id(order.refunds)),
                    order.moment,
                    order.moment,
                )
            )
            self.taxes.append((line_id, self.tax_ids[product.vat]))
        written[id(order)] = ids[0]
        total = round(gross_total, 2)
        self.orders.append(
            (
                order_id,
                f"{till.name} - {number:06}",
                f"{order.moment:%y}1-{till.id}-{number:06}",
                str(number % 1000),
                number,
                session_id,
                till.id,
                partner_id,
                self._uuid(),
                order.moment,
                round(total - net_total, 2),
                total,
                total,
                bool(order.refunds),
                order.moment,
                order.moment,
            )
        )
        self.payments.append(
            (
                order_id,
                self.cash[order.till] if order.cash else self.card,
                session_id,
                total,
                self._uuid(),
                order.moment,
                order.moment,
                order.moment,
            )
        )
        return total

    def _uuid(self):
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def _write(self):
        """Append what was collected, parents first."""
        company_id = self.env.company.id
        bulk.copy(
            self.cr,
            "pos_session",
            "id config_id name start_at stop_at cash_register_balance_start"
            " cash_register_balance_end_real cash_real_transaction cash_journal_id create_date"
            " write_date",
            self.sessions,
            state="closed",
            user_id=self.crowd.cashier,
            rescue=False,
            update_stock_at_closing=True,
            **self.constants,
        )
        bulk.copy(
            self.cr,
            "pos_order",
            "id name pos_reference tracking_number sequence_number session_id config_id partner_id"
            " uuid date_order amount_tax amount_total amount_paid is_refund create_date write_date",
            self.orders,
            state="done",
            company_id=company_id,
            user_id=self.crowd.cashier,
            sale_journal=self.tills[0].journal_id.id,
            amount_return=0,
            amount_difference=0,
            currency_rate=1,
            nb_print=0,
            source="pos",
            to_invoice=False,
            is_tipped=False,
            has_deleted_line=False,
            **self.constants,
        )
        bulk.copy(
            self.cr,
            "pos_order_line",
            "id order_id product_id name full_product_name uuid price_unit qty price_subtotal"
            " price_subtotal_incl total_cost refunded_orderline_id create_date write_date",
            self.lines,
            company_id=company_id,
            discount=0,
            price_extra=0,
            price_type="original",
            is_total_cost_computed=True,
            is_edited=False,
            **self.constants,
        )
        bulk.copy(
            self.cr,
            "account_tax_pos_order_line_rel",
            "pos_order_line_id account_tax_id",
            self.taxes,
        )
        bulk.copy(
            self.cr,
            "pos_payment",
            "pos_order_id payment_method_id session_id amount uuid payment_date create_date"
            " write_date",
            self.payments,
            company_id=company_id,
            is_change=False,
            **self.constants,
        )
        for rows in (self.sessions, self.orders, self.lines, self.payments, self.taxes):
            rows.clear()

    def end(self):
        """Write the rest, and have Odoo's numbers go on after ours."""
        self._write()
        for place, till in enumerate(self.tills):
            till.order_seq_id.number_next = self.order_numbers[place] + 1
        sequence = self.env["ir.sequence"].search([("code", "=", "pos.session")], limit=1)
        sequence.number_next = len(self.sold) + 1


def open_today(env, till, count, products, left, crowd, seed, now):
    """Open a session at the till as its cashier, and sell `count` baskets that stay in it.

    :param products: (id, catalogue's `Product`) pairs
    :param left: how much of each there is; nothing is sold that is not there
    :return: the session
    """
    rng = thrower(seed, "today")
    till = till.with_user(crowd.cashier)
    till.open_ui()
    session = till.current_session_id
    session.set_opening_control(CASH_FLOAT, "")
    begin = _today_begins(now)
    session.sudo().start_at = begin
    catalogue_products = [product for _id, product in products]
    weights, mean_pieces = sales.demand(catalogue_products, seed)
    weights = weights[now.isocalendar().week - 1]
    ways = till.payment_method_ids
    card = ways.filtered(lambda way: not way.is_cash_count)
    moments = sorted(begin + (now - begin) * rng.random() for _order in range(count))
    orders = []
    for moment in moments:
        places = dict.fromkeys(
            rng.choices(range(len(products)), weights=weights, k=rng.randint(2, 12))
        )
        lines = []
        for place in places:
            product_id, product = products[place]
            amount = sales.quantity(product, mean_pieces[place], rng)
            if not product.stored or amount <= left[place]:
                left[place] = round(left[place] - amount, 3)
                lines.append((product_id, product, amount))
        if not lines:
            continue
        way = card if rng.random() > sales.CASH else ways - card
        orders.append(
            _order_from_till(env, session, lines, way, rng.choice(crowd.members), moment, rng)
        )
    env["pos.order"].with_user(crowd.cashier).sync_from_ui(orders)
    return session


def _today_begins(now):
    """Return when today's session began: this morning, or an hour ago if that is to come."""
    opened = sales.in_utc(now.date(), 9)
    if now - opened < timedelta(hours=1):
        return now - timedelta(hours=1)
    return max(opened, now - timedelta(hours=HOURS_TODAY))


def _order_from_till(env, session, lines, way, partner_id, moment, rng):
    """Return a paid order as the till's screen sends it."""
    taxes = {
        tax.amount: tax.id
        for tax in env["account.tax"].search(
            [("type_tax_use", "=", "sale"), ("company_id", "=", env.company.id)]
        )
    }
    totals = [sales.amounts(product.price, product.vat, amount) for _id, product, amount in lines]
    total = round(sum(gross for _net, gross in totals), 2)

    def identifier():
        return str(uuid.UUID(int=rng.getrandbits(128), version=4))

    return {
        "uuid": identifier(),
        "state": "paid",
        "session_id": session.id,
        "company_id": session.company_id.id,
        "user_id": session.user_id.id,
        "partner_id": partner_id,
        "date_order": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "fiscal_position_id": False,
        "pricelist_id": False,
        "to_invoice": False,
        "amount_paid": total,
        "amount_total": total,
        "amount_tax": round(total - sum(net for net, _gross in totals), 2),
        "amount_return": 0.0,
        "lines": [
            (
                0,
                0,
                {
                    "uuid": identifier(),
                    "product_id": product_id,
                    "full_product_name": product.name,
                    "qty": amount,
                    "price_unit": product.price,
                    "discount": 0,
                    "price_subtotal": net,
                    "price_subtotal_incl": gross,
                    "tax_ids": [(6, 0, [taxes[product.vat]])],
                    "pack_lot_ids": [],
                },
            )
            for (product_id, product, amount), (net, gross) in zip(lines, totals, strict=True)
        ],
        "payment_ids": [
            (
                0,
                0,
                {
                    "uuid": identifier(),
                    "amount": total,
                    "name": moment.strftime("%Y-%m-%d %H:%M:%S"),
                    "payment_method_id": way.id,
                },
            )
        ],
    }
