"""Every page of ours: on a phone, a tablet and a computer, for everybody, in French."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from support import words
from support.meetings import held_meeting
from support.page_checks import check, shut_out, too_wide
from support.pages import SIZES, visit, wait_for_scripts
from support.prices import ask_price
from support.shop import ask_and_bring_back, new_product, stop_address
from support.suggestions import act, new_barcode, new_name, propose


@pytest.fixture(scope="module")
def places(http, database, samples):
    """Return the addresses of all pages of ours in all their states, by name."""
    author, other = http("membre17"), http("membre18")
    with database.cursor() as cursor:

        def number(query):
            cursor.execute(query)
            return cursor.fetchone()[0]

        decided = number(
            "SELECT suggestion_id FROM coop_suggestion_decision"
            " JOIN coop_suggestion ON coop_suggestion.id = suggestion_id"
            " WHERE state = 'not_kept' AND coop_suggestion_decision.product_id IS NULL LIMIT 1"
        )
        reopened = number(
            "SELECT suggestion_id FROM coop_suggestion_decision GROUP BY suggestion_id"
            " ORDER BY COUNT(*) DESC LIMIT 1"
        )
        with_comments = number(
            "SELECT res_id FROM mail_message WHERE model = 'coop.suggestion' AND res_id IN"
            " (SELECT id FROM coop_suggestion WHERE state = 'open' AND has_photo)"
            " GROUP BY res_id ORDER BY COUNT(*) DESC, res_id LIMIT 1"
        )
        product = number(
            "SELECT id FROM product_product WHERE coop_search_text = 'beurre de cacahuetes'"
        )
        reviewed = number(
            "SELECT product_id FROM coop_review WHERE hidden IS NOT TRUE"
            " GROUP BY product_id ORDER BY COUNT(*) DESC, product_id LIMIT 1"
        )
        tried = number("SELECT suggestion_id FROM coop_trial WHERE state = 'running' LIMIT 1")
        adopted = number("SELECT suggestion_id FROM coop_trial WHERE verdict = 'keep' LIMIT 1")
        adopted_product = number("SELECT product_id FROM coop_trial WHERE verdict = 'keep' LIMIT 1")
    stopped, _name = new_product(
        http("admin"), name="Biscuits" * 8, active=False, coop_stopped_reason="Arrêté " * 12
    )
    long_name = f"{'Biscuits' * 8} {'à la farine de petit épeautre ' * 1}{new_name('').strip()}"
    own = propose(
        author, long_name, why="https://lait.example/" + "a" * 200, brand="M" * 60,
        link="https://lait.example/produit", barcode=new_barcode(),
        files={"photo": ("a.png", picture())},
    )  # fmt: skip
    act(author, own, "comment", comment="b" * 300)
    completed = propose(author)
    act(other, completed, "vote")
    act(author, completed, "addition", addition="Sans sucre " + "c" * 120)
    withdrawn = propose(author)
    act(author, withdrawn, "withdraw")
    return {
        "list": "/suggestions",
        "list, most wanted": "/suggestions?order=wanted",
        "list, second page": "/suggestions/page/2",
        "list, with an answer": "/suggestions?decided=1",
        "list, found": f"/suggestions?q={new_name('Introuvable')}",
        "form": "/suggestions/new",
        "form, with details": "/suggestions/new?barcode=4006381333931",
        "own": f"/suggestions/{own}",
        "own, completed": f"/suggestions/{completed}",
        "own, withdrawn": f"/suggestions/{withdrawn}",
        "own, form": f"/suggestions/{own}/edit",
        "with comments": f"/suggestions/{with_comments}",
        "decided": f"/suggestions/{decided}",
        "decided again": f"/suggestions/{reopened}",
        "on trial": f"/suggestions/{tried}",
        "adopted": f"/suggestions/{adopted}",
        "mine": "/my/suggestions",
        "my mails": "/my/mails",
        "my mails, kept": "/my/mails?done=kept",
        "product": f"/p/{product}",
        "product, already": f"/p/{product}?already=1",
        "product, reviewed": f"/p/{reviewed}",
        "product, stopped": f"/p/{stopped}",
        "product, adopted": f"/p/{adopted_product}",
        "stock": "/stock",
        "stock, second page": "/stock?page=2",
        "stock, soon sold out": "/stock?show=low&order=price",
        "stock, searched": "/stock?q=beure+de+cacahuete",
        "stock, not found": "/stock?q=qqqqqqq",
        "my products": "/my/products",
        "login link": "/login/link",
        "login link, sent": "/login/link?sent=1",
        "first login, begun elsewhere": "/login/pair",
        "first login, scanned": "/login/letter/ABCDE-12345",
        "my devices": "/my/devices",
        "own, price asked": f"/suggestions/{asked_of(http)}",
        "price, from a mail": f"/suggestions/price/{samples['price_token']}",
    }


def asked_of(http):
    """Return a suggestion of `membre17` whose supporters are asked about a price."""
    suggestion = propose(http("membre17"))
    ask_price(http("achats"), suggestion, 4.9)
    return suggestion


def picture():
    """Return a picture as a member sends it."""
    data = io.BytesIO()
    Image.new("RGB", (300, 200), "#27a").save(data, "PNG")
    return data.getvalue()


NAMES = (
    "list", "list, most wanted", "list, second page", "list, with an answer", "list, found",
    "form", "form, with details", "own", "own, completed", "own, withdrawn", "own, form",
    "with comments", "decided", "decided again", "mine", "my mails",
    "my mails, kept", "product", "product, already",
    "product, reviewed", "product, stopped", "product, adopted", "on trial", "adopted",
    "stock", "stock, second page", "stock, soon sold out", "stock, searched", "stock, not found",
    "login link", "login link, sent", "first login, begun elsewhere", "first login, scanned",
    "my devices", "my products", "own, price asked", "price, from a mail",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_right(page, places, name):
    tab = page("membre17", width=360)
    visit(tab, places[name])
    check(tab)


@pytest.mark.parametrize("login", ["benevole", "magasin"])
@pytest.mark.parametrize(
    "address",
    [
        "/volunteer",
        "/volunteer/checks",
        "/volunteer/shelves",
        "/volunteer/shelves/{shelf}",
        "/labels",
        "/labels/choose",
        "/labels/choose?shelf={shelf}",
        "/labels/choose?q=riz",
        "/labels/history",
        "/labels/history?q={barcode}",
        "/labels/jobs/{job}",
        "/suggestions/sheets",
    ],
)
def test_a_page_of_volunteers_is_right(page, samples, login, address):
    """The labels' ones in all their states: see test_labels.py."""
    tab = page(login, width=360)
    visit(tab, address.format(**samples))
    check(tab)


