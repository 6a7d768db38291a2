from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .trial_common import TrialCommon


@tagged("post_install", "-at_install")
class TestTrial(TrialCommon):
    # --- it waits, and begins by itself

    def test_what_is_kept_with_a_product_waits_as_a_trial(self):
        trial = self.keep()
        self.assertEqual((trial.state, trial.product_id), ("waiting", self.product))
        self.follow_trials()
        self.assertEqual((trial.state, self.suggestion.state), ("waiting", "kept"))

    def test_a_product_linked_before_the_answer_waits_once_it_is_published(self):
        self.suggestion.product_id = self.product
        self.assertFalse(self.suggestion.trial_ids)
        self.answer(self.suggestion)
        self.assertEqual(self.suggestion.trial_ids.state, "waiting")

    def test_what_is_not_kept_has_no_trial(self):
        self.suggestion.product_id = self.product
        self.answer(self.suggestion, "not_kept", reason_id=self.reason.id)
        self.assertFalse(self.suggestion.trial_ids)

    def test_the_first_reception_begins_it(self):
        trial = self.keep()
        self.receive(self.product, 6)
        self.follow_trials()
        self.assertEqual((trial.state, trial.started_on), ("running", self.today))
        self.assertEqual(self.suggestion.state, "trial")

    def test_the_first_sale_begins_it_while_the_session_is_open(self):
        trial = self.keep()
        self.sell(self.product, 1)
        self.follow_trials()
        self.assertEqual((trial.state, trial.started_on), ("running", self.today))
        self.assertNotEqual(self.till_session.state, "closed")

    def test_a_sale_or_a_reception_has_the_scheduled_action_look_at_once(self):
        cron = self.env.ref("coop_suggestions.ir_cron_follow_trials")
        self.keep()
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        triggers.unlink()
        for act in (self.sell, self.receive):
            act(self.product, 1)
            triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
            self.assertTrue(triggers, act.__name__)
            triggers.unlink()
        self.sell(self.make_product("Riz"), 1)
        self.assertFalse(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))

    def test_a_sale_or_a_reception_before_the_decision_begins_nothing(self):
        # Another that was kept before has the till looked through for longer.
        self.keep(self.propose("Riz"), self.make_product("Riz"), ago=timedelta(days=30))
        self.sell(self.product, 3, self.today - timedelta(days=1))
        self.receive(self.product, 3, self.today - timedelta(days=1))
        trial = self.keep()
        self.follow_trials()
        self.assertEqual(trial.state, "waiting")

    def test_what_arrived_before_it_was_linked_is_not_lost(self):
        self.sell(self.product, 3, self.today - timedelta(days=4))
        trial = self.keep(ago=timedelta(days=10))
        self.follow_trials()
        self.assertEqual(trial.started_on, self.today - timedelta(days=4))

    def test_what_is_received_and_not_for_sale_yet_is_not_on_the_shelf(self):
        self.product.write({"sale_ok": False, "available_in_pos": False})
        trial = self.keep()
        self.receive(self.product, 6)
        self.follow_trials()
        self.assertEqual(trial.state, "waiting")
        self.suggestion.with_user(self.team).action_put_on_sale()
        self.follow_trials()
        self.assertEqual(trial.state, "running")

    def test_it_lasts_whole_weeks_from_monday_to_sunday(self):
        trial = self.keep(ago=timedelta(days=20))
        wednesday = self.monday - timedelta(days=5)
        self.sell(self.product, 1, wednesday)
        self.follow_trials()
        self.assertEqual(trial.ends_on, self.monday + timedelta(weeks=8, days=-1))
        self.company.coop_trial_weeks = 4
        self.assertEqual(trial.weeks, 8, "what runs is not shortened")

    def test_it_is_to_be_decided_when_its_weeks_are_over(self):
        trial = self.started(weeks_ago=7)
        self.follow_trials()
        self.assertEqual(trial.state, "running")
        other = self.started(weeks_ago=8, suggestion=self.propose("Riz"))
        self.follow_trials()
        self.assertEqual(other.state, "to_decide")

    # --- the mail of its arrival

    def test_who_asked_hears_of_the_arrival_once(self):
        self.keep()
        self.receive(self.product, 6)
        self.follow_trials()
        self.follow_trials()
        self.sell(self.product, 1)
        self.follow_trials()
        [mail] = self.mails_named(self.alice, "On the shelf")
        self.assertIn(self.suggestion.name, mail.body_html)
        self.assertFalse(self.mails_to(self.bob))

    def test_an_old_arrival_is_no_news(self):
        self.started(weeks_ago=3)
        self.assertFalse(self.mails_named(self.alice, "On the shelf"))

    def test_another_product_of_the_same_answer_is_not_told_again(self):
        self.keep()
        self.sell(self.product, 1)
        self.follow_trials()
        other = self.make_product("Un autre beurre")
        self.suggestion.product_id = other
        self.sell(other, 1)
        self.follow_trials()
        self.assertEqual(self.suggestion.state, "trial")
        self.assertEqual(len(self.mails_named(self.alice, "On the shelf")), 1)

    # --- nothing is lost

    def test_two_trials_of_one_product_both_count_it(self):
        first = self.keep()
        other = self.propose("Pâte de cacahuète", author=self.bob, follow=True)
        second = self.keep(other)
        self.sell(self.product, 5)
        self.follow_trials()
        self.assertEqual((first.state, second.state), ("running", "running"))
        figures = (first + second)._read_figures()
        self.assertEqual([figures[trial].sold for trial in (first, second)], [5, 5])
        self.verdict(first)
        self.publish_verdicts()
        self.assertEqual((self.suggestion.state, other.state), ("adopted", "trial"))
        self.assertFalse(self.mails_named(self.bob, "Adopted"))

    def test_a_product_archived_midway_keeps_its_figures_to_be_decided_on(self):
        trial = self.started()
        self.sell(self.product, 7, self.monday - timedelta(weeks=8))
        self.product.action_archive()
        self.follow_trials()
        self.assertEqual(trial.state, "to_decide")
        self.assertEqual(trial._read_figures()[trial].sold, 8)
        self.verdict(trial, "stop")
        self.publish_verdicts()
        self.assertEqual(self.suggestion.state, "stopped")

    def test_a_changed_barcode_changes_nothing(self):
        self.suggestion.barcode = self.product.barcode = "3017620422003"
        trial = self.started(weeks_ago=1)
        self.product.barcode = "3229820129488"
        self.sell(self.product, 2)
        self.assertEqual(trial._read_figures()[trial].sold, 3)
        self.assertEqual(trial.product_id, self.product)

    def test_a_product_chosen_later_has_its_trial(self):
        self.answer(self.suggestion)
        self.assertFalse(self.suggestion.trial_ids)
        self.suggestion.product_id = self.product
        self.assertEqual(self.suggestion.trial_ids.state, "waiting")

    def test_another_product_while_it_waits_takes_its_place(self):
        trial = self.keep()
        other = self.make_product("Un autre beurre")
        self.suggestion.product_id = other
        self.assertEqual(self.suggestion.trial_ids, trial)
        self.assertEqual(trial.product_id, other)
        self.suggestion.product_id = False
        self.assertFalse(self.suggestion.trial_ids)
        self.assertEqual(self.suggestion.state, "kept")

    def test_a_variant_chosen_later_counts_with_the_one_before(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Taille",
                "value_ids": [(0, 0, {"name": "Petit"}), (0, 0, {"name": "Grand"})],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Beurre de cacahuète",
                "available_in_pos": True,
                "attribute_line_ids": [
                    (
                        0,
                        0,
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [(6, 0, attribute.value_ids.ids)],
                        },
                    )
                ],
            }
        )
        self.product, variant = template.product_variant_ids
        trial = self.started(weeks_ago=2)
        self.suggestion.product_id = variant
        self.assertEqual(self.suggestion.trial_ids, trial)
        self.assertEqual(trial.state, "running")
        self.sell(variant, 4)
        self.assertEqual(trial._read_figures()[trial].sold, 5)

    def test_another_product_midway_begins_anew(self):
        trial = self.started(weeks_ago=2)
        other = self.make_product("Un autre beurre")
        self.suggestion.product_id = other
        self.assertEqual(trial.state, "dropped")
        self.assertEqual(self.suggestion.state, "kept")
        new = self.suggestion.trial_ids - trial
        self.assertEqual((new.state, new.product_id), ("waiting", other))

    def test_another_decision_drops_it_with_its_unpublished_verdict(self):
        trial = self.started(weeks_ago=2)
        self.verdict(trial)
        self.answer(self.suggestion, "reopen")
        self.assertEqual((trial.state, self.suggestion.state), ("dropped", "open"))
        self.publish_verdicts()
        self.assertEqual(self.suggestion.state, "open")

    def test_deciding_again_to_keep_it_goes_on(self):
        trial = self.started(weeks_ago=2)
        self.answer(self.suggestion, "to_be_sourced")
        self.assertEqual((trial.state, self.suggestion.state), ("running", "trial"))
        self.assertEqual(self.suggestion.trial_ids, trial)

    def test_a_hidden_suggestion_is_on_trial_when_it_is_shown_again(self):
        self.keep()
        self.suggestion.with_user(self.team)._hide("Hors sujet")
        self.sell(self.product, 1)
        self.follow_trials()
        self.assertEqual(self.suggestion.state, "blocked")
        self.assertFalse(self.mails_named(self.alice, "On the shelf"))
        self.suggestion.with_user(self.team).action_show_again()
        self.assertEqual(self.suggestion.state, "trial")

    # --- its figures

    def test_it_is_told_in_one_line(self):
        trial = self.started()
        self.receive(self.product, 100, self.monday - timedelta(weeks=9))
        for week in range(2, 10):
            self.sell(self.product, 6, self.monday - timedelta(weeks=week))
        for name, sold in (("Riz", 4), ("Miel", 3), ("Pois", 9)):
            beside = self.make_product(name, coop_shelf_id=self.shelf.id)
            self.receive(beside, 100, self.monday - timedelta(weeks=9))
            for week in range(2, 10):
                self.sell(beside, sold, self.monday - timedelta(weeks=week))
        self.assertEqual(trial.telling, "6.1 a week, median of the shelf 4, there 8 weeks of 8")
        self.assertEqual(trial.shelf_median, 4)

    def test_a_week_in_which_it_was_out_the_whole_time_is_told_apart(self):
        trial = self.started(weeks_ago=4)
        self.receive(self.product, 2, self.monday - timedelta(weeks=4))
        self.hand_out(self.product, 2, self.monday - timedelta(weeks=3))
        self.sell(self.product, 1, self.monday - timedelta(weeks=3))
        weeks = trial._read_figures()[trial].weeks
        self.assertEqual([week.present for week in weeks if week.counted], [1, 1, 0, 0])
        self.assertEqual(trial.telling, "1 a week, there 2 weeks of 4")

    def test_refunds_are_deducted_and_losses_told(self):
        trial = self.started(weeks_ago=2)
        last_week = self.monday - timedelta(days=3)
        self.receive(self.product, 20, self.monday - timedelta(weeks=2))
        self.sell(self.product, 6, last_week)
        self.sell(self.product, -2, last_week)
        self.lose(self.product, 3, last_week)
        figures = trial._read_figures()[trial]
        self.assertEqual((figures.sold, figures.lost), (5, 3))
        self.assertIn("3 lost", trial.telling)

    def test_a_product_without_stock_count_is_always_there(self):
        self.product.is_storable = False
        trial = self.started(weeks_ago=2)
        self.assertIn("there 2 weeks of 2", trial.telling)

    def test_what_was_sold_before_it_began_that_week_is_not_counted(self):
        self.sell(self.product, 50, self.monday)
        trial = self.keep()
        self.sell(self.product, 1)
        if self.today == self.monday:
            self.skipTest("On a Monday there is no day before")
        self.follow_trials()
        self.assertEqual(trial._read_figures()[trial].sold, 1)

    def test_weeks_are_the_shops_when_the_clock_changes(self):
        trial = self.keep()
        trial.write({"state": "running", "started_on": date(2026, 10, 19), "weeks": 2})
        self.sell(self.product, 1, moment=datetime(2026, 10, 25, 22, 30))  # Sunday, 23:30
        self.sell(self.product, 2, moment=datetime(2026, 10, 25, 23, 30))  # Monday, 0:30
        with freeze_time("2026-11-03 10:00:00"):
            weeks = trial._read_figures()[trial].weeks
        self.assertEqual([week.sold for week in weeks], [1, 2])
        self.assertEqual(trial.ends_on, date(2026, 11, 1))

    def test_many_trials_cost_as_many_queries_as_few(self):
        trials = self.env["coop.trial"]
        for number in range(6):
            product = self.make_product(f"Produit {number}", coop_shelf_id=self.shelf.id)
            [suggestion] = self.make_suggestions(1)
            trials |= self.keep(suggestion, product)
            self.sell(product, 1)
        self.follow_trials()
        few, many = trials[:2], trials
        self.assertEqual(set(many.mapped("state")), {"running"})

        def read(some):
            return some.read(["telling", "per_week"])

        counts = [self.count_queries(read, some) for some in (few, many)]
        # Each looks up the products of its own shelf.
        self.assertLessEqual(counts[1] - counts[0], len(many) - len(few))


