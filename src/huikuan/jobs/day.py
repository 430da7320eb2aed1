"""The day's job: which policies hold, then the day itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.day import DayRefused, DayResult, run_day
from huikuan.engine.ladder.document import Policy
from huikuan.engine.plan import Parameters
from huikuan.gateways.policies import preset_cycle, preset_policies


def day(business_date: date, *, default_policy: str = "b2b-standard") -> DayResult:
    """Decide and write down a business date; the same date again changes nothing."""
    parameters = Parameters(as_of=business_date, default_policy=default_policy, statement_cycle=preset_cycle())
    return decided_day(preset_policies(), parameters)


def decided_day(policies: Mapping[str, Policy], parameters: Parameters, *, actor: Actor = SYSTEM) -> DayResult:
    """Decide and write down a business date by the policies that a person chose."""
    return run_day(policies, parameters, actor=actor)


def due_day(payload: Mapping[str, Any]) -> None:
    """Decide the business date that came by the clock, unless it or a later one has been decided already.

    A person who ran the day chose its policies; the clock does not overrule them.
    """
    business_date = date.fromisoformat(payload["business_date"])
    if newest_run(business_date) is not None:
        return
    try:
        day(business_date)
    except DayRefused as refused:
        if refused.code != "earlier_than_newest":
            raise
