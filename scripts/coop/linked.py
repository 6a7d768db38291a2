"""A member space whose till is elsewhere, to be linked to it; runs inside Odoo."""

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
    link.action_use_member_rule()
