"""The sample's calendar as arrays: a day is its offset from the first day of the two years, a roll is a look-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from huikuan.engine.calendars import Calendar, working_calendar
from huikuan.gateways.sample.words import SEASON, SPRING_FESTIVALS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

HISTORY_DAYS = 730
AFTER_DAYS = 12  # documents and payments of the days after as_of, for the no-hindsight rule
FUTURE_DAYS = 800  # due dates and maturities reach this far
NEVER = HISTORY_DAYS + FUTURE_DAYS  # the offset that stands for "not paid"
EPOCH = date(1970, 1, 1)
MONTHLY_PAY_DAYS = (10, 15, 25, 28)
PAY_DAYS = 5 + len(MONTHLY_PAY_DAYS)  # Monday … Friday each week, then the monthly ones


@dataclass(frozen=True)
class Days:
    """Offsets count from ``first``; ``as_of`` is ``HISTORY_DAYS``."""

    first: date
    calendar: Calendar
    next_workday: Ints
    month_end: Ints
    pay_day: npt.NDArray[np.int64]  # (PAY_DAYS, days): the customer's pay day on or after each day, as a working day
    invoiced_by: Floats  # share of the two years' invoicing done by the end of each day, up to as_of + AFTER_DAYS

    @classmethod
    def up_to(cls, as_of: date) -> Days:
        """Return the calendar whose two years end on ``as_of``."""
        first = as_of - timedelta(days=HISTORY_DAYS)
        days = [first + timedelta(days=offset) for offset in range(NEVER + 60)]
        calendar = working_calendar(first - timedelta(days=HISTORY_DAYS), days[-1])
        working = calendar.roll_forward(pl.Series(days))
        next_workday = working.cast(pl.Int32).to_numpy().astype(np.int64) - (first - EPOCH).days
        month_end = np.array([_month_end_after(day) for day in days], dtype=np.int64)
        rolled = [next_workday[np.minimum(_thawed(pays, days), len(days) - 40)] for pays in _pay_days(days)]
        return cls(first, calendar, next_workday, month_end, np.array(rolled), _invoiced_by(days, next_workday))

    def column(self, offsets: Ints) -> pl.Series:
        """Return the days of ``offsets`` as dates."""
        return pl.Series((offsets + (self.first - EPOCH).days).astype(np.int32)).cast(pl.Date)

    def workday_before(self, day: date) -> date:
        """Return the day, or the last working day before it; two years further back than ``first`` is known too."""
        rolled: date = self.calendar.roll_back(pl.Series([day]))[0]
        return rolled


def _month_end_after(day: date) -> int:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (following - timedelta(days=1) - day).days


def _pay_days(days: list[date]) -> list[Ints]:
    weekday = np.array([day.weekday() for day in days])
    offset = np.arange(len(days))
    weekly = [offset + (pay_day - weekday) % 7 for pay_day in range(5)]
    day_of_month = np.array([day.day for day in days])
    monthly = []
    for pay_day in MONTHLY_PAY_DAYS:
        falls_on = np.flatnonzero(day_of_month == pay_day)
        monthly.append(falls_on[np.minimum(np.searchsorted(falls_on, offset), len(falls_on) - 1)])
    return [*weekly, *monthly]


def _thawed(pays: Ints, days: list[date]) -> Ints:
    """Move pay days of the Spring Festival (a week before to ten days after) behind it."""
    moved = pays.copy()
    for festival in SPRING_FESTIVALS:
        new_year = (festival - days[0]).days
        moved[(moved >= new_year - 7) & (moved < new_year + 10)] = new_year + 11
    return moved


def _invoiced_by(days: list[date], next_workday: Ints) -> Floats:
    span = HISTORY_DAYS + AFTER_DAYS + 1
    growth = 1.0 + 0.35 * np.arange(span) / span
    season = np.array([SEASON[day.month - 1] for day in days[:span]])
    is_workday = next_workday[:span] == np.arange(span)
    weight = growth * season * np.where(is_workday, 1.0, 0.04)
    weight[HISTORY_DAYS + 1 :] *= 0.25  # what is already keyed in for the days after as_of
    return np.asarray(np.cumsum(weight) / weight.sum(), dtype=np.float64)
