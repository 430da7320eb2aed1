"""Small typed folders for engine tests: rows as keyword arguments, days counted back from AS_OF."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.tables import INPUTS, Tables
from huikuan.gateways.policies import preset_policies

AS_OF = date(2026, 11, 20)  # a Friday; the week before and after has no holiday

Row = dict[str, Any]


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def invoice(document_no: str, *, overdue: int, amount: int = 100_000, **more: Any) -> Row:
    """An invoice of customer C1 that is so many days past due on AS_OF; amounts in fen."""
    return {
        "document_no": document_no,
        "customer_id": "C1",
        "entity": "main",
        "kind": "invoice",
        "issue_date": ago(overdue + 30),
        "due_date": ago(overdue),
        "amount_minor": amount,
        "currency": "CNY",
    } | more


def payment(payment_no: str, *, received: int, amount: int, **more: Any) -> Row:
    return {
        "payment_no": payment_no,
        "customer_id": "C1",
        "entity": "main",
        "received_on": ago(received),
        "amount_minor": amount,
        "currency": "CNY",
        "method": "transfer",
    } | more


def allocation(payment_no: str, document_no: str, amount: int) -> Row:
    return {"payment_no": payment_no, "entity": "main", "document_no": document_no, "amount_minor": amount}


def promise(*, made: int, due: int, amount: int, **more: Any) -> Row:
    return {
        "customer_id": "C1",
        "entity": "main",
        "made_on": ago(made),
        "due_on": ago(due),
        "amount_minor": amount,
        "currency": "CNY",
        "document_nos": [],
    } | more


def activity(days_ago: int, *, outcome: str = "stalling", channel: str = "phone", **more: Any) -> Row:
    day = ago(days_ago)
    return {
        "customer_id": "C1",
        "entity": "main",
        "at": datetime(day.year, day.month, day.day, 10),
        "channel": channel,
        "outcome": outcome,
    } | more


def folder(**tables: Iterable[Row]) -> Tables:
    """Typed tables of the given rows; a customers table is made from the receivables unless given."""
    rows = {name: list(given) for name, given in tables.items()}
    if "customers" not in rows:
        ids = sorted({row["customer_id"] for row in rows.get("receivables", ())})
        rows["customers"] = [{"customer_id": customer, "name": customer} for customer in ids]
    return Tables.of(**{name: pl.DataFrame(given, schema=dict(INPUTS[name])) for name, given in rows.items()})


def planned(as_of: date = AS_OF, policy: str = "b2b-standard", **tables: Iterable[Row]) -> Plan:
    """The plan of a folder of the given rows."""
    return plan_day(folder(**tables), preset_policies(), Parameters(as_of=as_of, default_policy=policy))


def row_of(frame: pl.DataFrame, **where: Any) -> Row:
    """The one row in which every named column has the given value."""
    found = frame.filter(pl.all_horizontal(pl.col(name) == value for name, value in where.items()))
    assert found.height == 1, found
    return found.row(0, named=True)
