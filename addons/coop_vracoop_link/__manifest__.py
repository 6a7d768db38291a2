{
    "name": "Coop: link to a distant Vracoop",
    "summary": "Products, prices, stock, sales and members of the Odoo that runs the shop",
    "version": "19.0.1.0.0",
    "category": "Point of Sale",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_stock"],
    "data": [
        "security/coop_vracoop_link_groups.xml",
        "security/ir.model.access.csv",
        "security/coop_vracoop_link_rules.xml",
        "data/coop_vracoop_link.xml",
        "views/coop_vracoop_link_views.xml",
        "views/coop_vracoop_rejection_views.xml",
    ],
}
