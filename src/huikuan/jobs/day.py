"""The day's job: which policies hold, then the day itself."""

from __future__ import annotations

from datetime import date

from huikuan.desk.day import DayResult, run_day
from huikuan.engine.plan import Parameters
from huikuan.gateways.policies import preset_policies


def day(business_date: date, *, default_policy: str = "b2b-standard") -> DayResult:
    """Decide and write down a business date; the same date again changes nothing."""
    return run_day(preset_policies(), Parameters(as_of=business_date, default_policy=default_policy))
