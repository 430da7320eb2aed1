"""One item's days on a ladder: what the plan says so many days after its due date, with the records given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from huikuan.engine.outcome import Plan
from tests.engine.folder_rows import Row, invoice, planned

DUE = date(2026, 6, 8)  # a Monday; 2026-06-19 is a holiday
Worklist = list[tuple[str, str, str, str]]


def plan_on(policy: str, day: int, *records: Row, customer: Row | None = None, **item: Any) -> Plan:
    """The plan of the day: one item due on DUE, issued 30 days before unless the item says otherwise."""
    row = invoice("INV-1", overdue=0, **({"issue_date": DUE - timedelta(days=30), "due_date": DUE} | item))
    people = [{"customer_id": "C1", "name": "C1"} | (customer or {})]
    return planned(DUE + timedelta(days=day), policy, receivables=[row], activities=records, customers=people)


def rung_on(policy: str, day: int, *records: Row, **more: Any) -> str:
    return str(plan_on(policy, day, *records, **more).items["rung"][0] or "")


def steps_on(policy: str, day: int, *records: Row, **more: Any) -> Worklist:
    """The lead step of the day as (step, action, role, approval)."""
    return plan_on(policy, day, *records, **more).worklist.select("step", "action", "role", "approval").rows()


def done(day: int, step: str, channel: str = "phone", outcome: str = "met") -> Row:
    on = DUE + timedelta(days=day)
    at = datetime(on.year, on.month, on.day, 9)
    return {"customer_id": "C1", "entity": "main", "at": at, "channel": channel, "outcome": outcome, "step": step}
