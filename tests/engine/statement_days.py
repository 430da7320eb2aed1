"""Small folders with statements: what the cycle asks for on a day, as text that reads like the board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.statements.document import StatementCycle
from huikuan.gateways.policies import preset_cycle, preset_policies

from .folder_rows import Row, folder


def statement(period: str, sent_on: date | None = None, **more: Any) -> Row:
    return {"customer_id": "C1", "entity": "main", "period": period, "sent_on": sent_on} | more


def bought(on: date, **more: Any) -> Row:
    """An invoice of C1 over 1,000.00, due two months later."""
    due = date(on.year + (on.month > 10), (on.month + 1) % 12 + 1, min(on.day, 28))
    return {
        "document_no": f"INV-{on:%y%m%d}",
        "customer_id": "C1",
        "entity": "main",
        "kind": "invoice",
        "issue_date": on,
        "due_date": due,
        "amount_minor": 100_000,
        "currency": "CNY",
    } | more


def said(on: date, step: str, **more: Any) -> Row:
    at = datetime(on.year, on.month, on.day, 10)
    return {
        "customer_id": "C1",
        "entity": "main",
        "at": at,
        "channel": "email",
        "outcome": "delivered",
        "step": step,
    } | more


def day(as_of: date, cycle: StatementCycle | None = None, **tables: Iterable[Row]) -> Plan:
    """The plan of a folder that keeps statements."""
    parameters = Parameters(as_of=as_of, statement_cycle=cycle or preset_cycle())
    return plan_day(folder(**tables), preset_policies(), parameters)


def board(plan: Plan) -> str:
    """What is due, as ``follow-2, confirm +4``: the step, and its days late, the least late first."""
    assert plan.statements is not None
    due = plan.statements.due.sort("days_late", maintain_order=True)
    return ", ".join(
        f"{row['step']} +{row['days_late']}" if row["days_late"] else row["step"] for row in due.to_dicts()
    )


def only(plan: Plan, **where: Any) -> Row:
    """The one due row in which every named column has the given value."""
    assert plan.statements is not None
    found = [row for row in plan.statements.due.to_dicts() if all(row[name] == value for name, value in where.items())]
    assert len(found) == 1, found
    return found[0]


def listed_only(cycle: StatementCycle) -> StatementCycle:
    return replace(cycle, covers="listed")
