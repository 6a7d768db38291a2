from odoo.tests import HttpCase, tagged

from odoo.addons.coop_stock.tests.common import PageHelpers

from .trial_common import ADDON, TrialCommon


@tagged("post_install", "-at_install")
class TestTrialPage(PageHelpers, TrialCommon, HttpCase):
    def run_cron(self, name):
        # In test mode already.
        self.env.ref(f"{ADDON}.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.trial = self.started()
        self.url = f"/suggestions/{self.suggestion.id}"

    def judge(self, verdict="keep", **values):
        self.verdict(self.trial, verdict, **values)
        self.publish_verdicts()

    def test_while_it_runs_members_read_so_without_figures(self):
        self.sign_in(self.bob)
        page = self.assert_page(self.url, "the verdict is soon to come", "On the shelf since")
        self.assert_hides(page, "a week,")
        page = self.assert_page(f"/p/{self.product.id}", "Suggested by members", "verdict is soon")
        self.assert_hides(page, "a week,")

    def test_the_verdict_and_its_figures_stand_on_both_pages(self):
        self.judge("keep", text="Merci à <tous>")
        self.sign_in(self.bob)
        for url in (self.url, f"/p/{self.product.id}"):
            page = self.assert_page(
                url, "Adopted: it stays on the shelf", self.trial.telling, "Merci à &lt;tous&gt;"
            )
        self.assert_shows(page, "suggested by members")
        self.authenticate(None, None)
        page = self.assert_page(f"/p/{self.product.id}", "Adopted", self.suggestion.name)
        self.assert_hides(page, f'href="{self.url}"')

    def test_an_unpublished_verdict_is_seen_by_nobody(self):
        self.verdict(self.trial, "stop", text="Un mot à venir")
        self.sign_in(self.bob)
        self.assert_hides(self.get(self.url), "Un mot à venir", "Stopped")
        self.assert_hides(self.get(f"/p/{self.product.id}"), "Un mot à venir", "Stopped")

    def test_the_graph_has_a_table_for_who_does_not_see_it(self):
        self.judge()
        self.sign_in(self.bob)
        page = self.assert_page(self.url, "<svg", "<caption", "Week by week")
        self.assertEqual(page.text.count('<th scope="row"'), 8)

    def test_an_archived_product_still_tells_it(self):
        self.judge("stop")
        self.product.action_archive()
        self.authenticate(None, None)
        self.assert_page(f"/p/{self.product.id}", "Stopped: it does not stay")

    def test_lists_tell_where_it_is(self):
        self.sign_in(self.bob)
        self.assert_page("/suggestions?decided=1", "the verdict is soon to come")
        self.judge("stop")
        self.assert_page("/suggestions?decided=1", "Stopped: it does not stay")

    def test_the_team_has_a_page_of_it_with_figures(self):
        url = f"/suggestions/trials/{self.trial.id}"
        self.sign_in(self.team.partner_id)
        self.assert_page(url, self.trial.telling, "<svg", "Keep, stop or go on")
        self.assertEqual(self.get("/suggestions/trials/999999999").status_code, 404)
        self.verdict(self.trial, "stop")
        self.assert_page(url, "Tara Achats has decided: Stop")
        self.sign_in(self.bob)
        self.assertEqual(self.get(url).status_code, 403)

    def test_the_page_of_one_that_waits(self):
        waiting = self.keep(self.propose("Riz"), self.make_product("Riz"))
        self.sign_in(self.team.partner_id)
        self.assert_page(f"/suggestions/trials/{waiting.id}", "It has not arrived yet")

    def test_the_form_draws_it(self):
        self.assertIn("<svg", self.trial.with_user(self.team).graph)
