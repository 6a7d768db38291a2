"""Whatever is typed, sent or put into an address: shown as text, or refused with a sentence.

Never an error of the server, never run by a browser, and what was typed is still in the form.
"""

import functools
import io
import re
from urllib.parse import quote_from_bytes

import pytest
from PIL import ExifTags, Image, PngImagePlugin
from routes import ROUTES

from support.forms import Page
from support.rpc import call
from support.suggestions import act, new_name, propose

# An element that any of these would make carries `data-nasty`, and opens a dialog where it runs.
MARKUP = {
    "script": "<script data-nasty>alert(1)</script>",
    "image": "<img data-nasty src=x onerror=alert(1)>",
    "closed field": '"><svg data-nasty onload=alert(1)>',
    "quoted": "' autofocus data-nasty onfocus='alert(1)",
    "closed text area": "</textarea></p><b data-nasty>gras</b>",
    "closed style": "</style><style data-nasty>*{display:none}</style>",
    "comment": "<!-- --><b data-nasty>gras</b>",
    "template": "{{request.env}} <t data-nasty t-out='request.env.user.login'/>",
    "format": "%s %(name)s {0} {name!r}",
    "entity": "&lt;b data-nasty&gt;gras&lt;/b&gt; &amp;amp;",
}
TEXTS = {
    **MARKUP,
    "queries": "x' OR 1=1; -- %_\\%__%% ((((((a*)*)*)*)*)*)b[ & b | !c <-> d:* $1 :name %(name)s",
    "emoji": "Flocons 🌾🥣 👩‍👩‍👧‍👦 ✊🏽",
    "right to left": "\u202egnp.xe\u202c \u200f\u200e حليب",
    "unicode": "Z" + "\u0301" * 40 + " ｆｕｌｌ\u00a0ｗｉｄｔｈ \u2028\u2029\u200b\ufeff",
    "lines": "une\r\ndeux\rtrois\n\n\n\nquatre\ttab\r\nSet-Cookie: nasty=1",
    "spaces": " \t\u00a0\u3000 ",
    "path": "../../../../etc/passwd",
    "huge number": "9" * 400,
    "negative": "-1",
    "no number": "NaN",
    "null": "avant\x00après",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85",
    "long": "à" * 100_000,
}
# What goes into every field of every route; as bytes, for some are no text at all.
SENT = {
    "markup": " ".join(MARKUP.values()).encode(),
    "two marks": f"{MARKUP['image']} {MARKUP['closed field']}".encode(),
    "emoji and more": f"{TEXTS['emoji']} {TEXTS['right to left']} {TEXTS['unicode']}".encode(),
    **{
        name: TEXTS[name].encode()
        for name in (
            "queries", "lines", "spaces", "huge number", "negative", "null", "controls",
        )
    },
    "long": b"a" * 100_000,
    "half a pair": "a\ud83cb".encode("utf-8", "surrogatepass"),
    "every byte": bytes(range(256)),
}  # fmt: skip
# Above 64 kB a line, Odoo's server closes the connection before it asks anybody.
LONGEST_QUERY = 8_000
OTHER_PLACES = (
    "https://evil.example/suggestions",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/suggestions@evil.example",
    "/suggestions/../../web/session/logout",
    "/suggestions\r\nSet-Cookie: nasty=1",
)
# What the routes read, and what they do not.
FIELDS = {
    "/suggestions": ("page", "order", "shelf", "q", "decided"),
    "/suggestions/page/<int:page>": ("order", "shelf", "q", "decided"),
    "/suggestions/new": (
        "name", "why", "brand", "barcode", "shelf_id", "link", "frequency", "anonymous", "follow",
        "photo_kept", "photo_gone", "anyway", "again",
    ),
    "/suggestions/similar": ("q", "barcode", "html"),
    "/suggestions/<int:suggestion_id>": ("done",),
    "/suggestions/<int:suggestion_id>/photo": ("size",),
    "/suggestions/<int:suggestion_id>/vote": ("frequency", "back", "beside_form"),
    "/suggestions/<int:suggestion_id>/unvote": ("back", "beside_form"),
    "/suggestions/<int:suggestion_id>/comment": ("comment",),
    "/suggestions/<int:suggestion_id>/uncomment": ("comment_id",),
    "/suggestions/<int:suggestion_id>/addition": ("addition",),
    "/suggestions/<int:suggestion_id>/edit": (
        "name", "why", "brand", "barcode", "shelf_id", "link", "anonymous", "photo_kept",
        "photo_gone",
    ),
    "/suggestions/<int:suggestion_id>/price": ("question", "answer"),
    "/suggestions/price/<token>": ("answer",),
    "/my/mails": ("answers", "weekly", "shelf", "done"),
    "/my/mails/alert": ("alert",),
    "/suggestions/meetings/<int:meeting_id>": ("line", "back"),
    "/suggestions/meetings/<int:meeting_id>/decide": (
        "line", "seen", "back", "answer", "reason_id", "product_id", "put_off", "put_off_until",
        "passed_on_to", "text",
    ),
    "/suggestions/meetings/<int:meeting_id>/undo": ("decision", "line"),
    "/suggestions/sheets.pdf": ("shelf",),
    "/suggestions/paper": (
        "shelf", "done", "after", "key", "suggestion", "numbers", "name", "brand", "member", "same",
    ),
    "/suggestions/paper/undo": ("shelf", "key", "entry"),
    "/suggestions/paper/settle": ("entry", "number", "reason", "drop"),
    "/suggestions/dashboard": ("months",),
    "/suggestions/dashboard.pdf": ("months",),
    "/p/<int:product_id>": ("already", "done"),
    "/p/<int:product_id>/photo": ("size",),
    "/p/<int:product_id>/star": ("star", "back"),
    "/p/<int:product_id>/alert": ("stop",),
    "/p/<int:product_id>/missing": ("hear",),
    "/p/<int:product_id>/review": ("stars", "words", "withdraw"),
    "/p/<int:product_id>/report": ("review_id", "reason"),
    "/p/<int:product_id>/label": ("reason",),
    "/labels": ("shop", "started", "late"),
    "/labels/print": ("start", "first_name", "key"),
    "/labels/preview/<int:product_id>": ("format_id",),
    "/labels/start": ("shelf", "sure"),
    "/labels/choose": (
        "code", "do", "drop", "product_id", "format_id", "start", "shelf", "reason", "q", "added",
        "copies-1",
    ),
    "/labels/choose/print": ("first_name", "key", "everything", "format_id", "start", "copies-1"),
    "/labels/history": ("q", "on", "page"),
    "/labels/jobs/<int:job_id>": ("left", "done"),
    "/labels/jobs/<int:job_id>/labels.pdf": ("format_id", "first", "start", "printer", "line"),
    "/labels/jobs/<int:job_id>/labels.zpl": ("format_id", "dpi", "first", "line"),
    "/labels/jobs/<int:job_id>/send": ("format_id", "printer", "first"),
    "/labels/jobs/<int:job_id>/confirm": ("shelf", "missing"),
    "/login/link": ("who", "redirect", "sent"),
    "/login/link/<secret>": ("stay",),
    "/login/with/<int:provider_id>": ("stay", "redirect"),
    "/login/refused": ("why",),
    "/login/pair": ("number", "code", "again", "stuck"),
    "/my/devices/forget": ("device",),
    "/stock": ("q", "show", "shelf", "order", "page", "part", "shop"),
    "/stock/rows": ("ids",),
    "/volunteer/checks": ("done", "product"),
    "/volunteer/checks/<int:product_id>/answer": ("answer", "first_name"),
    "/volunteer/shelves/<int:shelf_id>": ("scan", "there", "unknown", "nobody"),
    "/volunteer/shelves/<int:shelf_id>/put": ("code", "first_name"),
    "/volunteer/shelves/<int:shelf_id>/undo": ("scan",),
}  # fmt: skip
ANY_ROUTE = ("unheard_of", "debug", "lang", "access_token")
# Logging in and out are Odoo's routes, and would end the session of the other tests.
WALKED = [route for route in ROUTES if not route.path.startswith(("/web/", "/auth_oauth/"))]
READ = [route for route in WALKED if route.method == "GET"]
WRITTEN = [route for route in WALKED if route.method == "POST"]
# Answers of ours: shown, done, unknown, to be put right.
FOR_READING = (200, 303, 404, 422)
FOR_WRITING = (200, 303, 404, 422)


