"""The way into the settings: every part of them that the person may look at, with what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huikuan.apps.people.permissions import PERMISSIONS
from huikuan.apps.people.selectors import reaches_of
from huikuan.desk.rights import require_any
from huikuan.gateways.texts.catalogue import N_
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


def crumbs(visit: Visit, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way back to the settings, and on through these pages."""
    return [(visit.words.text("Settings"), reverse("settings")), *further]
