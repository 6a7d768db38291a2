{
    "name": "Coop: tests of live stock with kits",
    "summary": "Live stock where the addon mrp is installed; for tests only",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_stock", "mrp"],
}
