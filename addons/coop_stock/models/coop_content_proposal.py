from odoo import api, fields, models
from odoo.tools import float_compare

from ..tools.net_content import DRAINED_WEIGHT, NET_WEIGHT, VOLUME, read_net_content

# Which field of a product a content is written to.
FIELDS = {
    NET_WEIGHT: "net_weight",
    DRAINED_WEIGHT: "coop_drained_weight",
    VOLUME: "coop_volume",
}


class CoopContentProposal(models.Model):
    """A net content read out of a product's name: nothing is written until somebody accepts it."""

    _name = "coop.content.proposal"
    _description = "Net content read out of a name"
    _order = "product_name, id"
    _rec_name = "product_name"

    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="cascade"
    )
    product_name = fields.Char(string="Name", required=True, readonly=True)
    company_id = fields.Many2one(related="product_id.company_id", store=True, index=True)
    words = fields.Char(string="Read", required=True, readonly=True)
    kind = fields.Selection(
        [
            (NET_WEIGHT, "Net weight"),
            (DRAINED_WEIGHT, "Drained weight"),
            (VOLUME, "Net volume"),
        ],
        required=True,
        readonly=True,
    )
    quantity = fields.Float(digits=(12, 4), required=True, readonly=True, help="In kg, or litres.")
    content = fields.Char(string="That makes", compute="_compute_content")
    state = fields.Selection(
        [("open", "To look at"), ("accepted", "Accepted"), ("left", "Left")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    answered_by = fields.Many2one(
        "res.users", string="Answered by", readonly=True, ondelete="set null"
    )

    _one_a_product = models.Constraint(
        "UNIQUE (product_id, words, kind)", "One proposal a product and content."
    )

    @api.depends("quantity", "kind")
    def _compute_content(self):
        for proposal in self:
            number = f"{proposal.quantity:.4f}".rstrip("0").rstrip(".")
            point = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point
            unit = "l" if proposal.kind == VOLUME else "kg"
            proposal.content = f"{number.replace('.', point or '.')} {unit}"

    @api.model
    def action_coop_look(self):
        """Read the names of all products that lack a content; return the list of what was read."""
        self._coop_check_may_fill_in()
        # sudo: proposals are made by this alone, of whatever company.
        self.sudo()._coop_renew()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "coop_stock.coop_content_proposal_action"
        )

    def _coop_check_may_fill_in(self):
        """Refuse who may not fill in what lacks on products, or not on these."""
        self.check_access("read")
        self.env["coop.incomplete.product"].check_access("write")

    @api.model
    def _coop_renew(self):
        """Make the open proposals be what the names say today; what was left stays left."""
        rows = self.env["coop.incomplete.product"].search([("coop_base_unit", "=", False)])
        products = rows.product_id
        readings = {
            product: reading for product in products if (reading := read_net_content(product.name))
        }
        known = {}
        # All of them, as each is compared with what its name says today.
        for proposal in self.search([]):  # pylint: disable=no-search-all
            reading = readings.get(proposal.product_id)
            if reading and (proposal.words, proposal.kind) == (reading.words, reading.kind):
                known[proposal.product_id] = proposal
                if proposal.state == "accepted":
                    proposal.state = "open"  # somebody has emptied the field since
            elif proposal.state == "open":
                proposal.unlink()
        self.create(
            [
                {
                    "product_id": product.id,
                    "product_name": product.name,
                    "words": reading.words,
                    "kind": reading.kind,
                    "quantity": reading.quantity,
                }
                for product, reading in readings.items()
                if product not in known
            ]
        )

    def action_coop_accept(self):
        """Write what was read on the products; return what is said of it."""
        self._coop_check_may_fill_in()
        # sudo: who receives goods may not write products; a content that they confirm they may.
        proposals_sudo = self.filtered(lambda proposal: proposal.state == "open").sudo()
        written = sum(proposal._coop_accept() for proposal in proposals_sudo)
        kept_back = len(proposals_sudo) - written
        message = self.env._("Contents written: %s.", written)
        if kept_back:
            message += " " + self.env._(
                "Kept back: %s; the product has a content by now, or weighs less with its packing.",
                kept_back,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if kept_back else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _coop_accept(self):
        """Write one content; return whether it could be written."""
        self.ensure_one()
        product = self.product_id
        if product.coop_base_unit:
            self.unlink()  # somebody was faster
            return False
        heaviest = product.weight
        if self.kind == NET_WEIGHT and heaviest:
            digits = self.env["decimal.precision"].precision_get("Stock Weight")
            if float_compare(self._coop_amount(), heaviest, precision_digits=digits) > 0:
                return False
        product.write({FIELDS[self.kind]: self._coop_amount()})
        self.write({"state": "accepted", "answered_by": self.env.uid})
        return True

    def _coop_amount(self):
        """Return the quantity in the unit of the field that it is written to."""
        if self.kind != NET_WEIGHT:
            return self.quantity
        # Odoo's own weights are in pounds where the database says so.
        kilogram = self.env.ref("uom.product_uom_kgm")
        unit = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        return self.quantity * kilogram.factor / unit.factor

    def action_coop_leave(self):
        """Leave what was read: it is not proposed again while the name says the same."""
        self._coop_check_may_fill_in()
        # sudo: proposals change by their answers alone, here and below.
        self.filtered(lambda proposal: proposal.state == "open").sudo().write(
            {"state": "left", "answered_by": self.env.uid}
        )

    def action_coop_look_again(self):
        """Propose again what was left."""
        self._coop_check_may_fill_in()
        self.filtered(lambda proposal: proposal.state == "left").sudo().write(
            {"state": "open", "answered_by": False}
        )
