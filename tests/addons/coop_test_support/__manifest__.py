{
    "name": "Coop: support of tests",
    "summary": "Repairs Debian's package of Odoo, for the demo coop and the tests",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["mail"],
    "assets": {
        # Debian leaves this file out (it has no source), but mail's list of assets still names
        # it: every page of the back office would log an error.
        "web.assets_backend": [
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
    },
}
