from odoo import fields, models
from odoo.exceptions import UserError


class CoopSuggestion(models.Model):
    """From yes to the shelf: the product of what was kept."""

    _inherit = "coop.suggestion"

    product_for_sale = fields.Boolean(string="For sale", compute="_compute_product_for_sale")

    def _compute_product_for_sale(self):
        for suggestion in self:
            product_sudo = suggestion.product_id.sudo()  # sudo: the team need not read products
            suggestion.product_for_sale = product_sudo.sale_ok and product_sudo.available_in_pos

    def _check_awaited(self):
        """Refuse to bring into the shop what was not kept.

        :raises UserError: when the suggestion is not kept
        """
        for suggestion in self:
            if suggestion.state not in ("kept", "trial"):
                raise UserError(
                    self.env._("“%s” is not kept, or no longer: decide first.", suggestion.name)
                )

    def action_link_product(self):
        """Open the choice of the product that this suggestion asked for."""
        return self._open_wizard("coop_suggestions.coop_link_product_action")

    def action_make_product(self):
        """Open the few fields of a new product."""
        return self._open_wizard("coop_suggestions.coop_make_product_action")

    def _open_wizard(self, action):
        self.ensure_one()
        self._check_team()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "context": {"default_suggestion_id": self.id},
        }

    def action_put_on_sale(self):
        """Have the tills sell the product, and members see it.

        :raises UserError: when it has no price
        """
        self.ensure_one()
        self._check_team()
        self._check_awaited()
        product_sudo = self.product_id.sudo()  # sudo: as in `coop.make.product`
        if not product_sudo:
            raise UserError(self.env._("Link or make its product first."))
        if product_sudo.lst_price <= 0:
            raise UserError(
                self.env._("“%s” has no selling price yet: give it one first.", product_sudo.name)
            )
        product_sudo.write({"active": True, "sale_ok": True, "available_in_pos": True})
        # What was received already is on the shelf from now on.
        self.env["coop.trial"]._look_soon(product_sudo)

    def action_not_found(self):
        """Open the decision to go back to: it cannot be had. Published like any answer."""
        action = self.action_reopen()
        sentence = self.env.ref("coop_suggestions.sentence_not_found", raise_if_not_found=False)
        if sentence:
            action["context"]["default_sentence_id"] = sentence.id
        return action
