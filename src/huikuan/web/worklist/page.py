"""What the worklist page says: tabs with counts, filters, lanes with rows, and where the rest is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from huikuan.apps.dunning.selectors import (
    WorklistPage,
    has_value_rows,
    worklist_ahead,
    worklist_counts,
    worklist_page,
    worklist_sorted,
)
from huikuan.apps.dunning.wanted import Wanted
from huikuan.apps.people.selectors import person_here
from huikuan.apps.tasks.selectors import PinSeen, pins_on
from huikuan.desk.manual import manual_of
from huikuan.gateways import clock
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.report_worklist import work_rows
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.paging import Tab
from huikuan.web.visitors import Visit
from huikuan.web.worklist.filters import Chip, Filter, chips_of, filters_of, people_meant
from huikuan.web.worklist.query import TABS, Query
from huikuan.web.worklist.rows import Head, Lane, Row, heads_of, lanes_of, rows_of, sorted_lane, with_pinned
from huikuan.web.worklist.saved import Saved, saved_of

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

PAGE_SIZE = 50
Counts = Mapping[tuple[str, str], int]  # (lane, action) → cases
_WHOSE: Mapping[str, str] = {"mine": N_("Mine"), "all": N_("All I look after")}


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, all text."""

    facts: str
    ladders: str  # those the order follows, each with its version
    tabs: list[Tab]
    whose: list[Tab]
    filters: list[Filter]
    chips: list[Chip]
    heads: list[Head]
    lanes: list[Lane]
    shown: str
    more: str  # address of the next page, or empty
    start: str  # address of the first page, when this is a later one
    ranked: str  # address of the ranked order, when this is a sorted view
    query: Query
    here: str  # the address of this list from its top
    kept: dict[str, str]  # what the form of the filters carries on
    unfiltered: str
    saved: Saved | None  # of the whole list only
    first: str  # address of the call with the first customer, or empty


def worklist_screen(run: Run, query: Query, visit: Visit, *, size: int | None = None) -> Page:
    """Return the page of a run for whoever looks, with so many rows."""
    me = person_here(visit.actor).code
    people, on = people_meant(query, visit), visit.business_date
    everything = query.wanted(None, people, on, in_tab=False)
    mine = worklist_counts(run, replace(everything, assignee=me), viewer=visit.actor)
    whose = query.whose or ("mine" if mine else "all")
    counts = mine if whose == "mine" else worklist_counts(run, everything, viewer=visit.actor)
    query = replace(query, whose=whose)
    wanted = query.wanted(me if whose == "mine" else None, people, on)
    pins = {pin.case_no: pin for pin in pins_on(on)}
    found = _found(run, query, wanted, visit, size or PAGE_SIZE, pins)
    listing = _listing(run, found.rows, visit)
    steps = visit.words.ladder(listing.policies.values()).steps
    filters = filters_of(query, steps, visit) if size is None else []  # a top of the list has none
    by_lane = _by_lane(counts, wanted.lane, wanted.action)
    cases = sum(by_lane.values())
    rows = rows_of(work_rows(listing, shown=_shown_rows(found, query)), found.cases, pins, visit)
    lanes = [sorted_lane(rows, cases, query, visit.words)] if query.sort else lanes_of(rows, by_lane, visit.words)
    if pins and not query.sort and _begins_by_value(run, query, wanted, found, visit):
        lanes = with_pinned(lanes, _pinned(run, wanted, pins, visit), visit.words)
    return Page(
        facts=_facts(run, visit),
        ladders=", ".join(f"{name} v{version}" for name, version in run.policies.items()),
        tabs=_tabs(query, counts, visit.words),
        whose=[
            Tab(visit.words.text(word), "", query.address(whose=name), name == whose) for name, word in _WHOSE.items()
        ],
        filters=filters,
        chips=chips_of(query, filters, visit),
        heads=heads_of(query, visit.words),
        lanes=[lane for lane in lanes if lane.rows or not query.sort],
        shown=_shown(rows, cases, query, visit.words),
        more=query.address(after=found.after) if found.after else "",
        start=query.address() if query.after else "",
        ranked=query.address(sort="") if query.sort else "",
        query=query,
        here=query.address(),
        kept={name: value for name, value in {"whose": whose, **query.said}.items() if name not in query.filters},
        unfiltered=Query(whose=whose, tab=query.tab).address(),
        saved=saved_of(run, query, visit) if size is None else None,
        first=next((row.call for lane in lanes for row in lane.rows), ""),
    )


