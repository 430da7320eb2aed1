"""The rows of the worklist with what a person may do with them, and the heads above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from huikuan.gateways.exports.report_worklist import WorkRow
from huikuan.gateways.exports.report_worklist import lanes_of as report_lanes
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit
from huikuan.web.worklist.query import Query

_HEADS: tuple[tuple[str, str, str], ...] = (  # word, kind, what it sorts by
    ("#", "n", ""),
    (N_("Customer"), "", ""),
    (N_("Do today"), "", ""),
    (N_("Overdue"), "n", "overdue"),
    (N_("Oldest"), "n", "oldest"),
    (N_("Last contact"), "", "contact"),
    (N_("Best time"), "", "slot"),
    (N_("Why this rank"), "", ""),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row in words, the case that it is about, and the addresses behind its keys."""

    work: WorkRow
    case_no: int
    address: str
    call: str
    promise: str
    dispute: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its heading, its number of cases, what orders it, and the rows that are shown."""

    name: str
    cases: int
    order: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. ``sorts``: the address sorted by it, or empty; ``order``: for the reader's aid."""

    word: str
    kind: str
    sorts: str
    order: str  # ascending, descending, or empty


def rows_of(rows: Sequence[WorkRow], case_nos: Sequence[int], visit: Visit) -> list[Row]:
    """Return the rows with their cases, which stand in the same order."""
    return [_row(work, case_no) for work, case_no in zip(rows, case_nos, strict=False)]


def _row(work: WorkRow, case_no: int) -> Row:
    call = reverse("call", args=[work.customer_id])
    return Row(
        work=work,
        case_no=case_no,
        address=reverse("customer", args=[work.customer_id]),
        call=call,
        promise=f"{call}?outcome=promised",
        dispute=f"{call}?outcome=disputed",
    )


def lanes_of(rows: Sequence[Row], cases: Mapping[str, int], words: Words) -> list[Lane]:
    """Return the lanes that have cases, hard lane first, each with its rows of these."""
    named = report_lanes([row.work for row in rows], cases, words)
    codes = [code for code in ("hard", "value") if code in cases]
    return [
        Lane(lane.name, lane.cases, lane.order, [row for row in rows if row.work.lane == code])
        for code, lane in zip(codes, named, strict=True)
    ]


def sorted_lane(rows: Sequence[Row], cases: int, query: Query, words: Words) -> Lane:
    """Return all rows as one lane that says by what it is sorted; the next row's points say nothing there."""
    assert query.order is not None
    by = next(word for word, _kind, sorts in _HEADS if sorts == query.order.by)
    name = words.text("Sorted by {column}", column=words.text(by))
    order = words.text("for this view only; the ranked order stays as it is")
    return Lane(name, cases, order, [replace(row, work=replace(row.work, distance="")) for row in rows])


def heads_of(query: Query, words: Words) -> list[Head]:
    """Return the heads; some sort the list."""
    return [
        Head(words.text(word), kind, query.sorted_by(by) if by else "", _order(query, by)) for word, kind, by in _HEADS
    ]


def _order(query: Query, by: str) -> str:
    if not by or query.order is None or query.order.by != by:
        return ""
    return "descending" if query.order.is_descending else "ascending"