@pytest.fixture
def member(http):
    """A member who sends all this."""
    return http("membre5")


@pytest.fixture
def sender(http, member):
    """Return `sender(route)`: somebody who may call it."""

    def find(route):
        if route.public or "membre" in route.who:
            return member
        return http(next(each for each in ("benevole", "achats", "admin") if each in route.who))

    return find


@pytest.fixture
def place(http, member, database, samples):
    """Return `place(route)`: an address to send it to."""
    made = {}

    def make(route):
        if "{own}" in route.sample and not still_own(database, made.get("own")):
            made["own"] = propose(member)
        if "{other}" in route.sample and "other" not in made:
            made["other"] = propose(http("membre2"))
        return route.sample.format(**{**samples, "own": "", "other": "", **made})

    return make


def still_own(database, suggestion):
    """Tell whether a suggestion can still be changed by its author."""
    with database.cursor() as cursor:
        cursor.execute("SELECT state FROM coop_suggestion WHERE id = %s", (suggestion,))
        return cursor.fetchone() == ("open",)


# --- in each field of each route


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("route", READ, ids=str)
def test_no_query_breaks_a_page(sender, place, route, name):
    member = sender(route)
    address = place(route).partition("?")[0]
    value = quote_from_bytes(SENT[name][:LONGEST_QUERY])
    rest = "&".join(f"{field}={value[:900]}" for field in ANY_ROUTE)
    for field in FIELDS.get(route.path, ANY_ROUTE[:1]):
        answer = member.get(f"{address}?{field}={value}&{rest}", allow_redirects=False)
        assert answer.status_code in FOR_READING, f"{field}: {answer.status_code}"
        assert not nasty_elements(answer), field


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("route", WRITTEN, ids=str)
def test_no_form_breaks_its_route(sender, place, route, name):
    member = sender(route)
    fields = FIELDS.get(route.path, ())
    for form in [*({field: SENT[name]} for field in fields), dict.fromkeys(fields, SENT[name])]:
        rest = dict.fromkeys(ANY_ROUTE[:2], SENT[name])
        answer = member.post(place(route), {**sound(route), **rest, **form})
        assert answer.status_code in FOR_WRITING, f"{list(form)}: {answer.status_code}"
        assert not nasty_elements(answer), list(form)
        assert "nasty" not in answer.cookies
        if answer.status_code == 422:
            assert Page(answer.text).alerts, "it is said in a sentence what to put right"


