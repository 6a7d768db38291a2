"""A member space whose till is elsewhere, to be linked to it; runs inside Odoo."""

from datetime import timedelta

LOGIN = "lien"


def set_up(env):
    """Make the account of the link, its password as its name, and say who is a member there."""
    groups = [env.ref("base.group_user"), env.ref("coop_vracoop_link.group_link")]
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Liaison Vracoop",
            "login": LOGIN,
            "password": LOGIN,
            "lang": "fr_FR",
            "group_ids": [(6, 0, [group.id for group in groups])],
        }
    )
    link = env.ref("coop_vracoop_link.coop_vracoop_link_main")
    link.member_domain = "[('ref', '!=', False), ('is_company', '=', False)]"
    link.number_field = "ref"
    # As far back as the demo coop goes.
    link.sales_since = link.company_id._coop_today() - timedelta(days=50)
    # What the demo coop, as the distant shop, has of its own.
    link.shelf_field = "coop_shelf_id"
    link.place_field = "coop_shelf_place"
    link.volume_field = "coop_volume"
    link.organic_field = "coop_is_organic"
    link.action_use_member_rule()
