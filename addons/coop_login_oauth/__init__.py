from . import controllers, models


def close_odoos_own_door(env):
    """Take Odoo.com's button off the login page, which `auth_oauth` puts there unasked."""
    provider = env.ref("auth_oauth.provider_openerp", raise_if_not_found=False)
    users = env["res.users"].with_context(active_test=False)
    if provider and not users.search_count([("oauth_provider_id", "=", provider.id)], limit=1):
        provider.enabled = False
