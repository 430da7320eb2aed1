"""The lists of requests: what waits for me, what I asked, what waits for others, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from huikuan.apps.approvals.selectors import Asked, request_count, request_page
from huikuan.apps.customers.selectors import names_of_customers
from huikuan.desk.approving import requests_asked_by, requests_to_decide, requests_within, versions_asked
from huikuan.desk.manual import manual_with
from huikuan.gateways.exports.palette import AMBER, GREEN, RED, SECOND
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.request_words import REQUEST_STATES, request_words, sanction_words
from huikuan.web.paging import Tab, address_of
from huikuan.web.visitors import Visit

PAGE_SIZE = 25
_TABS: Mapping[str, str] = {
    "mine": N_("Waiting for me"),
    "asked": N_("Asked by me"),
    "others": N_("Waiting for others"),
    "decided": N_("Decided"),
}
STATE_TONES: Mapping[str, tuple[str, str]] = {
    "waiting": AMBER,
    "approved": GREEN,
    "refused": RED,
    "withdrawn": (SECOND, "#eef0f3"),
}
_WAITING = Q(state="waiting")


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list."""

    address: str
    what: str
    customer: str
    amount: str
    unit: str
    asked: str
    state: str
    tone: tuple[str, str]
    reminded: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole list, all text."""

    tabs: list[Tab]
    tab: str
    lines: list[Line]
    more: str
    start: str


def approvals_screen(tab: str, after: int, visit: Visit) -> Page:
    """Return a list of requests as the visitor may see it."""
    among = _conditions(visit.actor, visit.business_date)
    tab = tab if tab in _TABS else "mine"
    found = request_page(among[tab], after=after, size=PAGE_SIZE, newest_first=tab == "decided")
    names = names_of_customers({asked.customer_id for asked in found.requests})
    steps = steps_asked(found.requests, visit)
    counts = {name: f"{request_count(among[name]):,}" for name in ("mine", "asked", "others")}
    return Page(
        tabs=[
            Tab(visit.words.text(word), counts.get(name, ""), address_of("approvals", {"tab": name}), name == tab)
            for name, word in _TABS.items()
        ],
        tab=tab,
        lines=[_line(asked, names, steps, visit) for asked in found.requests],
        more=address_of("approvals", {"tab": tab, "after": found.after}) if found.after else "",
        start=address_of("approvals", {"tab": tab}) if after else "",
    )


def _conditions(viewer: Any, on: date) -> Mapping[str, Q]:
    mine, seen, asked = requests_to_decide(viewer, on), requests_within(viewer, on), requests_asked_by(viewer)
    return {
        "mine": _WAITING & mine,
        "asked": asked,
        "others": _WAITING & seen & ~mine & ~asked,
        "decided": ~_WAITING & seen,
    }


def steps_asked(requests: Sequence[Asked], visit: Visit) -> Mapping[str, str]:
    """Return what the steps are called that are asked for."""
    manual = manual_with(versions_asked(requests), visit.business_date)
    return visit.words.ladder(manual.policies.values()).steps


def _line(asked: Asked, names: Mapping[str, str], steps: Mapping[str, str], visit: Visit) -> Line:
    words, day = visit.words, visit.business_date
    minor = asked.facts.get("eligible_minor", asked.facts.get("amount_minor"))
    currency = asked.facts.get("currency", "")
    return Line(
        address=reverse("approval", args=[asked.number]),
        what=said_request(asked, steps, words),
        customer=names.get(asked.customer_id, asked.customer_id) or words.text("The house"),
        amount="" if minor is None else words.money(minor, currency),
        unit="" if minor is None else words.currency(currency),
        asked=f"{asker_words(asked, words)} · {words.day(asked.requested_on, day)}",
        state=state_words(asked, words, day),
        tone=STATE_TONES[asked.state],
        reminded=reminder_words(asked, words, day),
    )


def reminder_words(asked: Asked, words: Words, day: date) -> str:
    """Return that whoever asked asks after a request that waits, and since when; empty where nobody does."""
    if asked.reminded_on is None or asked.state != "waiting":
        return ""
    return words.text("asked after on {day}", day=words.day(asked.reminded_on, day))


def said_request(asked: Asked, steps: Mapping[str, str], words: Words) -> str:
    """Return what is asked for, and what it takes from the customer."""
    what = request_words(asked.kind, asked.subject_id, asked.facts, words, steps)
    sanction = sanction_words(asked.facts, words)
    return words.text("{what}: {sanction}", what=what, sanction=sanction) if sanction else what


def asker_words(asked: Asked, words: Words) -> str:
    """Return who asked."""
    return asked.asker or words.text("the day's plan")


def state_words(asked: Asked, words: Words, day: date) -> str:
    """Return how a request stands: for whom it waits, or who decided it and when."""
    if asked.state == "waiting":
        return words.text("with {role}", role=words.code("role", asked.role))
    state = words.text(REQUEST_STATES[asked.state])
    if asked.state == "withdrawn":
        return state
    return words.text(
        "{state} by {person} on {day}",
        state=state,
        person=asked.decider or words.text("the operator"),
        day=words.day(asked.decided_on, day),
    )
