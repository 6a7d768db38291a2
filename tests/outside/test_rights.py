"""Who reads and writes what, from outside Odoo: over RPC, its mail routes and its files.

The pages are the members' only way to our data; the team's way to members' words is to read them.
"""

import base64
import io
import re
import time
from collections import defaultdict
from contextlib import suppress

import pytest
from PIL import Image
from routes import ROUTES

from support.mails import text_of
from support.meetings import new_meeting
from support.rpc import Refused, call, call_json, with_key
from support.suggestions import act, new_name, propose

ACCESS_ERROR = "odoo.exceptions.AccessError"
OUTSIDERS = ("membre", "ancien", "benevole", "magasin")
# « caisse » runs a till: an employee's account without a part in the coop's decisions.
READERS = ("caisse", "achats", "admin")

# What each account may do in Odoo's back office: read, write, create, unlink. Who is not named may
# nothing; members (portal accounts) are named nowhere.
RIGHTS = {
    "coop.consumption": {"achats": "r", "admin": "r"},
    "coop.content.proposal": {"achats": "r", "admin": "r"},
    "coop.daily.count": {"admin": "r"},
    "coop.decide": {"achats": "rwcu", "admin": "rwcu"},
    "coop.digest.sent": {"admin": "r"},
    "coop.hidden.comment": {"achats": "r", "admin": "r"},
    "coop.hide": {"achats": "rwcu", "admin": "rwcu"},
    "coop.hide.review": {"achats": "rwcu", "admin": "rwcu"},
    "coop.incomplete.product": {"achats": "rw", "admin": "rw"},
    "coop.label.charged": {"achats": "r", "admin": "r"},
    "coop.label.file": {"achats": "r", "admin": "r"},
    "coop.label.format": {"caisse": "r", "achats": "r", "admin": "rwcu"},
    "coop.label.job": {"achats": "r", "admin": "r"},
    "coop.label.job.line": {"achats": "r", "admin": "r"},
    "coop.label.list": {},
    "coop.label.page": {},
    "coop.label.printer": {"caisse": "r", "achats": "r", "admin": "rwcu"},
    "coop.label.request": {"achats": "r", "admin": "r"},
    "coop.label.sending": {"caisse": "r", "achats": "r", "admin": "rwcu"},
    "coop.label.shown": {"achats": "r", "admin": "r"},
    "coop.label.told.price": {},
    "coop.live.stock": {},
    "coop.login.device": {"admin": "r"},
    "coop.login.link": {"admin": "r"},
    "coop.login.request": {"admin": "r"},
    "coop.mail.choice": {"admin": "r"},
    "coop.member.link": {"admin": "rwcu"},
    "coop.merge.doubles": {"achats": "rwcu", "admin": "rwcu"},
    "coop.ready.sentence": {"achats": "r", "admin": "rwcu"},
    "coop.refusal.reason": {"achats": "r", "admin": "rwcu"},
    "coop.account.pairing": {"admin": "rw"},
    "coop.ask.price": {"achats": "rwcu", "admin": "rwcu"},
    "coop.price.answer": {"achats": "r", "admin": "r"},
    "coop.price.list.import": {"achats": "rwcu", "admin": "rwcu"},
    "coop.price.list.import.column": {"achats": "rwcu", "admin": "rwcu"},
    "coop.price.question": {"achats": "r", "admin": "r"},
    "coop.paper.entry": {"achats": "r", "admin": "r"},
    "coop.product.star": {"admin": "r"},
    "coop.review": {"achats": "r", "admin": "r"},
    "coop.review.report": {"achats": "r", "admin": "r"},
    "coop.search.mixin": {},
    # The team of the demo coop keeps the stock, too, and so names shelves.
    "coop.review.meeting": {"achats": "rwcu", "admin": "rwcu"},
    "coop.review.meeting.line": {"achats": "rwcu", "admin": "rwcu"},
    "coop.shelf": {"caisse": "r", "achats": "rwc", "admin": "rwcu"},
    "coop.shelf.check": {"achats": "r", "admin": "r"},
    "coop.shop.account": {"admin": "rwcu"},
    "coop.shelf.scan": {"achats": "r", "admin": "r"},
    "coop.stock.alert": {"admin": "r"},
    "coop.stock.movement": {},
    "coop.stock.page": {},
    "coop.suggestion": {"achats": "rw", "admin": "rw"},
    "coop.suggestion.addition": {"achats": "r", "admin": "r"},
    "coop.suggestion.decision": {"achats": "r", "admin": "r"},
    "coop.suggestion.follow": {"achats": "r", "admin": "r"},
    "coop.suggestion.likely.double": {"achats": "r", "admin": "r"},
    "coop.suggestion.merge": {"achats": "r", "admin": "r"},
    "coop.suggestion.vote": {"achats": "r", "admin": "r"},
    "coop.supplier.list": {"achats": "r", "admin": "r"},
    "coop.supplier.list.line": {"achats": "r", "admin": "r"},
    "coop.supplier.offer": {"achats": "r", "admin": "r"},
    "coop.trial": {"achats": "r", "admin": "r"},
    "coop.trial.verdict": {"achats": "r", "admin": "r"},
    "coop.decide.trial": {"achats": "rwcu", "admin": "rwcu"},
    "coop.link.product": {"achats": "rwcu", "admin": "rwcu"},
    "coop.make.product": {"achats": "rwcu", "admin": "rwcu"},
    "coop.till.price": {"caisse": "r", "achats": "r", "admin": "r"},
    "coop.till.price.cause": {},
    "coop.till.price.mark": {"admin": "r"},
}
# Has no rows, nor rights that could be given.
ABSTRACT = (
    "coop.label.list",
    "coop.label.page",
    "coop.label.told.price",
    "coop.live.stock",
    "coop.search.mixin",
    "coop.stock.movement",
    "coop.stock.page",
    "coop.till.price.cause",
)
OWN_WIZARDS = (
    "coop.decide",
    "coop.ask.price",
    "coop.price.list.import",
    "coop.price.list.import.column",
    "coop.decide.trial",
    "coop.hide",
    "coop.hide.review",
    "coop.link.product",
    "coop.make.product",
    "coop.merge.doubles",
)
# Odoo's models that hold what members must not read.
ODOOS = (
    "mail.followers",
    "mail.template",
    "pos.order",
    "pos.order.line",
    "product.product",
    "product.template",
    "stock.quant",
    "res.partner.category",
    "ir.rule",
)
CREATED = {
    "coop.ask.price": {"suggestion_id": 1, "price": 1},
    "coop.price.list.import": {"partner_id": 1, "file": "YTti"},
    "coop.decide.trial": {"verdict": "keep"},
    "coop.link.product": {"suggestion_id": 1, "product_id": 1},
    "coop.make.product": {"suggestion_id": 1, "name": "Essai"},
    "coop.hide.review": {"review_id": 1, "reason": "Essai"},
    "coop.label.file": {"achats": "r", "admin": "r"},
    "coop.label.format": {"name": "Essai"},
    "coop.label.printer": {"name": "Essai"},
    "coop.label.sending": {"name": "Essai", "zpl": "^XA^XZ"},
    "coop.member.link": {"name": "Essai", "url": "/my"},
    "coop.merge.doubles": {"left_id": 1, "right_id": 2, "keep": "left"},
    "coop.ready.sentence": {"text": "Essai", "answer": "not_kept"},
    "coop.refusal.reason": {"name": "Essai"},
    "coop.review.meeting": {"date": "2030-01-01"},
    "coop.shelf": {"name": "Essai", "active": False},
    "coop.hide": {"reason": "Essai"},
    "coop.shop.account": {"login": "essai"},
}
# Each way in which Odoo's clients read a model.
READS = {
    "search": ([],),
    "search_count": ([],),
    "search_read": ([], ["display_name"]),
    "read": ([1], ["display_name"]),
    "name_search": ("a",),
    "web_search_read": ([], {"display_name": {}}),
    "web_read": ([1], {"display_name": {}}),
    "formatted_read_group": ([], [], ["__count"]),
    "web_read_group": ([], ["create_uid"]),
    "export_data": ([1], ["display_name"]),
    "copy": ([1],),
    "get_views": ([[False, "list"]],),
}


