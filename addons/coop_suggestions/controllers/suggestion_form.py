import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    members_only,
    page_route,
    see_other,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import clean_line, whole_number

from ..models.coop_suggestion_form import LENGTHS
from ..tools.photo import PhotoError, clean_photo

FIELDS = ("name", "why", "brand", "barcode", "shelf_id", "link", "frequency", "anonymous")
# What is folded away at first; open when something in it needs a look.
DETAILS = ("brand", "barcode", "shelf_id", "link", "photo", "frequency", "anonymous")


class SuggestionForm(http.Controller):
    @page_route("/suggestions/new")
    @members_only
    def new(self, name="", barcode="", again="", **kw):
        past_sudo = self._past(again)
        if past_sudo:
            return self._form(self._typed_in(past_sudo), again=past_sudo.id)
        typed = {"name": clean_line(name)[: LENGTHS["name"]], "barcode": clean_line(barcode)[:20]}
        return self._form(typed)

    def _typed_in(self, suggestion_sudo):
        """Return a suggestion as it stands in the form's fields."""
        typed = {name: suggestion_sudo[name] or "" for name in FIELDS if name != "frequency"}
        typed["shelf_id"] = str(suggestion_sudo.shelf_id.id or "")
        typed["anonymous"] = "1" if suggestion_sudo.anonymous else "0"
        return typed

    def _past(self, again):
        """Return what is proposed again, that was not kept, or an empty record."""
        # sudo: members have no rights on suggestions; those not kept are for all to read.
        return (
            request.env["coop.suggestion"]
            .sudo()
            .search(
                [
                    ("id", "=", whole_number(again)),
                    ("state", "=", "not_kept"),
                    ("company_id", "=", request.env.company.id),
                ]
            )
        )

    @write_route("/suggestions/new")
    @members_only
    def propose(self, **form):
        partner = request.env.user.partner_id
        # sudo: members have no rights on suggestions; what they type is checked here, and the
        # author is always the one who is logged in.
        suggestions_sudo = request.env["coop.suggestion"].sudo()
        values, errors = suggestions_sudo._read_form(form)
        photo_sudo = self._read_photo(form, errors)
        if not errors:
            if place := self._place_of_twin(suggestions_sudo, values, form):
                return place
            if form.get("anyway") != "1":
                twins = suggestions_sudo._twins_of(partner, values)
                if any(twins.values()):
                    return self._form(form, photo_sudo=photo_sudo, similar=twins)
            try:
                suggestion_sudo = self._propose(suggestions_sudo, partner, values, photo_sudo, form)
            except UserError as error:
                errors["form"] = str(error)
            else:
                return see_other(f"/suggestions/{suggestion_sudo.id}?done=proposed", sent="new")
        return self._form(form, errors=errors, photo_sudo=photo_sudo, status=422)

    def _propose(self, suggestions_sudo, partner, values, photo_sudo, form):
        """Make the suggestion, the photo in it, and forget the photo that was kept aside."""
        past_sudo = self._past_of(suggestions_sudo, values, form)
        suggestion_sudo = suggestions_sudo._propose(
            partner,
            {**values, "photo": photo_sudo.datas, "previous_id": past_sudo.id},
            frequency=suggestions_sudo._read_frequency(form),
            follow=self._wants_to_follow(),
        )
        photo_sudo.unlink()
        wrote()
        return suggestion_sudo

    def _past_of(self, suggestions_sudo, values, form):
        """Return what this was proposed as before, and not kept, or an empty record."""
        return self._past(form.get("again")) or self._past_of_words(suggestions_sudo, values)

    def _past_of_words(self, suggestions_sudo, values):
        return suggestions_sudo._past_not_kept(
            values["name"], values["brand"], values.get("barcode")
        )

    def _wants_to_follow(self):
        """Whether the author hears the answer: unless they untick the box."""
        # The box follows a hidden 0, so that an unticked box differs from a form without one.
        ticked = request.httprequest.form.getlist("follow")
        return not ticked or "1" in ticked

    def _place_of_twin(self, suggestions_sudo, values, form):
        """Lead to the page of what this is already, instead of making a twin; or return None."""
        if barcode := values.get("barcode"):
            product = request.env["product.product"]._coop_find_barcode(barcode)
            if product:
                return see_other(f"/p/{product.id}?already=1", sent="new")
            if open_sudo := suggestions_sudo._open_of_barcode(barcode):
                return see_other(f"/suggestions/{open_sudo.id}?done=already", sent="new")
        # Naming an older answer must not pass a newer one.
        past_sudo = self._past(form.get("again")) | self._past_of_words(suggestions_sudo, values)
        today = request.env.company._coop_today()
        for each_sudo in past_sudo:
            again_on = each_sudo._can_be_proposed_again_on()
            if again_on and again_on > today:
                return see_other(f"/suggestions/{each_sudo.id}?done=too_early")
        return None

    # --- the photo

    def _read_photo(self, form, errors):
        """Return the photo sent now, or kept from a form that came back, as an attachment."""
        sent = request.httprequest.files.get("photo")
        attachments_sudo = self._kept_photos()
        if sent and (data := sent.read()):
            try:
                return attachments_sudo.create(
                    {
                        "name": attachments_sudo._coop_kept_photo_name,
                        "raw": clean_photo(data),
                        "mimetype": "image/jpeg",
                    }
                )
            except PhotoError as error:
                errors["photo"] = {
                    "size": request.env._("This photo is too large: 15 MB is the most."),
                    "type": request.env._(
                        "This file is not a photo that we can read: send a JPEG, PNG or WebP."
                    ),
                }[error.code]
        if form.get("photo_gone") == "1":
            return attachments_sudo.browse()
        return attachments_sudo._coop_kept_photo(form.get("photo_kept"))

    def _kept_photos(self):
        # sudo: members may not make attachments; found again by who made it, and its token.
        return request.env["ir.attachment"].sudo()

    # --- showing

    def _form(self, typed, *, errors=None, photo_sudo=None, similar=None, status=200, **values):
        """Show the form with everything that was typed in it."""
        typed = {name: typed.get(name) or "" for name in FIELDS}
        errors = errors or {}
        values = {
            "title": request.env._("Propose a product"),
            "bar_key": "suggestions",
            "action": "/suggestions/new",
            "typed": typed,
            "errors": errors,
            "similar": similar,
            "lengths": LENGTHS,
            "follow": self._wants_to_follow(),
            "details_open": bool(
                errors.keys() & set(DETAILS)
                or photo_sudo
                or any(typed[name] for name in FIELDS if name in DETAILS)
            ),
            "photo_kept": photo_sudo and photo_sudo._coop_keep_token(),
            "photo_picture": photo_sudo
            and f"data:image/jpeg;base64,{base64.b64encode(photo_sudo.raw).decode()}",
            "shelves": request.env["coop.suggestion"].sudo()._shelves_to_choose(),
            "draft_key": "new",
            "again": whole_number(request.params.get("again")),
            **values,
        }
        return request.render("coop_suggestions.suggestion_form", values, status=status)