@tagged("post_install", "-at_install")
class TestTrialVerdict(TrialCommon):
    def setUp(self):
        super().setUp()
        self.trial = self.started()

    def test_a_verdict_waits_can_be_undone_unseen_and_is_then_published(self):
        verdict = self.verdict(self.trial, "stop")
        self.run_cron("ir_cron_publish_verdicts")
        self.assertEqual(self.suggestion.state, "trial")
        verdict.with_user(self.team).action_undo()
        self.publish_verdicts()
        self.assertEqual((self.trial.state, self.suggestion.state), ("to_decide", "trial"))
        self.verdict(self.trial, "stop")
        self.publish_verdicts()
        self.assertEqual((self.trial.state, self.suggestion.state), ("decided", "stopped"))
        self.assertEqual(self.trial.verdict, "stop")
        self.assertEqual(self.trial.decided_by_id, self.team)

    def test_who_asked_reads_the_verdict_and_its_figures_once(self):
        self.verdict(self.trial, "keep", text="Merci à tous <3")
        self.publish_verdicts()
        self.publish_verdicts()
        [mail] = self.mails_named(self.alice, "Adopted")
        self.assertIn(self.trial.telling, mail.body_html)
        self.assertIn("Merci à tous &lt;3", mail.body_html)
        self.assertIn(f"/suggestions/{self.suggestion.id}", mail.body_html)

    def test_who_decided_is_not_told_of_it(self):
        self.follow(self.suggestion, self.team.partner_id)
        self.verdict(self.trial)
        self.publish_verdicts()
        self.assertFalse(self.mails_named(self.team.partner_id, "Adopted"))

    def test_the_figures_are_frozen_as_told(self):
        self.verdict(self.trial)
        told = self.trial.draft_verdict_id.telling
        self.sell(self.product, 40, self.monday - timedelta(weeks=8))
        self.publish_verdicts()
        self.assertEqual(self.trial.verdict_ids.telling, told)
        self.assertEqual(self.trial.telling, told)

    def test_a_published_verdict_never_changes(self):
        verdict = self.verdict(self.trial)
        self.publish_verdicts()
        for act in (verdict.unlink, verdict.action_undo, lambda: verdict.write({"text": "x"})):
            with self.assertRaises(UserError):
                act()

    def test_the_second_of_two_sees_the_verdict_of_the_first(self):
        colleague = self.make_user("Cyril Achats", "coop_suggestions.group_purchasing_team")
        self.verdict(self.trial, "stop")
        with self.assertRaisesRegex(UserError, "Tara Achats has just decided.*Stop"):
            self.verdict(self.trial, "keep", user=colleague)
        self.publish_verdicts()
        with self.assertRaisesRegex(UserError, "Tara Achats has decided.*Stop"):
            self.verdict(self.trial, "keep", user=colleague)

    def test_going_on_lasts_so_many_weeks_from_now_and_mails_nobody(self):
        mails = self.mails_to(self.alice)
        self.verdict(self.trial, "extend", more_weeks=3)
        self.publish_verdicts()
        self.assertEqual((self.trial.state, self.suggestion.state), ("running", "trial"))
        # Nine weeks are over, though it was to last eight.
        self.assertEqual(self.trial.weeks, 12)
        self.assertGreater(self.trial.ends_on, self.today)
        self.assertEqual(self.mails_to(self.alice), mails)
        self.verdict(self.trial)
        self.publish_verdicts()
        self.assertEqual(self.suggestion.state, "adopted")

    def test_weeks_more_are_a_few(self):
        for weeks in (0, -1, 53):
            with self.assertRaises(UserError):
                self.verdict(self.trial, "extend", more_weeks=weeks)

    def test_what_has_not_arrived_cannot_be_judged(self):
        waiting = self.keep(self.propose("Riz"), self.make_product("Riz"))
        with self.assertRaises(UserError):
            self.verdict(waiting)

    def test_an_adopted_product_says_that_members_suggested_it(self):
        self.verdict(self.trial)
        self.publish_verdicts()
        self.assertEqual(self.product.coop_mark, "suggested by members")

    def test_another_mark_is_never_overwritten(self):
        self.product.coop_mark = "Du coin"
        self.verdict(self.trial)
        self.publish_verdicts()
        self.assertEqual(self.product.coop_mark, "Du coin")

    def test_a_stopped_product_has_no_mark(self):
        self.verdict(self.trial, "stop")
        self.publish_verdicts()
        self.assertFalse(self.product.coop_mark)

    def test_only_the_team_decides(self):
        employee = self.make_user("Emile Caisse", "base.group_user")
        for act in ("action_keep", "action_stop", "action_extend"):
            with self.assertRaises(AccessError):
                getattr(self.trial.with_user(employee), act)()
        with self.assertRaises(AccessError):
            self.trial.with_user(self.team).write({"state": "decided"})
        with self.assertRaises(AccessError):
            self.trial.verdict_ids.with_user(self.team).create(
                {"trial_id": self.trial.id, "verdict": "keep"}
            )

    def test_the_buttons_open_the_verdict_chosen(self):
        action = self.trial.with_user(self.team).action_stop()
        self.assertEqual(
            action["context"], {"default_trial_ids": self.trial.ids, "default_verdict": "stop"}
        )

    def test_the_digest_tells_what_ends_soon_and_what_ended(self):
        def digest(partner):
            return self.env["coop.suggestion"]._coop_digest_trials(partner)[partner]

        [row] = digest(self.alice)
        self.assertEqual(row["suggestion_id"], self.suggestion.id)
        self.assertEqual(row["name"], self.suggestion.name)
        self.assertEqual(digest(self.bob), [])
        self.suggestion.env["coop.suggestion.vote"]._set(self.suggestion, self.bob, False)
        self.verdict(self.trial)
        self.publish_verdicts()
        [row] = digest(self.bob)
        self.assertIn("Adopted", row["words"])
        self.assertIn(self.trial.telling, row["words"])
        self.env.cr.execute(
            "UPDATE coop_trial_verdict SET published_on = published_on - interval '15 days'"
        )
        self.env.invalidate_all()
        self.assertEqual(digest(self.bob), [])