@pytest.fixture(scope="module")
def some_id(http, database):
    """Return `some_id(model)`: the id of a row that is there, or of none of an abstract model."""

    def find(model):
        if model in ABSTRACT:
            return 1
        with database.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", (model.replace(".", "_"),))
            [table] = cursor.fetchone()
            if not table:  # a query
                return (call(http("admin"), model, "search", [], limit=1) or [1])[0]
            cursor.execute(f"SELECT MIN(id) FROM {table}")
            return cursor.fetchone()[0] or 1

    return find


@pytest.fixture(scope="module")
def matter(http, database):
    """What outsiders must not reach: an anonymous suggestion with all that hangs on it."""
    return Matter(http, database)


class Matter:
    """An anonymous suggestion of `membre2` with a photo, votes, follows and comments.

    `comments` are by the author and by `membre`, `hidden` is one by `membre` that the team hid.
    """

    def __init__(self, http, database):
        self.author = http("membre2")
        self.id = propose(
            self.author, anonymous="1", why="Pour voir", files={"photo": ("a.png", photo())}
        )
        voter = http("membre")
        act(voter, self.id, "vote", frequency="weekly")
        act(voter, self.id, "follow")
        self.words = {"membre2": new_name("Anonyme"), "membre": new_name("Moi")}
        for login, text in self.words.items():
            act(http(login), self.id, "comment", comment=text)
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT id, body FROM mail_message WHERE model = 'coop.suggestion' AND res_id = %s",
                (self.id,),
            )
            messages = cursor.fetchall()
            self.comments = {
                login: next(id_ for id_, body in messages if text in body)
                for login, text in self.words.items()
            }
            cursor.execute(
                "SELECT id FROM ir_attachment"
                " WHERE res_model = 'coop.suggestion' AND res_id = %s AND res_field = 'photo'",
                (self.id,),
            )
            [self.attachment] = cursor.fetchone()
        self.photo = voter.get(f"/suggestions/{self.id}/photo?size=large").content


