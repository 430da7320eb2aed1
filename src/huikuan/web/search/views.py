"""The search of the top bar: a page, or the list below the field while one types."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huikuan.desk.rights import require_any
from huikuan.web.search.finding import finding_of
from huikuan.web.visitors import Visit


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found; the only one is opened at once."""
    visit = cast(Visit, request)
    require_any("see_customer", actor=visit.actor, on=visit.business_date)
    finding = finding_of(request.GET.get("q", ""), visit)
    page = {"finding": finding, "sought": finding.sought}
    if request.GET.get("as") == "list":
        return render(request, "web/search_hits.html", page)
    if finding.only:
        return HttpResponseRedirect(finding.only)
    return render(request, "web/search.html", page)
