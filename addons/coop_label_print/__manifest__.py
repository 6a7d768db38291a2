{
    "name": "Coop: shelf labels",
    "summary": "Volunteers print exactly the shelf labels that changed, legal and scannable",
    "version": "19.0.1.0.0",
    "category": "Point of Sale",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_stock"],
    "external_dependencies": {"python": ["qrcode", "reportlab", "python-stdnum"]},
    "data": [
        "security/ir.model.access.csv",
        "security/coop_label_print_rules.xml",
        "data/coop_label_format.xml",
        "data/ir_cron.xml",
        "views/coop_label_format_views.xml",
        "views/coop_label_printer_views.xml",
    ],
    "application": True,
}
