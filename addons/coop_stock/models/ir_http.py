from werkzeug.exceptions import BadRequest, abort

from odoo import models
from odoo.http import Response, request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        result = super()._pre_dispatch(rule, args)
        if f"{rule.rule}/".startswith("/my/") and request.env.user._coop_is_shop_account():
            # The pages of one's own: on a shared computer there is nobody to own them.
            abort(request.redirect("/volunteer", code=303))
        if rule.endpoint.routing.get("coop_form") and "csrf_token" in request.httprequest.files:
            # Odoo would read the file where it expects the token's letters, and fail.
            raise BadRequest
        return result

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if isinstance(exception, BadRequest) and cls._coop_is_member_form():
            # The page was opened before the last login: Odoo's "Bad Request" helps nobody.
            values = {
                "title": request.env._("This page had waited too long"),
                "sentence": request.env._(
                    "Nothing was sent, and what you wrote is kept: go back and send it again."
                ),
                "actions": [{"url": request.httprequest.path, "label": request.env._("Go back")}],
            }
            html = request.env["ir.qweb"]._render("coop_stock.kind_page", values)
            return Response(html, status=400, content_type="text/html;charset=utf-8")
        return response

    @classmethod
    def _coop_is_member_form(cls):
        """Whether the request posts a form of the member space."""
        if request.httprequest.method != "POST":
            return False
        rule, _args = cls._match(request.httprequest.path)
        return bool(rule.endpoint.routing.get("coop_form"))