def photo(colour="#3a7", size=(40, 30)):
    """Return a picture as a member sends it."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


def arguments(method, record):
    """Return what to call a method of `READS` with, on one record."""
    return [[record] if argument == [1] else argument for argument in READS[method]]


def is_refused(client, model, method, *args, **kwargs):
    """Tell whether Odoo refuses a call for want of rights; any other trouble is none of that."""
    try:
        call(client, model, method, *args, **kwargs)
    except Refused as refusal:
        # Who may not export is told so as by a person, not as by the rights.
        if refusal.kind == ACCESS_ERROR or method == "export_data":
            return True
        raise
    return False


def never_changes(client, model, method, *args):
    """Tell whether a call is refused, by Odoo's rights or by the record's own rule."""
    try:
        call(client, model, method, *args)
    except Refused as refusal:
        if refusal.kind in (ACCESS_ERROR, "odoo.exceptions.UserError"):
            return True
        raise
    return False


# --- models


def test_the_table_knows_every_model(http):
    """A new model must say in RIGHTS who may do what with it."""
    rows = call(http("admin"), "ir.model", "search_read", [("model", "=like", "coop.%")], ["model"])
    assert {row["model"] for row in rows} == RIGHTS.keys()


@pytest.mark.parametrize("login", [*OUTSIDERS, *READERS])
@pytest.mark.parametrize("model", RIGHTS)
def test_a_model_is_read_by_whom_it_should(http, some_id, model, login):
    client, record = http(login), some_id(model)
    may = "r" in RIGHTS[model].get(login, "")
    for method in READS:
        if may and method in ("export_data", "copy", "web_read_group"):
            continue  # these take more than the right to read
        # One's own wizards only: nobody reads what another has open.
        if may and model in OWN_WIZARDS and method in ("read", "web_read"):
            continue
        refused = is_refused(client, model, method, *arguments(method, record))
        assert refused is not may, f"{login}: {model}.{method}"


@pytest.mark.parametrize("login", [*OUTSIDERS, *READERS])
@pytest.mark.parametrize("model", [model for model in RIGHTS if model not in ABSTRACT])
def test_a_model_is_written_by_whom_it_should(http, some_id, model, login):
    client, record = http(login), some_id(model)
    rights = RIGHTS[model].get(login, "")
    if "c" in rights:
        values = CREATED.get(model) or {"suggestion_ids": [[6, 0, []]], "answer": "next_order"}
        if model == "coop.label.sending":
            printer = call(http("admin"), "coop.label.printer", "create", {"name": "Essai"})
            values = {**values, "printer_id": printer}
        if model == "coop.review.meeting.line":
            meeting, _lines = new_meeting(http("admin"), [])
            values = {"meeting_id": meeting, "suggestion_id": propose(http("membre2"))}
        if model == "coop.price.list.import.column":
            wizard = "coop.price.list.import"
            values = {"wizard_id": call(client, wizard, "create", CREATED[wizard])}
        record = call(client, model, "create", values)
    else:
        assert is_refused(client, model, "create", [{}])
    if "w" in rights:
        assert call(client, model, "write", [record], {})
    else:
        # A decision answers for itself, before Odoo's rights: it never changes.
        assert never_changes(client, model, "write", [record], {})
    if "u" in rights:
        assert call(client, model, "unlink", [record])
    else:
        assert is_refused(client, model, "unlink", [record])


@pytest.mark.parametrize("model", [*RIGHTS, *ODOOS])
def test_a_visitor_calls_no_model(http, model):
    with pytest.raises(Refused, match="SessionExpired"):
        call(http(), model, "search_read", [], ["id"])


@pytest.mark.parametrize("model", ODOOS)
def test_what_odoo_keeps_is_read_by_the_administrator_only(http, model):
    for method in ("search_read", "search_count", "formatted_read_group"):
        assert not is_refused(http("admin"), model, method, *READS[method])
        for login in OUTSIDERS:
            assert is_refused(http(login), model, method, *READS[method]), f"{login}: {method}"


@pytest.mark.parametrize("login", [*OUTSIDERS, "achats"])
def test_a_program_has_no_more_rights_than_its_person(rpc, login):
    """Over JSON-RPC with login and password, by OdooRPC."""
    odoo = rpc(login)
    for model in RIGHTS.keys() - set(ABSTRACT):
        if "r" in RIGHTS[model].get(login, ""):
            odoo.env[model].search_read([], ["id"])
        else:
            with pytest.raises(Exception, match=re.escape(model)):
                odoo.env[model].search_read([], ["id"])


@pytest.mark.parametrize("login", ["membre", "achats"])
def test_a_key_has_no_more_rights_than_its_person(http, database, login):
    """Over /json/2 with a bearer key, which a coop may let its members make."""
    call(http("admin"), "ir.config_parameter", "set_param", "portal.allow_api_keys", "True")
    client = http(login, fresh=True)
    key = make_key(client)
    own = with_key(client, key, "res.users", "search_read", domain=[], fields=["login"])
    assert login in own.text, "the key works"
    for model in (*RIGHTS, *ODOOS):
        if model in ABSTRACT:
            continue
        answer = with_key(client, key, model, "search_read", domain=[], fields=["id"])
        may = login == "achats" and (model in ODOOS or "r" in RIGHTS[model].get(login, ""))
        if may and model not in RIGHTS:
            continue  # what the team reads of Odoo's models is Odoo's affair
        assert answer.status_code == (200 if may else 403), f"{model}: {answer.text}"


def make_key(client):
    """Make an API key as its owner does: the password is asked once more."""
    call(client, "res.users", "search_count", [])
    wizard = call(client, "res.users.apikeys.description", "create", {"name": "Essai"})
    check = call(client, "res.users.apikeys.description", "make_key", [wizard])
    password = "membre" if client.login.startswith("membre") else client.login
    shown = call(
        client,
        "res.users.identitycheck",
        "run_check",
        [check["res_id"]],
        context={"password": password},
    )
    return shown["context"]["default_key"]


# --- methods


@pytest.mark.parametrize(
    ("model", "method"),
    [
        ("coop.suggestion", "action_decide"),
        ("coop.suggestion", "action_reopen"),
        ("coop.suggestion", "action_hide"),
        ("coop.suggestion", "action_show_again"),
        ("coop.suggestion", "action_undo_decision"),
        ("coop.suggestion", "action_merge_doubles"),
        ("coop.suggestion", "action_undo_merge"),
        ("coop.suggestion.merge", "action_undo"),
        ("coop.suggestion.likely.double", "action_confirm"),
        ("coop.suggestion.likely.double", "action_dismiss"),
        ("coop.suggestion.likely.double", "action_put_back"),
        ("coop.merge.doubles", "action_merge"),
        ("coop.suggestion.decision", "action_undo"),
        ("coop.decide", "action_decide"),
        ("coop.hide", "action_hide"),
        ("mail.message", "action_coop_hide_comment"),
        ("mail.message", "action_coop_show_comment"),
        ("res.partner", "action_coop_make_volunteer"),
        ("res.partner", "action_coop_end_volunteer"),
    ],
)
@pytest.mark.parametrize("login", OUTSIDERS)
def test_the_teams_buttons_are_refused_to_others(http, matter, some_id, model, method, login):
    record = {
        "coop.suggestion": matter.id,
        "mail.message": matter.comments["membre2"],
    }.get(model) or some_id(model)
    assert is_refused(http(login), model, method, [record])


@pytest.mark.parametrize(
    ("model", "method"),
    [
        ("coop.suggestion", "_propose"),
        ("coop.suggestion", "_vote"),
        ("coop.suggestion", "_unvote"),
        ("coop.suggestion", "_comment"),
        ("coop.suggestion", "_withdraw"),
        ("coop.suggestion", "_hide"),
        ("coop.suggestion", "_set_state"),
        ("coop.review", "_write_for"),
        ("coop.review", "_withdraw_for"),
        ("coop.review", "_report"),
        ("coop.review", "_hide"),
        ("coop.suggestion.vote", "_set"),
        ("coop.suggestion.follow", "_set"),
        ("coop.suggestion.likely.double", "_cron_find"),
        ("coop.suggestion.merge", "_merge"),
        ("coop.suggestion.decision", "_publish"),
        ("coop.suggestion.decision", "_cron_publish"),
        ("coop.review.meeting", "_decide"),
        ("coop.review.meeting", "_publish"),
        ("coop.hidden.comment", "_hide"),
        ("coop.daily.count", "_coop_add"),
        ("coop.live.stock", "_coop_quantities"),
        ("product.product", "_coop_find_barcode"),
        ("product.product", "_coop_search_similar"),
        ("res.partner", "_coop_set_volunteer"),
    ],
)
@pytest.mark.parametrize("login", ["membre", "achats", "admin"])
def test_nobody_calls_an_inner_method(http, model, method, login):
    with pytest.raises(Refused, match=r"Private methods|méthodes privées"):
        call(http(login), model, method, [1])


def test_the_team_makes_a_volunteer_and_a_member_does_not(http, database):
    """The pair of the refusals above: the button works for whom it is meant."""
    with database.cursor() as cursor:
        cursor.execute("SELECT partner_id FROM res_users WHERE login = 'membre9'")
        [partner] = cursor.fetchone()
    admin = http("admin")

    def is_volunteer():
        return call(admin, "res.partner", "read", [partner], ["coop_is_volunteer"])[0][
            "coop_is_volunteer"
        ]

    assert is_refused(http("membre9"), "res.partner", "action_coop_make_volunteer", [partner])
    assert not is_volunteer()
    call(admin, "res.partner", "action_coop_make_volunteer", [partner])
    assert is_volunteer()
    assert is_refused(http("membre9"), "res.partner", "action_coop_end_volunteer", [partner])
    call(admin, "res.partner", "action_coop_end_volunteer", [partner])
    assert not is_volunteer()


# --- what people are called, and how to reach them


def test_a_member_reads_no_others_contact(http):
    everybody = call(http("admin"), "res.partner", "search_read", [], ["email"])
    assert len([each for each in everybody if each["email"]]) > 50
    own = call(http("membre"), "res.users", "search_read", [], ["partner_id", "login"])
    assert [each["login"] for each in own] == ["membre"]
    read = call(http("membre"), "res.partner", "search_read", [], ["email"])
    assert [each["id"] for each in read] == [own[0]["partner_id"][0]]


def test_a_member_does_not_learn_the_rule_of_membership(http):
    """Its domain may tell what the coop notes of people."""
    fields = [
        "coop_member_domain", "coop_half_life", "coop_publish_delay", "coop_daily_comments",
    ]  # fmt: skip
    assert call(http("admin"), "res.company", "read", [1], fields)
    for field in fields:
        assert is_refused(http("membre"), "res.company", "read", [1], [field]), field


def test_a_member_reads_no_fields_of_ours_on_odoos_models(http):
    """`website_sale` would let everybody read products: our fields have groups of their own."""
    for model, field in (
        ("product.product", "coop_search_text"),
        ("product.product", "coop_stopped_on"),
        ("product.template", "coop_brand"),
        ("product.template", "coop_mark"),
        ("product.template", "coop_stopped_reason"),
        ("product.template", "coop_shelf_id"),
        ("mail.message", "coop_hidden_comment_ids"),
    ):
        assert field in call(http("admin"), model, "fields_get", [field])
        assert field not in call(http("membre"), model, "fields_get", [field])


# --- a suggestion's words and files by Odoo's own routes

MESSAGE_ROUTES = {
    "/mail/message/update_content": {"update_data": {"body": "x", "attachment_ids": []}},
    "/mail/message/reaction": {"content": "👍", "action": "add"},
}


@pytest.mark.parametrize("login", OUTSIDERS)
def test_a_member_reads_no_comment_over_rpc(http, matter, login):
    """Not even their own: with it would come who else wrote, and their address."""
    team, client = http("achats"), http(login)
    ids = list(matter.comments.values())
    fields = ["body", "author_id", "email_from"]
    assert len(call(team, "mail.message", "read", ids, fields)) == 2
    domain = [("model", "=", "coop.suggestion")]
    assert call(team, "mail.message", "search_count", domain) > 2
    assert call(client, "mail.message", "search_count", domain) == 0
    assert call(client, "mail.message", "search_read", domain, fields) == []
    assert call(client, "mail.message", "search_read", [("author_id.name", "!=", "")], fields) == []
    for message in ids:
        assert is_refused(client, "mail.message", "read", [message], fields)


@pytest.mark.parametrize("login", OUTSIDERS)
def test_a_member_gets_no_comment_by_odoos_routes(http, matter, login):
    thread = {"thread_model": "coop.suggestion", "thread_id": matter.id}
    assert matter.words["membre2"] in str(
        call_json(http("achats"), "/mail/thread/messages", **thread)
    )
    for path in ("/mail/thread/messages", "/mail/chatter_fetch"):
        told = str(call_json(http(login), path, **thread))
        assert not any(text in told for text in matter.words.values()), path
    told = call_json(http(login), "/mail/data", fetch_params=[["mail.thread", thread]])
    assert not any(text in str(told) for text in matter.words.values())


@pytest.mark.parametrize("login", ["membre", "membre2", "ancien"])
def test_a_member_writes_no_comment_by_odoos_routes(http, matter, database, login):
    """The coop's own form knows its limits; Odoo's routes do not."""
    client, before = http(login), messages_of(database, matter.id)
    post = {"body": "forgé", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
    with pytest.raises(Refused):
        call_json(
            client,
            "/mail/message/post",
            thread_model="coop.suggestion",
            thread_id=matter.id,
            post_data=post,
        )
    for path, params in MESSAGE_ROUTES.items():
        for message in matter.comments.values():
            with pytest.raises(Refused):
                call_json(client, path, message_id=message, **params)
    for message in matter.comments.values():
        assert is_refused(client, "mail.message", "write", [message], {"body": "forgé"})
        assert is_refused(client, "mail.message", "unlink", [message])
    forged = {"model": "coop.suggestion", "res_id": matter.id, "body": "forgé"}
    assert is_refused(client, "mail.message", "create", forged)
    assert is_refused(client, "coop.suggestion", "message_post", [matter.id], body="forgé")
    with pytest.raises(Refused):
        call_json(
            client,
            "/mail/thread/subscribe",
            res_model="coop.suggestion",
            res_id=matter.id,
            partner_ids=[3],
        )
    assert messages_of(database, matter.id) == before


def messages_of(database, suggestion):
    """Return all that is said below a suggestion, and by whom."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT id, author_id, body FROM mail_message"
            " WHERE model = 'coop.suggestion' AND res_id = %s ORDER BY id",
            (suggestion,),
        )
        return cursor.fetchall()


