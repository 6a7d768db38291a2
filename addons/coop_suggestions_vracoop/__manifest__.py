{
    "name": "Coop: members' suggestions in the Vracoop",
    "summary": "What was kept becomes a product of the distant Vracoop, once",
    "version": "19.0.1.0.0",
    "category": "Point of Sale",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_suggestions", "coop_vracoop_link"],
    "data": ["views/coop_suggestion_views.xml"],
    "auto_install": True,
}
