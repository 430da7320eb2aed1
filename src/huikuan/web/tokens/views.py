"""The tokens of other systems: listed without their secrets, issued, revoked."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from huikuan.apps.people.roster import people_to_name
from huikuan.apps.people.selectors import names_of_people
from huikuan.apps.people.tokens import SCOPES, TokenLine
from huikuan.desk import staff
from huikuan.desk.rights import require
from huikuan.gateways.exports.palette import AMBER, GREEN
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.audit_words import SCOPE_WORDS
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.asking import Ask, Question
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.lists import Cell, Line, List
from huikuan.web.people.listing import GREY
from huikuan.web.settings.views import crumbs
from huikuan.web.visitors import Visit

_HEADS = (N_("System"), N_("Acts as"), N_("Scopes"), N_("Dates"), N_("State"))
_STATES = {"open": N_("in use"), "over": N_("expired"), "revoked": N_("revoked")}
_TONES = {"open": GREEN, "over": AMBER, "revoked": GREY}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show every token that was ever issued."""
    visit = cast(Visit, request)
    words = visit.words
    found = staff.tokens_seen(viewer=visit.actor, on=visit.business_date)
    names = names_of_people({one.person for one in found})
    page = List(
        title=words.text("Access tokens"),
        tabs=[],
        heads=[(words.text(head), "") for head in _HEADS],
        lines=[_line(one, names.get(one.person, one.person), visit) for one in found],
        more="",
        start="",
    )
    return render(request, "web/tokens.html", {"page": page})


def _line(one: TokenLine, name: str, visit: Visit) -> Line:
    words, on, state = visit.words, visit.business_date, _state(one, visit)
    days = words.text("since {day}", day=words.day(one.issued_on, on))
    if one.last_on is not None:
        days = f"{words.day(one.issued_on, on)} – {words.day(one.last_on, on)}"
    cells = [
        Cell(name),
        Cell(_scopes(one, words), kind="less"),
        Cell(days, kind="less"),
        Cell(words.text(_STATES[state]), kind="last", tone=_TONES[state]),
    ]
    return Line(one.name, reverse("token", args=[one.number]), cells)


def _state(one: TokenLine, visit: Visit) -> str:
    if one.revoked_on is not None:
        return "revoked"
    return "over" if one.last_on is not None and one.last_on < visit.business_date else "open"


def _scopes(one: TokenLine, words: Words) -> str:
    return words.text(", ").join(words.text(SCOPE_WORDS[scope]) for scope in one.scopes)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Issue a token, and show its secret this once."""
    visit = cast(Visit, request)
    words, on, form = visit.words, visit.business_date, Form.of(visit)
    require("manage_people", actor=visit.actor, on=on)
    if form.is_sent:
        code, name, scopes = form.needed("code"), form.needed("name"), form.many("scopes")
        last_on = form.optional_day("last_on")
        issued = attempted(
            form, lambda: staff.issue_token(code, name, scopes, last_on=last_on, actor=visit.actor, on=on)
        )
        if issued:
            return render(request, "web/token_issued.html", {"page": {"name": name, "secret": issued.secret}})
    people = [("", "—"), *people_to_name(viewer=visit.actor, on=on, act="manage_people")]
    ask = Ask(
        title=words.text("Issue a token"),
        crumbs=crumbs(visit, (words.text("Access tokens"), reverse("tokens"))),
        lines=[words.text("The system may do what this person may, within the scopes; the record names the person.")],
        questions=[
            Question("name", words.text("System")),
            Question("code", words.text("Acts as"), "choice", choices=people),
            Question(
                "scopes",
                words.text("Scopes"),
                "ticks",
                choices=[(scope, words.text(SCOPE_WORDS[scope])) for scope in SCOPES],
            ),
            Question("last_on", words.text("Through"), "day", words.text("Empty: until it is revoked."), True),
        ],
        button=words.text("Issue the token"),
    )
    return shown(visit, form, "web/asked.html", {"page": ask})


@require_http_methods(["GET", "POST"])
def token(request: HttpRequest, number: int) -> HttpResponse:
    """Show a token; let it open nothing any more."""
    visit = cast(Visit, request)
    words, on, form = visit.words, visit.business_date, Form.of(visit)
    found = next((one for one in staff.tokens_seen(viewer=visit.actor, on=on) if one.number == number), None)
    if found is None:
        raise Http404
    if form.is_sent:
        revoked = attempted(form, lambda: staff.revoke_token(number, actor=visit.actor, on=on))
        if revoked:
            said = words.text("The token of {name} opens nothing any more.", name=found.name)
            return done(visit, reverse("tokens"), said)
    is_open = _state(found, visit) == "open"
    ask = Ask(
        title=words.text("Token of {name}", name=found.name),
        crumbs=crumbs(visit, (words.text("Access tokens"), reverse("tokens"))),
        lines=[
            words.text("Acts as {person}: {scopes}.", person=found.person, scopes=_scopes(found, words)),
            words.text("Once revoked it cannot be opened again; the system needs a new one.") if is_open else "",
        ],
        button=words.text("Revoke the token") if is_open else "",
        is_grave=True,
    )
    return shown(visit, form, "web/asked.html", {"page": ask})
