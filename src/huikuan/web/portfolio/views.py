"""The portfolio of the newest run, the customers behind each of its sums, and these as a workbook."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.rights import require_any
from huikuan.web.paging import behind
from huikuan.web.portfolio.cases import cases_screen, cases_workbook
from huikuan.web.portfolio.page import address, part_of, portfolio_screen
from huikuan.web.records import workbook_answer
from huikuan.web.visitors import Visit


@require_GET
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show the whole, or a part of it."""
    visit = cast(Visit, request)
    require_any("see_worklist", actor=visit.actor, on=visit.business_date)
    run = newest_run()
    page = portfolio_screen(run, part_of(request.GET.dict()), visit) if run else None
    return render(request, "web/portfolio.html", {"page": page, "has_run": run is not None})


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Show the customers behind a sum."""
    visit = cast(Visit, request)
    require_any("see_worklist", actor=visit.actor, on=visit.business_date)
    run, part = newest_run(), part_of(request.GET.dict())
    if run is None:
        return render(request, "web/portfolio.html", {"page": None, "has_run": False})
    page = cases_screen(run, part, behind(request.GET.get("after")), visit)
    whole = address("portfolio", part)
    return render(request, "web/portfolio_cases.html", {"page": page, "whole": whole})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Give the rows behind a sum as a workbook; who took what is recorded (D-1401)."""
    visit, part = cast(Visit, request), part_of(request.GET.dict())
    return workbook_answer(visit, "portfolio", lambda run: cases_workbook(run, part, visit))
