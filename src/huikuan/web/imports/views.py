"""The list of imports and the way in, one import, and its files."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from huikuan.apps.audit.errors import Refused
from huikuan.desk.import_files import ImportSeen, import_file, import_seen
from huikuan.desk.rights import require_any
from huikuan.desk.undoing import Undoing, require_undoable, undo_import
from huikuan.desk.uploads import stage
from huikuan.gateways.uploads import ENDINGS
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.imports.detail import import_screen
from huikuan.web.imports.listing import imports_screen
from huikuan.web.imports.receiving import files_sent, sample_files
from huikuan.web.paging import behind
from huikuan.web.visitors import Visit


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Show what waits and what was imported; take files in."""
    visit = cast(Visit, request)
    require_any("import", actor=visit.actor, on=visit.business_date)
    form = Form.of(visit)
    if form.is_sent:
        number = attempted(form, lambda: _staged(visit, form))
        if number:
            return HttpResponseRedirect(reverse("upload", args=[number]))
    page = imports_screen(behind(request.GET.get("after")), visit)
    return shown(visit, form, "web/imports.html", {"page": page.imported, "screen": page, "endings": ",".join(ENDINGS)})


def _staged(visit: Visit, form: Form) -> int:
    source = sample_files if form.value("chosen") == "sample" else files_sent
    with source(visit) as sent:
        return stage(sent, actor=visit.actor, on=visit.business_date, key=form.key).pk


@require_http_methods(["GET", "POST"])
def imported(request: HttpRequest, number: int) -> HttpResponse:
    """Show an import; with a reason and a second yes, take it back."""
    visit = cast(Visit, request)
    viewer, on = visit.actor, visit.business_date
    seen = _import(number, visit)
    form = Form.of(visit)
    page = import_screen(seen, request.GET.get("code", ""), behind(request.GET.get("after")), visit)
    if not form.is_sent:
        return shown(visit, form, "web/import.html", {"page": page})
    asked = Undoing(number, form.needed("reason"))
    if form.is_confirmed:
        if attempted(form, lambda: undo_import(asked, actor=viewer, on=on, key=form.key)):
            said = visit.words.text("Import {number} was taken back; what it had replaced holds again.", number=number)
            return done(visit, reverse("imports"), said)
    elif attempted(form, lambda: require_undoable(asked, actor=viewer, on=on)):
        return shown(visit, form, "web/import_undo.html", {"page": page})
    return shown(visit, form, "web/import.html", {"page": page})


def _import(number: int, visit: Visit) -> ImportSeen:
    try:
        return import_seen(number, viewer=visit.actor, on=visit.business_date)
    except Refused as refused:
        if refused.code in ("batch_unknown", "batch_is_no_import"):
            raise Http404 from refused
        raise


@require_POST
def file(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Give a file back as it was imported; who took it is recorded."""
    visit = cast(Visit, request)
    found = import_file(number, place, viewer=visit.actor, on=visit.business_date)
    if found is None:
        raise Http404
    name, content = found
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
