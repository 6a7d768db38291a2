"""What an account at a distant Odoo must be able to read, and what the settings must name.

An internal user with the one right « Point de vente : Utilisateur »
(point_of_sale.group_pos_user) reads all of it in Odoo as it comes: the group brings the tills,
their sales and the moves of stock. `push` needs one right more: up to 16
« Inventaire : Administrateur » (stock.group_stock_manager), from then on « Création de produits »
(product.group_product_manager).
"""

import odoorpc.error

from coop.errors import Stop
from coop.vracoop import troubles, versions
from coop.vracoop.catalogue import Tills
from coop.vracoop.figures import location
from coop.vracoop.odoo_server import is_denied, is_not_there
from coop.vracoop.people import Members, domain_of

INTERNAL = "faites-en un utilisateur interne"
TILL = "donnez-lui « Point de vente : Utilisateur »"
READ = (
    ("product.product", "les produits", INTERNAL),
    ("product.category", "les catégories de produits", INTERNAL),
    ("product.supplierinfo", "les fournisseurs des produits", INTERNAL),
    ("uom.uom", "les unités de mesure", INTERNAL),
    ("account.tax", "les taxes", INTERNAL),
    ("account.fiscal.position", "les positions fiscales", INTERNAL),
    ("product.pricelist", "les listes de prix", INTERNAL),
    ("product.pricelist.item", "les règles de prix", INTERNAL),
    ("res.partner", "les contacts", INTERNAL),
    ("pos.config", "les caisses", TILL),
    ("pos.session", "les sessions de caisse", TILL),
    ("pos.order", "les ventes en caisse", TILL),
    ("pos.order.line", "les lignes des ventes en caisse", TILL),
    ("stock.warehouse", "les entrepôts", INTERNAL),
    ("stock.location", "les emplacements de stock", INTERNAL),
    ("stock.picking.type", "les types d'opération de stock", INTERNAL),
    ("stock.quant", "les quantités en stock", INTERNAL),
    ("stock.picking", "les transferts de stock", TILL),
    ("stock.move", "les mouvements de stock", TILL),
)
# Fields that the settings may name: the setting, its model, and both in words.
FIELDS = (
    ("shelf_field", "product.product", "du rayon", "produits"),
    ("place_field", "product.product", "de la place en rayon", "produits"),
    ("net_weight_field", "product.product", "du poids net", "produits"),
    ("volume_field", "product.product", "du volume net", "produits"),
    ("origin_field", "product.product", "de l'origine", "produits"),
    ("organic_field", "product.product", "du bio", "produits"),
    ("number_field", "res.partner", "du numéro de membre", "contacts"),
)


def one_company(server):
    """Refuse an account that sees several companies: taxes, tills and stock would be mixed up.

    :param OdooServer server: logged in
    :raises Stop: with what to do
    """
    companies = server.companies()
    if len(companies) > 1:
        raise Stop(
            f"Ce compte voit plusieurs sociétés ({', '.join(companies)}) : ne lui laissez que "
            "celle du magasin, dans Paramètres → Utilisateurs → Sociétés autorisées."
        )


def missing(server, settings):
    """Return what keeps a link from working, a sentence each; nothing where all is there.

    :param OdooServer server: logged in
    :param dict settings: of the link
    """
    told = []
    if (major := versions.major(server.version)) < versions.OLDEST:
        told.append(
            f"Votre Vracoop est un Odoo {major} : la liaison les lit à partir d'Odoo "
            f"{versions.OLDEST}."
        )
    unread = set()
    for model, words, remedy in READ:
        sentence = _read(server, model, words, remedy)
        if sentence:
            told.append(sentence)
            unread.add(model)
    for setting, model, words, of in FIELDS:
        name = settings.get(setting)
        if name and model not in unread and name not in server.fields(model):
            told.append(f"Le champ {words}, « {name} », n'existe pas sur les {of}.")
    for models, question in (
        ({"stock.location", "stock.warehouse"}, lambda: location(server, settings.get("location"))),
        ({"pos.config"}, lambda: Tills(server, settings).chosen()),
        ({"res.partner"}, lambda: _members(server, settings)),
    ):
        if models & unread:
            continue
        try:
            troubles.told(question, troubles.DISTANT)
        except Stop as stop:
            told.append(str(stop))
    return told


def may_make(server):
    """Tell whether the account may make products.

    :param OdooServer server: logged in
    """
    method, args = versions.access_question(server.version, "create")
    return server.call("product.product", method, *args)


def _read(server, model, words, remedy):
    def question():
        try:
            server.rows(model, [], ["id"], limit=1)
        except odoorpc.error.RPCError as error:
            if is_denied(error):
                return f"Ce compte ne peut pas lire {words} : {remedy}."
            if is_not_there(error, model):
                return f"Votre Vracoop ne connaît pas {words} : il y manque la caisse ou le stock."
            raise
        return None

    return troubles.told(question, troubles.DISTANT)


def _members(server, settings):
    """Count the members.

    :raises Stop: where their rule, or their number, is of no use
    """
    rule = settings.get("member_domain")
    if not rule:
        return  # members are not linked
    domain = domain_of(rule)
    if not versions.chosen(
        settings.get("number_field"), versions.NUMBER, server.fields("res.partner")
    ):
        raise Stop("Aucun champ des contacts ne porte de numéro de membre : nommez-le.")
    try:
        server.how_many("res.partner", domain)
    except odoorpc.error.RPCError as error:
        raise Stop(
            f"La règle qui dit qui est membre, {rule}, ne convient pas : "
            f"{troubles.in_words(error, troubles.DISTANT)}"
        ) from error
    if not server.how_many("res.partner", Members(server, settings).domain()):
        raise Stop("Aucun contact de votre Vracoop n'est membre d'après la règle donnée.")
