"""The worklist of the newest run, and what is done with many of its rows at once."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.dunning.selectors import newest_run
from huikuan.apps.people.selectors import reach_of
from huikuan.desk.postponing_many import ManyPostponed, outlook, postpone_many
from huikuan.desk.rights import require_any
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.undo.views import undo_of
from huikuan.web.visitors import Visit
from huikuan.web.worklist.bulk import cases_sent, said_of, ticked
from huikuan.web.worklist.keys import KEYS
from huikuan.web.worklist.page import worklist_screen
from huikuan.web.worklist.query import Query
from huikuan.web.worklist.saved import first_view


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show it: a tab, mine or all, what was searched and filtered for, in the ranked order or another."""
    visit = cast(Visit, request)
    require_any("see_worklist", actor=visit.actor, on=visit.business_date)
    if not request.GET and (first := first_view(visit)):
        return HttpResponseRedirect(first)
    run = newest_run()
    page = worklist_screen(run, Query.of(request.GET.dict()), visit) if run is not None else None
    keys = [(key, visit.words.text(word)) for key, word in KEYS.items()]
    may_postpone = bool(reach_of(visit.actor, "postpone_task", visit.business_date).parts)
    return render(request, "web/worklist.html", {"page": page, "keys": keys, "may_postpone": may_postpone})


@require_POST
def postpone(request: HttpRequest) -> HttpResponse:
    """Ask until when and why the ticked cases are left alone; with an answer, do it (R-210)."""
    visit = cast(Visit, request)
    viewer, on = visit.actor, visit.business_date
    require_any("postpone_task", actor=viewer, on=on)
    form = Form.of(visit)
    onward = Query.of_address(form.value("onward")).address()
    meant = cases_sent(form)
    if not meant:
        return HttpResponseRedirect(onward)
    if "reason" in form.typed:
        asked = ManyPostponed(meant, form.day("until"), form.needed("reason"))
        made = attempted(form, lambda: postpone_many(asked, actor=viewer, on=on, key=form.key))
        if made is not None:
            left = [str(one["customer"]) for one in made.facts["left"]]
            until = visit.words.day(date.fromisoformat(str(made.facts["until"])), on)
            said = said_of(made.facts, names_of_customers(left), until, visit.words)
            return done(visit, onward, said, undo=undo_of(form.key, onward))
    seen = outlook([case.case_no for case in meant], viewer=viewer, on=on)
    page = ticked(seen, visit)
    return shown(visit, form, "web/worklist_postpone.html", {"page": page, "onward": onward})
