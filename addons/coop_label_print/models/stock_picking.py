from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def button_validate(self):
        """Validate, and open the shelf labels of what came where the shop wants them printed.

        Odoo prints by itself what is a report only.
        """
        action = super().button_validate()
        if not isinstance(action, dict) or action.get("tag") != "do_multi_print":
            return action
        params = action["params"]
        jobs = [each for each in params["reports"] if each["type"] != "ir.actions.report"]
        if not jobs:
            return action
        reports = [each for each in params["reports"] if each["type"] == "ir.actions.report"]
        following = params.get("anotherAction") or jobs[0]
        if not reports:
            return following
        return {**action, "params": {**params, "reports": reports, "anotherAction": following}}

    def _get_autoprint_report_actions(self):
        # Goods that the till does not sell are received as well, without a label.
        return super(
            StockPicking, self.with_context(coop_labels_may_be_none=True)
        )._get_autoprint_report_actions()
