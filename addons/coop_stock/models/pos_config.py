from typing import NamedTuple

from odoo import models


class ChargedBy(NamedTuple):
    """What a till makes its prices with: a price list and a fiscal position, each may be none."""

    pricelist: models.BaseModel
    fiscal_position: models.BaseModel


class PosConfig(models.Model):
    _name = "pos.config"
    _inherit = ["pos.config", "coop.till.price.cause"]

    # A till is opened, named and numbered all day; this is what prices hang on.
    _coop_price_fields = frozenset(
        {
            "active",
            "available_preset_ids",
            "available_pricelist_ids",
            "company_id",
            "default_fiscal_position_id",
            "default_preset_id",
            "journal_id",
            "picking_type_id",
            "pricelist_id",
            "tax_regime_selection",
            "use_presets",
            "use_pricelist",
        }
    )

    def _coop_charged_by(self):
        """Return what an order begins with at this till, or at none: nobody has chosen yet."""
        preset = self.default_preset_id if self.use_presets else self.env["pos.preset"]
        pricelist, fiscal_position = preset.pricelist_id, preset.fiscal_position_id
        if not pricelist and self.use_pricelist:
            pricelist = self.pricelist_id
        if not fiscal_position and self.tax_regime_selection:
            fiscal_position = self.default_fiscal_position_id
        return ChargedBy(pricelist, fiscal_position)

    def _coop_loaded_pricelist_ids(self):
        """Return the ids of the price lists that the screen of the till, if any, knows."""
        presets = self.available_preset_ids | self.default_preset_id
        own = self._get_available_pricelists() if self else self.pricelist_id
        return (own | presets.pricelist_id).ids
