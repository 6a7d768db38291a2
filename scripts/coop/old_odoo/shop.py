"""The shop in the old Odoo: what it sells, what lies in it, its members, its till.

All of it is done over RPC, as its people would with their screens.
"""

import base64
from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from coop.old_odoo.till import Till

# The plan of accounts of no country: the French one brings certified tills along.
ADDONS = ("l10n_generic_coa", "point_of_sale", "stock", "purchase")
# The account that a link uses, and its password; it reads, and makes products when asked.
LOGIN = "liaison"
GROUPS = ("point_of_sale.group_pos_user",)
GROUPS_TO_PUSH = ("stock.group_stock_manager",)

# name, category, price, VAT, unit, in stock, cost, supplier.
GOODS = (
    ("Riz rond complet", "Vrac", 3.2, "5.5", "kg", 24.35, 2.1, "Biocoopérateurs"),
    ("Lentilles vertes", "Vrac", 4.15, "5.5", "kg", 18.2, 2.8, "Biocoopérateurs"),
    ("Flocons d'avoine", "Vrac", 2.45, "5.5", "kg", 0.35, 1.6, "Biocoopérateurs"),
    ("Pois chiches", "Vrac", 3.6, "5.5", "kg", 12.0, 2.4, "Biocoopérateurs"),
    ("Amandes décortiquées", "Vrac", 18.9, "5.5", "kg", 4.125, 13.2, "Biocoopérateurs"),
    ("Carottes", "Légumes", 2.1, "5.5", "kg", 15.5, 1.3, "La Ferme du Pré"),
    ("Pommes de terre", "Légumes", 1.6, "5.5", "kg", 42.0, 0.9, "La Ferme du Pré"),
    ("Poireaux", "Légumes", 2.9, "5.5", "kg", 6.75, 1.8, "La Ferme du Pré"),
    ("Pommes Reinette", "Fruits", 2.8, "5.5", "kg", 21.3, 1.7, "La Ferme du Pré"),
    ("Bananes", "Fruits", 2.2, "5.5", "kg", 9.4, 1.4, "Biocoopérateurs"),
    ("Lait demi-écrémé 1 L", "Frais", 1.15, "5.5", "unit", 36, 0.8, "Laiterie des Monts"),
    ("Beurre doux 250 g", "Frais", 2.75, "5.5", "unit", 14, 2.0, "Laiterie des Monts"),
    ("Yaourts nature x4", "Frais", 1.95, "5.5", "unit", 18, 1.3, "Laiterie des Monts"),
    ("Comté 12 mois", "Frais", 17.5, "5.5", "kg", 3.28, 12.0, "Laiterie des Monts"),
    ("Œufs x6", "Frais", 2.1, "5.5", "unit", 22, 1.4, "La Ferme du Pré"),
    ("Pain de campagne", "Pain", 4.2, "5.5", "unit", 8, 2.7, "Le Fournil"),
    ("Baguette", "Pain", 1.1, "5.5", "unit", 0, 0.7, "Le Fournil"),
    ("Confiture d'abricots 370 g", "Épicerie", 3.85, "5.5", "unit", 11, 2.5, "Biocoopérateurs"),
    ("Miel de châtaignier 500 g", "Épicerie", 8.9, "5.5", "unit", 7, 6.0, "La Ferme du Pré"),
    ("Huile d'olive 75 cl", "Épicerie", 9.6, "5.5", "unit", 16, 6.9, "Biocoopérateurs"),
    ("Pâtes complètes 500 g", "Épicerie", 1.45, "5.5", "unit", 40, 0.9, "Biocoopérateurs"),
    ("Sauce tomate 420 g", "Épicerie", 2.15, "5.5", "unit", 19, 1.4, "Biocoopérateurs"),
    ("Chocolat noir 100 g", "Épicerie", 2.35, "5.5", "unit", 33, 1.6, "Biocoopérateurs"),
    ("Café moulu 250 g", "Épicerie", 4.7, "5.5", "unit", 12, 3.2, "Biocoopérateurs"),
    ("Thé vert 100 g", "Épicerie", 5.2, "5.5", "unit", 9, 3.4, "Biocoopérateurs"),
    ("Farine de blé T65 1 kg", "Épicerie", 1.75, "5.5", "unit", 27, 1.1, "Le Fournil"),
    ("Sel de Guérande 1 kg", "Épicerie", 2.6, "5.5", "unit", 13, 1.7, "Biocoopérateurs"),
    ("Jus de pomme 1 L", "Boissons", 2.95, "5.5", "unit", 20, 1.9, "La Ferme du Pré"),
    ("Limonade 75 cl", "Boissons", 2.4, "5.5", "unit", 15, 1.5, "Brasserie du Coin"),
    ("Bière blonde 33 cl", "Boissons", 2.2, "20", "unit", 48, 1.4, "Brasserie du Coin"),
    ("Cidre brut 75 cl", "Boissons", 3.9, "20", "unit", 17, 2.5, "Brasserie du Coin"),
    ("Vin rouge 75 cl", "Boissons", 6.5, "20", "unit", 24, 4.3, "Brasserie du Coin"),
    ("Vinaigre d'alcool", "Entretien", 1.3, "20", "L", 30.5, 0.7, "Biocoopérateurs"),
    ("Liquide vaisselle", "Entretien", 2.9, "20", "L", 22.25, 1.8, "Biocoopérateurs"),
    ("Éponges x2", "Entretien", 2.3, "20", "unit", 10, 1.4, "Biocoopérateurs"),
    ("Shampoing solide", "Hygiène", 6.9, "20", "unit", 12, 4.5, "Biocoopérateurs"),
    ("Dentifrice 75 ml", "Hygiène", 3.4, "20", "unit", 14, 2.2, "Biocoopérateurs"),
    # Its price is without VAT: at the till 20 % come on top of it.
    ("Bougie artisanale", "Hygiène", 5.0, "20 HT", "unit", 6, 3.0, "Biocoopérateurs"),
    ("Sac en papier", "Entretien", 0.1, "20", "unit", 100, 0.05, "Biocoopérateurs"),
)
ARCHIVED = "Sel de Guérande 1 kg"
NOT_AT_TILL = "Sac en papier"
WITH_PHOTO = "Miel de châtaignier 500 g"
UNTRACKED = "Adhésion annuelle"
SOAP = "Savon de Marseille"

