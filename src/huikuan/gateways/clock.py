"""The only place that reads the time; everything else is told what day it is.

A run is repeatable because ``as_of`` is an argument: the faces ask here once, where a person gave no day.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HOUSE_ZONE = "Asia/Shanghai"


def business_date(zone: str = HOUSE_ZONE) -> date:
    """Return today's date where the business is, wherever the machine stands.

    A machine without time-zone data answers with its own local date.
    """
    try:
        return datetime.now(ZoneInfo(zone)).date()
    except ZoneInfoNotFoundError:
        return datetime.now().astimezone().date()


def wall_time(zone: str = HOUSE_ZONE) -> datetime:
    """Return date and hour where the business is, to the minute and without a zone: as a file would hold it."""
    try:
        return datetime.now(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    except ZoneInfoNotFoundError:
        return datetime.now().astimezone().replace(tzinfo=None, second=0, microsecond=0)


def seen_here(moment: datetime, zone: str = HOUSE_ZONE) -> datetime:
    """Return a moment as a clock where the business is would have shown it."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return moment.astimezone()


def day_begins(day: date, zone: str = HOUSE_ZONE) -> datetime:
    """Return the moment at which a day begins where the business is."""
    try:
        return datetime.combine(day, time_of_day.min, ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return datetime.combine(day, time_of_day.min).astimezone()


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def at_home(moment: datetime, zone: str = HOUSE_ZONE) -> datetime:
    """Return a moment as the clock on the wall of the business shows it."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return moment.astimezone()


def stopwatch() -> float:
    """Return seconds on a clock that only runs forward; two readings make a duration."""
    return time.perf_counter()
