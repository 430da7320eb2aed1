"""The promises: a month at a glance, and lists by how they stand."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.dunning.selectors import PromiseSeen, promise_count, promise_page, promises_by_day
from huikuan.gateways.exports.palette import AMBER, PROMISE_TONES, SECOND
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.lists import Cell, Line, List, tabs_of
from huikuan.web.paging import address_of
from huikuan.web.visitors import Visit

PAGE_SIZE = 25
_COUNTS = Q(standing="")
TABS: Mapping[str, str] = {
    "open": N_("To come"),
    "broken": N_("Not kept"),
    "kept": N_("Kept"),
    "waiting": N_("Waiting for a yes"),
    "off": N_("Taken back"),
}
_AMONG: Mapping[str, Q] = {
    "open": _COUNTS & Q(verdict="open"),
    "broken": _COUNTS & Q(verdict__in=["broken", "partly"]),
    "kept": _COUNTS & Q(verdict="kept"),
    "waiting": Q(standing="waiting"),
    "off": Q(standing__in=["withdrawn", "refused"]),
}
_LATEST_FIRST = ("broken", "kept", "off")
STANDING_WORDS: Mapping[str, str] = {
    "waiting": N_("waits for a yes"),
    "refused": N_("not approved"),
    "withdrawn": N_("taken back"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: how many promises fall on it, and how the worst of them stands."""

    number: str
    count: str
    address: str
    tone: tuple[str, str] | None
    is_today: bool
    is_here: bool
    said: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks from Monday; a day of another month is None."""

    name: str
    before: str
    behind: str
    heads: list[str]
    weeks: list[list[Day | None]]


def promises_screen(
    tab: str, due: date | None, month: date, after: int, visit: Visit, since: date | None = None
) -> tuple[List, Month]:
    """Return the list of a tab (since a day), or of a day, and the calendar of a month (its first day)."""
    tab = tab if tab in TABS else "open"
    among = Q(due_on=due) & _COUNTS if due else _AMONG[tab]
    if since:
        among &= Q(due_on__gte=since)
    viewer, on = visit.actor, visit.business_date
    found = promise_page(
        among, viewer=viewer, on=on, after=after, size=PAGE_SIZE, latest_first=not due and tab in _LATEST_FIRST
    )
    words = visit.words
    names = names_of_customers({promise.customer_id for promise in found.promises})
    asked = {
        "tab": "" if due else tab,
        "due": due,
        "since": since,
        "month": f"{month:%Y-%m}" if month != _month_of(on) else "",
    }
    counts = {name: promise_count(_AMONG[name], viewer=viewer, on=on) for name in ("open", "broken", "waiting")}
    page = List(
        title=words.text("Promises"),
        tabs=tabs_of("promises", words, TABS, counts, "" if due else tab),
        heads=[
            (words.text("Customer"), ""),
            (words.text("Promised amount"), "n"),
            (words.text("Promised day"), ""),
            (words.text("Made"), ""),
            (words.text("State"), ""),
        ],
        lines=[_line(promise, names, visit) for promise in found.promises],
        more=address_of("promises", {**asked, "after": found.after}) if found.after else "",
        start=address_of("promises", asked) if after else "",
        filters=[
            (words.text(said, day=words.day(day, on)), address_of("promises", {"tab": asked["tab"]}))
            for said, day in ((N_("Due {day}"), due), (N_("Due since {day}"), since))
            if day
        ],
    )
    return page, _calendar(month, due, visit)


def _line(promise: PromiseSeen, names: Mapping[str, str], visit: Visit) -> Line:
    words, on = visit.words, visit.business_date
    due = f"{words.day(promise.due_on, on)} {words.code('short_weekday', str(promise.due_on.isoweekday()))}"
    return Line(
        names.get(promise.customer_id, promise.customer_id),
        reverse("promise", args=[promise.number]),
        [
            Cell(words.money(promise.amount_minor, promise.currency), kind="n", unit=words.currency(promise.currency)),
            Cell(due, kind="less"),
            Cell(words.day(promise.made_on, on), kind="wide"),
            Cell(state_words(promise, words), kind="last", tone=tone_of(promise)),
        ],
    )


def state_words(promise: PromiseSeen, words: Words) -> str:
    """Return how a promise stands."""
    if promise.state in STANDING_WORDS:
        return words.text(STANDING_WORDS[promise.state])
    return words.title("promise_state", promise.state)


def tone_of(promise: PromiseSeen) -> tuple[str, str]:
    """Return the colours of its state; words say it as well."""
    if promise.state in STANDING_WORDS:
        return AMBER if promise.state == "waiting" else (SECOND, "#eef0f3")
    return PROMISE_TONES[promise.state]


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _calendar(month: date, here: date | None, visit: Visit) -> Month:
    words, on = visit.words, visit.business_date
    last = _month_of(month + timedelta(days=31)) - timedelta(days=1)
    counted = promises_by_day(month, last, viewer=visit.actor, on=on)
    weeks = [
        [_day(day, counted, here, visit) if day.month == month.month else None for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]
    beside = {
        name: address_of("promises", {"month": f"{_month_of(other):%Y-%m}"})
        for name, other in (("before", month - timedelta(days=1)), ("behind", last + timedelta(days=1)))
    }
    heads = [words.code("short_weekday", str(number)) for number in range(1, 8)]
    name = words.text("{year}-{month}", year=month.year, month=f"{month.month:02}")
    return Month(name=name, heads=heads, weeks=weeks, **beside)


def _day(day: date, counted: Mapping[tuple[date, str], int], here: date | None, visit: Visit) -> Day:
    words = visit.words
    found = {state: n for (on, state), n in counted.items() if on == day}
    worst = next((state for state in ("broken", "partly", "open", "kept") if state in found), "")
    said = " · ".join(f"{words.title('promise_state', state)} {n}" for state, n in found.items())
    return Day(
        number=str(day.day),
        count=str(sum(found.values())) if found else "",
        address=address_of("promises", {"due": day, "month": f"{day:%Y-%m}"}),
        tone=PROMISE_TONES[worst] if worst else None,
        is_today=day == visit.business_date,
        is_here=day == here,
        said=f"{words.day(day, visit.business_date)}: {said}" if said else "",
    )
