"""The pictures of the documentation, taken of the running demo coop in a real Chromium."""

import argparse
import sys

import pypdfium2
from playwright.sync_api import sync_playwright

from coop import browser, paths

PHONE = {"width": 360, "height": 740}
COMPUTER = {"width": 1280, "height": 800}
# What the pages are for is at their top: a picture is one screen, not the whole page.
MEETINGS = "/odoo/action-coop_suggestions.coop_review_meeting_action"
TRIALS = "/odoo/action-coop_suggestions.coop_trial_action"
TEAM_LIST = "/odoo/action-coop_suggestions.coop_suggestion_action"


def log_in(context, login, password):
    """Return a page of the context, logged in through the form."""
    page = context.new_page()
    page.goto("/web/login")
    # Odoo hides the form behind a list of former users until its script has run.
    form = page.locator(".oe_login_form")
    form.evaluate("form => form.classList.remove('d-none')")
    form.locator("[name=login]").fill(login)
    form.locator("[name=password]").fill(password)
    form.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/web/login" not in url)
    return page


def take(page, name, wait_for=None):
    """Keep one screen of the page as docs/images/NAME-WIDTH.png."""
    if wait_for:
        page.locator(wait_for).first.wait_for()
    page.wait_for_timeout(800)  # pictures and fonts settle
    width = page.viewport_size["width"]
    page.screenshot(path=paths.ROOT / "docs" / "images" / f"{name}-{width}.png")
    print(f"docs/images/{name}-{width}.png")


def member(context):
    """Take the member's pages on a phone."""
    visitor = context.new_page()
    visitor.goto("/login/link")
    take(visitor, "login", "form")
    visitor.close()
    page = log_in(context, "membre", "membre")
    page.goto("/suggestions")
    take(page, "suggestions", ".o_coop_row")
    page.goto("/suggestions/new")
    page.locator("[name=name]").press_sequentially("beure de cacahuete", delay=20)
    take(page, "propose", ".o_coop_similar")
    page.locator("[name=name]").fill("")
    page.goto("/suggestions?decided=1")
    page.locator(".o_coop_row_name").first.click()
    take(page, "suggestion", ".o_coop_answer")
    page.goto("/suggestions?decided=1")
    page.locator(".o_coop_row", has_text="Adopté").locator(".o_coop_row_name").first.click()
    take(page, "adopted", ".o_coop_answer")
    page.goto("/my/mails")
    take(page, "mails", "[name=weekly]")
    page.goto("/stock")
    take(page, "stock", ".o_coop_stock_row")
    page.goto("/stock?order=rating")
    page.locator(".o_coop_stock_name").first.click()
    take(page, "product", ".o_coop_reviews")


def volunteer(context):
    """Take what there is to do on a shift, on a phone."""
    page = log_in(context, "benevole", "benevole")
    page.goto("/volunteer/checks")
    take(page, "checks", "form[action$='/answer']")
    labels(page)


def labels(page):
    """Take the labels to change, their print and its first sheet; what is printed stays to do."""
    page.goto("/labels")
    take(page, "labels", ".o_coop_labels_print")
    page.locator(".o_coop_labels_print button").click()
    take(page, "label-job", "#walk")
    address = page.locator("a[href*='labels.pdf']").first.get_attribute("href")
    sheet = pypdfium2.PdfDocument(page.request.get(address).body())[0].render(scale=1.6)
    sheet.to_pil().save(paths.ROOT / "docs" / "images" / "label-sheet.png")
    print("docs/images/label-sheet.png")


def team(context):
    """Take the purchasing team's screens on a computer."""
    page = log_in(context, "achats", "achats")
    page.goto(TEAM_LIST)
    take(page, "team-list", ".o_data_row")
    page.locator(".o_data_row .o_data_cell").first.click()
    take(page, "team-form", ".o_form_view")
    page.locator("button[name=action_decide]:visible").click()
    take(page, "team-decide", ".modal [name=answer]")
    page.goto("/suggestions/dashboard")
    take(page, "dashboard", ".o_coop_chart")
    page.goto(TRIALS)
    page.locator(".o_data_row .o_data_cell").first.click()
    take(page, "trial", ".o_field_html svg")
    page.goto(MEETINGS)
    page.locator(".o_data_row", has_text="En préparation").locator(".o_data_cell").first.click()
    with page.expect_popup() as opened:
        page.locator("button[name=action_open_screen]").click()
    page = opened.value
    page.locator("body[is-ready=true]").wait_for(state="attached")
    page.keyboard.press("n")
    page.keyboard.press("6")
    take(page, "meeting", "details[open]")


def administrator(context):
    """Take the settings."""
    page = log_in(context, "admin", "admin")
    page.goto("/odoo/action-coop_stock.coop_settings_action")
    take(page, "settings", "[name=coop_member_domain]")


def linked(context):
    """Take the form of the link to a Vracoop."""
    page = log_in(context, "admin", "admin")
    page.goto("/odoo/action-coop_vracoop_link.coop_vracoop_link_action")
    page.locator(".o_data_row .o_data_cell").first.click()
    take(page, "link", "[name=member_domain]")


def main():
    """Take all pictures."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots", description="Take the documentation's pictures again."
    )
    parser.add_argument("--url", default="http://127.0.0.1:8069", help="a running demo coop")
    parser.add_argument(
        "--linked", metavar="URL", help="a running member space with a link: takes its alone"
    )
    options = parser.parse_args()
    pictures = ((PHONE, member), (PHONE, volunteer), (COMPUTER, team), (COMPUTER, administrator))
    if options.linked:
        pictures = ((COMPUTER, linked),)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        for screen, take_pictures in pictures:
            context = chromium.new_context(
                base_url=options.linked or options.url,
                viewport=screen,
                locale="fr-FR",
                timezone_id="Europe/Paris",
            )
            take_pictures(context)
            context.close()
        chromium.close()


if __name__ == "__main__":
    sys.exit(main())
