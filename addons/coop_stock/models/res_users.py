from odoo import Command, models


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
        stock = {
            "key": "stock",
            "name": self.env._("Stock"),
            "url": "/stock",
            "icon": "fa-search",
        }
        if self._coop_is_shop_account():
            # Nobody's own pages on a computer that everybody uses.
            return [
                {
                    "key": "checks",
                    "name": self.env._("To check"),
                    "url": "/volunteer/checks",
                    "icon": "fa-check-square-o",
                },
                stock,
            ]
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
        if self._coop_is_volunteer():
            shop = {
                "key": "volunteer",
                "name": self.env._("Shop"),
                "url": "/volunteer",
                "icon": "fa-shopping-basket",
            }
            entries = [shop, *entries]
        return [stock, *entries, {**account, "icon": "fa-user"}]

    def _coop_volunteer_cards(self):
        """Return what there is to do in the shop today, for the page /volunteer, in order.

        Addons put their work in by extending this method.

        :return: a list of ``{"key", "title", "count", "text", "url"}``
        """
        # sudo: volunteers have no rights on our models.
        rows = self.env["coop.shelf.check"].sudo()._coop_waiting_rows()
        text = self.env._("Nothing to check. Thank you!")
        if rows:
            since = min(row["since"] for row in rows)
            text = self.env._("Not found by members, %s", self.env.company._coop_since_words(since))
        return [
            {
                "key": "checks",
                "title": self.env._("To check on the shelves"),
                "count": len(rows),
                "text": text,
                "url": "/volunteer/checks",
            },
            {
                "key": "shelves",
                "title": self.env._("Put a shelf in order"),
                "count": 0,
                "text": self.env._("Scan its products one after the other"),
                "url": "/volunteer/shelves",
            },
        ]

    # --- the shop account

    def _coop_shop_account(self):
        """Return the account of the shop's shared computers, or none."""
        # The first one, where somebody made several by hand.
        return self.search(
            [
                ("group_ids", "in", self.env.ref("coop_stock.group_shop_account").ids),
                ("company_id", "=", self.env.company.id),
            ],
            order="id",
            limit=1,
        )

    def _coop_create_shop_account(self, login):
        """Make the account of the shop's shared computers; it has no password yet.

        It is a portal user, who can do least of all who log in, with the shop account's right:
        that shuts the pages under /my to it.
        """
        company = self.env.company
        groups = self.env.ref("base.group_portal") | self.env.ref("coop_stock.group_shop_account")
        return self.with_context(no_reset_password=True).create(
            {
                "name": self.env._("The computer in the shop"),
                "login": login,
                "lang": company.partner_id.lang or self.env.lang,
                "tz": company.coop_tz,
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set(groups.ids)],
            }
        )
