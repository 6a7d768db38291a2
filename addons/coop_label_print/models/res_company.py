from odoo import api, fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    _inherit = "res.company"

    coop_label_format_id = fields.Many2one(
        "coop.label.format",
        string="Usual label format",
        domain="[('label_kind', '=', 'normal'), ('company_id', 'in', [False, id])]",
        ondelete="set null",
        groups="base.group_user",
        help="What normal labels are printed on; the first of the list if none is chosen.",
    )
    coop_shop_over_400m2 = fields.Boolean(
        string="The shop has more than 400 m²",
        groups="base.group_user",
        help="Labels then say for two months that a product holds less than before while its "
        "price per kilo, litre or piece rose.",
    )

    @api.model
    def _coop_kinds_of_formats(self, kind):
        """Return the kinds of formats that labels of a kind go on, the fitting one first."""
        # Where a coop keeps none for bulk or vegetables, they go on the normal one.
        return [kind] if kind == "normal" else [kind, "normal"]

    def _coop_usual_label_format(self, kind):
        """Return the `coop.label.format` that labels of a kind are printed on.

        For normal ones that is the chosen one, for others the first in the coop's list.

        :param str kind: one of `tools.label_content.KINDS`
        :raises UserError: in words, when the coop has none
        """
        self.ensure_one()
        # sudo: volunteers may not read the settings of their company.
        company_sudo = self.sudo()
        chosen = company_sudo.coop_label_format_id
        formats = company_sudo.env["coop.label.format"].with_company(self)._coop_all()
        for fitting in self._coop_kinds_of_formats(kind):
            if fitting == "normal" and chosen in formats:
                return chosen
            found = formats.filtered(lambda each, wanted=fitting: each.label_kind == wanted)
            if found:
                return found[0]
        raise UserError(self.env._("The coop has no label format."))
