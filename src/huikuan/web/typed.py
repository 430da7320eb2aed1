"""Amounts, days and hours as people type them: ``18 万``, ``180,000.00``, ``周五``, ``+7``, ``周五 15:00``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from huikuan.apps.audit.errors import Refused

_UNITS: Mapping[str, int] = {"": 1, "千": 1_000, "k": 1_000, "万": 10_000, "m": 1_000_000, "亿": 100_000_000}
_AMOUNT = re.compile(r"(?:￥|¥|[a-z]{3} ?)?(\d+(?:\.\d+)?) ?(千|万|亿|k|m)?元?")
_WEEKDAYS: Mapping[str, int] = {
    **{f"{week}{day}": number for week in ("周", "星期") for number, day in enumerate("一二三四五六日")},
    "周天": 6,
    "星期天": 6,
    **{day: number for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}
_NEAR: Mapping[str, int] = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_HOUR = re.compile(r"(.*?) ?(\d{1,2})[:.](\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?([a-z]{3})[a-z]*(?: (\d{4}))?")


def typed_amount(text: str) -> Decimal:
    """Return the amount in major units. Raises: Refused amount_unreadable."""
    plain = unicodedata.normalize("NFKC", text).lower().replace(",", "").replace("，", "").strip()
    found = _AMOUNT.fullmatch(plain)
    if not found:
        raise Refused("amount_unreadable", given=text)
    return Decimal(found[1]) * _UNITS[found[2] or ""]


def typed_day(text: str, today: date) -> date:
    """Return the day that is meant, seen from today; one without a year is that nearest to today, a weekday the next.

    Raises: Refused day_unreadable.
    """
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    try:
        day = _from_today(plain, today) or _by_calendar(plain, today)
    except ValueError:  # the 31st of a shorter month
        day = None
    if day is None:
        raise Refused("day_unreadable", given=text)
    return day


def typed_moment(text: str, today: date) -> datetime | date:
    """Return the hour of the day that is meant (``周五 15:00``, ``15:00``), or the day where no hour is named.

    Raises: Refused day_unreadable.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _HOUR.fullmatch(plain)
    if found is None:
        return typed_day(plain, today)
    day = typed_day(found[1], today) if found[1] else today
    if int(found[2]) > 23 or int(found[3]) > 59:
        raise Refused("day_unreadable", given=text)
    return datetime.combine(day, time(int(found[2]), int(found[3])))


def _from_today(plain: str, today: date) -> date | None:
    if plain in _NEAR:
        return today + timedelta(days=_NEAR[plain])
    if re.fullmatch(r"\+\d{1,3}", plain):
        return today + timedelta(days=int(plain[1:]))
    is_next_week = plain.startswith("下")
    weekday = _WEEKDAYS.get(plain.removeprefix("下") if is_next_week else plain)
    if weekday is None:
        return None
    if is_next_week:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _by_calendar(plain: str, today: date) -> date | None:
    if found := _YEAR_FIRST.fullmatch(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_FIRST.fullmatch(plain):
        return _nearest(int(found[1]), int(found[2]), today)
    found = _DAY_FIRST.fullmatch(plain)
    if found and found[2] in _MONTHS:
        month = _MONTHS.index(found[2]) + 1
        return date(int(found[3]), month, int(found[1])) if found[3] else _nearest(month, int(found[1]), today)
    return None


def _nearest(month: int, day: int, today: date) -> date:
    years = (today.year - 1, today.year, today.year + 1)
    candidates = [date(year, month, day) for year in years if (month, day) != (2, 29) or year % 4 == 0]
    if not candidates:
        raise ValueError
    return min(candidates, key=lambda one: abs((one - today).days))
