"""The day's job: which policies hold, then the day itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huikuan.desk.day import DayRefused, DayResult, run_day
from huikuan.engine.plan import Parameters
from huikuan.gateways.policies import preset_policies


def day(business_date: date, *, default_policy: str = "b2b-standard") -> DayResult:
    """Decide and write down a business date; the same date again changes nothing."""
    return run_day(preset_policies(), Parameters(as_of=business_date, default_policy=default_policy))


def due_day(payload: Mapping[str, Any]) -> None:
    """Decide the business date that came by the clock, unless a later one has been decided already."""
    try:
        day(date.fromisoformat(payload["business_date"]))
    except DayRefused as refused:
        if refused.code != "earlier_than_newest":
            raise
