"""What the house counts by: companies, working days, rates, ages; and the codes with their words.

All of it is what the engine reads. What the contract fixes is shown with its rule and cannot be changed here.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from huikuan.apps.people.roster import Company
from huikuan.engine.ageing import BUCKETS, DEBT_CLASSES
from huikuan.engine.calendars import working_calendar
from huikuan.engine.rates import CNY_PPM, rate_ppm
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.words import CODE_LISTS

_MONTHS = 3
_PPM = 1_000_000
LISTS: Mapping[str, str] = {
    "role": N_("Roles"),
    "contact_role": N_("Roles of contacts"),
    "status": N_("States of a customer"),
    "segment": N_("Segments"),
    "channel": N_("Channels"),
    "outcome": N_("Outcomes of a contact"),
    "cause": N_("Causes"),
    "debtor_type": N_("Types of debtors"),
    "dispute_reason": N_("Reasons of a dispute"),
    "dispute_resolution": N_("Endings of a dispute"),
    "promise_state": N_("States of a promise"),
    "kind": N_("Kinds of documents"),
    "method": N_("Ways to pay"),
    "action": N_("What is to be done"),
    "skip_reason": N_("Reasons to hold back"),
    "bucket": N_("Ages"),
    "debt_class": N_("Debt classes"),
}
assert set(LISTS) <= set(CODE_LISTS)


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar. ``kind``: work, rest, moved (a weekend day on which work is done), holiday."""

    number: str
    kind: str
    said: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A month with its weeks from Monday; a day of another month is None."""

    name: str
    weeks: list[list[DayCell | None]]
    workdays: str
    is_unpublished: bool


@dataclass(frozen=True, slots=True)
class HousePage:
    """What the house counts by."""

    companies: list[Company]
    heads: list[str]
    months: list[MonthTable]
    base: str
    rates: list[tuple[str, str]]
    buckets: list[str]
    classes: list[str]


def house_page(companies: list[Company], words: Words, on: date) -> HousePage:
    """Return the page of a day: the calendar of its month and the two behind it."""
    base = companies[0].currency if companies else "CNY"
    return HousePage(
        companies=companies,
        heads=[words.code("short_weekday", str(number)) for number in range(1, 8)],
        months=list(_months(on, words)),
        base=base,
        rates=_rates(base),
        buckets=[words.code("bucket", code) for code in BUCKETS],
        classes=[words.code("debt_class", code) for code in DEBT_CLASSES],
    )


def _months(on: date, words: Words) -> Iterator[MonthTable]:
    first = on.replace(day=1)
    known = working_calendar(first, first + timedelta(days=31 * _MONTHS))
    for _ in range(_MONTHS):
        behind = (first + timedelta(days=31)).replace(day=1)
        days = [first + timedelta(days=n) for n in range((behind - first).days)]
        cells = {day: _cell(day, known.is_workday(day), on, words) for day in days}
        count = sum(cell.kind in ("work", "moved") for cell in cells.values())
        yield MonthTable(
            name=words.text("{year}-{month}", year=first.year, month=f"{first.month:02}"),
            weeks=[[cells.get(day) for day in week] for week in Calendar().monthdatescalendar(first.year, first.month)],
            workdays=words.count("{n} working day", "{n} working days", count),
            is_unpublished=known.is_unpublished(first),
        )
        first = behind


def _cell(day: date, is_workday: bool, on: date, words: Words) -> DayCell:
    is_weekend = day.isoweekday() > 5
    kind = {(True, False): "work", (True, True): "moved", (False, True): "rest", (False, False): "holiday"}[
        is_workday, is_weekend
    ]
    said = {"moved": words.text("working day"), "holiday": words.text("holiday")}.get(kind, "")
    return DayCell(str(day.day), kind, said, day == on)


def _rates(base: str) -> list[tuple[str, str]]:
    """Return each currency with what one unit of it is worth in the base currency."""
    rows = pl.DataFrame({"currency": list(CNY_PPM)}).with_columns(ppm=rate_ppm(pl.col("currency"), base=base))
    told = rows.filter(pl.col("ppm").is_not_null(), pl.col("currency") != base)
    return [(code, f"{ppm / _PPM:,.6f}".rstrip("0").rstrip(".")) for code, ppm in told.iter_rows()]


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A list of codes: what it is called, and each code with its words."""

    name: str
    rows: list[tuple[str, str, str]]  # code, Chinese, English


def code_tables(words: Words) -> list[CodeTable]:
    """Return every list of codes with the words of both languages."""
    return [
        CodeTable(words.text(name), [(code, *pair) for code, pair in CODE_LISTS[one].items()])
        for one, name in LISTS.items()
    ]
