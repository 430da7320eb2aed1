"""Lists that rest on the newest run: shown page by page, and taken as a workbook by whoever may (D-1401)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.exporting import record_export
from huikuan.desk.rights import require_any
from huikuan.web.lists import List
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def records_answer(visit: Visit, title: str, screen: Callable[[Run], List]) -> HttpResponse:
    """Return a list of what the visitor reaches; before the first run a page that says what to do."""
    require_any("see_customer", actor=visit.actor, on=visit.business_date)
    run = newest_run()
    page = screen(run) if run is not None else {"title": title}
    return render(visit, "web/records.html", {"page": page, "has_run": run is not None})


def workbook_answer(visit: Visit, what: str, made: Callable[[Run], tuple[bytes, int]]) -> HttpResponse:
    """Return a workbook and put on record who took how many rows. Raises: Refused not_allowed, no_day_yet."""
    require_any("export", actor=visit.actor, on=visit.business_date)
    run = newest_run()
    if run is None:
        raise Refused("no_day_yet")
    workbook, rows = made(run)
    record_export(what, rows, actor=visit.actor, on=visit.business_date)
    answer = HttpResponse(workbook, content_type=_WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="{what}-{run.business_date}.xlsx"'
    return answer