@pytest.mark.parametrize(
    "address",
    [
        "/suggestions/sheets",
        "/suggestions/paper",
        "/suggestions/paper?shelf={shelf}",
        "/suggestions/paper/aside",
        "/suggestions/dashboard",
        "/suggestions/dashboard?months=24",
    ],
)
def test_a_page_of_the_team_is_right(page, samples, address):
    tab = page("achats", width=360)
    visit(tab, address.format(**samples))
    check(tab)


def test_a_filled_sheet_is_right_with_what_is_to_put_right(page, http):
    name = new_name("Confiture de rhubarbe")
    propose(http("membre18"), name)
    tab = page("achats", width=360)
    visit(tab, "/suggestions/paper")
    tab.locator("[name=suggestion]").first.fill("999999999")
    tab.locator("[name=numbers]").first.fill("1001")
    tab.locator("[name=name]").first.fill(name)
    tab.locator("[name=member]").first.fill("1001")
    tab.locator(".o_coop_paper_form button").click()
    tab.locator("select[name=same]").wait_for()
    wait_for_scripts(tab)
    tab.errors.clear()  # the refusal has status 422, which the browser notes
    check(tab)


@pytest.mark.parametrize("choice", ["", "Garder", "Ne pas retenir", "Remettre", "Autre réponse"])
def test_the_screen_of_a_meeting_is_right(page, http, choice):
    meeting = held_meeting(http)
    tab = page("achats", width=360)
    # Before a decision, and with it.
    for line in ("line", "decided"):
        visit(tab, f"/suggestions/meetings/{meeting['meeting']}?line={meeting[line]}")
        if choice:
            tab.locator("summary", has_text=choice).click()
        check(tab)


