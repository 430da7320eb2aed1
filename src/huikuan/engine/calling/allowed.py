"""May this customer be called at this very moment: the hours of the day and the calls already made (CN-CT-09)."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from huikuan.engine.calendars import working_calendar
from huikuan.engine.calling.hours import EARLIEST, LATEST, persons, with_allowed_hours
from huikuan.engine.calling.presets import LUNCH_ENDS, LUNCH_STARTS
from huikuan.engine.contacts import UNDELIVERED_OUTCOMES

# Calls a day that reached the customer, and attempts a day: companies, persons.
REACHED_A_DAY, ATTEMPTS_A_DAY = (2, 3), (3, 6)
BARRIERS = ("night", "rest_day", "lunch", "own_hours", "called_enough", "tried_enough")


def barrier(customers: pl.DataFrame, hours: pl.DataFrame, activities: pl.DataFrame, *, at: datetime) -> str | None:
    """Return the first of BARRIERS that stands against a call at that hour of the debtor's clock; None: it may be made.

    ``customers``, ``hours``, ``activities``: the tables of those names, of one customer.
    """
    if not EARLIEST <= at.hour < LATEST:
        return "night"
    day = at.date()
    if working_calendar(day, day).roll_forward(pl.Series([day]))[0] != day:
        return "rest_day"
    if LUNCH_STARTS <= at.hour < LUNCH_ENDS:
        return "lunch"
    is_person = persons(customers).len() > 0
    row = pl.DataFrame({"customer_id": customers["customer_id"].head(1), "is_person": is_person, "on": day})
    allowed = with_allowed_hours(row, hours)["allowed"].item()
    if not allowed >> at.hour & 1:
        return "own_hours"
    return _called(activities, at, is_person=is_person)


def _called(activities: pl.DataFrame, at: datetime, *, is_person: bool) -> str | None:
    calls = activities.filter((pl.col("channel") == "phone") & (pl.col("at").dt.date() == at.date()))
    reached = calls.filter(~pl.col("outcome").is_in(UNDELIVERED_OUTCOMES).fill_null(True))
    if reached.height >= REACHED_A_DAY[is_person]:
        return "called_enough"
    return "tried_enough" if calls.height >= ATTEMPTS_A_DAY[is_person] else None