def _pinned(run: Run, wanted: Wanted, pins: Mapping[int, PinSeen], visit: Visit) -> list[Row]:
    """Return the rows that people have put first, as far as the list wants them."""
    ahead = worklist_ahead(run, wanted, pins, viewer=visit.actor)
    shown = work_rows(_listing(run, ahead.rows, visit), shown=ahead.rows.height) if ahead.cases else []
    return rows_of(shown, ahead.cases, pins, visit)


def _begins_by_value(run: Run, query: Query, wanted: Wanted, found: WorklistPage, visit: Visit) -> bool:
    """Tell whether the lane by value begins on this page, or would: what is pinned stands there, behind all of the
    hard lane, and on one page only.
    """
    if not (found.after is None or "value" in found.rows.head(_shown_rows(found, query))["lane"]):
        return False
    return not (query.after and has_value_rows(run, wanted, viewer=visit.actor, up_to=query.after))


def _found(
    run: Run, query: Query, wanted: Wanted, visit: Visit, size: int, pins: Mapping[int, PinSeen]
) -> WorklistPage:
    if query.order is None:
        return worklist_page(run, wanted, viewer=visit.actor, after=query.after, size=size, apart=pins.keys())
    return worklist_sorted(run, wanted, query.order, viewer=visit.actor, start=query.after, size=size)


def _shown_rows(found: WorklistPage, query: Query) -> int:
    """Return how many of the rows are shown; one more may have been read for the distance to it."""
    if found.after is None or query.sort:
        return found.rows.height
    return found.rows.filter(pl.col("rank") <= found.after).height


def _listing(run: Run, rows: pl.DataFrame, visit: Visit) -> Listing:
    policies = {name: policy for name, policy in manual_of(run).policies.items() if name in run.policies}
    has_entities = rows["entity"].n_unique() > 1
    return Listing(rows, run.business_date, policies, run.parameters["base_currency"], visit.words, has_entities)


def _tabs(query: Query, counts: Counts, words: Words) -> list[Tab]:
    return [
        Tab(
            words.text(word),
            f"{sum(_by_lane(counts, lane, action).values()):,}",
            query.address(tab=name),
            name == query.tab,
        )
        for name, (word, lane, action) in TABS.items()
    ]


def _by_lane(counts: Counts, lane: str | None, action: str | None) -> Mapping[str, int]:
    """Return lane → cases of the rows that a tab shows; lanes without any are left out."""
    found: dict[str, int] = {}
    for (of_lane, of_action), cases in counts.items():
        if lane in (None, of_lane) and action in (None, of_action):
            found[of_lane] = found.get(of_lane, 0) + cases
    return found


def _shown(rows: Sequence[object], cases: int, query: Query, words: Words) -> str:
    if not rows:
        return ""
    if query.sort:
        first = query.after + 1
        return words.text(
            "row {first} to {last}, {all} cases", first=first, last=query.after + len(rows), all=f"{cases:,}"
        )
    ranks = [row.work.rank for row in rows]  # type: ignore[attr-defined]
    return words.text("rank {first} to {last}, {all} cases", first=ranks[0], last=ranks[-1], all=f"{cases:,}")


def _facts(run: Run, visit: Visit) -> str:
    words = visit.words
    ladders = list(run.policies.items())
    by = (
        f"{ladders[0][0]} v{ladders[0][1]}"
        if len(ladders) == 1
        else words.count("{n} policy", "{n} policies", len(ladders))
    )
    made = run.finished_at.astimezone(ZoneInfo(clock.HOUSE_ZONE)) if run.finished_at else None
    return words.text(
        "{day} · ranked by {policies} · made at {time}",
        day=words.day_full(run.business_date),
        policies=by,
        time=f"{made:%H:%M}" if made else "",
    )
