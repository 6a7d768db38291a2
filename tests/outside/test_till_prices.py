"""The price on the product page is what the real till screen charges, for all sorts of rules."""

import re
import time
from dataclasses import dataclass, field

import pytest

from support import till_screen
from support.rpc import call
from support.suggestions import new_barcode, new_name

DAY = 86_400


@dataclass
class Case:
    """A product and what makes its price: taxes by name, rules of the till's list."""

    name: str
    price: float
    taxes: tuple = ("5.5 in",)
    rules: tuple = ()
    values: dict = field(default_factory=dict)
    extra: float | None = None


def percent(value, **more):
    return {"compute_price": "percentage", "percent_price": value, **more}


def fixed(value, **more):
    return {"compute_price": "fixed", "fixed_price": value, **more}


def formula(**more):
    return {"compute_price": "formula", "base": "list_price", **more}


CASES = (
    Case("5,5 % compris", 4.45),
    Case("20 % compris", 7.99, ("20 in",)),
    Case("5,5 % en plus", 1.99, ("5.5 out",)),
    Case("20 % en plus", 3.33, ("20 out",)),
    Case("sans taxe", 2.35, ()),
    Case("gratuit", 0.0),
    Case("deux taxes", 6.15, ("20 in", "eco out")),
    Case("groupe de taxes", 6.15, ("group",)),
    Case("prix fixe", 5.0, rules=(fixed(4.2),)),
    Case("prix fixe, taxe en plus", 5.0, ("20 out",), (fixed(4.27),)),
    Case("dix pour cent", 4.44, rules=(percent(10),)),
    Case("dix pour cent, taxe en plus", 4.44, ("5.5 out",), (percent(10),)),
    Case("un tiers, trois décimales", 9.99, ("20 out",), (percent(33.33),)),
    Case("formule sur le coût", 9.0, ("5.5 out",), (
        formula(base="standard_price", price_markup=30),), {"standard_price": 3.17}),
    Case("formule arrondie moins un cent", 4.61, rules=(
        formula(price_discount=7, price_round=0.5, price_surcharge=-0.01),)),
    Case("marge au moins et au plus", 4.0, rules=(
        formula(price_discount=50, price_min_margin=-0.5, price_max_margin=2),)),
    Case("règle en cours", 8.0, rules=(percent(25, date_start=-DAY, date_end=DAY),)),
    Case("règle passée", 8.0, rules=(percent(25, date_start=-2 * DAY, date_end=-DAY),)),
    Case("règle à venir", 8.0, rules=(percent(25, date_start=DAY),)),
    Case("à partir de deux", 8.0, rules=(percent(25, min_quantity=2),)),
    Case("par catégorie", 6.4, rules=(percent(15, of="category"),)),
    Case("le produit avant la catégorie", 6.4, rules=(percent(15, of="category"), percent(5))),
    Case("liste sur une liste", 10.0, rules=(formula(base="pricelist", price_discount=10),)),
    Case("liste que la caisse n'a pas", 10.0, rules=(
        formula(base="pricelist", on="far", price_discount=10),)),
    Case("au poids", 3.456, ("5.5 in",), (percent(3),), {"to_weight": True}),
    Case("variante plus chère", 5.0, ("5.5 in",), (percent(10),), extra=1.25),
    Case("un millier", 1234.5, ("20 out",), (percent(1),)),
)  # fmt: skip