def sound(route):
    """Return what a route needs beside the field in question."""
    needs_name = route.path.endswith(("/new", "/edit"))
    return {"name": new_name(), "anyway": "1"} if needs_name else {}


@pytest.mark.parametrize("place_to_go", OTHER_PLACES)
def test_a_vote_leads_back_to_a_page_of_ours_only(member, http, place_to_go):
    suggestion = propose(http("membre2"))
    for action in ("vote", "unvote"):
        answer = act(member, suggestion, action, back=place_to_go)
        assert answer.status_code == 303
        assert re.match(
            r"(http://127\.0\.0\.1:\d+)?/suggestions(/\d+)?[^/]*#s\d+$", answer.headers["Location"]
        ), answer.headers["Location"]
        assert "nasty" not in answer.cookies
    answer = act(member, suggestion, "vote", back="/suggestions?order=new&page=2")
    assert answer.headers["Location"].endswith(f"/suggestions?order=new&page=2#s{suggestion}")


@pytest.mark.parametrize("name", SENT)
def test_no_barcode_in_an_address_breaks_its_route(member, name):
    # With a slash it would be another address, of no route.
    barcode = SENT[name].replace(b"/", b"_")[:LONGEST_QUERY]
    answer = member.get(f"/p/b/{quote_from_bytes(barcode)}", allow_redirects=False)
    assert answer.status_code in (303, 404)
    assert not nasty_elements(answer)


