from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.typed_text import clean_link


class CoopMemberLink(models.Model):
    """A link of the coop's own in the bar of the member space, such as « Mes créneaux »."""

    _name = "coop.member.link"
    _description = "Link in the member space"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    url = fields.Char(string="Address", required=True)
    icon = fields.Char(
        default="fa-calendar", help="A Font Awesome 4.7 icon, such as fa-calendar or fa-book."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    @api.constrains("url")
    def _check_url(self):
        for link in self:
            # Browsers read // and /\ at the beginning as the address of another site.
            if link.url.startswith("/") and not link.url.startswith(("//", "/\\")):
                continue
            try:
                if clean_link(link.url) != link.url:
                    raise ValueError("not a whole web address")
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%s is not a web address: it begins with https:// or, for a page of this "
                        "Odoo, with /.",
                        link.url,
                    )
                ) from error
