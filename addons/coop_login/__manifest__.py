{
    "name": "Coop: logging in without a password",
    "summary": "A login link by mail, and staying logged in on one's own phone",
    "version": "19.0.1.0.0",
    "category": "Point of Sale",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/coop_login_rules.xml",
        "data/mail_template_link.xml",
        "data/ir_cron.xml",
        "views/login_templates.xml",
        "views/my_devices_templates.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {"web.assets_frontend": ["coop_login/static/src/scss/login.scss"]},
}
