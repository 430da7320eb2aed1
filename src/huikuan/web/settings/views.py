"""The way into the settings: every part of them that the person may look at, with what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huikuan.apps.people.permissions import PERMISSIONS
from huikuan.apps.people.roster import companies
from huikuan.apps.people.selectors import reaches_of
from huikuan.apps.people.services import MIN_PASSWORD
from huikuan.apps.people.sessions import rules
from huikuan.desk.account import NewRules, change_rules
from huikuan.desk.rights import require, require_any
from huikuan.engine.codes import ROLES
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.asking import Ask, Difference, Question, differences
from huikuan.web.forms import Form, attempted, done, shown
from huikuan.web.settings.house import code_tables, house_page
from huikuan.web.visitors import Visit


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the settings: its address, the act that opens it, its word, what is there, and its drawing."""

    view: str
    act: str
    word: str
    what: str
    icon: str


PARTS: Mapping[str, tuple[Part, ...]] = {
    N_("People and rights"): (
        Part("people", "see_people", N_("People"), N_("Who works here, in which team, with which roles"), "users"),
        Part("roles", "see_people", N_("Roles"), N_("Which role may do what, and how far it reaches"), "shield"),
        Part("absences", "record_absence", N_("Absences"), N_("Who is away, and who stands in"), "user-off"),
        Part("sign_in_rules", "change_house", N_("Signing in"), N_("Sessions, and who needs a second factor"), "lock"),
    ),
    N_("The house"): (
        Part("house", "see_people", N_("Company and calendar"), N_("Working days, rates, ages"), "building"),
        Part("codes", "see_people", N_("Code lists"), N_("The codes of the files, with their words"), "list"),
        Part("tokens", "manage_people", N_("Access tokens"), N_("With which other systems come in"), "key"),
    ),
    N_("Record"): (Part("audit", "see_audit", N_("Record"), N_("Who did what, when, on what"), "history"),),
}
assert {part.act for parts in PARTS.values() for part in parts} <= set(PERMISSIONS)


@require_GET
def hub(request: HttpRequest) -> HttpResponse:
    """Show the parts that this person may open."""
    visit = cast(Visit, request)
    words, on = visit.words, visit.business_date
    require_any("see_people", actor=visit.actor, on=on)
    reaches = reaches_of(visit.actor, {part.act for parts in PARTS.values() for part in parts}, on)
    groups = [
        (
            words.text(name),
            [
                (words.text(part.word), words.text(part.what), reverse(part.view), part.icon)
                for part in parts
                if reaches[part.act].parts
            ],
        )
        for name, parts in PARTS.items()
    ]
    return render(request, "web/settings.html", {"parts": [group for group in groups if group[1]]})


@require_GET
def house(request: HttpRequest) -> HttpResponse:
    """Show what the house counts by."""
    visit = cast(Visit, request)
    require_any("see_people", actor=visit.actor, on=visit.business_date)
    return render(request, "web/house.html", {"page": house_page(companies(), visit.words, visit.business_date)})


@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """Show every code with its words."""
    visit = cast(Visit, request)
    require_any("see_people", actor=visit.actor, on=visit.business_date)
    return render(request, "web/codes.html", {"page": code_tables(visit.words)})


@require_http_methods(["GET", "POST"])
def sign_in_rules(request: HttpRequest) -> HttpResponse:
    """Show how people are let in; change it."""
    visit = cast(Visit, request)
    words, on, hold = visit.words, visit.business_date, rules()
    require("change_house", actor=visit.actor, on=on)
    holds = {"idle_minutes": str(hold.idle_minutes), "session_hours": str(hold.session_hours)}
    form, unlike = Form.of(visit, **holds), list[Difference]()
    if not form.is_sent:
        form.typed["demands_second_of"] = sorted(hold.demands_second_of)
    questions = [
        Question("idle_minutes", words.text("Minutes without a click until a session ends")),
        Question("session_hours", words.text("Hours after which it ends in any case")),
        Question(
            "demands_second_of",
            words.text("Roles that need a second factor"),
            "ticks",
            choices=[(role, words.title("role", role)) for role in ROLES],
            is_optional=True,
        ),
    ]
    if form.is_sent:
        new = NewRules(
            form.whole_number("idle_minutes"),
            form.whole_number("session_hours"),
            form.many("demands_second_of"),
            form.version or 0,
        )
        if new.version != hold.version:
            unlike = differences(form, questions[:2], holds)
        elif attempted(form, lambda: change_rules(new, actor=visit.actor, on=on)):
            return done(visit, reverse("settings"), words.text("Saved: how people sign in."))
    ask = Ask(
        title=words.text("Signing in"),
        crumbs=crumbs(visit),
        lines=[
            words.text(
                "Passwords have at least {count} characters, are no common ones and not like the name.",
                count=MIN_PASSWORD,
            ),
            words.text("Whoever holds a ticked role begins a second factor at the next signing in."),
        ],
        questions=questions,
        button=words.text("Save the rules"),
        version=hold.version,
        differences=unlike,
    )
    return shown(visit, form, "web/asked.html", {"page": ask})


def crumbs(visit: Visit, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way back to the settings, and on through these pages."""
    return [(visit.words.text("Settings"), reverse("settings")), *further]