@pytest.mark.parametrize("route", WALKED, ids=str)
def test_a_field_given_many_times_breaks_no_route(sender, place, route):
    member = sender(route)
    address = place(route)
    pairs = [
        (field, value)
        for field in (*FIELDS.get(route.path, ()), "csrf_token")
        for value in ("1", "a", "", "<b>", "1" * 300)
    ]
    if route.method == "GET":
        answer = member.get(address.partition("?")[0], params=pairs, allow_redirects=False)
        assert answer.status_code in FOR_READING
        return
    pairs.insert(0, ("csrf_token", member.csrf_token()))
    answer = member.request("POST", address, data=pairs, allow_redirects=False)
    assert answer.status_code in FOR_WRITING


def nasty_elements(answer):
    """Return the elements of an answer's page that come from what was typed."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [
        (tag, attributes)
        for tag, attributes in Page(answer.text).tags
        if "data-nasty" in attributes
        or any(value and "javascript:" in value for value in (attributes.get("href"),))
    ]


# --- bodies that are no form

WRONG_BODIES = {
    "json": ("application/json", b'{"name": "x"}'),
    "json that is none": ("application/json", b"{"),
    "xml": ("text/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "plain": ("text/plain", b"name=x"),
    "no type": ("", b"name=x"),
    "odd type": ("multipart/form-data; boundary=\xff\x00", b"--\xff"),
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "cut": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
    "never closed": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nfarine\r\n',
    ),
    "percents": ("application/x-www-form-urlencoded", b"%&%%=%zz&==&&;name=%"),
    "bytes": ("application/x-www-form-urlencoded", bytes(range(256))),
    "charset": ("application/x-www-form-urlencoded; charset=utf-7", b"name=+ADw-b+AD4-"),
    "many fields": ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 20_000)),
    "many parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 5_000 + b"--x--\r\n",
    ),
    "long field": ("application/x-www-form-urlencoded", b"name=" + b"a" * 12_000_000),
}


@pytest.mark.parametrize("name", WRONG_BODIES)
@pytest.mark.parametrize(
    "route", [each for each in WRITTEN if each.path.endswith(("/new", "/comment"))], ids=str
)
def test_a_body_that_is_no_form_is_refused(member, place, route, name):
    kind, body = WRONG_BODIES[name]
    token = member.csrf_token()
    headers = {"Content-Type": kind.encode("latin-1")} if kind else {}
    for address in (place(route), f"{place(route)}?csrf_token={token}"):
        answer = member.request("POST", address, data=body, headers=headers, allow_redirects=False)
        assert answer.status_code < 500


@pytest.mark.parametrize("route", WRITTEN, ids=str)
def test_a_file_in_the_place_of_words_breaks_no_route(sender, place, route):
    member = sender(route)
    for field in FIELDS.get(route.path, ANY_ROUTE):
        words = {name: value for name, value in sound(route).items() if name != field}
        answer = member.post(place(route), words, files={field: ("a.txt", b"un fichier")})
        assert answer.status_code in FOR_WRITING, f"{field}: {answer.status_code}"


@pytest.mark.parametrize("route", READ, ids=str)
def test_a_body_with_a_reading_request_breaks_no_route(sender, place, route):
    member = sender(route)
    for field in FIELDS.get(route.path, ANY_ROUTE):
        answer = member.get(place(route), files={field: ("a.txt", b"x")}, allow_redirects=False)
        assert answer.status_code < 500, f"{field}: {answer.status_code}"


def test_a_token_that_is_a_file_is_none(member):
    token = member.csrf_token().encode()
    form = {"name": (None, new_name()), "csrf_token": ("token.txt", token)}
    answer = member.request("POST", "/suggestions/new", files=form, allow_redirects=False)
    assert answer.status_code == 400


# --- what was typed is still there


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in ("null", "controls")])
def test_what_was_typed_is_still_in_the_form(member, name):
    """Letter by letter: only the sender knows what was meant."""
    text = TEXTS[name]
    typed = {
        "name": text, "why": text, "brand": text, "barcode": "12", "link": text,
        "frequency": "monthly", "anonymous": "1",
    }  # fmt: skip
    answer = member.post("/suggestions/new", typed)
    assert answer.status_code == 422
    fields = Page(answer.text).fields
    for field, value in typed.items():
        assert lines(fields[field]) == lines(value), field


def test_what_was_typed_is_still_in_the_form_that_changes(member):
    text = MARKUP["closed text area"]
    typed = {"name": text, "why": text, "brand": text, "barcode": "12", "anonymous": "1"}
    answer = member.post(f"/suggestions/{propose(member)}/edit", typed)
    assert answer.status_code == 422
    fields = Page(answer.text).fields
    assert {field: fields[field] for field in typed} == typed


def lines(text):
    """Return a text with its line breaks all written alike: browsers send and show any."""
    return re.sub(r"\r\n?", "\n", text)


@pytest.mark.parametrize("action", ["comment", "addition"])
@pytest.mark.parametrize("text", ["", "  ", "\u200b.", "<b>" * 400, "à" * 1001, "é" * 100_000])
def test_a_refused_text_is_still_in_its_field(member, action, text):
    own = propose(member)
    act(member, own, "vote")
    answer = act(member, own, action, **{action: text})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.alerts
    # A precision has a field only where it can be added; the comment's is always there.
    if action in page.fields:
        assert page.fields[action] == text


def test_the_longest_text_is_taken_whole(member, http):
    own = propose(member)
    text = ("à&<" * 400)[:1000]
    assert act(member, own, "comment", comment=text).status_code == 303
    assert text in words(http("membre2").get(f"/suggestions/{own}").text)
    assert act(member, own, "comment", comment=text + "x").status_code == 422


def words(html):
    """Return what is to be read on a page."""
    return re.sub(r"\s+", " ", Reader(html).text)


class Reader(Page):
    """A page's text."""

    def __init__(self, html):
        self.text = ""
        super().__init__(html)

    def handle_data(self, data):
        """Gather all words."""
        super().handle_data(data)
        self.text += data