@pytest.mark.parametrize("login", [None, *OUTSIDERS])
def test_a_photo_is_reached_by_the_suggestions_page_only(http, matter, login):
    """The page's route knows what is withdrawn or hidden; Odoo's own do not."""
    assert Image.open(io.BytesIO(matter.photo)).format == "JPEG"
    for path in (
        f"/web/image/coop.suggestion/{matter.id}/photo",
        f"/web/content/coop.suggestion/{matter.id}/photo",
        f"/web/image?model=coop.suggestion&id={matter.id}&field=photo",
        f"/web/image/{matter.attachment}",
        f"/web/content/{matter.attachment}",
    ):
        assert http("achats").get(path).content == matter.photo, path
        assert http(login).get(path).content != matter.photo, path


def test_a_withdrawn_suggestion_shows_its_photo_to_its_author_only(http):
    author, other = http("membre2"), http("membre3")
    suggestion = propose(author, files={"photo": ("a.png", photo())})
    for client in (author, other):
        assert client.get(f"/suggestions/{suggestion}/photo").status_code == 200
    assert act(author, suggestion, "withdraw").status_code == 303
    assert author.get(f"/suggestions/{suggestion}/photo").status_code == 200
    assert other.get(f"/suggestions/{suggestion}/photo").status_code == 404
    assert other.get(f"/suggestions/{suggestion}").status_code == 404


