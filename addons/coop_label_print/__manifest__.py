{
    "name": "Coop: shelf labels",
    "summary": "Volunteers print exactly the shelf labels that changed, legal and scannable",
    "version": "19.0.1.0.0",
    "category": "Point of Sale",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_stock"],
    "data": [
        "security/ir.model.access.csv",
    ],
    "application": True,
}
