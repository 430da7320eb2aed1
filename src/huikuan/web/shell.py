"""What stands around every page: the places to go, the day, how fresh the data are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from huikuan.apps.people.selectors import person_here, reach_of, roles_held
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side bar: its word, where it leads, and whether one is there."""

    word: str
    address: str
    icon: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    act: str  # whoever may not do it does not see the entry
    msgid: str
    view: str
    icon: str


_GROUPS: tuple[tuple[str, tuple[_Entry, ...]], ...] = (
    (N_("Every day"), (_Entry("see_worklist", N_("Worklist"), "worklist", "layout-list"),)),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of every page is filled with; a stranger sees only the way in."""
    visit = cast(Visit, request)
    if not hasattr(visit, "words"):
        return {}
    said = visit.words
    frame: dict[str, Any] = {"words": said, "html_lang": visit.html_lang}
    if not hasattr(visit, "actor"):
        return frame
    day = visit.business_date
    me = person_here(visit.actor)
    roles = [said.title("role", role) for role in sorted(roles_held(visit.actor, day))]
    return {
        **frame,
        "me": me,
        "my_role": said.text(", ").join(roles) or said.text("no role yet"),
        "today": f"{said.day_full(day)} {said.code('short_weekday', str(day.isoweekday()))}",
        "groups": list(_groups(visit)),
    }


def _groups(visit: Visit) -> list[tuple[str, list[Place]]]:
    groups = []
    for name, entries in _GROUPS:
        places = [_place(visit, entry) for entry in entries if _may(visit, entry.act)]
        if places:
            groups.append((visit.words.text(name), places))
    return groups


def _may(visit: Visit, act: str) -> bool:
    return bool(reach_of(visit.actor, act, visit.business_date).parts)


def _place(visit: Visit, entry: _Entry) -> Place:
    address = reverse(entry.view)
    return Place(visit.words.text(entry.msgid), address, entry.icon, visit.path.startswith(address))