def moment(seconds):
    """Return the time so many seconds from now, UTC, as Odoo writes it."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + seconds))


class Shop:
    """Makes a till, a price list and products, as administrator over RPC."""

    def __init__(self, admin):
        self.admin = admin
        self.taxes = self._make_taxes()
        self.base, self.far, self.list = (
            self.make("product.pricelist", name=new_name(word))
            for word in ("Base", "Ailleurs", "Magasin")
        )
        for base in (self.base, self.far):
            self.make(
                "product.pricelist.item", pricelist_id=base, applied_on="3_global", **percent(20)
            )
        self.sold = []
        [card] = self.call("pos.payment.method", "search", [["is_cash_count", "=", False]], limit=1)
        self.till = self.make(
            "pos.config",
            name=new_name("Caisse"),
            payment_method_ids=[[6, 0, [card]]],
            iface_tax_included="total",
            use_pricelist=True,
            available_pricelist_ids=[[6, 0, [self.base, self.list]]],
            pricelist_id=self.list,
        )

    def call(self, model, method, *args, **kwargs):
        return call(self.admin, model, method, *args, **kwargs)

    def make(self, model, **values):
        [made] = self.call(model, "create", [values])
        return made

    def _make_taxes(self):
        def tax(**values):
            return self.make("account.tax", name=new_name("TVA"), **values)

        inside = {"price_include_override": "tax_included"}
        outside = {"price_include_override": "tax_excluded"}
        taxes = {
            "5.5 in": tax(amount=5.5, **inside),
            "5.5 out": tax(amount=5.5, **outside),
            "20 in": tax(amount=20, **inside),
            "20 out": tax(amount=20, **outside),
            "eco out": tax(amount=0.25, amount_type="fixed", **outside),
        }
        children = [taxes["20 in"], tax(amount=0.13, amount_type="fixed", **outside)]
        taxes["group"] = tax(amount_type="group", children_tax_ids=[[6, 0, children]])
        return taxes

    def sell(self, case):
        """Make the product of a case with its rules; return its id and barcode."""
        category = self.make("product.category", name=new_name("Catégorie"))
        values = {
            "name": case.name,
            "type": "consu",
            "list_price": case.price,
            "available_in_pos": True,
            "categ_id": category,
            "taxes_id": [[6, 0, [self.taxes[name] for name in case.taxes]]],
            **case.values,
        }
        if case.extra is not None:
            values["attribute_line_ids"] = [[0, 0, self._two_values()]]
        template = self.make("product.template", **values)
        self.sold.append(template)
        product = self.call("product.product", "search", [["product_tmpl_id", "=", template]])[-1]
        if case.extra is not None:
            [value] = self.call(
                "product.product", "read", [product], ["product_template_attribute_value_ids"]
            )
            ids = value["product_template_attribute_value_ids"]
            self.call("product.template.attribute.value", "write", ids, {"price_extra": case.extra})
        barcode = new_barcode()
        self.call("product.product", "write", [product], {"barcode": barcode})
        for rule in case.rules:
            self._add_rule(template, category, dict(rule))
        return product, barcode

    def _two_values(self):
        attribute = self.make("product.attribute", name=new_name("Taille"))
        values = [
            self.make("product.attribute.value", name=name, attribute_id=attribute)
            for name in ("petit", "grand")
        ]
        return {"attribute_id": attribute, "value_ids": [[6, 0, values]]}

    def _add_rule(self, template, category, rule):
        if rule.pop("of", "product") == "category":
            rule |= {"applied_on": "2_product_category", "categ_id": category}
        else:
            rule |= {"applied_on": "1_product", "product_tmpl_id": template}
        for name in {"date_start", "date_end"} & rule.keys():
            rule[name] = moment(rule[name])
        if rule.get("base") == "pricelist":
            rule["base_pricelist_id"] = self.far if rule.pop("on", "") == "far" else self.base
        self.make("product.pricelist.item", pricelist_id=self.list, **rule)

    def close(self):
        """Leave nothing behind that other tests would see."""
        self.call("product.template", "write", self.sold, {"active": False})


@pytest.fixture(scope="module")
def shop(http):
    made = Shop(http("admin"))
    yield made
    made.close()


def price_on_page(client, product):
    """Return the price that the product page tells, or None if it tells none."""
    page = client.get(f"/p/{product}").text
    found = re.search(r'o_coop_price[^"]*">(.*?)</p>', page, re.DOTALL)
    return till_screen.amount(re.sub("<[^>]*>|&nbsp;", "", found[1]).strip()) if found else None


def kept_price(client, product, seconds=90):
    """Return the present price that was recorded, when the scheduled action has run."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        rows = call(
            client,
            "coop.till.price",
            "search_read",
            [["product_id", "=", product], ["valid_to", "=", False]],
            ["price"],
        )
        if rows:
            return rows[0]["price"]
        time.sleep(0.5)
    raise AssertionError(f"the price of product {product} was not recorded")


@pytest.mark.usefixtures("patient_scanner")
def test_prices_are_what_the_till_screen_charges(page, http, shop, settings):
    settings(coop_till_id=shop.till)
    sold = [(case, *shop.sell(case)) for case in CASES]
    shop.call("pos.config", "open_ui", [shop.till])
    [till] = shop.call("pos.config", "read", [shop.till], ["current_session_id"])
    shop.call("pos.session", "set_opening_control", [till["current_session_id"][0]], 0, "")
    visitor, admin = http(), http("admin")
    shown = {case.name: price_on_page(visitor, product) for case, product, _barcode in sold}
    tab = page("admin")
    till_screen.open_till(tab, shop.till)
    charged = {}
    for case, _product, barcode in sold:
        till_screen.scan(tab, barcode)
        [(_name, price)] = till_screen.lines(tab)[-1:]
        charged[case.name] = price
    assert shown == charged
    kept = {case.name: kept_price(admin, product) for case, product, _barcode in sold}
    assert kept == charged


def test_the_back_office_lists_what_changed_this_week(page):
    """With old and new price, by shelf if one likes; a product's form leads to its own."""
    tab = page("admin")
    tab.goto("/odoo/action-coop_stock.coop_till_price_action")
    rows = tab.locator(".o_list_view .o_data_row")
    rows.first.wait_for()
    old, new = (
        till_screen.amount(rows.first.locator(f"[name={name}]").inner_text())
        for name in ("old_price", "price")
    )
    assert old != new
    tab.locator(".o_searchview_dropdown_toggler").click()
    tab.locator(".o_group_by_menu span.o_menu_item", has_text="Rayon").click()
    tab.locator(".o_list_view .o_group_header").first.wait_for()
