"""What all pages of the member space share: their routes, who may enter, kind refusals."""

import functools
import time

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.http import request

from ..tools.typed_text import whole_number

# The cookie that keeps which of several shops a person looks at.
SHOP_COOKIE = "coop_shop"
# A replica may lag: a session that just wrote reads from the primary for a while.
SECONDS_ON_PRIMARY = 60
# Half a year.
COOKIE_AGE = 180 * 24 * 3600


def reads_only(_controller, _rule, _args):
    """Whether a page may be read from a replica: not right after this session's own write."""
    return time.time() - request.session.get("coop_wrote_at", 0) > SECONDS_ON_PRIMARY


def page_route(*paths, auth="user"):
    """Route of a page or feed that only reads."""
    return http.route(
        list(paths),
        type="http",
        auth=auth,
        website=True,
        sitemap=False,
        methods=["GET"],
        readonly=reads_only,
    )


def write_route(path, auth="user"):
    """Route of a form that somebody posts: needs the account, unless `auth` says otherwise, and
    Odoo's CSRF token.
    """
    return http.route(
        path,
        type="http",
        auth=auth,
        website=True,
        sitemap=False,
        methods=["POST"],
        coop_form=True,
    )


def mailed_route(path):
    """Route of what one button of a mail's page posts, or a mail program by itself (RFC 8058).

    No CSRF token: there may be no session, and the address is signed.
    """
    return http.route(
        path,
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
        csrf=False,
    )


def wrote():
    """Remember that this session wrote, for `reads_only`."""
    request.session["coop_wrote_at"] = time.time()


def see_other(url, sent=""):
    """Answer a form: 303 to the page to look at next, an address of our own.

    :param str sent: the draft that is sent herewith, as its form names it: the browser forgets it
        on whichever page comes next
    """
    if sent:
        request.future_response.set_cookie("coop_draft_sent", sent, max_age=3600, samesite="Lax")
    return request.redirect(url, code=303, local=True)


def choose_shop(shop, page):
    """Keep in a cookie which of several shops a person looks at, and show a page of it.

    :param str shop: the id of a warehouse that is a shop of the company; another changes nothing
    """
    shop_id = whole_number(shop)
    # sudo: members and visitors may not read warehouses.
    if shop_id in request.env.company.sudo()._coop_shops().ids:
        request.future_response.set_cookie(
            SHOP_COOKIE, str(shop_id), max_age=COOKIE_AGE, samesite="Lax", httponly=True
        )
    return see_other(page)


def _look_at_chosen_shop():
    chosen = whole_number(request.cookies.get(SHOP_COOKIE))
    if chosen:
        request.update_context(coop_warehouse_id=chosen)


def wants_json():
    """Whether the page's own script asks, which puts the answer in place."""
    return request.httprequest.headers.get("Accept", "").startswith("application/json")


def kind_page(title, sentence, status, **values):
    """Answer with a page of the member space that says what to do instead."""
    if wants_json():
        return request.make_json_response({"error": sentence}, status=status)
    values = {"title": title, "sentence": sentence, **values}
    return request.render("coop_stock.kind_page", values, status=status)


def drop_files(form):
    """Leave out of a form the files that stand in the place of a text: they are none.

    Files that are asked for are read from ``request.httprequest.files``.
    """
    for name in [name for name, value in form.items() if isinstance(value, FileStorage)]:
        del form[name]
        request.params.pop(name, None)


def admit(endpoint, may_enter, refuse):
    """Return an endpoint for those only of whom `may_enter()` is true; others get `refuse()`."""

    @functools.wraps(endpoint)
    def guarded(self, *args, **kwargs):
        drop_files(kwargs)
        return endpoint(self, *args, **kwargs) if may_enter() else refuse()

    return guarded


def _in_chosen_shop(endpoint):
    @functools.wraps(endpoint)
    def looking(self, *args, **kwargs):
        _look_at_chosen_shop()
        return endpoint(self, *args, **kwargs)

    return looking


def members_only(endpoint):
    """Let in members, and those who run the space; others read why not."""
    return _in_chosen_shop(admit(endpoint, _is_member, _refuse_others_than_members))


def _is_member():
    return request.env.user.partner_id._coop_is_member()


def _refuse_others_than_members():
    return kind_page(
        request.env._("This page is for members"),
        request.env._(
            "Your account is not, or no longer, that of a member of %(coop)s. If that is a "
            "mistake, tell the members' desk.",
            coop=request.env.company.name,
        ),
        status=403,
    )


def shop_readers(endpoint):
    """Let in those whom the coop lets look at its shop: anyone, or members only, a setting."""

    @functools.wraps(endpoint)
    def guarded(self, *args, **kwargs):
        user = request.env.user
        if request.env.company._coop_shop_is_open_to(user):
            drop_files(kwargs)
            return endpoint(self, *args, **kwargs)
        if user._is_public():
            # After the login one comes back to the page that was asked for.
            return request.redirect_query(
                "/web/login", {"redirect": request.httprequest.full_path}, code=303
            )
        return members_only(endpoint)(self, *args, **kwargs)

    return _in_chosen_shop(guarded)


def volunteers_only(endpoint):
    """Let in shop volunteers, the shop account and those who run the space."""
    return _in_chosen_shop(admit(endpoint, _is_volunteer, refuse_others_than_volunteers))


def _is_volunteer():
    return request.env.user._coop_is_volunteer()


def refuse_others_than_volunteers():
    """Return the page for those who have no volunteer's right in the shop."""
    return kind_page(
        request.env._("This page is for shop volunteers"),
        request.env._(
            "Your account has no volunteer's right in the shop of %(coop)s. If you are on a "
            "shift, ask for it at the members' desk.",
            coop=request.env.company.name,
        ),
        status=403,
    )