def test_a_photo_that_waits_in_a_form_is_its_senders_only(http, database):
    sender, other = http("membre2"), http("membre3")
    form = sender.post("/suggestions/new", {"name": ""}, files={"photo": ("a.png", photo("#c13"))})
    assert form.status_code == 422
    token = re.search(r'name="photo_kept" value="([^"]+)"', form.text)[1]
    picture = re.search(r"data:image/jpeg;base64,([^\"]+)", form.text)[1]
    again = sender.post("/suggestions/new", {"name": "", "photo_kept": token})
    assert picture in again.text, "its sender finds it again"
    stolen = other.post("/suggestions/new", {"name": "", "photo_kept": token})
    assert stolen.status_code == 422
    assert "data:image/jpeg" not in stolen.text
    suggestion = propose(other, photo_kept=token)
    assert other.get(f"/suggestions/{suggestion}/photo").status_code == 404
    attachment = token.partition("-")[0]
    for path in (f"/web/image/{attachment}", f"/web/content/{attachment}"):
        for login in (None, *OUTSIDERS, "membre3"):
            assert base64.b64decode(picture) != http(login).get(path).content, (path, login)
    guessed = f"{attachment}-00000000-0000-0000-0000-000000000000"
    assert (
        "data:image/jpeg"
        not in sender.post("/suggestions/new", {"name": "", "photo_kept": guessed}).text
    )


# --- nobody acts as another


@pytest.fixture(scope="module")
def partner_of(database):
    """Return `partner_of(login)`: the id of a person's contact."""

    def find(login):
        with database.cursor() as cursor:
            cursor.execute("SELECT partner_id FROM res_users WHERE login = %s", (login,))
            return cursor.fetchone()[0]

    return find


