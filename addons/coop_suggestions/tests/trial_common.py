"""Trials on the shelf, whose product the till sells and deliveries bring."""

import uuid
from datetime import datetime, time, timedelta

from odoo import Command

from .common import ADDON, SuggestionCommon


class TrialCommon(SuggestionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.coop_trial_weeks = 8
        cls.shelf = cls.env["coop.shelf"].create({"name": "Épicerie"})
        cls.product = cls.make_product("Beurre de cacahuète bio", coop_shelf_id=cls.shelf.id)
        cls.today = cls.company._coop_today()
        # The Monday of the present week.
        cls.monday = cls.today - timedelta(days=cls.today.weekday())
        till = cls.env["pos.config"].create({"name": "Caisse des essais"})
        cls.till_session = cls.env["pos.session"].create({"config_id": till.id})

    def setUp(self):
        super().setUp()
        # Crons are run by hand here; a cron that another test left due is not ours.
        self.suggestion = self.propose(follow=True)

    # --- the till and deliveries

    def sell(self, product, quantity, day=None, moment=None):
        """Ring up an order, paid, its session left open; on a day, at noon UTC."""
        moment = moment or datetime.combine(day or self.today, time(12))
        amount = quantity * 2.5
        order = self.env["pos.order"].create(
            {
                "session_id": self.till_session.id,
                "company_id": self.company.id,
                "uuid": str(uuid.uuid4()),
                "amount_tax": 0.0,
                "amount_total": amount,
                "amount_paid": amount,
                "amount_return": 0.0,
                "lines": [
                    Command.create(
                        {
                            "name": "Ligne",
                            "product_id": product.id,
                            "qty": quantity,
                            "price_unit": 2.5,
                            "price_subtotal": amount,
                            "price_subtotal_incl": amount,
                        }
                    )
                ],
            }
        )
        order.action_pos_order_paid()
        order.date_order = moment
        return order

    def receive(self, product, quantity, day=None):
        """Have a delivery come in, or have come in on a day."""
        shop = self.company._coop_shop_warehouse()
        return self.move(
            product,
            quantity,
            self.env.ref("stock.stock_location_suppliers"),
            shop.lot_stock_id,
            day,
        )

    def lose(self, product, quantity, day=None):
        """Find so many missing when counting."""
        shop = self.company._coop_shop_warehouse()
        return self.move(
            product, quantity, shop.lot_stock_id, product.property_stock_inventory, day
        )

    def hand_out(self, product, quantity, day=None):
        """Have so many leave the shop with a buyer, as the stock knows it."""
        shop = self.company._coop_shop_warehouse()
        return self.move(
            product,
            quantity,
            shop.lot_stock_id,
            self.env.ref("stock.stock_location_customers"),
            day,
        )

    def move(self, product, quantity, source, target, day=None):
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "quantity": quantity,
                "picked": True,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company.id,
            }
        )
        move._action_done()
        if day:
            move.move_line_ids.date = datetime.combine(day, time(9))
        return move

    # --- from yes to the verdict

    def keep(self, suggestion=None, product=None, ago=timedelta()):
        """Decide to keep it and link its product, some time ago; return its trial."""
        suggestion = suggestion or self.suggestion
        decision = self.answer(suggestion)
        if ago:
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE coop_suggestion_decision SET decided_on = decided_on - %s,"
                " published_on = published_on - %s WHERE id = %s",
                (ago, ago, decision.id),
            )
            self.env.invalidate_all()
        suggestion.with_user(self.team).product_id = product or self.product
        return suggestion.trial_ids

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"{ADDON}.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def follow_trials(self):
        """Run the scheduled action that begins and ends trials."""
        self.run_cron("ir_cron_follow_trials")

    def started(self, weeks_ago=9, suggestion=None):
        """Return a trial whose product was sold first on a Monday some weeks ago."""
        trial = self.keep(suggestion, ago=timedelta(weeks=weeks_ago, days=8))
        self.sell(self.product, 1, self.monday - timedelta(weeks=weeks_ago))
        self.follow_trials()
        return trial

    def verdict(self, trial, verdict="keep", user=None, **values):
        """Decide on a trial as the team does; return the verdict, which waits."""
        wizard = (
            self.env["coop.decide.trial"]
            .with_user(user or self.team)
            .create({"trial_ids": [Command.set(trial.ids)], "verdict": verdict, **values})
        )
        wizard.action_decide()
        trial.invalidate_recordset()
        return trial.draft_verdict_id

    def publish_verdicts(self):
        """Have all verdicts published, their delay over."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE coop_trial_verdict SET publish_on = decided_on")
        self.env.invalidate_all()
        self.run_cron("ir_cron_publish_verdicts")

    def mails_named(self, partner, words):
        return self.mails_to(partner).filtered(lambda mail: words in mail.subject)