def test_the_page_of_a_trial_is_right(page, samples):
    tab = page("achats", width=360)
    visit(tab, f"/suggestions/trials/{samples['trial']}")
    check(tab)
    tab.locator("summary").click()
    check(tab)


def test_the_summary_of_a_meeting_is_right_before_and_after_it_is_published(page, http):
    tab = page("achats", width=360)
    visit(tab, f"/suggestions/meetings/{held_meeting(http)['meeting']}/summary")
    check(tab)
    tab.locator("form button").click()
    tab.locator("[role=status]").wait_for()
    wait_for_scripts(tab)
    check(tab)


def test_the_page_on_which_the_shops_computer_asks_who_signs_is_right(page, http):
    product, _name = new_product(http("admin"), 8)
    assert http("membre18").post(f"/p/{product}/missing").status_code == 303
    tab = page("magasin", width=360, fresh=True)
    visit(tab, "/volunteer/checks")
    tab.locator(f"[data-product='{product}'] button").first.click()
    tab.locator("[name=first_name]").wait_for()
    wait_for_scripts(tab)
    check(tab)


@pytest.mark.parametrize("quantity", [0, 8], ids=["gone", "there"])
def test_a_product_is_right_before_and_after_one_says_something_of_its_stock(page, http, quantity):
    product, _name = new_product(http("admin"), quantity)
    tab = page("membre17", width=360)
    visit(tab, f"/p/{product}")
    if quantity:
        tab.locator("summary", has_text="Introuvable").click()
    check(tab)
    tab.locator(".o_coop_report button").click()
    tab.locator(".o_coop_report [role=status]").wait_for()
    wait_for_scripts(tab)
    check(tab)


def test_the_page_that_stops_alerts_is_right(page, http, mails):
    name, address = ask_and_bring_back(http("admin"), http("membre18"))
    stop = stop_address(mails.wait_for(to=address, subject=name, seconds=60))
    tab = page(width=360)
    visit(tab, stop)
    check(tab)
    tab.locator("form button").click()
    expect(tab.locator("h1")).to_have_text("Les alertes sont arrêtées")


def test_the_page_that_stops_mails_is_right(page, samples):
    tab = page(width=360)
    visit(tab, f"/mails/stop/{samples['mail_token']}")
    check(tab)
    tab.locator("form button").click()
    expect(tab.locator("h1")).to_have_text("C'est arrêté")
    check(tab)


def test_the_page_of_mails_is_right_with_all_it_can_show(page, http, database, samples):
    member = http("membre16")
    assert member.post(f"/p/{samples['gone']}/alert").status_code == 303
    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE res_partner SET message_bounce = 3 WHERE id ="
            " (SELECT partner_id FROM res_users WHERE login = 'membre16')"
        )
    tab = page("membre16", width=360)
    visit(tab, "/my/mails")
    tab.locator("summary").click()
    check(tab)


def test_the_pages_are_all_checked(places):
    assert set(NAMES) == places.keys()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("document.querySelector('label[for=coop_name]').remove()", "label"),
        ("document.querySelector('h1').style.color = '#ddd'", "color-contrast"),
        ("document.querySelector('h1').style.width = '2000px'", "wider than the screen"),
        ("document.querySelector('.o_coop_back').style.minHeight = 0", "too small to touch"),
        ("document.querySelector('#coop_name').style.fontSize = '14px'", "zooms in"),
        ("document.querySelector('#coop_why').placeholder = 'Propose a product'", "in English"),
        ("document.documentElement.lang = 'en'", "language"),
    ],
)
def test_what_is_wrong_with_a_page_is_noticed(page, harm, told):
    """The checks see what they look for."""
    tab = page("membre17", width=360)
    visit(tab, "/suggestions/new")
    check(tab, [360])
    tab.evaluate(harm)
    with pytest.raises(AssertionError, match=told):
        check(tab, [360])


