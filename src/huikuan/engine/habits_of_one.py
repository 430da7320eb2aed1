"""How one customer pays and when it picks up, counted from its own last year (R-232, D-302, D-303).

A habit is told only where it shows: at least four payments or calls, at least half of them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

import polars as pl

from huikuan.engine.contacts import UNDELIVERED_OUTCOMES

_YEAR = timedelta(days=365)
LEAST = 4  # payments, or calls
_NOON = 12


@dataclass(frozen=True, slots=True)
class PayingHabit:
    """``weekday``: 1 is Monday, None where no day shows; ``on_it``: payments of ``payments`` that came on it."""

    payments: int
    method: str | None
    weekday: int | None
    on_it: int


@dataclass(frozen=True, slots=True)
class ReachHabit:
    """``is_morning``: when it picks up mostly, None where that does not show."""

    calls: int
    reached: int
    is_morning: bool | None


def paying_habit(payments: pl.DataFrame, as_of: date) -> PayingHabit:
    """Return how a customer paid in the year up to ``as_of``; ``payments``: the table of that name, of one customer."""
    paid = payments.filter(pl.col("received_on").is_between(as_of - _YEAR, as_of) & pl.col("refused_on").is_null())
    weekday, on_it = _mode(paid["received_on"].dt.weekday())
    method, _ = _mode(paid["method"].drop_nulls())
    return PayingHabit(
        payments=paid.height,
        method=str(method) if method is not None else None,
        weekday=weekday if isinstance(weekday, int) else None,
        on_it=on_it,
    )


def reach_habit(activities: pl.DataFrame, as_of: date) -> ReachHabit:
    """Return how often a customer was reached by telephone in the year up to ``as_of``, and when."""
    at = pl.col("at")
    calls = activities.filter(
        (pl.col("channel") == "phone")
        & at.dt.date().is_between(as_of - _YEAR, as_of)
        & (at.dt.time() > time(0))  # midnight: no hour is known
    )
    reached = calls.filter(pl.col("outcome").is_not_null() & ~pl.col("outcome").is_in(UNDELIVERED_OUTCOMES))
    morning, _ = _mode(reached["at"].dt.hour() < _NOON)
    return ReachHabit(calls.height, reached.height, None if morning is None else bool(morning))


def next_paying_day(habit: PayingHabit, as_of: date) -> date | None:
    """Return the next day after ``as_of`` on which the customer mostly pays; None where no day shows."""
    if habit.weekday is None:
        return None
    return as_of + timedelta(days=(habit.weekday - as_of.isoweekday() - 1) % 7 + 1)


def _mode(values: pl.Series) -> tuple[object | None, int]:
    """Return what at least half of the values are, and how many; None where nothing shows."""
    if values.len() < LEAST:
        return None, 0
    counted = values.value_counts().sort(["count", values.name], descending=[True, False])
    value, count = counted.row(0)
    return (value, int(count)) if 2 * count >= values.len() else (None, 0)
