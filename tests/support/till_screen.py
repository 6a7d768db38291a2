"""The cashier's screen, worked in a real browser as a cashier works it."""

import re

LINE = ".order-container .orderline"


def open_till(page, config):
    """Load the screen of a till, open its register if it is closed, and wait for its products.

    :param int config: id of the `pos.config`; its cashier has the session of `page`
    """
    # The first time, the server makes the screen's scripts before it sends them.
    page.goto(f"/pos/ui/{config}", timeout=60_000)
    welcome = page.locator(".open-register-btn")
    opening = page.locator(".modal-footer .btn-primary, .modal footer .btn-primary")
    products = page.locator(".product-screen")
    welcome.or_(opening).or_(products).first.wait_for(timeout=60_000)
    if welcome.is_visible():
        welcome.click()
        opening.or_(products).first.wait_for()
    if opening.first.is_visible():
        opening.first.click()
        opening.first.wait_for(state="hidden")
    products.wait_for()


def scan(page, barcode):
    """Ring up a product with the hand scanner, which types as a fast keyboard does."""
    lines = page.locator(LINE)
    before = lines.count()
    page.keyboard.type(barcode)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "([selector, count]) => document.querySelectorAll(selector).length > count",
        arg=[LINE, before],
    )


def scan_again(page, barcode):
    """Ring up one more of a product, on its line where it has one; wait until it counts."""
    quantities = page.locator(f"{LINE} .qty")
    before = quantities.all_inner_texts()
    page.keyboard.type(barcode)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "([selector, before]) => before !== [...document.querySelectorAll(selector)]"
        ".map((each) => each.innerText).join('|')",
        arg=[f"{LINE} .qty", "|".join(before)],
    )


def lines(page):
    """Return what stands on the order: [(name, EUR incl. VAT)], from the top."""
    return [
        (
            " ".join(line.locator(".product-name .text-wrap").inner_text().split()),
            amount(line.locator(".product-price").inner_text()),
        )
        for line in page.locator(LINE).all()
    ]


def amount(text):
    """Return an amount of money as the screen writes it, such as « 1 234,50 € »."""
    return float(re.sub(r"[^\d,.-]", "", text).replace(",", "."))


def pay(page):
    """Take the money for the order, with the first way of paying, and hand out the receipt."""
    page.locator(".product-screen .pay-order-button:visible").first.click()
    page.locator(".payment-screen .paymentmethods .button.paymentmethod").first.click()
    page.locator(".payment-screen button.validation-button.next.highlight").click()
    page.locator(".pos .receipt-screen").wait_for()