def test_what_a_form_adds_is_not_believed(http, database, partner_of):
    """Whose vote it is, who proposes, what became of it: never what the browser says."""
    member, other = http("membre"), partner_of("membre3")
    forged = {
        "partner_id": other, "author_id": other, "user_id": 2, "uid": 2, "state": "kept",
        "proposed_on": "2020-01-01", "previous_id": 1, "company_id": 99, "product_id": 1,
        "hidden_reason": "x", "decision_ids": "1", "vote_ids": "1", "id": 1,
    }  # fmt: skip
    suggestion = propose(member, **forged)
    elsewhere = propose(http("membre2"))
    for action in ("vote", "follow", "comment"):
        act(member, elsewhere, action, comment=new_name(), **forged)
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT author_id, state, previous_id, company_id, product_id, hidden_reason,"
            " proposed_on > now() AT TIME ZONE 'UTC' - interval '1 hour'"
            " FROM coop_suggestion WHERE id = %s",
            (suggestion,),
        )
        assert cursor.fetchone() == (partner_of("membre"), "open", None, 1, None, None, True)
        for table, column in (("vote", "partner_id"), ("follow", "partner_id")):
            cursor.execute(
                f"SELECT {column} FROM coop_suggestion_{table} WHERE suggestion_id = %s",
                (elsewhere,),
            )
            persons = {person for (person,) in cursor.fetchall()}
            assert persons == {partner_of("membre"), partner_of("membre2")}, table
    authors = {author for _id, author, _body in messages_of(database, elsewhere)}
    assert other not in authors
    assert partner_of("membre") in authors


def test_one_withdraws_changes_and_completes_ones_own_only(http, database):
    author, other = http("membre2"), http("membre3")
    name = new_name()
    suggestion = propose(author, name)
    assert act(other, suggestion, "withdraw").status_code == 422
    assert act(other, suggestion, "addition", addition="Et plus encore").status_code == 422
    answer = other.post(f"/suggestions/{suggestion}/edit", {"name": "Volé"})
    assert answer.headers["Location"].endswith(f"/suggestions/{suggestion}?done=too_late")
    assert other.get(f"/suggestions/{suggestion}/edit", allow_redirects=False).status_code == 303
    page = other.get(f"/suggestions/{suggestion}").text
    assert name in page
    assert "Volé" not in page
    assert "Et plus encore" not in page
    answer = author.post(f"/suggestions/{suggestion}/edit", {"name": f"{name} bis"})
    assert answer.headers["Location"].endswith("done=changed")
    assert f"{name} bis" in other.get(f"/suggestions/{suggestion}").text


def test_a_comment_is_removed_by_its_writer_within_the_hour(http, database):
    writer, other = http("membre3"), http("membre4")
    suggestion = propose(http("membre2"))
    early, late = new_name("Tôt"), new_name("Tard")
    for text in (early, late):
        act(writer, suggestion, "comment", comment=text)
    ids = {
        text: next(id_ for id_, _author, body in messages_of(database, suggestion) if text in body)
        for text in (early, late)
    }

    def remove(client, text):
        return act(client, suggestion, "uncomment", comment_id=ids[text]).status_code

    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE mail_message SET date = date - interval '61 minutes' WHERE id = %s",
            (ids[late],),
        )
    remove(other, early)
    assert early in other.get(f"/suggestions/{suggestion}").text, "not by another"
    assert remove(writer, late) == 422, "not after an hour"
    assert late in other.get(f"/suggestions/{suggestion}").text
    assert remove(writer, early) == 303
    assert early not in other.get(f"/suggestions/{suggestion}").text
    elsewhere = propose(http("membre2"))
    act(writer, elsewhere, "uncomment", comment_id=ids[late])
    assert late in other.get(f"/suggestions/{suggestion}").text, "nor by another page's form"


# --- the team


def decide(client, suggestion, **answer):
    """Decide as the team's wizard does; return the decision's id."""
    wizard = call(
        client, "coop.decide", "create", {"suggestion_ids": [[6, 0, [suggestion]]], **answer}
    )
    call(client, "coop.decide", "action_decide", [wizard])
    return call(
        client, "coop.suggestion.decision", "search", [("suggestion_id", "=", suggestion)], limit=1
    )[0]


@pytest.fixture
def publish(http, settings, database):
    """Return `publish(suggestion, **answer)`: have the team decide, and the answer published."""
    settings(coop_publish_delay=0)

    def make(suggestion, **answer):
        decision = decide(http("achats"), suggestion, **answer)
        wait_for_publication(database, decision)
        return decision

    return make


def wait_for_publication(database, decision, seconds=60):
    """Return when the scheduled action has published a decision that is due."""
    deadline = time.monotonic() + seconds
    with database.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT published_on FROM coop_suggestion_decision WHERE id = %s", (decision,)
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.1)
    raise AssertionError("the decision is due, and was not published")


@pytest.fixture
def published(http, publish):
    """A suggestion with a published decision of the team: (suggestion, decision)."""
    suggestion = propose(http("membre2"))
    return suggestion, publish(suggestion, answer="next_order", text="Nous la commandons.")


@pytest.mark.parametrize("login", ["achats", "admin"])
def test_a_published_decision_never_changes(http, published, login):
    suggestion, decision = published
    client, reader = http(login), http("membre3")
    assert "Nous la commandons." in reader.get(f"/suggestions/{suggestion}").text
    for values in ({"text": "Non."}, {"published_on": False}, {"user_id": 2}, {}):
        assert never_changes(client, "coop.suggestion.decision", "write", [decision], values)
        commands = {"decision_ids": [[1, decision, values]]}
        assert never_changes(client, "coop.suggestion", "write", [suggestion], commands)
    for command in ([2, decision], [3, decision], [5], [6, 0, []]):
        commands = {"decision_ids": [command]}
        assert never_changes(client, "coop.suggestion", "write", [suggestion], commands)
    assert never_changes(client, "coop.suggestion.decision", "unlink", [decision])
    assert never_changes(client, "coop.suggestion.decision", "action_undo", [decision])
    assert "Nous la commandons." in reader.get(f"/suggestions/{suggestion}").text