# --- shown as text, wherever it is shown


@pytest.fixture(scope="module")
def dressed(http):
    """Suggestions in whose every field stands markup: ``{kind: (id, mark)}``."""
    made = {}
    for kind, text in MARKUP.items():
        mark = new_name("Nasty").split()[1]
        name = f"{mark} {text}"
        suggestion = propose(
            http("membre6"), name, why=f"{text}\n{text}", brand=text[:60], frequency="weekly"
        )
        act(http("membre7"), suggestion, "comment", comment=f"{text}\n{text}")
        act(http("membre7"), suggestion, "vote")
        act(http("membre6"), suggestion, "addition", addition=text)
        made[kind] = suggestion, mark
    return made


@pytest.mark.parametrize("kind", MARKUP)
def test_markup_is_read_as_it_was_typed(http, dressed, kind):
    suggestion, mark = dressed[kind]
    text = re.sub(r"\s+", " ", MARKUP[kind])
    page = words(http("membre8").get(f"/suggestions/{suggestion}").text)
    assert page.count(text) >= 7, "in the title, the reason, the addition and the comment"
    found = words(http("membre8").get(f"/suggestions?q={mark}").text)
    assert f"{mark} {text}" in found
    feed = http("membre8").get("/suggestions/similar", params={"q": mark}).json()
    assert [row["name"] for row in feed["open"]] == [f"{mark} {MARKUP[kind]}"]


