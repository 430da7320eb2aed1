"""Working days: which days count, and how a task's day is rolled (D-711).

The Chinese calendar follows the State Council's yearly notice: make-up Saturdays and Sundays are working days. A year
whose notice is not in the library yet falls back to plain weekends, and the calendar says so (``is_unpublished``).

A calendar covers a closed range of days and answers for whole columns: a day is an offset into arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
import polars as pl

CHINA = "CN"


@dataclass(frozen=True)
class Calendar:
    """Working days of one country from ``first`` to ``last``; days outside are an error of the caller."""

    first: date
    last: date
    next_workday: pl.Series  # Date: the day itself or the first working day after it
    previous_workday: pl.Series  # Date: the day itself or the last working day before it
    ordinal: pl.Series  # Int32: number of working days before the day; equals the index into ``workdays``
    workdays: pl.Series  # Date, ascending
    unpublished_years: frozenset[int]

    def roll_forward(self, days: pl.Series) -> pl.Series:
        """Return each day, or the first working day after it; nulls stay."""
        return self.next_workday.gather(self._offsets(days))

    def roll_back(self, days: pl.Series) -> pl.Series:
        """Return each day, or the last working day before it; nulls stay."""
        return self.previous_workday.gather(self._offsets(days))

    def plus_workdays(self, days: pl.Series, count: int) -> pl.Series:
        """Return the ``count``-th working day after each day, the day itself never counted; ``count`` >= 1.

        Monday + 3 is Thursday; Sunday + 3 is Wednesday.
        """
        return self.workdays.gather(self.ordinal.gather(self._offsets(days) + 1) + (count - 1))

    def minus_workdays(self, days: pl.Series, count: int) -> pl.Series:
        """Return the ``count``-th working day before each day, the day itself never counted; ``count`` >= 1."""
        return self.workdays.gather(self.ordinal.gather(self._offsets(days)) - count)

    def workdays_before(self, days: pl.Series) -> pl.Series:
        """Return how many working days of the calendar lie before each day: differences count working days."""
        return self.ordinal.gather(self._offsets(days))

    def is_workday(self, day: date) -> bool:
        """Tell whether work is done on ``day``."""
        return bool(self.next_workday[(day - self.first).days] == day)

    def is_unpublished(self, day: date) -> bool:
        """Tell whether the holidays of ``day``'s year are not published yet (weekends only)."""
        return day.year in self.unpublished_years

    def _offsets(self, days: pl.Series) -> pl.Series:
        return (days.cast(pl.Int32) - (self.first - date(1970, 1, 1)).days).cast(pl.Int32)


@lru_cache(maxsize=8)
def working_calendar(first: date, last: date, *, country: str = CHINA) -> Calendar:
    """Return the calendar of ``country`` from ``first`` to ``last``, both counted, widened by rolls at the ends.

    Raises: ValueError for a country whose holidays are not known.
    """
    start, end = first - timedelta(days=30), last + timedelta(days=60)
    days = pl.date_range(start, end, eager=True)
    is_workday, unpublished = _workday_flags(days.to_list(), country)
    flags = pl.DataFrame({"day": days, "workday": is_workday})
    rolled = flags.select(
        next=pl.when("workday").then("day").fill_null(strategy="backward"),
        previous=pl.when("workday").then("day").fill_null(strategy="forward"),
        ordinal=(pl.col("workday").cast(pl.Int32).cum_sum() - pl.col("workday").cast(pl.Int32)),
    )
    return Calendar(
        first=start,
        last=end,
        next_workday=rolled["next"],
        previous_workday=rolled["previous"],
        ordinal=rolled["ordinal"],
        workdays=flags.filter("workday")["day"],
        unpublished_years=frozenset(unpublished),
    )


def _workday_flags(days: list[date], country: str) -> tuple[list[bool], set[int]]:
    if country == CHINA:
        return _chinese_workdays(days)
    import holidays  # a heavy import that China does not need

    try:
        closed = holidays.country_holidays(country, years=range(days[0].year, days[-1].year + 1))
    except NotImplementedError as unknown:
        raise ValueError(f"no holidays are known for country {country!r}") from unknown
    return [day.isoweekday() < 6 and day not in closed for day in days], set()


def _chinese_workdays(days: list[date]) -> tuple[list[bool], set[int]]:
    """Fall back to weekends where the library has no notice for the year; only the future counts as unpublished."""
    # The library's tables are asked directly: its own function takes ten times as long.
    moved_to, off = chinese_calendar.workdays, chinese_calendar.holidays
    flags = [day in moved_to or (day.isoweekday() < 6 and day not in off) for day in days]
    newest_known = max(day.year for day in moved_to)
    unpublished = {day.year for day in days if day.year > newest_known}
    return flags, unpublished
