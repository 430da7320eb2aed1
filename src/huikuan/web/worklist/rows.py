"""The rows of the worklist with what a person may do with them, and the heads above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from huikuan.apps.tasks.selectors import PinSeen
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
    pin: str  # by whom, why and how long it stands first; empty where it stands by its rank
    pin_address: str  # where it is put first, or back; empty where its lane does not allow it


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its heading, its number of cases, what orders it, and the rows that are shown."""

    name: str
    cases: int
    order: str
    rows: list[Row]
    code: str = ""  # hard, value; empty where it is neither


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. ``sorts``: the address sorted by it, or empty; ``order``: for the reader's aid."""

    word: str
    kind: str
    sorts: str
    order: str  # ascending, descending, or empty


def rows_of(rows: Sequence[WorkRow], case_nos: Sequence[int], pins: Mapping[int, PinSeen], visit: Visit) -> list[Row]:
    """Return the rows with their cases, which stand in the same order."""
    return [_row(work, case_no, pins.get(case_no), visit) for work, case_no in zip(rows, case_nos, strict=False)]


def _row(work: WorkRow, case_no: int, pin: PinSeen | None, visit: Visit) -> Row:
    call = reverse("call", args=[work.customer_id])
    return Row(
        work=work,
        case_no=case_no,
        address=reverse("customer", args=[work.customer_id]),
        call=call,
        promise=f"{call}?outcome=promised",
        dispute=f"{call}?outcome=disputed",
        pin=pin_words(pin, visit) if pin and work.lane == "value" else "",
        pin_address=reverse("worklist_pin", args=[case_no]) if work.lane == "value" else "",
    )


def pin_words(pin: PinSeen, visit: Visit) -> str:
    """Return by whom a case was put first, until when and why."""
    until = visit.words.day(pin.last_on, visit.business_date)
    return visit.words.text("{person}, until {day}: {reason}", person=pin.person, day=until, reason=pin.reason)


def with_pinned(lanes: Sequence[Lane], rows: Sequence[Row], words: Words) -> list[Lane]:
    """Put the rows that people have put first between the lanes; nothing is said of the next row's points."""
    if not rows:
        return list(lanes)
    name, order = words.text("Put first by a person"), words.text("before the ranked order, behind what must be done")
    cases = len({row.case_no for row in rows})
    pinned = Lane(name, cases, order, [replace(row, work=replace(row.work, distance="")) for row in rows])
    hard = [lane for lane in lanes if lane.code == "hard"]
    value = [replace(lane, cases=lane.cases - cases) for lane in lanes if lane.code == "value"]
    return [*hard, pinned, *value]


def lanes_of(rows: Sequence[Row], cases: Mapping[str, int], words: Words) -> list[Lane]:
    """Return the lanes that have cases, hard lane first, each with its rows of these."""
    named = report_lanes([row.work for row in rows], cases, words)
    codes = [code for code in ("hard", "value") if code in cases]
    return [
        Lane(lane.name, lane.cases, lane.order, [row for row in rows if row.work.lane == code], code)
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
