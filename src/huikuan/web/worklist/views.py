"""The worklist of the newest run."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.rights import require_any
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit
from huikuan.web.worklist.page import Query, worklist_screen

KEYS = {"J K": N_("up and down"), "Enter": N_("open the customer"), "W": N_("why this rank"), "/": N_("look for")}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show it: a tab, mine or all, what was searched for."""
    visit = cast(Visit, request)
    require_any("see_worklist", actor=visit.actor, on=visit.business_date)
    run = newest_run()
    page = worklist_screen(run, Query.of(request.GET.dict()), visit) if run is not None else None
    keys = [(key, visit.words.text(word)) for key, word in KEYS.items()]
    return render(request, "web/worklist.html", {"page": page, "keys": keys})