@pytest.mark.parametrize("login", ["membre8", "membre6"])
def test_no_browser_runs_what_members_typed(page, dressed, login):
    """On the pages of a reader, and on those of the author with its forms."""
    tab = page(login)
    dialogs = watch_dialogs(tab)
    addresses = ["/suggestions?order=new", "/my/suggestions"]
    for kind in ("script", "closed field", "closed text area"):
        suggestion, mark = dressed[kind]
        addresses += [f"/suggestions/{suggestion}", f"/suggestions?q={mark}"]
    for address in addresses:
        tab.goto(address)
        assert tab.locator("[data-nasty]").count() == 0, address
    tab.goto("/suggestions/new")
    for kind in ("script", "image", "closed field"):
        _suggestion, mark = dressed[kind]
        tab.locator("[name=name]").fill(mark)
        tab.locator(f".o_coop_similar a:has-text('{mark}')").wait_for()
        assert tab.locator("[data-nasty]").count() == 0
    # A vote in place puts a piece of the page anew.
    _suggestion, mark = dressed["image"]
    tab.goto(f"/suggestions?q={mark}")
    button = tab.locator(".o_coop_vote button.btn[aria-pressed]")
    after = "false" if button.get_attribute("aria-pressed") == "true" else "true"
    button.click()
    tab.locator(f".o_coop_vote button.btn[aria-pressed={after}]").wait_for()
    assert tab.locator("[data-nasty]").count() == 0
    assert dialogs == []


def test_no_browser_runs_what_comes_back_in_a_form(page):
    tab = page("membre5")
    dialogs = watch_dialogs(tab)
    for kind in ("image", "closed field", "closed text area", "quoted"):
        text = MARKUP[kind]
        tab.goto("/suggestions/new")
        tab.locator("details.o_coop_details").evaluate("each => each.open = true")
        for field in ("name", "why", "brand", "link"):
            tab.locator(f".o_coop_form [name={field}]").fill(text)
        tab.locator("[name=barcode]").fill("12")
        tab.locator("form.o_coop_form .o_coop_actions button").click()
        tab.locator(".alert[role=alert]").wait_for()
        for field in ("name", "why", "brand", "link"):
            assert tab.locator(f".o_coop_form [name={field}]").input_value() == text
        assert tab.locator("[data-nasty]").count() == 0
    assert dialogs == []
    # A page that is refused has status 422, which a browser notes as an error.
    tab.errors[:] = [error for error in tab.errors if "422" not in error]


def test_no_browser_runs_it_in_the_back_office(page, dressed):
    tab = page("achats")
    dialogs = watch_dialogs(tab)
    for kind in ("image", "closed text area"):
        suggestion, mark = dressed[kind]
        tab.goto(f"/odoo/coop.suggestion/{suggestion}")
        tab.locator(".o_form_view .o_notebook").wait_for()
        assert mark in tab.locator(".o_form_view").inner_text() or tab.locator(
            ".o_form_view [name=name] input, .o_form_view [name=name] textarea"
        ).first.input_value().startswith(mark)
        tab.locator(".o_notebook a[name=comments]").click()
        tab.locator(".o_notebook .tab-pane.active .o_data_row").wait_for()
        assert tab.locator("[data-nasty]").count() == 0
    tab.goto("/odoo/action-coop_suggestions.coop_suggestion_action")
    tab.locator(".o_list_view tr.o_data_row").first.wait_for()
    assert tab.locator("[data-nasty]").count() == 0
    tab.locator(".o_switch_view.o_kanban").click()
    tab.locator(".o_kanban_view .o_kanban_record").first.wait_for()
    assert tab.locator("[data-nasty]").count() == 0
    assert dialogs == []