def test_the_form_is_right_with_all_it_can_show(page, places):
    """What resembles, all details, and what is to be put right."""
    tab = page("membre17", width=360)
    visit(tab, "/suggestions/new")
    tab.locator("[name=name]").fill("beure de cacahuete")
    tab.locator(".o_coop_similar li").first.wait_for()
    tab.locator("details.o_coop_details > summary").click()
    check(tab)
    tab.locator("[name=photo]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    )
    tab.locator("[name=barcode]").fill("12")
    tab.locator(".o_coop_form .o_coop_actions button").click()
    tab.locator(".alert[role=alert]").wait_for()
    wait_for_scripts(tab)
    tab.errors.clear()  # the refusal has status 422, which the browser notes
    tab.locator(".o_coop_similar li").first.wait_for()
    check(tab)
    expect(tab.locator("[name=barcode]")).to_have_attribute("aria-invalid", "true")
    assert tab.locator("#coop_barcode_error").inner_text().strip(), "said beside the field"
    assert tab.locator(".o_coop_kept_photo img").is_visible()


def test_a_row_is_right_while_one_votes(page, http):
    suggestion = propose(http("membre18"))
    tab = page("membre17", width=360)
    visit(tab, "/suggestions?order=new")
    tab.locator(f"#s{suggestion} .btn[aria-pressed=false]").click()
    tab.locator(f"#s{suggestion} .btn[aria-pressed=true]").wait_for()
    check(tab)


@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("membre17", "/suggestions/999999999"),
        ("membre17", "/p/999999999"),
        ("membre17", "/p/b/4006381333931"),
        ("ancien", "/suggestions"),
        ("ancien", "/suggestions/new"),
        (None, "/p/999999999"),
    ],
)
def test_a_refusal_is_right(page, login, address):
    """It says what to do instead."""
    tab = page(login, width=360)
    visit(tab, address)
    check(tab)
    assert tab.locator(".o_coop_empty .btn").count() > 0
    tab.errors.clear()  # its status is 403 or 404, which the browser notes


def test_a_visitor_sees_a_product(page, places):
    """With its price and stock, as the label's QR code leads here."""
    tab = page(width=360)
    visit(tab, places["product"])
    check(tab)
    assert "€" in tab.locator(".o_coop_price").inner_text()


@pytest.mark.parametrize("width", SIZES)
def test_the_portals_home_leads_to_the_suggestions(page, width):
    """Its bar and cards are ours; the rest is Odoo's."""
    tab = page("membre17", width=width)
    visit(tab, "/my")
    for address in ("/suggestions", "/my/suggestions"):
        assert tab.locator(f".o_portal_docs a[href='{address}']").is_visible()
    assert not (wide := too_wide(tab)), "\n".join(wide)
    assert shut_out(tab, context=".o_coop_bar") == []
    assert words.english(tab) == []


@pytest.mark.parametrize("name", ["list", "form", "own", "mine"])
def test_the_bar_does_not_cover_the_page(page, places, name):
    """On a phone it stays at the bottom: the end of each page can still be seen and touched."""
    tab = page("membre17", width=360)
    visit(tab, places[name])
    last = tab.locator(
        ".o_coop_page :is(button, a.btn, textarea, .o_coop_row, .o_coop_actions):visible"
    ).last
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    tab.evaluate("document.querySelector('#wrapwrap').scrollTo(0, 1e6)")
    bottom = last.bounding_box()
    bar = tab.locator(".o_coop_nav").bounding_box()
    assert bottom["y"] + bottom["height"] <= bar["y"] + 1


@pytest.mark.parametrize("name", ["list", "form", "own", "decided", "mine", "product"])
def test_a_page_is_read_by_weak_eyes(page, places, name):
    """With letters of 200 % (WCAG 1.4.4), or the whole page that large (1.4.10)."""
    tab = page("membre17", width=1280)
    visit(tab, places[name])
    tab.add_style_tag(content="html { font-size: 200% !important; }")
    assert not (wide := too_wide(tab)), "\n".join(wide)
    tab = page("membre17", width=320)
    visit(tab, places[name])
    assert not (wide := too_wide(tab)), "\n".join(wide)


