"""An upload on its way to an import: what it is, its columns, the check, and the import itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huikuan.apps.audit.errors import Refused
from huikuan.desk.upload_recording import ask_for, is_small, keep_control, problems_found, put_back, work_off
from huikuan.desk.upload_sheets import Settings
from huikuan.desk.uploads import Mapped, add_files, choose, discard, map_columns, restore, upload_seen
from huikuan.gateways.exports.safe_csv import safe_csv
from huikuan.gateways.imports.columns import TABLES
from huikuan.gateways.texts.import_words import page_problems
from huikuan.gateways.uploads import ENDINGS
from huikuan.web.forms import Form, Undo, attempted, done, shown
from huikuan.web.imports.checking import check_screen, control_typed, problem_export, settles_most
from huikuan.web.imports.columns import columns_of, columns_screen, first_values
from huikuan.web.imports.preparing import initial, preparation, tables_chosen
from huikuan.web.imports.receiving import files_sent
from huikuan.web.paging import behind
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Upload

_SOURCE_LENGTH = 40
_LAYOUT_LENGTH = 80


def _upload(visit: Visit, number: int) -> Upload:
    try:
        return upload_seen(number, viewer=visit.actor, on=visit.business_date)
    except Refused as refused:
        if refused.code == "upload_unknown":
            raise Http404 from refused
        raise


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was sent and what it seems to be; take down what a person says of it, and check it."""
    visit = cast(Visit, request)
    seen = _upload(visit, number)
    form = Form.of(visit, **initial(seen))
    if form.is_sent:
        answer = _ACTS.get(form.value("act"), _checked)(visit, seen, form)
        if answer is not None:
            return answer
        seen = _upload(visit, number)
    elif seen.state in ("checking", "recording", "recorded", "unchanged"):
        return HttpResponseRedirect(reverse("upload_check", args=[number]))
    page = preparation(seen, form, visit)
    return shown(visit, form, "web/upload.html", {"page": page, "endings": ",".join(ENDINGS)})


