import re

from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    kind_page,
    members_only,
    page_route,
    see_other,
    wants_json,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import (
    LARGEST_ID,
    clean_lines,
    has_letters,
    whole_number,
)

from ..models.coop_suggestion_form import LENGTHS
from .suggestion_form import SuggestionForm

# Where a form may lead back to: pages of ours that show votes.
PLACES_TO_GO_BACK = re.compile(r"/(my/)?suggestions(/page/\d+|/\d+)?(\?[^\s\\#]*)?")


class SuggestionPage(SuggestionForm):
    @page_route("/suggestions/<int:suggestion_id>")
    @members_only
    def suggestion(self, suggestion_id, done="", double="", **kw):
        suggestion_sudo = self._find(suggestion_id)
        if not suggestion_sudo:
            return self._unknown_suggestion()
        return self._page(suggestion_sudo, done=done, double_id=whole_number(double))

    @page_route("/suggestions/<int:suggestion_id>/photo")
    @members_only
    def photo(self, suggestion_id, size="", **kw):
        suggestion_sudo = self._find(suggestion_id)
        if not suggestion_sudo.has_photo:
            raise request.not_found()
        field = "photo" if size == "large" else "photo_256"
        stream = request.env["ir.binary"]._get_image_stream_from(suggestion_sudo, field)
        return stream.get_response(max_age=3600)

    @page_route(
        "/suggestions/<int:suggestion_id>/<any(vote,unvote,follow,unfollow,comment,"
        "uncomment,withdraw,addition):action>"
    )
    @members_only
    def after_login(self, suggestion_id, action, **kw):
        """Come back from a login that interrupted a form: to the page, where the draft is."""
        return see_other(f"/suggestions/{suggestion_id}")

    # --- votes

    @write_route("/suggestions/<int:suggestion_id>/vote")
    @members_only
    def vote(self, suggestion_id, frequency="", **form):
        return self._voted(suggestion_id, lambda s, partner: s._vote(partner, frequency), form)

    @write_route("/suggestions/<int:suggestion_id>/unvote")
    @members_only
    def unvote(self, suggestion_id, **form):
        return self._voted(suggestion_id, lambda s, partner: s._unvote(partner), form)

    def _voted(self, suggestion_id, act, form):
        """Set or unset a vote, then show it in place, or on the page one came from.

        A vote for a double counts for the suggestion that it leads to, which is shown instead.
        """
        found_sudo = self._find(suggestion_id)
        if not found_sudo:
            return self._unknown_suggestion()
        suggestion_sudo = found_sudo._shown_lead() or found_sudo
        partner = request.env.user.partner_id
        try:
            act(suggestion_sudo, partner)
        except UserError as error:
            return self._refused(suggestion_sudo, error)
        wrote()
        if wants_json():
            led_to = found_sudo._led_sentence() if suggestion_sudo != found_sudo else ""
            return self._vote_in_place(suggestion_sudo, partner, form, led_to)
        if suggestion_sudo != found_sudo:
            return see_other(f"/suggestions/{suggestion_sudo.id}?double={found_sudo.id}")
        back = form.get("back") or ""
        if not PLACES_TO_GO_BACK.fullmatch(back):
            back = f"/suggestions/{suggestion_sudo.id}"
        return see_other(f"{back}#s{suggestion_sudo.id}")

    def _vote_in_place(self, suggestion_sudo, partner, form, led_to=""):
        [row] = suggestion_sudo._rows_for(partner)
        beside_form = form.get("beside_form")
        template = "coop_suggestions.vote_beside_form" if beside_form else "coop_suggestions.vote"
        html = request.env["ir.qweb"]._render(
            template,
            {
                "row": row,
                "detail": form.get("detail"),
                "back": form.get("back"),
                "led_to": led_to,
            },
        )
        return request.make_json_response(
            {
                "html": html,
                "status": request.env._("Your vote is counted.")
                if row["voted"]
                else request.env._("Your vote is taken back."),
                "supporters": row["supporters"],
                "voted": row["voted"],
            }
        )

    # --- hearing the answer

    @write_route("/suggestions/<int:suggestion_id>/follow")
    @members_only
    def follow(self, suggestion_id, **form):
        return self._written(
            suggestion_id,
            lambda s, partner: request.env["coop.suggestion.follow"].sudo()._set(s, partner),
            "followed",
        )

    @write_route("/suggestions/<int:suggestion_id>/unfollow")
    @members_only
    def unfollow(self, suggestion_id, **form):
        return self._written(
            suggestion_id,
            lambda s, partner: request.env["coop.suggestion.follow"].sudo()._unset(s, partner),
            "unfollowed",
        )

    # --- words

    @write_route("/suggestions/<int:suggestion_id>/comment")
    @members_only
    def comment(self, suggestion_id, comment="", **form):
        text = clean_lines(comment)
        return self._written(
            suggestion_id,
            lambda s, partner: s._comment(partner, text),
            "commented",
            text=("comment", text, comment),
        )

    @write_route("/suggestions/<int:suggestion_id>/uncomment")
    @members_only
    def uncomment(self, suggestion_id, comment_id="", **form):
        number = whole_number(comment_id)
        return self._written(
            suggestion_id, lambda s, partner: s._remove_comment(partner, number), "uncommented"
        )

    @write_route("/suggestions/<int:suggestion_id>/addition")
    @members_only
    def addition(self, suggestion_id, addition="", **form):
        text = clean_lines(addition)
        lead_sudo = self._find(suggestion_id)._shown_lead()
        if lead_sudo:
            # Its page takes no more words; those typed stand ready as a comment on the other.
            return self._page(
                lead_sudo,
                problem=request.env._(
                    "Your suggestion is the same product as this one: what you typed can be "
                    "published below, as a comment."
                ),
                typed={"comment": addition},
                status=422,
            )
        return self._written(
            suggestion_id,
            lambda s, partner: s._add_precision(partner, text),
            "added",
            text=("addition", text, addition),
        )

    # --- one's own suggestion

    @write_route("/suggestions/<int:suggestion_id>/withdraw")
    @members_only
    def withdraw(self, suggestion_id, **form):
        return self._written(
            suggestion_id, lambda s, partner: s._withdraw(partner), "withdrawn", itself=True
        )

    @page_route("/suggestions/<int:suggestion_id>/edit")
    @members_only
    def edit(self, suggestion_id, **kw):
        suggestion_sudo = self._find_own(suggestion_id)
        if not suggestion_sudo:
            return see_other(f"/suggestions/{suggestion_id}")
        return self._edit_form(suggestion_sudo, self._typed_in(suggestion_sudo))

    @write_route("/suggestions/<int:suggestion_id>/edit")
    @members_only
    def change(self, suggestion_id, **form):
        suggestion_sudo = self._find_own(suggestion_id)
        if not suggestion_sudo:
            return see_other(f"/suggestions/{suggestion_id}?done=too_late")
        values, errors = suggestion_sudo._read_form(form)
        photo_sudo = self._read_photo(form, errors)
        if errors:
            return self._edit_form(
                suggestion_sudo, form, errors=errors, photo_sudo=photo_sudo, status=422
            )
        if photo_sudo:
            values["photo"] = photo_sudo.datas
        elif form.get("photo_gone") == "1":
            values["photo"] = False
        suggestion_sudo.write(values)
        photo_sudo.unlink()
        wrote()
        return see_other(
            f"/suggestions/{suggestion_sudo.id}?done=changed", sent=f"edit-{suggestion_sudo.id}"
        )

    def _edit_form(self, suggestion_sudo, typed, **values):
        return self._form(
            typed,
            action=f"/suggestions/{suggestion_sudo.id}/edit",
            title=request.env._("Change your suggestion"),
            editing=True,
            draft_key=f"edit-{suggestion_sudo.id}",
            has_photo=suggestion_sudo.has_photo,
            suggestion_id=suggestion_sudo.id,
            **values,
        )

    # --- shared

    def _find(self, suggestion_id):
        """Return the suggestion that this person may look at, or an empty record."""
        # sudo: members have no rights on suggestions; `_find_for` and `_page_for` know what
        # they may see.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        if not 0 < suggestion_id <= LARGEST_ID:
            return suggestions_sudo
        return suggestions_sudo._find_for(request.env.user.partner_id, suggestion_id)

    def _find_own(self, suggestion_id):
        """Return one's own suggestion that can still be changed, or an empty record."""
        suggestion_sudo = self._find(suggestion_id)
        partner = request.env.user.partner_id
        may_edit = suggestion_sudo and suggestion_sudo._author_may_edit(partner)
        return suggestion_sudo if may_edit else suggestion_sudo.browse()

    def _written(self, suggestion_id, act, done, text=None, itself=False):
        """Do one narrow write, then show the page with what was done, or why not.

        :param text: for words, ``(field, clean text, as typed)``
        :param itself: of a double, not of the suggestion that it leads to
        """
        found_sudo = self._find(suggestion_id)
        if not found_sudo:
            return self._unknown_suggestion()
        suggestion_sudo = found_sudo if itself else found_sudo._shown_lead() or found_sudo
        try:
            if text:
                self._check_words(*text[:2])
            act(suggestion_sudo, request.env.user.partner_id)
        except UserError as error:
            return self._refused(suggestion_sudo, error, typed={text[0]: text[2]} if text else {})
        wrote()
        led = f"&double={found_sudo.id}" if suggestion_sudo != found_sudo else ""
        return see_other(
            f"/suggestions/{suggestion_sudo.id}?done={done}{led}",
            sent=f"{text[0]}-{found_sudo.id}" if text else "",
        )

    def _check_words(self, field, text):
        if not has_letters(text):
            raise UserError(request.env._("Write something first."))
        if len(text) > LENGTHS[field]:
            raise UserError(
                request.env._(
                    "This is too long: %(length)s characters, where %(most)s is the most.",
                    length=len(text),
                    most=LENGTHS[field],
                )
            )

    def _refused(self, suggestion_sudo, error, typed=None):
        """Say why not, on the page itself, with what was typed still in it."""
        if wants_json():
            return request.make_json_response({"error": str(error)}, status=409)
        return self._page(suggestion_sudo, problem=str(error), typed=typed, status=422)

    def _page(
        self, suggestion_sudo, *, done="", problem="", typed=None, status=200, double_id=None
    ):
        row = suggestion_sudo._page_for(request.env.user.partner_id)
        values = {
            "title": suggestion_sudo.name,
            "bar_key": "suggestions",
            "row": row,
            "led_from": [double for double in row["doubles"] if double["id"] == double_id],
            "done": done if done in self._done_sentences() else "",
            "done_sentence": self._done_sentences().get(done, ""),
            "problem": problem,
            "typed": typed or {},
            "lengths": LENGTHS,
        }
        return request.render("coop_suggestions.suggestion_page", values, status=status)

    def _done_sentences(self):
        _ = request.env._
        return {
            "proposed": _("Thank you! Your suggestion is open to everyone's votes, yours is cast."),
            "changed": _("Your suggestion is changed."),
            "commented": _("Your comment is published."),
            "uncommented": _("Your comment is removed."),
            "added": _("Your precision is added."),
            "withdrawn": _("Your suggestion is withdrawn."),
            "followed": _("You will hear of it by mail: the answer, its arrival, the verdict."),
            "unfollowed": _("You will get no mail about this suggestion."),
            "already": _("This product is proposed already: vote for it here."),
            "too_early": _("This product had its answer not long ago: here it is."),
            "too_late": _(
                "Somebody has voted for it meanwhile: it can no longer be changed. You can add a "
                "precision."
            ),
        }

    def _unknown_suggestion(self):
        return kind_page(
            request.env._("We do not find this suggestion"),
            request.env._("It may have been withdrawn by its author."),
            status=404,
            bar_key="suggestions",
            actions=[{"url": "/suggestions", "label": request.env._("All suggestions")}],
        )
