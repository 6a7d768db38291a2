from odoo import fields, models

KINDS = [
    ("tax", "Tax"),
    ("category", "Category"),
    ("pricelist", "Price list"),
    ("rule", "Price rule"),
    ("till", "Till"),
    ("product", "Product"),
    ("member", "Member"),
]
# Each kind's model here.
MODELS = {
    "tax": "account.tax",
    "category": "product.category",
    "pricelist": "product.pricelist",
    "rule": "product.pricelist.item",
    "till": "pos.config",
    "product": "product.product",
    "member": "res.partner",
}


class CoopVracoopRecord(models.Model):
    """Which record here a distant one is, and what the distant server told of it last.

    The distant id is what both are known by: names, barcodes and numbers may change.
    """

    _name = "coop.vracoop.record"
    _description = "Distant record"
    _order = "kind, id"
    _rec_name = "ref"
    _log_access = False

    link_id = fields.Many2one("coop.vracoop.link", required=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    ref = fields.Char(string="Distant id", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record here", model_field="res_model", readonly=True, index=True
    )
    res_model = fields.Char(compute="_compute_res_model")
    row = fields.Json(string="What was told", readonly=True)
    photo_size = fields.Integer(string="Size of the photo in bytes", readonly=True)
    is_due = fields.Boolean(
        string="To be written anew",
        readonly=True,
        help="Written when it is told next, though it is told as before.",
    )
    gone = fields.Boolean(
        readonly=True, help="No longer there, or no longer told, at the distant server."
    )

    _one_of_a_ref = models.Constraint(
        "UNIQUE (link_id, kind, ref)", "A distant record is known once."
    )

    _barcode_idx = models.Index("(link_id, (row->>'barcode')) WHERE kind = 'product'")
    _template_idx = models.Index("(link_id, (row->>'template')) WHERE kind = 'product'")
    _parent_idx = models.Index("(link_id, (row->>'parent')) WHERE kind = 'member'")
    _number_idx = models.Index("(link_id, (row->>'number')) WHERE kind = 'member'")
    _email_idx = models.Index("(link_id, (row->>'email')) WHERE kind = 'member'")

    def _compute_res_model(self):
        for record in self:
            record.res_model = MODELS[record.kind]

    def _here(self):
        """Return the records here, of one kind; those that are no more left out."""
        model = MODELS[self[:1].kind] if self else "product.product"
        # What is archived here is linked all the same.
        records = self.env[model].with_context(active_test=False)
        return records.browse([id_ for id_ in self.mapped("res_id") if id_]).exists()