def watch_dialogs(tab):
    """Return a list that fills with what a page's dialogs say."""
    seen = []

    def note(dialog):
        seen.append(dialog.message)
        dialog.dismiss()

    tab.on("dialog", note)
    return seen


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lait.example/produit", "https://lait.example/produit"),
        ("http://lait.example", "http://lait.example"),
        ("https://lait.example/?a=<b>", None),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)//.example", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("https://", None),
        ("https://[", None),
        ("https://evil.example\\@lait.example", None),
        ("//lait.example", None),
        ("/etc/passwd", None),
        ("https://lait.example/" + "a" * 600, None),
    ],
)
def test_a_link_is_a_web_address_or_refused(member, http, typed, kept):
    answer = member.post("/suggestions/new", {"name": new_name(), "link": typed, "anyway": "1"})
    if kept is None:
        assert answer.status_code == 422
        assert Page(answer.text).fields["link"] == typed
        return
    assert answer.status_code == 303
    page = Page(http("membre2").get(answer.headers["Location"]).text)
    [link] = [attributes for _tag, attributes in page.tags if attributes.get("href") == kept]
    assert {"nofollow", "ugc", "noopener"} <= set(link["rel"].split())


def test_a_name_does_not_turn_the_page_around(member, http):
    name = f"\u202e{new_name()}\u202c\u2066\u0007"
    suggestion = propose(member, name)
    page = http("membre2").get(f"/suggestions/{suggestion}").text
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0007") & set(page)
    assert name[1:-3] in page


def test_the_mail_with_the_answer_holds_no_markup_of_a_member(http, dressed, mails, database):
    """Its subject is one line, its name text."""
    suggestion, mark = dressed["image"]
    with database.cursor() as cursor:
        cursor.execute("UPDATE res_company SET coop_publish_delay = 0 WHERE id = 1")
    try:
        wizard = call(
            http("achats"),
            "coop.decide",
            "create",
            {
                "suggestion_ids": [[6, 0, [suggestion]]],
                "answer": "next_order",
                "text": MARKUP["script"],
            },
        )
        call(http("achats"), "coop.decide", "action_decide", [wizard])
        mail = mails.wait_for(subject=mark, seconds=60)
    finally:
        with database.cursor() as cursor:
            cursor.execute("UPDATE res_company SET coop_publish_delay = 10 WHERE id = 1")
    html = mail.get_body(("html",)).get_content()
    assert MARKUP["image"] in words(html)
    assert MARKUP["script"] in words(html)
    assert not [tag for tag, attributes in Page(html).tags if "data-nasty" in attributes]
    assert "\n" not in mail["Subject"]
    page = http("membre8").get(f"/suggestions/{suggestion}")
    assert not nasty_elements(page)


# --- photos


def picture(kind="JPEG", size=(80, 60), **options):
    """Return a picture, its left half red and its right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def with_exif():
    """Return a photo that lies on its side, and tells where it was taken and by whom."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Nasty Artist"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (48.0, 51.0, 30.0)})
    return picture(exif=exif)