def test_a_page_is_used_with_the_keyboard_alone(page, http):
    """From the top of the list to the vote, with the focus to be seen all the way."""
    suggestion = propose(http("membre18"))
    tab = page("membre17")
    visit(tab, f"/suggestions/{suggestion}")
    for _step in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('.o_coop_vote button[aria-pressed]')"):
            break
        outline = tab.evaluate(
            """() => {
                const style = getComputedStyle(document.activeElement);
                return style.outlineStyle !== "none" || style.boxShadow !== "none";
            }"""
        )
        assert outline, tab.evaluate("document.activeElement.outerHTML")
    tab.keyboard.press("Enter")
    tab.locator(".o_coop_vote button[aria-pressed=true]").first.wait_for()
    tab.keyboard.press("Space")
    tab.locator(".o_coop_vote .btn[aria-pressed=false]").first.wait_for()


# --- the back office, in French


@pytest.mark.parametrize(
    ("login", "address", "shown"),
    [
        ("achats", "/odoo/action-coop_suggestions.coop_suggestion_action", ".o_data_row"),
        ("achats", "/odoo/action-coop_suggestions.coop_suggestion_decision_action", ".o_data_row"),
        ("achats", "/odoo/action-coop_suggestions.coop_paper_entry_action", ".o_data_row"),
        ("admin", "/odoo/action-coop_suggestions.coop_refusal_reason_action", ".o_data_row"),
        ("admin", "/odoo/action-coop_suggestions.coop_ready_sentence_action", ".o_data_row"),
        ("achats", "/odoo/action-coop_stock.coop_review_action", ".o_data_row"),
        ("admin", "/odoo/action-coop_stock.coop_shelf_action", ".o_data_row"),
        ("achats", "/odoo/action-coop_stock.coop_incomplete_product_action", ".o_data_row"),
        (
            "achats",
            "/odoo/action-coop_stock.coop_content_proposal_server_action",
            ".o_data_row",
        ),
        ("admin", "/odoo/action-coop_stock.coop_member_link_action", ".o_data_row"),
        ("admin", "/odoo/action-coop_stock.coop_settings_action", "#coop_member_domain"),
    ],
)
def test_a_list_of_the_back_office_is_french(page, login, address, shown):
    tab = page(login)
    tab.goto(address)
    tab.locator(shown).first.wait_for()
    assert words.english(tab) == []


def test_the_teams_form_wizard_and_kanban_are_french(page, http, places):
    suggestion = propose(http("membre18"))
    act(http("membre18"), suggestion, "comment", comment="Bonjour")
    tab = page("achats")
    tab.goto(f"/odoo/coop.suggestion/{suggestion}")
    tabs = tab.locator(".o_notebook .nav-link")
    tabs.first.wait_for()
    for number in range(tabs.count()):
        tabs.nth(number).click()
        assert words.english(tab) == []
    tab.locator("button[name=action_hide]").click()
    tab.locator(".modal [name=reason]").wait_for()
    assert words.english(tab) == []
    tab.locator(".modal [special=cancel], .modal .o_form_button_cancel").first.click()
    tab.locator(".modal").wait_for(state="detached")
    tab.locator("button[name=action_decide]:visible").click()
    answers = tab.locator(".modal [name=answer] input")
    answers.first.wait_for()
    for number in range(answers.count()):
        answers.nth(number).check()
        assert words.english(tab) == []
    tab.locator(".modal [special=cancel], .modal .o_form_button_cancel").first.click()
    tab.goto("/odoo/action-coop_suggestions.coop_suggestion_action")
    tab.locator(".o_data_row").first.wait_for()
    tab.locator(".o_switch_view.o_kanban").click()
    tab.locator(".o_kanban_record").first.wait_for()
    assert words.english(tab) == []
    tab.locator(".o_searchview_dropdown_toggler").click()
    tab.locator(".o_filter_menu").wait_for()
    assert words.english(tab) == []
