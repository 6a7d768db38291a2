from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..controllers import health

SERVER_STARTED = health.server_started


@tagged("post_install", "-at_install")
class TestHealth(HttpCase):
    """What a monitor is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.actions = cls.env["ir.cron"].search([])
        cls.actions.write(
            {"nextcall": fields.Datetime.now() + timedelta(minutes=5), "failure_count": 0}
        )
        cls.started = fields.Datetime.now() - timedelta(days=3)
        cls.classPatch(health, "server_started", lambda: cls.started)
        cls.action = cls.env.ref("coop_stock.ir_cron_record_till_prices")

    def told(self, status):
        """Return what is told, checking the HTTP status on the way."""
        answer = self.url_open("/coop/health", allow_redirects=False)
        self.assertEqual(answer.status_code, status)
        return answer.json()

    def be_due_since(self, **ago):
        self.action.nextcall = fields.Datetime.now() - timedelta(**ago)

    def test_all_is_well(self):
        self.assertEqual(
            self.told(200),
            {
                "status": "pass",
                "checks": {
                    "database": [{"status": "pass"}],
                    "scheduledActions": [{"status": "pass", "late": 0, "failing": 0}],
                },
            },
        )

    def test_programs_know_what_it_is_and_keep_none_of_it(self):
        answer = self.url_open("/coop/health")
        self.assertEqual(answer.headers["Content-Type"], "application/health+json")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertNotIn("Set-Cookie", answer.headers, "a monitor needs no session")

    def test_an_action_that_is_about_to_run_is_not_late(self):
        self.be_due_since(minutes=50)
        self.assertEqual(self.told(200)["status"], "pass")

    def test_an_action_that_did_not_run_for_an_hour_fails(self):
        self.be_due_since(minutes=70)
        told = self.told(503)
        self.assertEqual(told["status"], "fail")
        self.assertEqual(told["checks"]["scheduledActions"][0]["late"], 1)

    def test_a_server_that_just_started_has_time_to_make_up(self):
        self.be_due_since(days=2)
        self.startPatcher(
            patch.object(type(self), "started", fields.Datetime.now() - timedelta(minutes=50))
        )
        self.assertEqual(self.told(200)["status"], "pass")

    def test_an_action_that_is_switched_off_may_rest(self):
        self.be_due_since(days=9)
        self.action.active = False
        self.assertEqual(self.told(200)["status"], "pass")

    def test_an_action_that_keeps_failing_is_told_and_wakes_nobody(self):
        self.action.failure_count = 2
        self.assertEqual(self.told(200)["status"], "pass")
        self.action.failure_count = 3
        told = self.told(200)
        self.assertEqual(told["status"], "warn")
        self.assertEqual(told["checks"]["scheduledActions"][0]["failing"], 1)

    def test_it_knows_when_the_server_started(self):
        """As PostgreSQL knows: it was there before this test's connection."""
        self.env.cr.execute(
            "SELECT backend_start AT TIME ZONE 'UTC' FROM pg_stat_activity"
            " WHERE pid = pg_backend_pid()"
        )
        [connected] = self.env.cr.fetchone()
        started = SERVER_STARTED()
        self.assertLess(started, connected)
        self.assertGreater(started, connected - timedelta(hours=5))

    def test_it_names_nothing(self):
        self.be_due_since(days=1)
        answer = self.url_open("/coop/health").text
        self.assertNotIn(self.action.name, answer)
        self.assertNotIn(self.env.cr.dbname, answer)
