"""Whether a built demo coop is what it should be: for tests, and for the doubtful."""

from collections import Counter

from coop.demo import SIZES
from coop.demo.wishes import STATES
from coop.errors import Stop
from coop.progress import say


def main(env, size="demo"):
    """Print how much of everything there is; raise Stop with what is wrong, if anything.

    For `python -m coop.dev run DB coop.demo.check:main`.
    """
    for name, count in census(env).items():
        say(f"{count:>10}  {name}")
    if wrong := problems(env, size):
        raise Stop("The demo coop is not as it should be: " + "; ".join(wrong))


def census(env):
    """Return ``{what: how many}``."""
    models = {
        "shelves": "coop.shelf",
        "products": "product.product",
        "accounts": "res.users",
        "suggestions": "coop.suggestion",
        "votes": "coop.suggestion.vote",
        "decisions": "coop.suggestion.decision",
        "meetings": "coop.review.meeting",
        "trials": "coop.trial",
        "till sessions": "pos.session",
        "till orders": "pos.order",
        "till lines": "pos.order.line",
        "prices of a year": "coop.till.price",
    }
    counts = {what: env[model].search_count([]) for what, model in models.items()}
    counts["members"] = env["res.partner"].search_count(env.company._coop_member_domain())
    counts["comments"] = env["mail.message"].search_count(env["coop.suggestion"]._comments_domain())
    return counts


def problems(env, size):
    """Return sentences about what is not as it should be; an empty list if all is well."""
    size, counts = SIZES[size], census(env)
    expected = {
        "products": size.products,
        "suggestions": size.suggestions,
        "votes": size.votes,
        "till lines": size.lines,
    }
    wrong = [
        f"{counts[what]} {what} instead of {number}"
        for what, number in expected.items()
        # Votes and till lines follow a shape and are only nearly as many.
        if abs(counts[what] - number) > number / 20
    ]
    wrong += _till_problems(env)
    wrong += _shop_problems(env)
    states = Counter(env["coop.suggestion"].search([]).mapped("state"))
    after_kept = ("trial", "adopted", "stopped")
    wrong += [f"no suggestion is {state}" for state in (*STATES, *after_kept) if not states[state]]
    if env["mail.mail"].search_count([]):
        wrong.append("mails are waiting to leave")
    foreigners = env["res.users"].with_context(active_test=False).search([("lang", "!=", "fr_FR")])
    if foreigners:
        wrong.append(f"not in French: {', '.join(foreigners.mapped('login'))}")
    return wrong


def _shop_problems(env):
    wrong = [
        f"nothing stands on the shelf {shelf.name}"
        for shelf in env["coop.shelf"].search([])
        if not shelf.product_tmpl_ids
    ]
    barcodes = Counter(env["product.product"].search([("barcode", "!=", False)]).mapped("barcode"))
    wrong += [
        f"{barcode} is on {count} products" for barcode, count in barcodes.items() if count > 1
    ]
    return wrong


def _till_problems(env):
    """What the closed sessions sold has left the stock, what the open one sold has not."""
    wrong = []
    opened = env["pos.session"].search([("state", "!=", "closed")])
    if len(opened) != 1 or not opened.order_ids:
        wrong.append(f"{len(opened)} till sessions are open instead of one with orders")
    waiting = env["stock.picking"].search_count(
        [("pos_session_id", "!=", False), ("state", "!=", "done")]
    )
    if waiting:
        wrong.append(f"{waiting} till pickings wait")
    products = env["product.product"].search([("is_storable", "=", True)])
    sold = Counter()
    for line in opened.order_ids.lines:
        sold[line.product_id] += line.qty
    live = env["coop.live.stock"]._coop_quantities(products)
    wrong += [
        f"{product.name}: live {live[product.id]}, held {product.qty_available},"
        f" sold today {sold[product]}"
        for product in products
        if abs(live[product.id] - product.qty_available + sold[product]) > 0.0005
        or live[product.id] < 0
    ]
    return wrong


def close_and_compare(env):
    """Close the open till session; raise Stop where live stock is not what Odoo then has.

    For `python -m coop.dev run DB coop.demo.check:close_and_compare`, on a copy.
    """
    sessions = env["pos.session"].search([("state", "!=", "closed")])
    for session in sessions:
        if session.cash_journal_id:
            session.post_closing_cash_details(session.cash_register_balance_end)
        session.close_session_from_ui()
    still_open = sessions.filtered(lambda session: session.state != "closed")
    failed = env["stock.picking"].search_count(
        [("pos_session_id", "!=", False), ("state", "not in", ("done", "cancel"))]
    )
    warehouse = env.company._coop_shop_warehouse()
    products = env["product.product"].with_context(warehouse_id=warehouse.id)
    products = products.search([("is_storable", "=", True)])
    live = env["coop.live.stock"]._coop_quantities(products)
    wrong = [
        f"{product.name}: live {live[product.id]}, Odoo {product.qty_available}"
        for product in products
        if abs(live[product.id] - product.qty_available) > 0.0005
    ]
    if still_open or failed or wrong or not sessions or not products:
        raise Stop(
            f"{len(sessions)} sessions, {len(still_open)} still open; {failed} pickings not done;"
            f" of {len(products)} products: {'; '.join(wrong[:5])}"
        )
    say(f"{len(products)} products: live stock is what Odoo has.")


def print_everything(env, copies):
    """Print the labels of the whole shop so many times, as a job for the background."""
    everything = env["coop.label.page"]._coop_whole_shop()
    env["coop.label.job"]._coop_print(dict.fromkeys(everything, copies))
    env.cr.commit()
