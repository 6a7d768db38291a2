from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _coop_is_shop_account(self):
        """Whether this is the account of a computer that the shop's people share."""
        return self.has_group("coop_stock.group_shop_account")

    def _coop_is_volunteer(self):
        """Whether this account may see the volunteers' pages."""
        return any(
            self.has_group(group)
            for group in (
                "coop_stock.group_shop_volunteer",
                "coop_stock.group_shop_account",
                "stock.group_stock_user",
                "coop_stock.group_coop_administrator",
            )
        )

    def _coop_is_team(self):
        """Whether this account runs the shop: it sees what sells and watches over reviews."""
        return self.has_group("stock.group_stock_user") or self.has_group(
            "coop_stock.group_coop_administrator"
        )

    def _coop_bar_entries(self):
        """Return what stands in the bar of the member space, in order.

        Addons put their pages in by extending this method.

        :return: a list of ``{"key", "name", "url", "icon"}``
        """
        # sudo: members may not read the settings that the links are kept in.
        links_sudo = (
            self.env["coop.member.link"].sudo().search([("company_id", "=", self.env.company.id)])
        )
        entries = [
            {"key": f"link_{link.id}", "name": link.name, "url": link.url, "icon": link.icon}
            for link in links_sudo
        ]
        if self._is_public():
            account = {"key": "account", "name": self.env._("Sign in"), "url": "/web/login"}
        else:
            account = {"key": "account", "name": self.env._("My account"), "url": "/my"}
        return [*entries, {**account, "icon": "fa-user"}]
