"""What stands around every page: the places to go, the day, how fresh the data are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from huikuan.apps.activities.selectors import unrecorded_calls
from huikuan.apps.approvals.selectors import request_count
from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.intake.selectors import newest_import_on
from huikuan.apps.people.permissions import PERMISSIONS
from huikuan.apps.people.roster import stand_ins
from huikuan.apps.people.selectors import reaches_of, roles_held
from huikuan.desk.approving import requests_to_decide
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.forms import said_before
from huikuan.web.visitors import Visit


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side bar: its word, where it leads, and whether one is there."""

    word: str
    address: str
    icon: str
    is_here: bool
    count: str = ""  # of what waits for this person; empty where nothing does
    on_phone: bool = False  # has its place at the foot of a phone


@dataclass(frozen=True, slots=True)
class Freshness:
    """Up to which day the ledger is known. ``tone``: green, amber (one working day old) or red."""

    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A call of which nothing is recorded yet, and where it is recorded or dropped."""

    customer: str
    address: str
    begun: str
    dropped: str


@dataclass(frozen=True, slots=True)
class _Entry:
    view: str
    msgid: str
    icon: str
    acts: tuple[str, ...]  # whoever may do none of them does not see the entry
    counted: Callable[[Visit], int] | None = None


def _to_decide(visit: Visit) -> int:
    return request_count(Q(state="waiting") & requests_to_decide(visit.actor, visit.business_date))


_DECIDES = tuple(name for name in PERMISSIONS if name.startswith("approve_"))
_ON_PHONE = ("today", "worklist", "approvals")
# Every key has a link or a button that does the same.
ALL_KEYS: tuple[tuple[str, str], ...] = (
    ("J K", N_("up and down")),
    ("Enter", N_("open the row")),
    ("C P D", N_("record a call, a promise or a dispute")),
    ("X", N_("tick the row, Esc clears all ticks")),
    ("S", N_("start calling from the top")),
    ("W", N_("why this rank")),
    ("/", N_("look for")),
    ("G T", N_("go to today")),
    ("G W", N_("go to the worklist")),
    ("G P", N_("go to the promises")),
    ("[ ]", N_("month before, month after")),
    ("?", N_("these keys")),
)
_FOOT = (
    _Entry("imports", N_("Import"), "file-import", ("import",)),
    _Entry("settings", N_("Settings"), "settings", ("see_people",)),
)
_GROUPS: tuple[tuple[str, tuple[_Entry, ...]], ...] = (
    (
        N_("Every day"),
        (
            _Entry("today", N_("Today"), "sun", ("see_worklist", "see_customer")),
            _Entry("worklist", N_("Worklist"), "layout-list", ("see_worklist",)),
            _Entry("customers", N_("Customer list"), "building", ("see_customer",)),
            _Entry("receivables", N_("Receivables"), "file-invoice", ("see_customer",)),
            _Entry("statements", N_("Statements"), "file-text", ("see_customer",)),
            _Entry("promises", N_("Promises"), "calendar-dollar", ("see_customer",)),
            _Entry("disputes", N_("Disputes"), "message-exclamation", ("see_customer",)),
            _Entry("alerts", N_("Warning signs"), "alert-triangle", ("see_customer",)),
        ),
    ),
    (
        N_("Manage"),
        (
            _Entry("approvals", N_("Approvals"), "checks", ("see_worklist", *_DECIDES), _to_decide),
            _Entry("portfolio", N_("Portfolio"), "chart-bar", ("see_worklist",)),
            _Entry("policies", N_("Policies"), "stairs-up", ("see_worklist",)),
        ),
    ),
)
_PLACES = (*_GROUPS, ("", _FOOT))


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
    roles = [said.title("role", role) for role in sorted(roles_held(visit.actor, day))]
    return {
        **frame,
        "said": said_before(visit),
        "me": visit.user,
        "my_role": said.text(", ").join(roles) or said.text("no role yet"),
        "today": f"{said.day_full(day)} {said.code('short_weekday', str(day.isoweekday()))}",
        "groups": list(_groups(visit)),
        "stand_ins": list(_stand_ins(visit)),
        "fresh": _freshness(visit),
        "unrecorded": _unrecorded(visit),
        "all_keys": [(key, said.text(word)) for key, word in ALL_KEYS],
    }


def _unrecorded(visit: Visit) -> Unfinished | None:
    """Return the newest call that still has no outcome, but for the one whose panel is open."""
    for call in unrecorded_calls(visit.actor):
        address = reverse("call", args=[call.customer_id])
        if visit.path != address:
            name = names_of_customers([call.customer_id]).get(call.customer_id) or call.customer_id
            dropped = reverse("call_dropped", args=[call.customer_id])
            return Unfinished(name, address, call.begun_at.isoformat(), dropped)
    return None


def _freshness(visit: Visit) -> Freshness | None:
    imported, today = newest_import_on(), visit.business_date
    if imported is None:
        return None
    working = sum(1 for n in range((today - imported).days) if (imported + timedelta(days=n + 1)).isoweekday() < 6)
    tone = ("green", "amber")[min(working, 1)] if working < 2 else "red"
    return Freshness(visit.words.text("Ledger to {day}", day=visit.words.day(imported, today)), tone)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in today for the visitor, or for whom the visitor does; what a click changes."""

    said: str
    button: str = ""
    principal: str = ""  # whose name is taken; empty: one's own again
    address: str = ""  # where the absence itself is


def _stand_ins(visit: Visit) -> Iterator[StandIn]:
    words, on, acts_for = visit.words, visit.business_date, visit.actor.on_behalf_of
    for one in stand_ins(visit.actor, on):
        last = words.day(one.last_on, on)
        if one.deputy_no != visit.actor.id:
            said = words.text("{deputy} stands in for you through {day}.", deputy=one.deputy, day=last)
            yield StandIn(said, address=reverse("absence", args=[one.number]))
        elif one.person_no == acts_for:
            said = words.text(
                "You act for {person}, through {day}. The record names both.", person=one.person, day=last
            )
            yield StandIn(said, words.text("Act as yourself"))
        else:
            said = words.text("You stand in for {person} through {day}.", person=one.person, day=last)
            yield StandIn(said, words.text("Act for {person}", person=one.person), str(one.person_no))


def _groups(visit: Visit) -> list[tuple[str, list[Place]]]:
    acts = {act for _name, entries in _PLACES for entry in entries for act in entry.acts}
    reaches = reaches_of(visit.actor, acts, visit.business_date)
    allowed = {act for act, reach in reaches.items() if reach.parts}
    groups = []
    for name, entries in _PLACES:
        places = [_place(visit, entry) for entry in entries if allowed.intersection(entry.acts)]
        if places:
            groups.append((visit.words.text(name) if name else "", places))
    return groups


def _place(visit: Visit, entry: _Entry) -> Place:
    address = reverse(entry.view)
    waiting = entry.counted(visit) if entry.counted else 0
    is_here = visit.path == address or visit.path.startswith(f"{address}/")
    count, word = f"{waiting:,}" if waiting else "", visit.words.text(entry.msgid)
    return Place(word, address, entry.icon, is_here, count, on_phone=entry.view in _ON_PHONE)
