{
    "name": "Coop: members' suggestions on purchase orders",
    "summary": "What was kept goes onto its supplier's draft order, once",
    "version": "19.0.1.0.0",
    "category": "Point of Sale",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_suggestions", "purchase"],
    "data": ["views/coop_suggestion_views.xml"],
    "auto_install": True,
}
