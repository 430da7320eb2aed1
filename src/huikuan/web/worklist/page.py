"""What the worklist page says: tabs with counts, lanes with rows, and where the rest is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import polars as pl
from django.urls import reverse

from huikuan.apps.dunning.selectors import Wanted, worklist_counts, worklist_page
from huikuan.apps.people.selectors import person_here
from huikuan.desk.manual import manual_of
from huikuan.gateways import clock
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.report_worklist import Lane, WorkRow, lanes_of, work_rows
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

PAGE_SIZE = 50
Counts = Mapping[tuple[str, str], int]  # (lane, action) → cases
# Tab → what its rows are: lane and action; the first holds all of them.
_TABS: Mapping[str, tuple[str, str | None, str | None]] = {
    "": (N_("All rows"), None, None),
    "hard": (N_("Must be done today"), "hard", None),
    "contact": (N_("Calls and mail"), None, "contact"),
    "visit": (N_("Visits"), None, "visit"),
    "escalate": (N_("Escalations"), None, "escalate"),
    "propose": (N_("To be approved"), None, "propose"),
    "verify": (N_("Payments to verify"), None, "verify"),
}
_WHOSE: Mapping[str, str] = {"mine": N_("Mine"), "all": N_("All I look after")}


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for in the address: a tab, mine or everybody's, a search, and behind which rank."""

    tab: str = ""
    whose: str = ""  # mine, all; empty: mine where there is any
    search: str = ""
    after: int = 0

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Query:
        """Return what the address asks for; what it does not know is as if not asked."""
        tab, after = given.get("tab", ""), given.get("after", "")
        return cls(
            tab=tab if tab in _TABS else "",
            whose=given.get("whose", "") if given.get("whose") in ("mine", "all") else "",
            search=given.get("q", "").strip(),
            after=int(after) if after.isdecimal() else 0,
        )

    def address(self, **other: object) -> str:
        """Return the address of this query with some of it changed."""
        asked = {"tab": self.tab, "whose": self.whose, "q": self.search, **other}
        said = {name: value for name, value in asked.items() if value}
        return reverse("worklist") + (f"?{urlencode(said)}" if said else "")


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved way to look, with how many cases it holds."""

    word: str
    count: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, all text."""

    facts: str
    tabs: list[Tab]
    whose: list[Tab]
    lanes: list[Lane]
    shown: str
    more: str  # address of the next page, or empty
    start: str  # address of the first page, when this is a later one
    query: Query
    unfiltered: str


def worklist_screen(run: Run, query: Query, visit: Visit, *, size: int | None = None) -> Page:
    """Return the page of a run for whoever looks, with so many rows."""
    me = person_here(visit.actor).code
    mine = _counted(run, Wanted(assignee=me, search=query.search), visit)
    whose = query.whose or ("mine" if mine else "all")
    counts = mine if whose == "mine" else _counted(run, Wanted(search=query.search), visit)
    query = replace(query, whose=whose)
    _word, lane, action = _TABS[query.tab]
    assignee = me if whose == "mine" else None
    wanted = Wanted(assignee=assignee, lane=lane, action=action, search=query.search)
    found = worklist_page(run, wanted, viewer=visit.actor, after=query.after, size=size or PAGE_SIZE)
    shown = found.rows.height if found.after is None else found.rows.filter(pl.col("rank") <= found.after).height
    rows = work_rows(_listing(run, found.rows, visit), shown=shown)
    words = visit.words
    return Page(
        facts=_facts(run, visit),
        tabs=[
            Tab(words.text(tab[0]), _number(counts, tab), query.address(tab=name, after=0), name == query.tab)
            for name, tab in _TABS.items()
        ],
        whose=[
            Tab(words.text(word), "", query.address(whose=name, after=0), name == whose)
            for name, word in _WHOSE.items()
        ],
        lanes=lanes_of(rows, _by_lane(counts, lane, action), words),
        shown=_shown(rows, sum(_by_lane(counts, lane, action).values()), words),
        more=query.address(after=found.after) if found.after else "",
        start=query.address(after=0) if query.after else "",
        query=query,
        unfiltered=Query(whose=whose).address(),
    )


def _counted(run: Run, wanted: Wanted, visit: Visit) -> Counts:
    return worklist_counts(run, wanted, viewer=visit.actor)


def _listing(run: Run, rows: pl.DataFrame, visit: Visit) -> Listing:
    policies = {name: policy for name, policy in manual_of(run).policies.items() if name in run.policies}
    has_entities = rows["entity"].n_unique() > 1
    return Listing(rows, run.business_date, policies, run.parameters["base_currency"], visit.words, has_entities)


def _by_lane(counts: Counts, lane: str | None, action: str | None) -> Mapping[str, int]:
    """Return lane → cases of the rows that a tab shows; lanes without any are left out."""
    found: dict[str, int] = {}
    for (of_lane, of_action), cases in counts.items():
        if lane in (None, of_lane) and action in (None, of_action):
            found[of_lane] = found.get(of_lane, 0) + cases
    return found


def _number(counts: Counts, tab: tuple[str, str | None, str | None]) -> str:
    return f"{sum(_by_lane(counts, tab[1], tab[2]).values()):,}"


def _shown(rows: Sequence[WorkRow], cases: int, words: Words) -> str:
    if not rows:
        return ""
    return words.text("rank {first} to {last}, {all} cases", first=rows[0].rank, last=rows[-1].rank, all=f"{cases:,}")


def _facts(run: Run, visit: Visit) -> str:
    words = visit.words
    ladders = ", ".join(f"{name} v{version}" for name, version in run.policies.items())
    made = run.finished_at.astimezone(ZoneInfo(clock.HOUSE_ZONE)) if run.finished_at else None
    return words.text(
        "{day} · ranked by {policies} · made at {time}",
        day=words.day_full(run.business_date),
        policies=ladders,
        time=f"{made:%H:%M}" if made else "",
    )
