"""The filters of the worklist: what may be chosen, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from huikuan.apps.people.selectors import Colleague, colleagues, reach_of
from huikuan.engine.codes import STATUSES
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit
from huikuan.web.worklist.query import AGES, SILENCE, Query, amount_of

_WORDS: Mapping[str, str] = {
    "rung": N_("Stage"),
    "step": N_("Step"),
    "who": N_("Person or team"),
    "status": N_("Customer is"),
    "age": N_("Oldest item"),
    "least": N_("Overdue, at least"),
    "most": N_("Overdue, at most"),
    "contact": N_("Last contact"),
    "slot": N_("Best time to call"),
}
_SLOT_WORDS: Mapping[str, str] = {
    "now": N_("now"),
    "today": N_("today"),
    "morning": N_("in the morning"),
    "afternoon": N_("in the afternoon"),
}
_TEAM = "team:"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with what may be chosen (nothing: an amount is typed) and what is."""

    name: str
    word: str
    value: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, in words, and the address without it."""

    said: str
    without: str


def filters_of(query: Query, steps: Mapping[str, str], visit: Visit) -> list[Filter]:
    """Return the filters in the order of the form. ``steps``: of the ladders of the day, with their names."""
    words = visit.words
    choices: dict[str, list[tuple[str, str]]] = {
        "rung": list(steps.items()),
        "step": list(steps.items()),
        "who": list(_people(visit)),
        "status": [(code, words.title("status", code)) for code in STATUSES],
        "age": [(code, words.title("bucket", code)) for code in AGES],
        "contact": _contacts(words),
        "slot": [(code, words.text(word)) for code, word in _SLOT_WORDS.items()],
    }
    told = [
        Filter(name, words.text(word), query.filters.get(name, ""), choices.get(name, []))
        for name, word in _WORDS.items()
    ]
    return [one for one in told if one.choices or one.name in ("least", "most")]


def chips_of(query: Query, filters: list[Filter], visit: Visit) -> list[Chip]:
    """Return what is set, the search before the filters."""
    words, chips = visit.words, []
    if query.search:
        chips.append(Chip(words.text("Search: {text}", text=query.search), query.address(q="")))
    for one in filters:
        if not one.value:
            continue
        said = dict(one.choices).get(one.value, "")
        if not one.choices:
            amount = amount_of(one.value)
            said = f"{amount:,f}" if amount is not None else ""
        said = said or words.text("{value} is not known", value=one.value)
        chips.append(Chip(words.text("{name}: {value}", name=one.word, value=said), query.without(one.name)))
    return chips


def people_meant(query: Query, visit: Visit) -> frozenset[str] | None:
    """Return the people whom the filter names, one or a team; None where it names nobody."""
    who = query.filters.get("who", "")
    if not who:
        return None
    if not who.startswith(_TEAM):
        return frozenset({who})
    return frozenset(one.code for one in _colleagues(visit) if one.team == who.removeprefix(_TEAM))


def _people(visit: Visit) -> Iterator[tuple[str, str]]:
    """Yield teams and people to choose among, for whoever looks after more than his own."""
    reach = reach_of(visit.actor, "see_worklist", visit.business_date)
    if all(part.codes is not None and len(part.codes) == 1 for part in reach.parts):
        return
    known = [one for one in _colleagues(visit) if one.left_on is None]
    within = frozenset[str]().union(*(part.codes for part in reach.parts if part.codes is not None))
    if all(part.codes is not None for part in reach.parts):
        known = [one for one in known if one.code in within]
    for team in sorted({one.team for one in known if one.team}):
        yield f"{_TEAM}{team}", visit.words.text("Team {name}", name=team)
    for one in known:
        yield one.code, one.name


def _colleagues(visit: Visit) -> list[Colleague]:
    return colleagues(viewer=visit.actor, on=visit.business_date)


def _contacts(words: Words) -> list[tuple[str, str]]:
    silence = [(str(days), words.text("none for {days}", days=words.days(days))) for days in SILENCE]
    return [("today", words.text("today")), *silence]
