"""The way in by role, the first page, and on a phone the places that find no room below."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huikuan.apps.dunning.selectors import newest_run
from huikuan.apps.people.selectors import roles_held
from huikuan.web.today.page import today_screen
from huikuan.web.visitors import Visit

# Whose first page is another one: who only decides, and who only brings the day's data.
_FIRST_PAGES = (({"boss"}, "approvals"), ({"clerk"}, "imports"))


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the person's role."""
    visit = cast(Visit, request)
    roles = roles_held(visit.actor, visit.business_date)
    first = next((page for held, page in _FIRST_PAGES if roles and roles <= held), "today")
    return HttpResponseRedirect(reverse(first))


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show what is due now."""
    return render(request, "web/today.html", {"page": today_screen(newest_run(), cast(Visit, request))})


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """Show every place and the person: what a phone has no room for at its foot."""
    return render(request, "web/more.html", {})
