"""The demo's company, shelves, suppliers and products in Odoo."""

import base64

from coop.demo import drawing, facts
from coop.demo.dice import chance
from coop.demo.shelves import SHELVES

BATCH = 500
# What a coop adds to the buying price: 23 % of the price without VAT, usual in French ones.
MARGIN = 0.23

# Suppliers, all invented, and the shelves they fill.
SUPPLIERS = {
    "Ferme des Tilleuls": ("Fruits et légumes",),
    "Grain & Grenier, vrac bio": ("Vrac", "Pâtes, riz et céréales"),
    "Fournil des Deux Ponts": ("Pains et viennoiseries",),
    "Laiterie de la Combe": ("Crèmerie", "Yaourts et desserts", "Fromages"),
    "Maison Perrier, salaisons et frais": ("Charcuterie", "Viandes et poissons", "Traiteur"),
    "Froid du Midi": ("Surgelés",),
    "Épices et Compagnie, grossiste": (
        "Conserves",
        "Soupes et plats cuisinés",
        "Huiles, sauces et condiments",
        "Apéritif",
        "Sucres, farines et pâtisserie",
    ),
    "Douceurs de France": (
        "Petit déjeuner",
        "Confitures, miels et tartinables",
        "Biscuits et gâteaux",
        "Chocolats et confiseries",
        "Cafés, thés et infusions",
    ),
    "Boissons du Val": ("Jus, sirops et sodas", "Eaux", "Bières, vins et cidres"),
    "Propre et Net": ("Hygiène", "Entretien"),
}
# Scheduled actions that would write to invented people or to somebody's service.
NOT_MAILING = (
    "digest.ir_cron_digest_scheduler_action",
    "auth_signup.ir_cron_auth_signup_send_pending_user_reminder",
    "sms.ir_cron_sms_scheduler_action",
    "snailmail.snailmail_print",
)


def set_up_company(env):
    """Give the company its name, address, colours and logo, and keep it from mailing unasked."""
    company = env.company
    company.write(
        {
            "name": "La Coop",
            "street": "12 rue des Tanneurs",
            "zip": "38990",
            "city": "Valbourg",
            "email": "bonjour@lacoop.example",
            "phone": "01 99 00 12 34",
            "website": "https://lacoop.example",
            "logo": base64.b64encode(drawing.logo()),
            "primary_color": drawing.GREEN,
            "secondary_color": "#e8f3ee",
            "coop_tz": "Europe/Paris",
            # The demo asks nobody on the internet about its made-up company.
            "iap_enrich_auto_done": True,
            # French accounts value stock at the year's end, not sale by sale.
            "anglo_saxon_accounting": False,
            # What the till's receipt shows, line by line, adds up.
            "tax_calculation_rounding_method": "round_per_line",
            # Till sessions move their stock when they close, as busy shops have it.
            "point_of_sale_update_stock_quantities": "closing",
        }
    )
    # Who has an account is a member: nobody makes one by themselves.
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
    company.partner_id.write({"lang": "fr_FR", "tz": "Europe/Paris"})
    env["res.users"].with_context(active_test=False).search([]).write(
        {"lang": "fr_FR", "tz": "Europe/Paris"}
    )
    env["coop.member.link"].create(
        {"name": "Mes créneaux", "url": "https://creneaux.lacoop.example", "icon": "fa-calendar"}
    )
    for name in NOT_MAILING:
        if cron := env.ref(name, raise_if_not_found=False):
            cron.active = False


def create_shelves(env):
    """Return the shelves by name, in walking order."""
    shelves = env["coop.shelf"].create(
        [{"name": name, "sequence": 10 * place} for place, name in enumerate(SHELVES, start=1)]
    )
    return dict(zip(SHELVES, shelves, strict=True))


def name_referents(shelves, team):
    """Have each person of the purchasing team look after some shelves, first come first."""
    for place, shelf in enumerate(shelves.values()):
        shelf.referent_ids = [(6, 0, [team[place * len(team) // len(shelves)]])]


def create_products(env, products, shelves, photos, today):
    """Write the products and who supplies them.

    :param products: the catalogue's `Product`
    :param dict shelves: `coop.shelf` by name
    :param int photos: how many of them get a picture
    :param today: the date on which the demo's story ends
    :return: `product.product` ids in the same order
    """
    suppliers = env["res.partner"].create(
        [
            {"name": name, "is_company": True, "supplier_rank": 1, "lang": "fr_FR"}
            for name in SUPPLIERS
        ]
    )
    supplier_of = {
        shelf: supplier.id
        for supplier, names in zip(suppliers, SUPPLIERS.values(), strict=True)
        for shelf in names
    }
    categories = env["pos.category"].create(
        [{"name": name, "sequence": place} for place, name in enumerate(SHELVES)]
    )
    category_of = dict(zip(SHELVES, categories.ids, strict=True))
    country_of = {country.code: country.id for country in env["res.country"].search([])}
    taxes = {
        (tax.type_tax_use, tax.amount): tax.id
        for tax in env["account.tax"].search([("company_id", "=", env.company.id)])
    }
    units = {"piece": env.ref("uom.product_uom_unit").id, "kg": env.ref("uom.product_uom_kgm").id}
    by_chance = sorted(products, key=lambda product: chance("photo", product.name))
    with_photo = {id(product) for product in by_chance[:photos]}

    def values(product, place):
        cost = cost_of(product)
        return {
            "name": product.name,
            "barcode": product.barcode or False,
            "type": "consu",
            "is_storable": product.stored,
            "list_price": product.price,
            "standard_price": cost,
            "uom_id": units[product.unit],
            "to_weight": product.unit == "kg",
            "available_in_pos": True,
            "taxes_id": [(6, 0, [taxes["sale", product.vat]])],
            "supplier_taxes_id": [(6, 0, [taxes["purchase", product.vat]])],
            "pos_categ_ids": [(6, 0, [category_of[product.shelf]])],
            "coop_shelf_id": shelves[product.shelf].id,
            "coop_brand": product.brand or False,
            "coop_shelf_place": place,
            "country_id": country_of.get(product.country, False),
            "seller_ids": [(0, 0, {"partner_id": supplier_of[product.shelf], "price": cost})],
            "image_1920": (
                base64.b64encode(drawing.pack(product.name, product.shelf))
                if id(product) in with_photo
                else False
            ),
            **facts.of(product, today),
        }

    rows = [values(*row) for row in zip(products, facts.places(products), strict=True)]
    ids = []
    for start in range(0, len(rows), BATCH):
        ids += env["product.product"].create(rows[start : start + BATCH]).ids
    return ids


def cost_of(product):
    """Return what the coop pays for a product, in euros without VAT."""
    return round(product.price / (1 + product.vat / 100) * (1 - MARGIN), 2)