def _checked(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    """Take down the choices, then have them checked; a step aside keeps them too."""
    source = form.value("source")
    if len(source) > _SOURCE_LENGTH:
        form.mark("source", Refused("too_long", most=_SOURCE_LENGTH))
    settings = Settings(
        source=source,
        mode=form.value("mode"),
        known_on=form.day("known_on") if form.value("known_on") else None,
        currency=form.value("currency"),
        dates=form.value("dates"),
        encoding=form.value("encoding"),
    )
    aside = form.value("aside")
    viewer, on = visit.actor, visit.business_date

    def work() -> bool:
        chosen = choose(seen.pk, form.version or 0, settings, tables_chosen(seen, form), actor=viewer, on=on)
        if not aside:
            version = ask_for("check", seen.pk, chosen, actor=viewer, on=on)
            if is_small(seen):
                work_off(seen.pk, version)
        return True

    if not attempted(form, work):
        return None
    if aside.isdecimal() and int(aside) < len(seen.sheets):
        return HttpResponseRedirect(reverse("upload_sheet", args=[seen.pk, int(aside)]))
    return HttpResponseRedirect(reverse("upload_check", args=[seen.pk]))


def _added(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    def work() -> bool:
        with files_sent(visit) as sent:
            add_files(seen.pk, form.version or 0, sent, actor=visit.actor, on=visit.business_date)
        return True

    made = attempted(form, work)
    return HttpResponseRedirect(reverse("upload", args=[seen.pk])) if made else None


def _discarded(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    def work() -> int:
        return discard(seen.pk, form.version or 0, actor=visit.actor, on=visit.business_date)

    version = attempted(form, work)
    if version is None:
        return None
    back = Undo(reverse("upload", args=[seen.pk]), {"act": "restore", "version": str(version)})
    said = visit.words.text("Upload {number} was put away; nothing was imported.", number=seen.pk)
    return done(visit, reverse("imports"), said, undo=back)


def _restored(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    def work() -> bool:
        restore(seen.pk, form.version or 0, actor=visit.actor, on=visit.business_date)
        return True

    made = attempted(form, work)
    return HttpResponseRedirect(reverse("upload", args=[seen.pk])) if made else None


_ACTS = {"add": _added, "discard": _discarded, "restore": _restored}


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Show the columns of a sheet with examples; take down which of ours they are, and remember it."""
    visit = cast(Visit, request)
    seen = _upload(visit, number)
    if place >= len(seen.sheets):
        raise Http404
    one = seen.sheets[place]
    asked = request.GET.get("table", "")
    table = asked if asked in TABLES else one["table"] or "receivables"
    form = Form.of(visit, **first_values(one, table))
    if form.is_sent:
        name = form.value("layout")
        if len(name) > _LAYOUT_LENGTH:
            form.mark("layout", Refused("too_long", most=_LAYOUT_LENGTH))
        mapped = Mapped(place, table, columns_of(one, table, form, visit.words), name)

        def work() -> bool:
            map_columns(number, form.version or 0, mapped, actor=visit.actor, on=visit.business_date)
            return True

        if attempted(form, work):
            said = visit.words.text("The columns of {sheet} were kept.", sheet=one["sheet"] or one["file"])
            return done(visit, reverse("upload", args=[number]), said)
        seen = _upload(visit, number)
    page = columns_screen(seen, place, table, visit)
    return shown(visit, form, "web/upload_sheet.html", {"page": page, "place": place})


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Show what would change; compare control totals, or import."""
    visit = cast(Visit, request)
    seen = _upload(visit, number)
    form = Form.of(visit, **seen.control)
    if form.is_sent:
        answer = _ON_CHECK.get(form.value("act"), _compared)(visit, seen, form)
        if answer is not None:
            return answer
        seen = _upload(visit, number)
    if seen.state == "recorded":
        return HttpResponseRedirect(reverse("import", args=[seen.batch_id]))
    if seen.state in ("open", "discarded") and form.is_whole:
        return HttpResponseRedirect(reverse("upload", args=[number]))
    page = check_screen(seen, form, request.GET.get("code", ""), behind(request.GET.get("after")), visit)
    return shown(visit, form, "web/upload_check.html", {"page": page})


def _compared(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    """Keep the control totals and show the differences."""
    control = control_typed(seen, form)
    attempted(
        form, lambda: keep_control(seen.pk, form.version or 0, control, actor=visit.actor, on=visit.business_date)
    )
    return None


def _recorded(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    """Import; where a sum differs from its control total, only after a second yes."""
    viewer, on = visit.actor, visit.business_date
    is_doubtful = False
    if seen.state == "checked":
        control = control_typed(seen, form)
        is_doubtful = check_screen(seen, form, "", 0, visit).differs or settles_most(seen)

        def kept() -> int:
            return keep_control(seen.pk, form.version or 0, control, actor=viewer, on=on)

        version = attempted(form, kept)
        if version is None or (is_doubtful and not form.is_confirmed):
            return None
    else:
        version = form.version or 0

    def work() -> bool:
        asked = ask_for("record", seen.pk, version, actor=viewer, on=on)
        if is_small(seen):
            work_off(seen.pk, asked)
        return True

    if not attempted(form, work):
        return None
    return HttpResponseRedirect(reverse("upload_check", args=[seen.pk]))


def _done_here(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    """Do in this request what no worker has taken up."""
    work_off(seen.pk, form.version or 0)
    return HttpResponseRedirect(reverse("upload_check", args=[seen.pk]))


def _put_back(visit: Visit, seen: Upload, form: Form) -> HttpResponse | None:
    attempted(form, lambda: put_back(seen.pk, form.version or 0, actor=visit.actor, on=visit.business_date))
    return HttpResponseRedirect(reverse("upload_check", args=[seen.pk]))


_ON_CHECK = {"record": _recorded, "here": _done_here, "back": _put_back}


@require_GET
def problems(request: HttpRequest, number: int) -> HttpResponse:
    """Give the problems that the check found as a file."""
    visit = cast(Visit, request)
    found = problems_found(_upload(visit, number), code=request.GET.get("code", ""))
    told = problem_export(page_problems(found.rows, visit.words, visit.business_date))
    answer = HttpResponse(safe_csv(told), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="problems-{number}.csv"'
    return answer
