"""Who works here; the acts on one of them, each on a page of its own."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from huikuan.apps.people.roster import Person, companies, one_person, role_holder, team_names
from huikuan.apps.people.services import PersonChange
from huikuan.desk import staff
from huikuan.desk.rights import may, require, require_any
from huikuan.engine.codes import ROLES
from huikuan.web.asking import Ask, Question, differences
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.paging import behind
from huikuan.web.people.listing import TABS, people_screen, role_table
from huikuan.web.people.person import person_page
from huikuan.web.settings.views import crumbs
from huikuan.web.visitors import Visit

_ASKED = "web/asked.html"


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the people of a tab."""
    visit = cast(Visit, request)
    tab, query = request.GET.get("tab", ""), request.GET.get("q", "").strip()
    page = people_screen(tab, query, behind(request.GET.get("after")), visit)
    may_change = may("manage_people", actor=visit.actor, on=visit.business_date)
    said = {"page": page, "tab": tab if tab in TABS else "here", "query": query, "may_change": may_change}
    return render(request, "web/people.html", said)


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Show the table of who may do what."""
    visit = cast(Visit, request)
    require_any("see_people", actor=visit.actor, on=visit.business_date)
    return render(request, "web/roles.html", {"page": role_table(request.GET.get("role", ""), visit.words)})


@require_GET
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show a person."""
    visit = cast(Visit, request)
    found = _found(visit, number)
    may_change = may("manage_people", actor=visit.actor, on=visit.business_date)
    return render(request, "web/person.html", {"page": person_page(found, may_change=may_change, visit=visit)})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    visit = _keeper(request)
    words, form = visit.words, Form.of(visit)
    if form.is_sent:
        given = staff.NewPerson(
            form.needed("code"), form.needed("name"), form.value("team") or None, form.email("email")
        )
        made = attempted(form, lambda: staff.add_person(given, actor=visit.actor, on=visit.business_date, key=form.key))
        if made:
            said = words.text("{name} works here now. A role and a password are still missing.", name=given.name)
            return done(visit, reverse("person", args=[made.facts["person"]]), said)
    code = Question("code", words.text("Code"), help=words.text("The person signs in by it; it stays for good."))
    ask = Ask(
        title=words.text("Add a person"),
        crumbs=crumbs(visit, (words.text("People"), reverse("people"))),
        questions=[code, *_about(visit)],
        button=words.text("Add the person"),
    )
    return shown(visit, form, _ASKED, {"page": ask})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Give a person another name, address or team; whoever is second sees what holds beside what he typed."""
    visit = _keeper(request)
    words, found = visit.words, _found(visit, number)
    holds = {"name": found.name, "email": found.email, "team": found.team or ""}
    form, unlike = Form.of(visit, **holds), []
    if form.is_sent:
        given = PersonChange(
            found.code, form.needed("name"), form.email("email"), form.value("team") or None, form.version or 0
        )
        if form.version != found.version:
            unlike = differences(form, _about(visit), holds)
        elif attempted(form, lambda: staff.change_person(given, actor=visit.actor, on=visit.business_date)):
            return done(visit, reverse("person", args=[number]), words.text("Saved: {name}.", name=given.name))
    ask = Ask(
        title=words.text("Edit {name}", name=found.name),
        crumbs=_way(visit, found),
        questions=_about(visit),
        button=words.text("Save the person"),
        version=found.version,
        differences=unlike,
    )
    return shown(visit, form, _ASKED, {"page": ask})


@require_http_methods(["GET", "POST"])
def last_day(request: HttpRequest, number: int) -> HttpResponse:
    """Say until when a person works here."""
    visit = _keeper(request)
    words, found = visit.words, _found(visit, number)
    form = Form.of(visit, last_on=found.left_on)
    if form.is_sent:
        last_on, version, on = form.optional_day("last_on"), form.version or 0, visit.business_date
        if attempted(form, lambda: staff.set_last_day(found.code, last_on, version=version, actor=visit.actor, on=on)):
            said = words.text("{name} stays.", name=found.name)
            if last_on:
                said = words.text("{name} works here until {day}.", name=found.name, day=words.day_full(last_on))
            return done(visit, reverse("person", args=[number]), said)
    ask = Ask(
        title=words.text("Last day of {name}", name=found.name),
        crumbs=_way(visit, found),
        lines=[
            words.text("From the day after, nothing can be done under this code, and nobody is signed in by it."),
            words.text("What was recorded stays. Hand over the customers and promises before."),
        ],
        questions=[Question("last_on", words.text("Last day"), "day", words.text("Empty: the person stays."), True)],
        button=words.text("Save the last day"),
        version=found.version,
    )
    return shown(visit, form, _ASKED, {"page": ask})


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, number: int) -> HttpResponse:
    """Give a person a role."""
    visit = _keeper(request)
    words, found, on = visit.words, _found(visit, number), visit.business_date
    form = Form.of(visit, first_on=on)
    if form.is_sent:
        entity, last_on = form.value("entity") or None, form.optional_day("last_on")
        given = staff.NewRole(found.code, form.needed("role"), entity, form.day("first_on"), last_on)
        if attempted(form, lambda: staff.grant_role(given, actor=visit.actor, on=on, key=form.key)):
            role = words.title("role", given.role)
            said = words.text("{name} holds a new role: {role}.", name=found.name, role=role)
            return done(visit, reverse("person", args=[number]), said)
    known = [(one, words.title("role", one)) for one in ROLES]
    ours = [("", words.text("all companies")), *((one.code, one.name) for one in companies())]
    ask = Ask(
        title=words.text("A role for {name}", name=found.name),
        crumbs=_way(visit, found),
        questions=[
            Question("role", words.text("Role held"), "choice", choices=known),
            Question("entity", words.text("Company"), "choice", choices=ours),
            Question("first_on", words.text("From"), "day"),
            Question("last_on", words.text("Through"), "day", words.text("Empty: for good."), is_optional=True),
        ],
        button=words.text("Give the role"),
    )
    return shown(visit, form, _ASKED, {"page": ask})


@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, number: int) -> HttpResponse:
    """Let a role end."""
    visit = _keeper(request)
    words, on = visit.words, visit.business_date
    found = _found(visit, role_holder(number) or 0)
    role = next(words.title("role", one.role) for one in found.roles if one.number == number)
    form = Form.of(visit, last_on=on)
    if form.is_sent:
        last_on = form.day("last_on")
        if attempted(form, lambda: staff.end_role(number, last_on=last_on, actor=visit.actor, on=on)):
            said = words.text("{name}: {role} ends on {day}.", name=found.name, role=role, day=words.day_full(last_on))
            return done(visit, reverse("person", args=[found.number]), said)
    ask = Ask(
        title=words.text("End the role {role} of {name}", role=role, name=found.name),
        crumbs=_way(visit, found),
        questions=[Question("last_on", words.text("Last day"), "day", words.text("Yesterday: it ends at once."))],
        button=words.text("End the role"),
        is_grave=True,
    )
    return shown(visit, form, _ASKED, {"page": ask})


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, number: int) -> HttpResponse:
    """Give a person a first password, which is shown this once."""
    visit = _keeper(request)
    words, found, form = visit.words, _found(visit, number), Form.of(visit)
    if form.is_sent:
        made = attempted(form, lambda: staff.first_password(found.code, actor=visit.actor, on=visit.business_date))
        if made:
            said = {"name": found.name, "code": found.code, "password": made, "crumbs": _way(visit, found)}
            return render(request, "web/first_password.html", {"page": said})
    ask = Ask(
        title=words.text("A new password for {name}", name=found.name),
        crumbs=_way(visit, found),
        lines=[
            words.text("It is made by chance and shown once. {name} chooses an own one with it.", name=found.name),
            words.text("Wherever the person is signed in now, that ends."),
        ],
        button=words.text("Make the password"),
        is_grave=True,
    )
    return shown(visit, form, _ASKED, {"page": ask})


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a person for one-time codes no more."""
    visit = _keeper(request)
    words, found, form = visit.words, _found(visit, number), Form.of(visit)
    if form.is_sent:
        made = attempted(form, lambda: staff.stop_second_factor(found.code, actor=visit.actor, on=visit.business_date))
        if made:
            said = words.text("{name} signs in without one-time codes until a new second factor.", name=found.name)
            return done(visit, reverse("person", args=[number]), said)
    ask = Ask(
        title=words.text("End the second factor of {name}", name=found.name),
        crumbs=_way(visit, found),
        lines=[words.text("For a telephone that is lost. Make sure that it is really this person who asks.")],
        button=words.text("End the second factor"),
        is_grave=True,
    )
    return shown(visit, form, _ASKED, {"page": ask})


def _keeper(request: HttpRequest) -> Visit:
    """Return the visit of whoever may change people. Raises: Refused not_allowed."""
    visit = cast(Visit, request)
    require("manage_people", actor=visit.actor, on=visit.business_date)
    return visit


def _found(visit: Visit, number: int) -> Person:
    found = one_person(number, viewer=visit.actor, on=visit.business_date)
    if found is None:
        raise Http404
    return found


def _way(visit: Visit, found: Person) -> list[tuple[str, str]]:
    people = (visit.words.text("People"), reverse("people"))
    return crumbs(visit, people, (found.name, reverse("person", args=[found.number])))


def _about(visit: Visit) -> list[Question]:
    words = visit.words
    known = words.text(", ").join(team_names())
    return [
        Question("name", words.text("Person's name")),
        Question("email", words.text("E-mail"), is_optional=True),
        Question("team", words.text("Team"), help=words.text("So far: {teams}", teams=known), is_optional=True),
    ]
