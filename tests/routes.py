"""Every route of ours: who may call it, with what answer, whether it only reads.

Paths are written as Odoo's routing map has them. `outside/test_routes.py` walks this table as
every role, and fails on a route that is not in it: whoever adds a route says here who may call it.
"""

from dataclasses import dataclass, field

# A visitor is nobody's login. The volunteer, the team and the administrator are members, too:
# they have an account and are not marked as having left (the demo coop's rule).
VISITOR, FORMER = "visitor", "ancien"
MEMBERS = ("membre", "benevole", "achats", "admin")
# The computer in the shop: no member, but a volunteer's hands.
SHOP = "magasin"
TEAM = ("achats", "admin")
VOLUNTEERS = ("benevole", "achats", "admin", SHOP)
# Volunteers who answer for what they say with their own account.
PERSONS = ("benevole", "achats", "admin")
# Who has an account of their own, member or not.
ACCOUNTS = (FORMER, *MEMBERS)
ROLES = (VISITOR, FORMER, SHOP, *MEMBERS)

# What GET /suggestions/<id>/<action> answers to: who lost their session while writing lands there.
ACTIONS = "vote,unvote,follow,unfollow,comment,uncomment,withdraw,addition"


@dataclass(frozen=True)
class Route:
    """One path with one method.

    :param path: as in Odoo's routing map
    :param sample: an address to call it with; names in braces are of what a test has made:
        `own` and `other` are suggestions, `product` one of the shop, `gone` one that is sold out,
        `there` one that is not, `reviewed` one with a `review`, `shelf` a shelf, `token` of a mail
        about stock, `mail_token` of one about suggestions, `asked` a suggestion whose supporters
        are asked a `question` of a price, `price_token` of its mail, `meeting` a meeting with a
        `line` of its agenda and a `decision` taken there, `trial` a trial on the shelf,
        `letter` an account elsewhere that waits for the code of one,
        `job` a large print of labels with a `file` of it, `printer` on the network
    :param method: "GET", "POST", or "" for a route that takes any
    :param form: what a member posts
    :param done: the status that those get who may
    :param unknown: the status for an id that is not there
    :param public: for everybody; otherwise for `who` only
    :param who: the roles that may; members, if not told otherwise
    :param mailed: called from a mail, without an account: signed by its address, not by a token
    :param reads: served from a replica, but for a minute after the session's own write
    """

    path: str
    sample: str
    method: str = "GET"
    form: dict = field(default_factory=dict)
    done: int = 200
    unknown: int = 404
    public: bool = False
    who: tuple = MEMBERS
    mailed: bool = False
    reads: bool = True

    def __str__(self):
        return f"{self.method or 'any'} {self.path}"

    @property
    def needs_token(self):
        """Whether a call without Odoo's CSRF token is refused."""
        return not self.reads and not self.mailed

    def status(self, role):
        """Return the status that a role gets: visitors are led to the login."""
        if self.public or role in self.who:
            return self.done
        # What is one's own leads the shop's computer to its own pages.
        led = role == SHOP and self.path.startswith("/my/")
        return 303 if role == VISITOR or led else 403


def _written(action, sample, **form):
    return Route(
        f"/suggestions/<int:suggestion_id>/{action}",
        f"/suggestions/{{{sample}}}/{action}",
        method="POST",
        form=form,
        done=303,
        reads=False,
    )


def _reported(action, sample, **form):
    return Route(
        f"/p/<int:product_id>/{action}",
        f"/p/{{{sample}}}/{action}",
        method="POST",
        form=form,
        done=303,
        reads=False,
    )


def _my_mails(end, **form):
    path = f"/my/mails{end}"
    return Route(path, path, method="POST", form=form, done=303, reads=False)


def _meeting(end="", **more):
    return Route(
        f"/suggestions/meetings/<int:meeting_id>{end}",
        f"/suggestions/meetings/{{meeting}}{end}",
        who=TEAM,
        **more,
    )


def _volunteers(path, sample=None, **more):
    return Route(path, sample or path, who=VOLUNTEERS, **more)


