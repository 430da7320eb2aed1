"""What the first page says: counts that lead to their rows, one's own progress, and the top of one's list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from huikuan.apps.approvals.selectors import request_count
from huikuan.apps.disputes.selectors import dispute_count
from huikuan.apps.dunning.selectors import alert_count, promise_count
from huikuan.apps.people.selectors import person_here, reaches_of
from huikuan.apps.tasks.selectors import Progress, progress_on
from huikuan.desk.approving import requests_to_decide
from huikuan.web.alerts.listing import among as among_alerts
from huikuan.web.customers.agreed import ToDo, to_do
from huikuan.web.disputes.board import among as among_disputes
from huikuan.web.paging import address_of
from huikuan.web.statements.listing import late_count
from huikuan.web.visitors import Visit
from huikuan.web.worklist.page import Page as Worklist
from huikuan.web.worklist.page import worklist_screen
from huikuan.web.worklist.query import Query

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

ROWS_SHOWN = 8
_A_WEEK = timedelta(days=7)
_COUNTS = Q(standing="")


@dataclass(frozen=True, slots=True)
class Card:
    """A count of what wants attention. ``is_late``: it should have been done before."""

    word: str
    count: str
    address: str  # empty where no page shows the rows yet
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """The whole page, all text."""

    cards: list[Card]
    done: str
    share: int  # of the work, in hundredths
    said: str
    worklist: Worklist | None
    is_done: bool
    new_promises: str
    to_do: list[ToDo]


def today_screen(run: Run | None, visit: Visit) -> Today:
    """Return the page for whoever looks."""
    viewer, on, words = visit.actor, visit.business_date, visit.words
    reaches = reaches_of(viewer, ("see_worklist", "see_customer"), on)
    works = run is not None and bool(reaches["see_worklist"].parts)
    worklist = worklist_screen(run, Query(), visit, size=ROWS_SHOWN) if run is not None and works else None
    is_mine = worklist is not None and worklist.whose[0].is_here
    progress = progress_on(on, viewer=viewer, assignee=person_here(viewer).code if is_mine else None)
    made = promise_count(_COUNTS & Q(made_on=on), viewer=viewer, on=on)
    return Today(
        cards=list(_cards(run, worklist, visit, sees=bool(reaches["see_customer"].parts))),
        done=f"{progress.done:,} / {progress.open + progress.done:,}",
        share=_share(progress),
        said=words.text("Done today") if is_mine else words.text("Done today by all I look after"),
        worklist=worklist,
        is_done=works and progress.open == 0 and progress.done > 0,
        new_promises=words.count("{n} new promise today", "{n} new promises today", made) if made else "",
        to_do=to_do(Q(due_on__lte=on), visit),
    )


def _share(progress: Progress) -> int:
    all_of_it = progress.open + progress.done
    return 100 * progress.done // all_of_it if all_of_it else 0


def _cards(run: Run | None, worklist: Worklist | None, visit: Visit, *, sees: bool) -> Iterator[Card]:
    viewer, on, text = visit.actor, visit.business_date, visit.words.text
    if worklist is not None:
        everything, hard = worklist.tabs[0], worklist.tabs[1]
        yield Card(text("To be done"), everything.count, everything.address)
        yield Card(text("Must be done today"), hard.count, hard.address)
    if sees:
        due = promise_count(_COUNTS & Q(due_on=on), viewer=viewer, on=on)
        yield Card(text("Promised for today"), f"{due:,}", address_of("promises", {"due": on}))
        lately = Q(verdict__in=["broken", "partly"], due_on__gte=on - _A_WEEK)
        broken = promise_count(_COUNTS & lately, viewer=viewer, on=on)
        address = address_of("promises", {"tab": "broken", "since": on - _A_WEEK})
        yield Card(text("Not kept, past week"), f"{broken:,}", address, is_late=broken > 0)
    waiting = request_count(Q(state="waiting") & requests_to_decide(viewer, on))
    if waiting:
        yield Card(text("Waiting for my yes"), f"{waiting:,}", reverse("approvals"))
    if sees:
        late = dispute_count(among_disputes("late", on), viewer=viewer, on=on)
        yield Card(text("Disputes over time"), f"{late:,}", address_of("disputes", {"tab": "late"}), is_late=late > 0)
        alerts = alert_count(among_alerts("serious", on), viewer=viewer, on=on)
        yield Card(text("Serious signs"), f"{alerts:,}", address_of("alerts", {"tab": "serious"}))
    if run is not None and worklist is not None and (late := late_count(run, visit)):
        yield Card(text("Statements late"), f"{late:,}", address_of("statements", {"tab": "late"}), is_late=True)