# name, number, e-mail; the last one of each kind is told apart below.
MEMBERS = (
    ("Camille Perrin", "101", "camille.perrin@example.org"),
    ("Louis Fabre", "102", "louis.fabre@example.org"),
    ("Inès Moreau", "103", "ines.moreau@example.org"),
    ("Hugo Lemaire", "104", "hugo.lemaire@example.org"),
    ("Jeanne Roche", "105", "jeanne.roche@example.org"),
    ("Paul Garnier", "106", None),
)
FORMER = "Jeanne Roche"


def fill(rpc, password):
    """Fill a database in which `ADDONS` are installed.

    :param Rpc rpc: the administrator
    :param str password: of the account `LOGIN`
    """
    company = Shop(rpc)
    company.set_up()
    company.stock_shelves()
    company.price()
    company.invite()
    company.trade()
    company.let_in(password)


class Shop:
    """The steps that fill the shop, and the ids of what they made, by name."""

    def __init__(self, rpc):
        self.rpc = rpc
        self.products = {}
        self.taxes = {}
        self.categories = {}
        self.suppliers = {}

    def set_up(self):
        """Make it a French company with its taxes, its till named and paid in cash."""
        rpc = self.rpc
        euro = rpc.one("res.currency", ("name", "=", "EUR"))
        rpc.write("res.currency", euro, active=True)
        france = rpc.one("res.country", ("code", "=", "FR"))
        rpc.write("res.company", 1, name="L'Épicerie du Pont", currency_id=euro, country_id=france)
        rpc.write("res.users", rpc.uid, lang="fr_FR", tz="Europe/Paris")
        rpc.write("product.pricelist", rpc.find("product.pricelist"), currency_id=euro)
        # A scale weighs to the gram.
        precision = rpc.one("decimal.precision", ("name", "=", "Product Unit of Measure"))
        rpc.write("decimal.precision", precision, digits=3)
        # A litre is a thousandth of a cubic metre.
        rpc.write(
            "decimal.precision", rpc.one("decimal.precision", ("name", "=", "Volume")), digits=6
        )
        rpc.write("uom.uom", rpc.one("uom.uom", ("name", "=", "kg")), rounding=0.001)
        rpc.write("uom.uom", rpc.one("uom.uom", ("name", "=", "L")), rounding=0.001)
        generic = rpc.one("account.tax", ("type_tax_use", "=", "sale"))
        for name, rate, included in (("5.5", 5.5, True), ("20", 20, True), ("20 HT", 20, False)):
            # A copy books to an account, without which no session closes.
            values = {"amount": rate, "price_include": included, "description": False}
            tax = rpc.call("account.tax", "copy", generic, values)
            rpc.write("account.tax", tax, name=f"TVA {name.replace('.', ',')} %")
            self.taxes[name] = tax
        rpc.write("account.tax", generic, active=False)
        rpc.write("res.company", 1, account_sale_tax_id=self.taxes["5.5"])
        self.till = rpc.one("pos.config")
        rpc.write("pos.config", self.till, name="Caisse 1")
        self.warehouse = rpc.one("stock.warehouse")
        rpc.write("stock.warehouse", self.warehouse, name="Magasin", code="MAG")
        [row] = rpc.rows("stock.warehouse", [], "lot_stock_id")
        self.stock = row["lot_stock_id"][0]
        # A corner of the shop is in the shop, too.
        self.reserve = rpc.create(
            "stock.location", name="Réserve", location_id=self.stock, usage="internal"
        )

    def stock_shelves(self):
        """Make the products, and put them in their places."""
        for name, category, price, tax, unit, quantity, cost, supplier in GOODS:
            self._sell(name, category, price, tax, unit, cost, supplier)
            self.put(name, quantity)
        # Half of the potatoes lie in the reserve.
        self.put("Pommes de terre", 18.5, self.reserve)
        rpc = self.rpc
        # A membership is sold at the till, and counted nowhere.
        self._sell(UNTRACKED, "Services", 10.0, None, "unit", 0.0, None, type="service")
        rpc.write("product.product", self.products[ARCHIVED], active=False)
        rpc.write("product.product", self.products[NOT_AT_TILL], available_in_pos=False)
        rpc.write("product.product", self.products[WITH_PHOTO], image_1920=photo())
        rpc.write("product.product", self.products["Pâtes complètes 500 g"], weight=0.5)
        rpc.write("product.product", self.products["Jus de pomme 1 L"], volume=0.001)
        self._sell_soaps()

    def _sell(self, name, category, price, tax, unit, cost, supplier, **values):
        rpc = self.rpc
        uom = rpc.one("uom.uom", ("name", "=", {"unit": "Unité(s)"}.get(unit, unit)))
        shelf = self._named("pos.category", category)
        sellers = []
        if supplier:
            partner = self._named("res.partner", supplier, is_company=True)
            sellers = [(0, 0, {"name": partner, "price": cost})]
        number = len(self.products) + 1
        self.products[name] = rpc.create(
            "product.product",
            **{
                "name": name,
                "default_code": f"A{number:03}",
                "barcode": barcode(number),
                "type": "product",
                "list_price": price,
                "standard_price": cost,
                "taxes_id": [(6, 0, [self.taxes[tax]] if tax else [])],
                "categ_id": self._named("product.category", category, parent_id=self._all_goods()),
                "pos_categ_id": shelf,
                "uom_id": uom,
                "uom_po_id": uom,
                "to_weight": unit == "kg",
                "available_in_pos": True,
                "seller_ids": sellers,
                **values,
            },
        )

    def _sell_soaps(self):
        """Sell one product in two kinds, one of them dearer."""
        rpc = self.rpc
        attribute = rpc.create("product.attribute", name="Parfum", create_variant="always")
        values = [
            rpc.create("product.attribute.value", name=name, attribute_id=attribute)
            for name in ("Olive", "Lavande")
        ]
        line = {"attribute_id": attribute, "value_ids": [(6, 0, values)]}
        template = rpc.create(
            "product.template",
            name=SOAP,
            type="product",
            list_price=3.5,
            taxes_id=[(6, 0, [self.taxes["20"]])],
            categ_id=self.categories["product.category", "Hygiène"],
            available_in_pos=True,
            attribute_line_ids=[(0, 0, line)],
        )
        [dearer] = rpc.find(
            "product.template.attribute.value",
            ("product_tmpl_id", "=", template),
            ("product_attribute_value_id", "=", values[1]),
        )
        rpc.write("product.template.attribute.value", dearer, price_extra=0.6)
        for row in rpc.rows(
            "product.product", [("product_tmpl_id", "=", template)], "display_name"
        ):
            self.products[row["display_name"]] = row["id"]
            self.put(row["display_name"], 5)

    def _named(self, model, name, **values):
        """Return the id of a record of that name, made the first time."""
        if (model, name) not in self.categories:
            self.categories[model, name] = self.rpc.create(model, name=name, **values)
        return self.categories[model, name]

    def _all_goods(self):
        return self.rpc.one("product.category", ("parent_id", "=", False))

    def put(self, name, quantity, location=None):
        """Count what lies of a product in a place, as an inventory does."""
        if not quantity:
            return
        inventory = self.rpc.create(
            "stock.inventory",
            name=f"Inventaire : {name}",
            product_ids=[(6, 0, [self.products[name]])],
            location_ids=[(6, 0, [location or self.stock])],
            start_empty=True,
            line_ids=[
                (
                    0,
                    0,
                    {
                        "product_id": self.products[name],
                        "location_id": location or self.stock,
                        "product_qty": quantity,
                    },
                )
            ],
        )
        self.rpc.call("stock.inventory", "action_start", [inventory])
        self.rpc.call("stock.inventory", "action_validate", [inventory])

    def price(self):
        """Give the till a price list that leans on another one, which leans on a third."""
        rpc = self.rpc
        now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
        lists = [
            rpc.create("product.pricelist", name=name)
            for name in ("Prix de base", "Prix de saison", "Prix de caisse")
        ]
        base, season, at_till = lists

        def rule(pricelist, **values):
            rpc.create("product.pricelist.item", pricelist_id=pricelist, **values)

        rule(
            base,
            applied_on="2_product_category",
            categ_id=self.categories["product.category", "Épicerie"],
            compute_price="formula",
            base="standard_price",
            price_discount=-60,
            price_round=0.05,
            price_surcharge=0.02,
            price_min_margin=0.4,
            price_max_margin=3.0,
        )
        rule(season, applied_on="3_global", compute_price="formula", base="pricelist",
             base_pricelist_id=base)  # fmt: skip
        rule(
            season,
            applied_on="2_product_category",
            categ_id=self.categories["product.category", "Légumes"],
            compute_price="percentage",
            percent_price=10,
            base="list_price",
        )
        rule(at_till, applied_on="3_global", compute_price="formula", base="pricelist",
             base_pricelist_id=season)  # fmt: skip
        rule(
            at_till,
            applied_on="0_product_variant",
            product_id=self.products["Bière blonde 33 cl"],
            min_quantity=6,
            compute_price="fixed",
            fixed_price=1.9,
        )
        # An offer of this week.
        rule(
            at_till,
            applied_on="0_product_variant",
            product_id=self.products["Chocolat noir 100 g"],
            compute_price="fixed",
            fixed_price=1.95,
            date_start=str(now - timedelta(days=2)),
            date_end=str(now + timedelta(days=5)),
        )
        # One that is over.
        rule(
            at_till,
            applied_on="0_product_variant",
            product_id=self.products["Café moulu 250 g"],
            compute_price="fixed",
            fixed_price=3.0,
            date_start=str(now - timedelta(days=30)),
            date_end=str(now - timedelta(days=20)),
        )
        [soap] = rpc.rows("product.template", [("name", "=", SOAP)], "product_variant_ids")
        rule(
            at_till,
            applied_on="1_product",
            product_tmpl_id=soap["id"],
            compute_price="percentage",
            percent_price=5,
            base="list_price",
        )
        rpc.write(
            "pos.config",
            self.till,
            use_pricelist=True,
            available_pricelist_ids=[(6, 0, [at_till])],
            pricelist_id=at_till,
        )

    def invite(self):
        """Make the members, a household, a former member; and people who are none."""
        rpc = self.rpc
        for name, number, email in MEMBERS:
            self.suppliers[name] = rpc.create("res.partner", name=name, ref=number, email=email)
        rpc.write(
            "res.partner",
            self.suppliers["Louis Fabre"],
            parent_id=self.suppliers["Camille Perrin"],
        )
        # A colleague of a supplier is of no household with it.
        rpc.write(
            "res.partner",
            self.suppliers["Hugo Lemaire"],
            parent_id=self.categories["res.partner", "Le Fournil"],
        )
        rpc.write("res.partner", self.suppliers[FORMER], active=False)
        rpc.create("res.partner", name="Passant sans numéro")

    def trade(self):
        """Sell in a closed session and in one still open; scrap; expect a delivery."""
        rpc = self.rpc
        till = Till(rpc, self.till)
        rpc.write("res.company", 1, point_of_sale_update_stock_quantities="real")
        yesterday = datetime.now(UTC).replace(hour=10, minute=0, second=0, tzinfo=None) - timedelta(
            days=1
        )
        with till.session():
            till.sell({self.products["Baguette"]: 2, self.products["Carottes"]: 1.345}, yesterday)
            till.sell({self.products["Bière blonde 33 cl"]: 6, self.products[UNTRACKED]: 1})
        rpc.write("res.company", 1, point_of_sale_update_stock_quantities="closing")
        till.open()
        till.sell({self.products["Lait demi-écrémé 1 L"]: 3, self.products["Comté 12 mois"]: 0.285})
        till.sell({self.products["Chocolat noir 100 g"]: 2, self.products["Bougie artisanale"]: 1})
        till.sell({self.products["Lait demi-écrémé 1 L"]: -1})
        scrap = rpc.create(
            "stock.scrap",
            product_id=self.products["Yaourts nature x4"],
            scrap_qty=2,
            product_uom_id=rpc.one("uom.uom", ("name", "=", "Unité(s)")),
            location_id=self.stock,
        )
        rpc.call("stock.scrap", "action_validate", [scrap])
        # Counted anew, some pears less than thought.
        self.put("Poireaux", 6.25)
        self.expect({"Baguette": 20, "Flocons d'avoine": 25}, days=3)
        self.expect({"Baguette": 20}, days=10)

    def expect(self, quantities, days):
        """Order from a supplier what comes in some days."""
        planned = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0, tzinfo=None)
        planned += timedelta(days=days)
        lines = [
            {
                "product_id": self.products[name],
                "name": name,
                "product_qty": quantity,
                "product_uom": self._unit_of(name),
                "price_unit": 1.0,
                "date_planned": str(planned),
            }
            for name, quantity in quantities.items()
        ]
        order = self.rpc.create(
            "purchase.order",
            partner_id=self.categories["res.partner", "Le Fournil"],
            order_line=[(0, 0, line) for line in lines],
        )
        self.rpc.call("purchase.order", "button_confirm", [order])

    def _unit_of(self, name):
        [row] = self.rpc.rows("product.product", [("id", "=", self.products[name])], "uom_id")
        return row["uom_id"][0]

    def let_in(self, password):
        """Make the account of the link with the least rights that it needs."""
        account(self.rpc, LOGIN, password, GROUPS)


