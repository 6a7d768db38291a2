{
    "name": "Coop: one account, by OpenID Connect",
    "summary": "Keycloak, Nextcloud and others, where OCA's auth_oidc is installed",
    "version": "19.0.1.0.0",
    "category": "Point of Sale",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["auth_oidc", "coop_login_oauth"],
    "auto_install": True,
}
