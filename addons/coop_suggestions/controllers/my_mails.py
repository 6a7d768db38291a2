from odoo import http
from odoo.http import request

from odoo.addons.coop_stock.controllers.member_space import (
    kind_page,
    mailed_route,
    members_only,
    page_route,
    see_other,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import whole_number


class MyMails(http.Controller):
    """Which mails a member gets, on one page; and the address in each mail that stops its kind."""

    @page_route("/my/mails")
    @members_only
    def my_mails(self, done="", **kw):
        partner = request.env.user.partner_id
        # sudo: members have no rights on these; they see their own.
        choices = request.env["coop.mail.choice"].sudo()._choices_of(partner)
        alerts_sudo = request.env["coop.stock.alert"].sudo()._coop_standing_for(partner)
        shelves_sudo = request.env["coop.shelf"].sudo().search([])
        return request.render(
            "coop_suggestions.my_mails",
            {
                "title": request.env._("My mails"),
                "bar_key": "account",
                "choices": choices,
                "shelves": [
                    {"id": shelf.id, "name": shelf.name, "chosen": shelf.id in choices["shelf_ids"]}
                    for shelf in shelves_sudo
                ],
                "alerts": [
                    {"id": alert.id, "product_id": alert.product_id.id, "name": name}
                    for alert in alerts_sudo
                    if (name := alert.product_id.name)
                ],
                "email": request.env.user.email or "",
                "rests": partner._coop_address_rests(),
                "done_sentence": self._done_sentences().get(done, ""),
            },
        )

    @write_route("/my/mails")
    @members_only
    def choose(self, answers="", weekly="", **form):
        ids = {whole_number(id_) for id_ in request.httprequest.form.getlist("shelf")} - {None}
        # sudo: members have no rights on these; the choice is their own.
        shelves_sudo = request.env["coop.shelf"].sudo().search([("id", "in", list(ids))])
        request.env["coop.mail.choice"].sudo()._choose(
            request.env.user.partner_id,
            answers=bool(answers),
            weekly=bool(weekly),
            shelves=shelves_sudo,
        )
        wrote()
        return see_other("/my/mails?done=kept")

    @write_route("/my/mails/alert")
    @members_only
    def stop_alert(self, alert="", **form):
        alert_id = whole_number(alert)
        # sudo: members have no rights on alerts; only one of their own ends.
        request.env["coop.stock.alert"].sudo()._coop_stop_one(request.env.user.partner_id, alert_id)
        wrote()
        return see_other("/my/mails?done=alert")

    @write_route("/my/mails/again")
    @members_only
    def write_again(self, **form):
        request.env.user.partner_id._coop_write_again()
        wrote()
        return see_other("/my/mails?done=again")

    @page_route("/my/mails/<any(alert,again):action>")
    @members_only
    def after_login(self, action, **kw):
        """Come back from a login that interrupted a form: to the page."""
        return see_other("/my/mails")

    def _done_sentences(self):
        _ = request.env._
        return {
            "kept": _("Your choice is kept."),
            "alert": _("You will get no mail about this product."),
            "again": _("Thank you! We will write to you again."),
        }

    # --- from a mail, without an account

    @page_route("/mails/stop/<token>", auth="public")
    def stop_page(self, token, **kw):
        """Show one button: programs that look at the links of mails must stop nothing."""
        _partner, kind = self._find(token)
        if not kind:
            return self._unknown()
        return request.render(
            "coop_suggestions.stop_mails",
            {"title": request.env._("Stop these mails"), "kind": kind, "token": token},
        )

    @mailed_route("/mails/stop/<token>")
    def stop(self, token, **form):
        partner, kind = self._find(token)
        if not kind:
            return self._unknown()
        # sudo: who holds the signed address has no account; it says whose mails stop.
        request.env["coop.mail.choice"].sudo()._choose(partner, **{kind: False})
        sentence = (
            request.env._("You will get no more letter of the week.")
            if kind == "weekly"
            else request.env._(
                "You will get no more answers by mail. They stay on the pages of the suggestions."
            )
        )
        return kind_page(
            request.env._("It is stopped"),
            sentence,
            status=200,
            actions=[{"url": "/my/mails", "label": request.env._("Choose my mails")}],
        )

    def _find(self, token):
        # sudo: as above.
        return request.env["coop.mail.choice"].sudo()._of_token(token)

    def _unknown(self):
        return kind_page(
            request.env._("This address leads nowhere any more"),
            request.env._("There are no mails behind it. Was it copied whole from the mail?"),
            status=404,
        )