@pytest.mark.parametrize("login", ["membre", "caisse", "achats", "admin"])
def test_a_decision_is_made_by_the_teams_wizard_only(http, login, published):
    """Signed by who decides, at the time they do, published after the delay."""
    client = http(login)
    suggestion = propose(http("membre2"))
    forged = {
        "suggestion_id": suggestion, "answer": "next_order", "text": "Forgé", "user_id": 2,
        "publish_on": "2020-01-01 00:00:00", "published_on": "2020-01-01 00:00:00",
    }  # fmt: skip
    assert is_refused(client, "coop.suggestion.decision", "create", forged)
    commands = {"decision_ids": [[0, 0, forged]]}
    assert is_refused(client, "coop.suggestion", "write", [suggestion], commands)
    assert is_refused(client, "coop.suggestion", "write", [suggestion], {"state": "kept"})
    assert "Forgé" not in http("membre3").get(f"/suggestions/{suggestion}").text


def test_a_decision_is_signed_by_who_took_it(http, database):
    """Whatever a program writes into the wizard."""
    team = http("achats")
    decision = decide(team, propose(http("membre2")), answer="next_order", text="Oui")
    [row] = call(team, "coop.suggestion.decision", "read", [decision], ["user_id", "published_on"])
    [own] = call(team, "res.users", "search_read", [("login", "=", "achats")], ["id"])
    assert row["user_id"][0] == own["id"]
    assert row["published_on"] is False


@pytest.mark.parametrize("login", ["achats", "admin"])
def test_the_team_writes_no_votes_and_no_wishes(http, database, matter, partner_of, login):
    client, other = http(login), partner_of("membre5")
    for field, command in (
        ("vote_ids", [0, 0, {"partner_id": other}]),
        ("vote_ids", [5]),
        ("follow_ids", [0, 0, {"partner_id": other}]),
        ("follow_ids", [5]),
        ("addition_ids", [0, 0, {"text": "Forgé"}]),
    ):
        assert is_refused(client, "coop.suggestion", "write", [matter.id], {field: [command]})
    for values in (
        {"author_id": other}, {"anonymous": False}, {"proposed_on": "2020-01-01 00:00:00"},
        {"state": "kept"}, {"previous_id": 1}, {"hidden_reason": "Forgé"}, {"why": "Forgé"},
        {"state": "double"}, {"double_of_id": 1}, {"leads_to_id": 1},
    ):  # fmt: skip
        assert is_refused(client, "coop.suggestion", "write", [matter.id], values), values
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM coop_suggestion_vote WHERE suggestion_id = %s", (matter.id,)
        )
        assert cursor.fetchone() == (2,)


def test_the_team_changes_no_members_comment(http, database, matter):
    """It can hide one, with a reason that its writer reads; it puts no words in their mouth."""
    team, before = http("achats"), messages_of(database, matter.id)
    message = matter.comments["membre"]
    for values in ({"body": "Forgé"}, {"author_id": 3}, {"date": "2020-01-01 00:00:00"}):
        assert is_refused(team, "mail.message", "write", [message], values), values
        commands = {"comment_ids": [[1, message, values]]}
        assert is_refused(team, "coop.suggestion", "write", [matter.id], commands), values
    for command in ([2, message], [3, message], [5]):
        commands = {"comment_ids": [command]}
        assert is_refused(team, "coop.suggestion", "write", [matter.id], commands), command
    assert is_refused(team, "mail.message", "unlink", [message])
    with pytest.raises(Refused):
        call_json(
            team,
            "/mail/message/update_content",
            message_id=message,
            update_data={"body": "Forgé", "attachment_ids": []},
        )
    assert messages_of(database, matter.id) == before


def test_the_team_comments_as_nobody_else(http, database, matter, partner_of):
    """What it writes in the back office stays there; as a member, one comments on the page."""
    team, other, text = http("achats"), partner_of("membre5"), new_name("Forgé")
    [subtype] = call(
        http("admin"),
        "ir.model.data",
        "search_read",
        [("module", "=", "coop_suggestions"), ("name", "=", "mt_member_comment")],
        ["res_id"],
    )
    attempts = (
        ("coop.suggestion", "message_post", [[matter.id]], {
            "body": text, "author_id": other, "message_type": "comment",
            "subtype_xmlid": "coop_suggestions.mt_member_comment",
        }),
        ("mail.message", "create", [{
            "model": "coop.suggestion", "res_id": matter.id, "body": text, "author_id": other,
            "message_type": "comment", "subtype_id": subtype["res_id"],
        }], {}),
    )  # fmt: skip
    for model, method, args, kwargs in attempts:
        with suppress(Refused):
            call(team, model, method, *args, **kwargs)
        assert text not in http("membre3").get(f"/suggestions/{matter.id}").text, method
    noted = new_name("Note")
    call(team, "coop.suggestion", "message_post", [matter.id], body=noted)
    assert noted in str(messages_of(database, matter.id)), "the team writes notes among itself"
    assert noted not in http("membre3").get(f"/suggestions/{matter.id}").text


# --- who is behind an anonymous suggestion

NAME, SURNAME = "Zelinda", "Quatremer"
# So that neither stands for anything else on a page.
PERSON_ID, USER_ID = 98_765_431, 98_765_432


TRACES = (NAME, SURNAME, "z.quatremer", str(PERSON_ID), str(USER_ID))


