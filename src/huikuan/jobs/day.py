"""The day's job: by the manual that holds that day, or by what a person chose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.day import DayRefused, DayResult, run_day
from huikuan.desk.manual import Manual, manual_on


def day(business_date: date, *, default_policy: str | None = None) -> DayResult:
    """Decide and write down a business date by the manual in force; the same date again changes nothing."""
    manual = manual_on(business_date)
    return decided_day(manual.with_default(default_policy) if default_policy else manual)


def decided_day(manual: Manual, *, actor: Actor = SYSTEM) -> DayResult:
    """Decide and write down a business date by the manual that a person chose."""
    return run_day(manual, actor=actor)


def due_day(payload: Mapping[str, Any]) -> None:
    """Decide the business date that came by the clock, unless it or a later one has been decided already.

    A person who ran the day chose what it goes by; the clock does not overrule them.
    """
    business_date = date.fromisoformat(payload["business_date"])
    if newest_run(business_date) is not None:
        return
    try:
        day(business_date)
    except DayRefused as refused:
        if refused.code != "earlier_than_newest":
            raise
