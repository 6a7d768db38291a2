"""What an administrator does with an addon; runs inside Odoo."""


def uninstall(env, addon):
    """Uninstall `addon`."""
    module = env["ir.module.module"].search([("name", "=", addon), ("state", "=", "installed")])
    module.button_immediate_uninstall()