def _of_a_job(action, **form):
    return _volunteers(
        f"/labels/jobs/<int:job_id>/{action}",
        f"/labels/jobs/{{job}}/{action}",
        method="POST",
        form=form,
        done=303,
        reads=False,
    )


ROUTES = (
    # The shop
    Route("/p/<int:product_id>", "/p/{product}", public=True),
    Route("/p/<int:product_id>/photo", "/p/{product}/photo", public=True),
    Route("/p/<int:product_id>/star", "/p/{product}/star", done=303, unknown=303),
    Route(
        "/p/<int:product_id>/star",
        "/p/{product}/star",
        method="POST",
        form={"star": "1"},
        done=303,
        reads=False,
    ),
    Route("/p/b/<barcode>", "/p/b/{barcode}", done=303, public=True),
    Route("/stock", "/stock", public=True),
    Route("/stock/rows", "/stock/rows?ids={product}", public=True),
    Route("/stock/feed", "/stock/feed", public=True),
    Route("/my/products", "/my/products"),
    _reported("alert", "gone"),
    _reported("missing", "there", hear="1"),
    Route(
        "/p/<int:product_id>/<any(alert,missing):action>", "/p/{gone}/alert", done=303, unknown=303
    ),
    _reported("review", "product", stars="4", words="Bon ({name})"),
    _reported("report", "reviewed", review_id="{review}", reason="Hors sujet ({name})"),
    Route(
        "/p/<int:product_id>/<any(review,report):action>",
        "/p/{product}/review",
        done=303,
        unknown=303,
    ),
    # From a mail, without an account
    Route("/alerts/stop/<token>", "/alerts/stop/{token}", public=True),
    Route(
        "/alerts/stop/<token>",
        "/alerts/stop/{token}",
        method="POST",
        form={"List-Unsubscribe": "One-Click"},
        public=True,
        mailed=True,
        reads=False,
    ),
    Route("/mails/stop/<token>", "/mails/stop/{mail_token}", public=True),
    Route(
        "/mails/stop/<token>",
        "/mails/stop/{mail_token}",
        method="POST",
        form={"List-Unsubscribe": "One-Click"},
        public=True,
        mailed=True,
        reads=False,
    ),
    # Volunteers on a shift
    _volunteers("/volunteer"),
    _volunteers("/volunteer/checks"),
    _volunteers(
        "/volunteer/checks/<int:product_id>/<any(answer,undo):action>",
        "/volunteer/checks/{there}/answer",
        done=303,
        unknown=303,
    ),
    _volunteers("/volunteer/name", done=303),
    _volunteers(
        "/volunteer/checks/<int:product_id>/answer",
        "/volunteer/checks/{there}/answer",
        method="POST",
        form={"answer": "back_on_shelf", "first_name": "Nadia"},
        done=303,
        unknown=303,
        reads=False,
    ),
    _volunteers(
        "/volunteer/checks/<int:product_id>/undo",
        "/volunteer/checks/{there}/undo",
        method="POST",
        done=303,
        unknown=303,
        reads=False,
    ),
    _volunteers("/volunteer/name", method="POST", done=303, reads=False),
    _volunteers("/volunteer/shelves"),
    _volunteers("/volunteer/shelves/<int:shelf_id>", "/volunteer/shelves/{shelf}"),
    _volunteers(
        "/volunteer/shelves/<int:shelf_id>/put",
        "/volunteer/shelves/{shelf}/put",
        method="POST",
        form={"code": "{barcode}", "first_name": "Nadia"},
        done=303,
        reads=False,
    ),
    _volunteers(
        "/volunteer/shelves/<int:shelf_id>/undo",
        "/volunteer/shelves/{shelf}/undo",
        method="POST",
        form={"scan": "1"},
        done=303,
        reads=False,
    ),
    # Labels
    _volunteers("/labels"),
    _volunteers("/labels/print", done=303),
    _volunteers(
        "/labels/print",
        method="POST",
        form={"first_name": "Nadia", "key": "{name}"},
        done=303,
        reads=False,
    ),
    _volunteers("/labels/preview/<int:product_id>", "/labels/preview/{product}"),
    Route("/labels/start", "/labels/start", who=PERSONS),
    Route(
        "/labels/start",
        "/labels/start",
        method="POST",
        form={"shelf": "{shelf}", "sure": "1"},
        done=303,
        who=PERSONS,
        reads=False,
    ),
    _volunteers("/labels/choose"),
    _volunteers("/labels/choose", method="POST", form={"code": "{barcode}"}, done=303, reads=False),
    _volunteers("/labels/choose/print", done=303),
    _volunteers(
        "/labels/choose/print",
        method="POST",
        form={"first_name": "Nadia", "everything": "1"},
        done=303,
        reads=False,
    ),
    _volunteers("/labels/history"),
    Route("/labels/prices", "/labels/prices", who=TEAM),
    _volunteers("/labels/jobs/<int:job_id>", "/labels/jobs/{job}"),
    _volunteers("/labels/jobs/<int:job_id>/labels.pdf", "/labels/jobs/{job}/labels.pdf"),
    _volunteers("/labels/jobs/<int:job_id>/labels.zpl", "/labels/jobs/{job}/labels.zpl"),
    _volunteers(
        "/labels/jobs/<int:job_id>/files/<int:file_id>.pdf",
        "/labels/jobs/{large_job}/files/{file}.pdf",
    ),
    _of_a_job("send", printer="{printer}"),
    _of_a_job("confirm", missing="1"),
    _of_a_job("reopen"),
    _volunteers(
        "/labels/jobs/<int:job_id>/<any(send,confirm,reopen):action>",
        "/labels/jobs/{job}/send",
        done=303,
        unknown=303,
    ),
    _reported("label", "product", reason="missing"),
    Route("/p/<int:product_id>/label", "/p/{product}/label", done=303, unknown=303),
    Route("/coop/health", "/coop/health", public=True),
    # Logging in without a password
    Route("/login/link", "/login/link", public=True),
    Route(
        "/login/link",
        "/login/link",
        method="POST",
        form={"who": "personne@coop.example"},
        done=303,
        public=True,
        reads=False,
    ),
    # A link that is used, or none: see test_login.py for one that stands.
    Route("/login/link/<secret>", "/login/link/none", done=404, public=True),
    Route(
        "/login/link/<secret>",
        "/login/link/none",
        method="POST",
        done=404,
        public=True,
        reads=False,
    ),
    Route("/my/devices", "/my/devices", who=ACCOUNTS),
    Route(
        "/my/devices/forget",
        "/my/devices/forget",
        method="POST",
        form={"device": "1"},
        done=303,
        who=ACCOUNTS,
        reads=False,
    ),
    # Logging in with an account elsewhere: see test_login.py for one that is paired
    Route("/login/with/<int:provider_id>", "/login/with/0", done=404, public=True),
    Route("/login/refused", "/login/refused?why=former", public=True),
    Route("/login/pair", "/login/pair", public=True),
    Route("/login/pair", "/login/pair", method="POST", public=True, reads=False),
    Route("/login/letter/<code>", "/login/letter/ABCDE-12345", public=True),
    Route(
        "/login/pairings/<int:pairing_id>/letter.pdf",
        "/login/pairings/{letter}/letter.pdf",
        who=("admin",),
    ),
    Route(
        "/auth_oauth/signin",
        "/auth_oauth/signin?state=x",
        method="",
        done=303,
        public=True,
        reads=False,
    ),
    # Logging in is Odoo's route; ours asks the phone first.
    Route("/web/login", "/web/login", method="", public=True, reads=False),
    # Logging out is Odoo's route; ours has the browser forget its drafts.
    Route("/web/session/logout", "/web/session/logout", method="", done=303, public=True),
    # Suggestions: reading
    Route("/suggestions", "/suggestions"),
    Route("/suggestions/page/<int:page>", "/suggestions/page/1", unknown=200),
    Route("/suggestions/new", "/suggestions/new"),
    Route("/suggestions/similar", "/suggestions/similar?q=beurre"),
    Route("/suggestions/<int:suggestion_id>", "/suggestions/{other}"),
    Route("/suggestions/<int:suggestion_id>/photo", "/suggestions/{other}/photo"),
    Route("/suggestions/<int:suggestion_id>/edit", "/suggestions/{own}/edit", unknown=303),
    Route(
        f"/suggestions/<int:suggestion_id>/<any({ACTIONS}):action>",
        "/suggestions/{other}/comment",
        done=303,
        unknown=303,
    ),
    Route("/my/suggestions", "/my/suggestions"),
    Route("/my/mails", "/my/mails"),
    _my_mails("", answers="1"),
    _my_mails("/alert", alert="1"),
    _my_mails("/again"),
    Route("/my/mails/<any(alert,again):action>", "/my/mails/again", done=303),
    # The purchasing team's meetings
    _meeting(),
    _meeting("/summary"),
    _meeting("/agenda.pdf"),
    _meeting("/answers.pdf", done=303),
    Route(
        "/suggestions/meetings/<int:meeting_id>/<any(decide,undo,publish):action>",
        "/suggestions/meetings/{meeting}/decide",
        done=303,
        unknown=303,
        who=TEAM,
    ),
    _meeting(
        "/decide",
        method="POST",
        form={"line": "{line}", "answer": "next_order"},
        done=303,
        reads=False,
    ),
    _meeting("/undo", method="POST", form={"decision": "{decision}"}, done=303, reads=False),
    _meeting("/publish", method="POST", done=303, reads=False),
    # Trials on the shelf
    Route("/suggestions/trials/<int:trial_id>", "/suggestions/trials/{trial}", who=TEAM),
    # Suggestions on paper
    _volunteers("/suggestions/sheets"),
    _volunteers("/suggestions/sheets.pdf"),
    Route("/suggestions/paper", "/suggestions/paper", who=TEAM),
    Route("/suggestions/paper/aside", "/suggestions/paper/aside", who=TEAM),
    Route(
        "/suggestions/paper/<any(undo,settle):action>",
        "/suggestions/paper/undo",
        done=303,
        who=TEAM,
    ),
    Route(
        "/suggestions/paper",
        "/suggestions/paper",
        method="POST",
        form={"key": "{name}", "suggestion": "{other}", "numbers": "1001"},
        done=303,
        who=TEAM,
        reads=False,
    ),
    Route(
        "/suggestions/paper/undo",
        "/suggestions/paper/undo",
        method="POST",
        form={"key": "{name}", "entry": "all"},
        done=303,
        who=TEAM,
        reads=False,
    ),
    Route(
        "/suggestions/paper/settle",
        "/suggestions/paper/settle",
        method="POST",
        form={"entry": "0", "number": "1001"},
        done=422,
        who=TEAM,
        reads=False,
    ),
    Route("/suggestions/dashboard", "/suggestions/dashboard", who=TEAM),
    Route("/suggestions/dashboard.pdf", "/suggestions/dashboard.pdf", who=TEAM),
    # Suggestions: writing
    Route(
        "/suggestions/new",
        "/suggestions/new",
        method="POST",
        form={"name": "{name}", "anyway": "1"},
        done=303,
        reads=False,
    ),
    _written("vote", "other", frequency="weekly"),
    _written("unvote", "other"),
    _written("follow", "other"),
    _written("unfollow", "other"),
    _written("comment", "other", comment="Bonne idée ({name})"),
    _written("uncomment", "other", comment_id="1"),
    Route(
        "/suggestions/<int:suggestion_id>/edit",
        "/suggestions/{own}/edit",
        method="POST",
        form={"name": "{name}"},
        done=303,
        unknown=303,
        reads=False,
    ),
    _written("addition", "own", addition="Sans sucre ({name})"),
    _written("withdraw", "own"),
    # « Still in at this price? », on the page and from a mail
    Route(
        "/suggestions/<int:suggestion_id>/price",
        "/suggestions/{other}/price",
        done=303,
        unknown=303,
    ),
    Route(
        "/suggestions/<int:suggestion_id>/price",
        "/suggestions/{asked}/price",
        method="POST",
        form={"question": "{question}", "answer": "yes"},
        done=303,
        reads=False,
    ),
    Route("/suggestions/price/<token>", "/suggestions/price/{price_token}", public=True),
    Route(
        "/suggestions/price/<token>",
        "/suggestions/price/{price_token}",
        method="POST",
        form={"answer": "yes"},
        public=True,
        mailed=True,
        reads=False,
    ),
)
