"""Working days of the Chinese calendar, one date at a time (D-711, R-32)."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Follow the published notice, make-up Saturdays included; an unpublished year has plain weekends."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def rolled_forward(day: date) -> date:
    """Return the first working day on or after ``day``: where an overdue task lands."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def rolled_back(day: date) -> date:
    """Return the last working day on or before ``day``: where a task before the due date lands."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days_after(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day``, which is not counted itself."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day
