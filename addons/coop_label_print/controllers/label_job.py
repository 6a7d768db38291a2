from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.coop_stock.controllers.member_space import (
    kind_page,
    page_route,
    see_other,
    volunteers_only,
    write_route,
    wrote,
)
from odoo.addons.coop_stock.tools.typed_text import whole_number

from .labels import label_page_values

# A thermal printer's resolutions that labels are downloaded for.
DPI = (203, 300)
# Of so many labels one chooses by name from which to print again; of more by number.
MOST_NAMED = 200


class LabelJob(http.Controller):
    """One print: its files, the walk through the shop, and what was put up.

    Volunteers have no rights on our models: jobs of the shop are read and written in sudo.
    """

    @page_route("/labels/jobs/<int:job_id>")
    @volunteers_only
    def job(self, job_id, **kw):
        job_sudo = self._find(job_id)
        return self._page(job_sudo) if job_sudo else self._no_job()

    @page_route("/labels/jobs/<int:job_id>/labels.pdf")
    @volunteers_only
    def pdf(self, job_id, format_id="", first="", start="", printer="", line="", **kw):
        job_sudo = self._find(job_id)
        format_sudo = self._format_of(job_sudo, format_id)
        if not format_sudo:
            return self._no_job()
        line_sudo = job_sudo.line_ids.browse(whole_number(line)).exists()
        if line and line_sudo.job_id != job_sudo:
            return self._no_job()
        printer_sudo = self._printer(printer)
        try:
            pdf = job_sudo._coop_pdf(
                line_sudo.format_id or format_sudo,
                first=whole_number(first) if first else 1,
                last=self._last_at_once(job_sudo, format_sudo, first),
                start=whole_number(start) if start else None,
                printer=printer_sudo or printer_sudo._coop_usual(),
                line=line_sudo,
            )
        except UserError as error:
            return self._page(job_sudo, error.args[0], {"first": first, "start": start}, 422)
        return self._file(pdf, "application/pdf", f"etiquettes-{job_sudo.id}.pdf", inline=True)

    @page_route("/labels/jobs/<int:job_id>/files/<int:file_id>.pdf")
    @volunteers_only
    def part(self, job_id, file_id, **kw):
        """Answer with a part of a large job, made in the background."""
        job_sudo = self._find(job_id)
        part_sudo = job_sudo.file_ids.filtered(lambda part: part.id == file_id)
        if not part_sudo.made_on:
            return self._no_job()
        stream = request.env["ir.binary"].sudo()._get_stream_from(part_sudo, "pdf")
        stream.mimetype = "application/pdf"
        stream.download_name = f"etiquettes-{job_sudo.id}-{part_sudo.first}.pdf"
        return stream.get_response(as_attachment=False)

    @page_route("/labels/jobs/<int:job_id>/labels.zpl")
    @volunteers_only
    def zpl(self, job_id, format_id="", dpi="", first="", **kw):
        """Answer with a file for a thermal printer that hangs on a computer."""
        job_sudo = self._find(job_id)
        format_sudo = self._format_of(job_sudo, format_id)
        if not format_sudo:
            return self._no_job()
        dpi = whole_number(dpi)
        try:
            zpl = job_sudo._coop_zpl(
                format_sudo,
                dpi if dpi in DPI else DPI[0],
                first=whole_number(first) if first else 1,
            )
        except UserError as error:
            return self._page(job_sudo, error.args[0], {"first": first}, 422)
        name = f"etiquettes-{job_sudo.id}.zpl"
        return self._file(zpl.encode(), "text/plain; charset=utf-8", name, inline=False)

    @write_route("/labels/jobs/<int:job_id>/send")
    @volunteers_only
    def send(self, job_id, format_id="", printer="", first="", **form):
        """Queue the labels for a printer on the network."""
        job_sudo = self._find(job_id)
        format_sudo = self._format_of(job_sudo, format_id)
        printer_sudo = self._printer(printer)
        if not format_sudo or not printer_sudo.host:
            return self._no_job()
        try:
            zpl = job_sudo._coop_zpl(
                format_sudo, int(printer_sudo.dpi), first=whole_number(first) if first else 1
            )
        except UserError as error:
            return self._page(job_sudo, error.args[0], {"first": first}, 422)
        printer_sudo._coop_send(zpl, job_sudo.display_name, job_sudo)
        wrote()
        return see_other(f"/labels/jobs/{job_sudo.id}")

    @write_route("/labels/jobs/<int:job_id>/confirm")
    @volunteers_only
    def confirm(self, job_id, shelf=None, **form):
        """Say that the labels hang, but for those that are ticked as missing."""
        job_sudo = self._find(job_id)
        if not job_sudo:
            return self._no_job()
        ticked = [whole_number(id_) for id_ in request.httprequest.form.getlist("missing")]
        line_ids = None
        if shelf is not None:
            of_shelf = [
                line.id for line in job_sudo.line_ids if line._coop_content().shelf == shelf
            ]
            # What is ticked on other shelves is missing, too: no tick gets lost.
            line_ids = of_shelf + ticked
        job_sudo._coop_confirm(missing_ids=ticked, line_ids=line_ids)
        wrote()
        return see_other(f"/labels/jobs/{job_sudo.id}#next")

    @write_route("/labels/jobs/<int:job_id>/reopen")
    @volunteers_only
    def reopen(self, job_id, **form):
        """Take back that the labels hang: a slip of the finger."""
        job_sudo = self._find(job_id)
        if not job_sudo:
            return self._no_job()
        job_sudo._coop_reopen()
        wrote()
        return see_other(f"/labels/jobs/{job_sudo.id}")

    @page_route("/labels/jobs/<int:job_id>/<any(send,confirm,reopen):action>")
    @volunteers_only
    def after_login(self, job_id, action, **kw):
        """Come back from a login that interrupted a form: to the job."""
        return see_other(f"/labels/jobs/{job_id}")

    # --- what is asked for

    def _find(self, job_id):
        """Return the job, of the company's shops only, or an empty record."""
        jobs_sudo = request.env["coop.label.job"].sudo()
        job_sudo = jobs_sudo.browse(whole_number(str(job_id))).exists()
        return job_sudo if job_sudo.company_id == request.env.company else jobs_sudo

    def _format_of(self, job_sudo, format_id):
        """Return the asked format if the job has labels on it; its first one when none is asked."""
        number = whole_number(format_id)
        for format_sudo, _count in job_sudo._coop_formats() if job_sudo else []:
            if not format_id or format_sudo.id == number:
                return format_sudo
        return request.env["coop.label.format"].sudo()

    def _printer(self, printer):
        printers_sudo = request.env["coop.label.printer"].sudo()
        printer_sudo = printers_sudo.browse(whole_number(printer)).exists()
        is_ours = printer_sudo.company_id == request.env.company
        return printer_sudo if is_ours else printers_sudo

    def _last_at_once(self, job_sudo, format_sudo, first):
        """Return up to which label one file goes: of a large job, to the end of that part."""
        number = whole_number(first) if first else 1
        parts = job_sudo.file_ids.filtered(lambda part: part.format_id == format_sudo)
        return next((part.last for part in parts if part.first <= number <= part.last), None)

    def _file(self, content, kind, name, inline):
        disposition = f'inline; filename="{name}"' if inline else content_disposition(name)
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", disposition),
            ("Cache-Control", "private, no-cache"),
        ]
        return request.make_response(content, headers=headers)

    # --- the page

    def _page(self, job_sudo, problem="", typed=None, status=200):
        pages = request.env["coop.label.page"]
        states = job_sudo._coop_states()
        printers_sudo = (
            request.env["coop.label.printer"]
            .sudo()
            .search([("company_id", "=", request.env.company.id)])
        )
        sections = pages._coop_job_rows(job_sudo)
        values = label_page_values(
            title=job_sudo._coop_batch_words(),
            job=job_sudo,
            printed_words=request.env._(
                "%(labels)s · printed %(at)s by %(who)s",
                labels=pages._coop_labels_words(sum(states.values())).capitalize(),
                at=request.env.company._coop_at_words(job_sudo.printed_on),
                who=job_sudo._coop_who(),
            ),
            left=self._left_words(whole_number(request.params.get("left", ""))),
            done_words=self._done_words(states.get("hung", 0), states.get("missing", 0)),
            formats=self._format_values(job_sudo, printers_sudo, sections),
            is_being_made=any(not part.made_on for part in job_sudo.file_ids),
            sections=sections,
            next_section=next(
                (place for place, section in enumerate(sections) if section["waits"]), None
            ),
            count=sum(states.values()),
            waiting=states.get("waiting", 0),
            all_hung=request.env._("All are put up"),
            some_hung=request.env._("Finished, to do again: {missing}"),
            may_reopen=job_sudo._coop_may_reopen(),
            also=[self._also_values(*other) for other in job_sudo._coop_also_printed()],
            paper_printers=[
                (printer.id, printer.name) for printer in printers_sudo if not printer.host
            ],
            sendings=self._sendings(job_sudo),
            problem=problem,
            typed=typed or {},
        )
        return request.render("coop_label_print.label_job", values, status=status)

    def _format_values(self, job_sudo, printers_sudo, sections):
        """Return what is said of each format of a job: its labels, files and thermal printers."""
        pages = request.env["coop.label.page"]
        values = []
        for format_sudo, count in job_sudo._coop_formats():
            form = format_sudo._to_label_format()
            begun = job_sudo.start - 1 if format_sudo == job_sudo.format_id else 0
            parts_sudo = job_sudo.file_ids.filtered(
                lambda part, of=format_sudo: part.format_id == of
            )
            is_roll = format_sudo.kind == "roll"
            sheets = -(-(count + begun) // form.places_per_page)
            made_sudo = parts_sudo.filtered("made_on")
            values.append(
                {
                    "id": format_sudo.id,
                    "name": format_sudo.name,
                    "count": count,
                    "sheets": sheets,
                    "words": self._paper_words(count, 0 if is_roll else sheets, begun),
                    "places": form.places_per_page,
                    "is_roll": is_roll,
                    "lines": pages._coop_numbered(sections, format_sudo)
                    if count <= MOST_NAMED
                    else [],
                    "parts": len(parts_sudo),
                    "made_words": request.env._(
                        "%(made)s of %(all)s files are ready.",
                        made=len(made_sudo),
                        all=len(parts_sudo),
                    ),
                    "files": [
                        {
                            "id": part.id,
                            "words": request.env._(
                                "Labels %(first)s to %(last)s", first=part.first, last=part.last
                            ),
                        }
                        for part in made_sudo
                    ],
                    "printers": [
                        (printer.id, self._send_words(printer))
                        for printer in printers_sudo
                        if is_roll and printer.host
                    ],
                }
            )
        return values

    def _paper_words(self, count, sheets, begun):
        """Return « 24 étiquettes, une planche, à partir de la place 7 »."""
        words = [request.env["coop.label.page"]._coop_labels_words(count)]
        if sheets:
            words.append(
                request.env._("one sheet") if sheets == 1 else request.env._("%s sheets", sheets)
            )
        if begun:
            words.append(request.env._("from place %s", begun + 1))
        return ", ".join(words)

    def _send_words(self, printer_sudo):
        if printer_sudo.state == "off":
            return request.env._("Send to %s (it was off)", printer_sudo.name)
        return request.env._("Send to %s", printer_sudo.name)

    def _left_words(self, count):
        if not count:
            return ""
        if count == 1:
            return request.env._("One label was left out: its number of copies is not right.")
        return request.env._(
            "%s labels were left out: their numbers of copies are not right.", count
        )

    def _done_words(self, hung, missing):
        if missing:
            return request.env._(
                "Put up: %(hung)s, to do again: %(missing)s.", hung=hung, missing=missing
            )
        return request.env._("All are put up.")

    def _also_values(self, other_sudo, count):
        """Return the warning that another print holds some of the same labels."""
        sentence = (
            request.env._("%(who)s printed one of these labels, too: talk to each other.")
            if count == 1
            else request.env._(
                "%(who)s printed %(count)s of these labels, too: talk to each other."
            )
        )
        return {
            "id": other_sudo.id,
            "title": other_sudo._coop_batch_words(),
            "words": sentence % {"who": other_sudo._coop_who(), "count": count},
        }

    def _sendings(self, job_sudo):
        sendings_sudo = (
            request.env["coop.label.sending"].sudo().search([("job_id", "=", job_sudo.id)])
        )
        return [sending._coop_words() for sending in sendings_sudo]

    def _no_job(self):
        return kind_page(
            request.env._("This print is not there"),
            request.env._("Choose one of the prints that wait, or print anew."),
            status=404,
            actions=[{"url": "/labels", "label": request.env._("Labels")}],
        )