@functools.cache
def bomb():
    """Return a small file with a picture of a thousand million points."""
    image = Image.new("1", (40_000, 40_000))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def told_in_png():
    """Return a PNG with words in it."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script data-nasty>alert(1)</script>")
    return picture("PNG", pnginfo=words)


def turned_gif():
    """Return an animation, a kind that we do not take."""
    return picture("GIF")


GOOD_PHOTOS = {
    "jpeg": picture,
    "png": lambda: picture("PNG"),
    "webp": lambda: picture("WEBP"),
    "large": lambda: picture(size=(3000, 2000)),
    "tiny": lambda: picture("PNG", size=(1, 1)),
    "exif": with_exif,
    "words in a png": told_in_png,
    "page behind the picture": lambda: picture() + b"<script data-nasty>alert(1)</script>",
    "archive behind the picture": lambda: picture() + b"PK\x03\x04" + b"nasty" * 100,
}
BAD_PHOTOS = {
    "nothing in it": lambda: b"\x00",
    "text": lambda: b"ceci n'est pas une photo",
    "page": lambda: b"<!DOCTYPE html><script data-nasty>alert(1)</script>",
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": turned_gif,
    "bmp": lambda: picture("BMP"),
    "tiff": lambda: picture("TIFF"),
    "pdf": lambda: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj trailer<<>>",
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "beginning of a jpeg": lambda: b"\xff\xd8\xff\xe0",
    "bomb": bomb,
    "too large": lambda: picture() + b"\x00" * 15 * 1024 * 1024,
}


@pytest.mark.parametrize("name", GOOD_PHOTOS)
def test_a_photo_is_drawn_anew(member, http, name):
    """Whatever else was in the file is gone: where it was taken, words, what follows it."""
    suggestion = propose(member, files={"photo": ("<b data-nasty>.php", GOOD_PHOTOS[name]())})
    for size in ("", "?size=large"):
        answer = http("membre2").get(f"/suggestions/{suggestion}/photo{size}")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers.get("X-Content-Type-Options") == "nosniff"
        shown = Image.open(io.BytesIO(answer.content))
        assert shown.format == "JPEG"
        assert max(shown.size) <= 1024
        assert not shown.getexif()
        assert b"nasty" not in answer.content.lower()
        assert b"Artist" not in answer.content
    if name == "exif":
        assert shown.width < shown.height, "it stands upright"
        red, _green, blue = shown.getpixel((shown.width // 2, 4))
        assert red > blue, "what was on the left is at the top"
    assert not nasty_elements(http("membre2").get(f"/suggestions/{suggestion}"))


@pytest.mark.parametrize("name", BAD_PHOTOS)
def test_what_is_no_photo_is_refused_with_a_sentence(member, name):
    product = new_name()
    for file in ("photo.jpg", "../<img data-nasty src=x onerror=alert(1)>.svg"):
        answer = member.post(
            "/suggestions/new",
            {"name": product, "why": "Parce que", "anyway": "1"},
            files={"photo": (file, BAD_PHOTOS[name](), "image/jpeg")},
        )
        assert answer.status_code == 422
        page = Page(answer.text)
        assert page.alerts
        assert (page.fields["name"], page.fields["why"]) == (product, "Parce que")
        assert not nasty_elements(answer)
    assert product not in member.get(f"/suggestions?q={product}").text.partition("o_coop_rows")[2]


def test_a_photo_of_a_rejected_form_is_kept(member, http):
    """One needs not choose it again; and may leave it out after all."""
    rejected = member.post("/suggestions/new", {"name": ""}, files={"photo": ("a.jpg", picture())})
    assert rejected.status_code == 422
    kept = Page(rejected.text).fields["photo_kept"]
    again = member.post("/suggestions/new", {"name": "", "photo_kept": kept})
    assert Page(again.text).fields["photo_kept"] == kept
    suggestion = propose(member, photo_kept=kept)
    assert http("membre2").get(f"/suggestions/{suggestion}/photo").status_code == 200
    rejected = member.post("/suggestions/new", {"name": ""}, files={"photo": ("a.jpg", picture())})
    kept = Page(rejected.text).fields["photo_kept"]
    suggestion = propose(member, photo_kept=kept, photo_gone="1")
    assert http("membre2").get(f"/suggestions/{suggestion}/photo").status_code == 404


def test_a_form_too_large_for_odoo_is_refused(member):
    """150 MB: Odoo's own limit is 128 MB."""

    def body():
        yield b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
        for _ in range(150):
            yield b"\x00" * 1_000_000
        yield b"\r\n--x--\r\n"

    answer = member.request(
        "POST",
        "/suggestions/new",
        data=body(),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
        allow_redirects=False,
    )
    assert 400 <= answer.status_code < 500
