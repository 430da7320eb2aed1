"""Absences: a list, a new one, and coming back sooner; and acting in the name of somebody who is away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huikuan.apps.people.roster import Away, absences, people_to_name
from huikuan.apps.people.selectors import person_here
from huikuan.desk import staff
from huikuan.desk.rights import require_any
from huikuan.gateways.exports.palette import AMBER, GREEN
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.asking import Ask, Question
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.lists import Cell, Line, List, tabs_of
from huikuan.web.paging import address_of, behind
from huikuan.web.people.listing import GREY
from huikuan.web.people.person import span
from huikuan.web.settings.views import crumbs
from huikuan.web.visitors import ON_BEHALF, Visit

PAGE_SIZE = 50
TABS: Mapping[str, str] = {"now": N_("Now"), "coming": N_("To come"), "over": N_("Over")}
_TONES = {"now": GREEN, "coming": AMBER, "over": GREY}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show who is away, who will be, who was."""
    visit = cast(Visit, request)
    require_any("record_absence", actor=visit.actor, on=visit.business_date)
    tab, after = request.GET.get("tab", ""), behind(request.GET.get("after"))
    return render(request, "web/absences.html", {"page": _screen(tab if tab in TABS else "now", after, visit)})


def _screen(tab: str, after: int, visit: Visit) -> List:
    words = visit.words
    among: dict[str, list[Away]] = {name: [] for name in TABS}
    for one in absences(viewer=visit.actor, on=visit.business_date):
        among[one.when].append(one)
    more = after + PAGE_SIZE if len(among[tab]) > after + PAGE_SIZE else 0
    return List(
        title=words.text("Absences"),
        tabs=tabs_of("absences", words, TABS, {name: len(rows) for name, rows in among.items()}, tab),
        heads=[(words.text(head), "") for head in (N_("Away"), N_("Deputy"), N_("Dates"), N_("State"))],
        lines=[_line(one, visit) for one in among[tab][after : after + PAGE_SIZE]],
        more=address_of("absences", {"tab": tab, "after": more}) if more else "",
        start=address_of("absences", {"tab": tab}) if after else "",
    )


def _line(one: Away, visit: Visit) -> Line:
    words, on = visit.words, visit.business_date
    days = span(one.first_on, one.last_on, words, on)
    state = Cell(words.text(TABS[one.when]), kind="last", tone=_TONES[one.when])
    return Line(one.person, reverse("absence", args=[one.number]), [Cell(one.deputy), Cell(days, kind="less"), state])


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record an absence: one's own, or that of somebody whom one reaches."""
    visit = cast(Visit, request)
    words, on = visit.words, visit.business_date
    require_any("record_absence", actor=visit.actor, on=on)
    absent = people_to_name(viewer=visit.actor, on=on, act="record_absence")
    form = Form.of(visit, code=request.GET.get("code") or person_here(visit.actor).code, first_on=on)
    if form.is_sent:
        away = staff.Absence(form.needed("code"), form.needed("deputy"), form.day("first_on"), form.day("last_on"))
        if attempted(form, lambda: staff.record_absence(away, actor=visit.actor, on=on, key=form.key)):
            days = span(away.first_on, away.last_on, words, on)
            name = dict(absent).get(away.code, away.code)
            return done(
                visit, reverse("absences"), words.text("Recorded: {name} is away, {days}.", name=name, days=days)
            )
    deputies = [("", "—"), *people_to_name(viewer=visit.actor, on=on, act="see_people")]
    ask = Ask(
        title=words.text("Record an absence"),
        crumbs=crumbs(visit, (words.text("Absences"), reverse("absences"))),
        lines=[words.text("On these days the deputy may do what the absent person may. The record names both.")],
        questions=[
            Question("code", words.text("Who is away"), "choice", choices=absent),
            Question("deputy", words.text("Deputy"), "choice", choices=deputies),
            Question("first_on", words.text("From"), "day"),
            Question("last_on", words.text("Through"), "day", words.text("The last day away.")),
        ],
        button=words.text("Record the absence"),
    )
    return shown(visit, form, "web/asked.html", {"page": ask})


@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest, number: int) -> HttpResponse:
    """Show an absence; let it end sooner."""
    visit = cast(Visit, request)
    words, on = visit.words, visit.business_date
    found = next((one for one in absences(viewer=visit.actor, on=on) if one.number == number), None)
    if found is None:
        raise Http404
    form = Form.of(visit)
    if form.is_sent:
        ended = attempted(form, lambda: staff.end_absence(number, back_on=on, actor=visit.actor, on=on))
        if ended:
            said = words.text("{name} is back; nobody stands in any more.", name=found.person)
            return done(visit, reverse("absences"), said)
    days = span(found.first_on, found.last_on, words, on)
    ask = Ask(
        title=words.text("{name} is away", name=found.person),
        crumbs=crumbs(visit, (words.text("Absences"), reverse("absences"))),
        lines=[words.text("{deputy} stands in: {days}.", deputy=found.deputy, days=days)],
        button=words.text("Back from today on") if found.when != "over" else "",
        is_grave=True,
    )
    return shown(visit, form, "web/asked.html", {"page": ask})


@require_POST
def stand_in(request: HttpRequest) -> HttpResponse:
    """Act in the name of somebody who is away, or (nobody named) as oneself again; every page checks the days."""
    principal = request.POST.get("principal", "")
    request.session.pop(ON_BEHALF, None)
    if principal.isdecimal():
        request.session[ON_BEHALF] = int(principal)
    return HttpResponseRedirect(reverse("home"))