def account(rpc, login, password, groups):
    """Make an account with these groups and what they imply; return its id."""
    ids = [group(rpc, name) for name in (*groups, "base.group_user")]
    return rpc.create(
        "res.users", name=login, login=login, password=password, groups_id=[(6, 0, ids)]
    )


def group(rpc, name):
    """Return the id of a group named as in data files, ``addon.name``."""
    addon, _, key = name.partition(".")
    domain = [("module", "=", addon), ("name", "=", key), ("model", "=", "res.groups")]
    [row] = rpc.rows("ir.model.data", domain, "res_id")
    return row["res_id"]


def barcode(number):
    """Return an EAN-13 of a French maker."""
    digits = f"376{number:09}"
    odd, even = (sum(map(int, digits[at::2])) for at in (0, 1))
    return f"{digits}{-(odd + 3 * even) % 10}"


def photo():
    """Return a JPEG in base64, of a size that a telephone takes."""
    picture = Image.new("RGB", (1600, 1200), "#f3ead8")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((500, 250, 1100, 1050), 80, fill="#b5651d", outline="#5a3210", width=12)
    draw.rectangle((500, 480, 1100, 800), fill="#fff8e7")
    file = BytesIO()
    picture.save(file, "JPEG", quality=88)
    return base64.b64encode(file.getvalue()).decode()