@pytest.fixture(scope="module")
def zelinda(http, database):
    """A member whose name and numbers stand on a page only if somebody put them there."""
    login = "membre-zelinda"
    with database.cursor() as cursor:
        cursor.execute("SELECT 1 FROM res_users WHERE id = %s", (USER_ID,))
        if cursor.fetchone():
            return http(login)  # of an earlier run on this database
        before = {}
        for table, number in (("res_partner", PERSON_ID), ("res_users", USER_ID)):
            cursor.execute(f"SELECT setval('{table}_id_seq', nextval('{table}_id_seq'))")
            [before[table]] = cursor.fetchone()
            cursor.execute(f"SELECT setval('{table}_id_seq', {number}, false)")
        [portal] = call(
            http("admin"),
            "ir.model.data",
            "search_read",
            [("module", "=", "base"), ("name", "=", "group_portal")],
            ["res_id"],
        )
        values = {
            "name": f"{NAME} {SURNAME}",
            "login": login,
            "email": "z.quatremer@example.org",
            "password": "membre",
            "lang": "fr_FR",
            "group_ids": [[6, 0, [portal["res_id"]]]],
        }
        user = call(http("admin"), "res.users", "create", values)
        for table, number in before.items():
            cursor.execute(f"SELECT setval('{table}_id_seq', {number})")
        cursor.execute("SELECT partner_id FROM res_users WHERE id = %s", (user,))
        assert (user, cursor.fetchone()[0]) == (USER_ID, PERSON_ID)
    return http(login)


def traces(client, *addresses):
    """Return what pages and feeds tell of Zelinda: ``[(address, trace)]``."""
    found = []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in (200, 403, 404), f"{address}: {answer.status_code}"
        told = answer.text + str(answer.headers) + answer.url
        found += [(address, trace) for trace in TRACES if trace in told]
    return found


def test_a_signed_suggestion_shows_first_name_and_initial(http, zelinda):
    signed = propose(zelinda)
    act(zelinda, signed, "comment", comment=new_name())
    page = http("membre").get(f"/suggestions/{signed}").text
    assert page.count(f"{NAME} {SURNAME[0]}.") == 2, "as the author, and below the comment"
    assert {trace for _address, trace in traces(http("membre"), f"/suggestions/{signed}")} == {NAME}


@pytest.mark.parametrize("login", ["membre", "benevole", "ancien"])
def test_no_page_tells_who_is_behind_an_anonymous_suggestion(http, zelinda, publish, login):
    name = new_name()
    opened = propose(zelinda, name, anonymous="1", frequency="weekly", why="Comme ça")
    decided = propose(zelinda, anonymous="1", files={"photo": ("zelinda.png", photo())})
    for suggestion in (opened, decided):
        act(zelinda, suggestion, "comment", comment=new_name())
    act(zelinda, opened, "addition", addition="Bio")
    publish(decided, answer="put_off", put_off_until="2099-01-01", text="Patience")
    client = http(login)
    addresses = {
        route.sample.format_map(defaultdict(lambda: 1, other=suggestion, own=suggestion))
        for route in ROUTES
        for suggestion in (opened, decided)
        if route.method == "GET"
    } | {
        "/my",
        "/my/account",
        "/suggestions?order=new",
        "/suggestions?order=wanted",
        "/suggestions?decided=1",
        f"/suggestions?q={name}",
        f"/suggestions/similar?q={name}",
        f"/suggestions/similar?q={name}&html=1",
    }
    assert traces(client, *addresses) == []
    if login != "ancien":
        assert name in client.get(f"/suggestions?q={name}").text
        # Nor does the search answer « is it hers? ».
        assert name not in client.get(f"/suggestions?q={SURNAME}").text
        assert client.get(f"/suggestions/similar?q={NAME} {SURNAME}").json()["open"] == []


def test_a_suggestion_that_turns_anonymous_forgets_its_author(http, zelinda):
    suggestion = propose(zelinda)
    act(zelinda, suggestion, "comment", comment=new_name())
    address = f"/suggestions/{suggestion}"
    assert traces(http("membre"), address)
    changed = zelinda.post(f"{address}/edit", {"name": new_name(), "anonymous": "1"})
    assert changed.headers["Location"].endswith("done=changed")
    assert traces(http("membre"), address) == []


@pytest.mark.parametrize("login", ["membre", "benevole"])
def test_members_do_not_learn_who_supports(http, zelinda, login):
    """The purchasing team does."""
    suggestion = propose(http("membre2"))
    before = http(login).get(f"/suggestions/{suggestion}").text
    act(zelinda, suggestion, "vote", frequency="monthly")
    act(zelinda, suggestion, "follow")
    after = http(login).get(f"/suggestions/{suggestion}").text
    count = re.compile(r'class="o_coop_count">\s*<strong>(\d+)</strong>')
    assert int(count.search(after)[1]) == int(count.search(before)[1]) + 1, "she is counted"
    addresses = [
        f"/suggestions/{suggestion}",
        "/suggestions?order=new",
        "/suggestions?order=wanted",
    ]
    assert traces(http(login), *addresses) == []
    supporters = call(
        http("achats"),
        "coop.suggestion.vote",
        "search_read",
        [("suggestion_id", "=", suggestion)],
        ["partner_id"],
    )
    assert f"{NAME} {SURNAME}" in str(supporters)


def test_the_mail_with_the_answer_does_not_name_the_author(http, zelinda, publish, mails, database):
    name = new_name()
    suggestion = propose(zelinda, name, anonymous="1")
    act(http("membre"), suggestion, "follow")
    publish(suggestion, answer="next_order", text="Oui")
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT email FROM res_partner WHERE id ="
            " (SELECT partner_id FROM res_users WHERE login = 'membre')"
        )
        [address] = cursor.fetchone()
    mail = mails.wait_for(to=address, subject=name)
    assert not any(trace in mail.as_string() + text_of(mail) for trace in TRACES)
