"""What makes a freshly installed Odoo a French shop; runs inside Odoo."""

RATES = {5.5: "TVA 5,5 %", 20.0: "TVA 20 %"}


def set_up(env):
    """Make the company French, its currency the euro, its VAT 5.5 and 20 %, its people French.

    The French accounting addons are kept out on purpose: they bring l10n_fr_pos_cert, which
    freezes every paid till order, as the law wants for a real till.
    """
    france = env.ref("base.fr")
    euro = env.ref("base.EUR")
    euro.active = True
    company = env.ref("base.main_company")
    # Without `install_mode`, a company that moves to a country installs that country's addons.
    company.with_context(install_mode=True).write(
        {"country_id": france.id, "currency_id": euro.id, "account_fiscal_country_id": france.id}
    )
    _make_taxes(env, company, france)
    env["ir.default"].set("res.partner", "lang", "fr_FR")
    env["res.users"].with_context(active_test=False).search([]).lang = "fr_FR"
    # It would call Odoo's maker once a week.
    env.ref("mail.ir_cron_module_update_notification").active = False


def _make_taxes(env, company, country):
    """Replace the generic 15 % by the two rates of a food shop.

    On sale the price on the shelf includes VAT; on purchase it does not.
    """
    generic = env["account.tax"].search([("company_id", "=", company.id)])
    taxes = {}
    for use in ("sale", "purchase"):
        model = generic.filtered_domain([("type_tax_use", "=", use), ("amount", "=", 15)])
        for rate, name in RATES.items():
            group = env["account.tax.group"].create(
                {"name": name, "country_id": country.id, "company_id": company.id}
            )
            taxes[use, rate] = model.copy(
                {
                    "name": name,
                    "description": False,
                    "invoice_label": name,
                    "amount": rate,
                    "country_id": country.id,
                    "tax_group_id": group.id,
                    "price_include_override": "tax_included" if use == "sale" else "tax_excluded",
                }
            )
    generic.active = False
    company.account_sale_tax_id = taxes["sale", 20.0]
    company.account_purchase_tax_id = taxes["purchase", 20.0]


def warm_up(env, bundles=None):
    """Make `bundles` of scripts and styles, or all, so that no first visitor waits for them."""
    if bundles is None:
        env["ir.qweb"]._pregenerate_assets_bundles()
        return
    for bundle in bundles:
        env["ir.qweb"]._get_asset_bundle(bundle, css=False, js=True).js()
        env["ir.qweb"]._get_asset_bundle(bundle, css=True, js=False).css()
