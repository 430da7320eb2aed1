"""Rows of small folders, written short: every column of the schema, empty unless said; amounts in minor units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from huikuan.engine.tables import INPUTS, Tables

Folder = dict[str, list[dict[str, Any]]]
TABLES = tuple(INPUTS)


def folder(**tables: Sequence[dict[str, Any]]) -> Folder:
    """Return a folder of all tables; customers that only other tables name are created, as reading does."""
    found: Folder = {name: [dict(row) for row in tables.get(name, ())] for name in TABLES}
    known = {row["customer_id"] for row in found["customers"]}
    named = {row["customer_id"]: None for name in TABLES for row in found[name] if row.get("customer_id")}
    found["customers"] += [customer(customer_id) for customer_id in named if customer_id not in known]
    for rows in found.values():
        for number, row in enumerate(rows):
            row["file_no"], row["row_no"] = 0, number + 2
    return found


def typed(rows: Folder) -> Tables:
    """Return the folder as the engine takes it."""
    frames = {}
    for name, schema in INPUTS.items():
        full = [{column: row.get(column) for column in schema} for row in rows[name]]
        frames[name] = pl.DataFrame(full, schema=dict(schema), orient="row")
    return Tables.of(**frames)


def customer(customer_id: str = "C1", **more: Any) -> dict[str, Any]:
    return {"customer_id": customer_id, "name": customer_id, **more}


def receivable(document_no: str, due_date: date | None, amount_minor: int, **more: Any) -> dict[str, Any]:
    """Return an invoice issued thirty days before it is due."""
    issue_date = due_date - timedelta(days=30) if due_date else None
    return {
        "document_no": document_no,
        "customer_id": "C1",
        "entity": "main",
        "kind": "invoice",
        "currency": "CNY",
        "issue_date": issue_date,
        "due_date": due_date,
        "amount_minor": amount_minor,
        **more,
    }


def payment(payment_no: str, received_on: date, amount_minor: int, **more: Any) -> dict[str, Any]:
    return {
        "payment_no": payment_no,
        "customer_id": "C1",
        "entity": "main",
        "currency": "CNY",
        "received_on": received_on,
        "amount_minor": amount_minor,
        "method": "transfer",
        **more,
    }


def allocation(payment_no: str, document_no: str, amount_minor: int, **more: Any) -> dict[str, Any]:
    return {
        "payment_no": payment_no,
        "entity": "main",
        "document_no": document_no,
        "amount_minor": amount_minor,
        **more,
    }


def promise(made_on: date, due_on: date, amount_minor: int, **more: Any) -> dict[str, Any]:
    return {
        "customer_id": "C1",
        "entity": "main",
        "currency": "CNY",
        "made_on": made_on,
        "due_on": due_on,
        "amount_minor": amount_minor,
        "document_nos": [],
        **more,
    }


def dispute(document_no: str, opened_on: date, amount_minor: int | None = None, **more: Any) -> dict[str, Any]:
    return {"document_no": document_no, "opened_on": opened_on, "amount_minor": amount_minor, "reason": "price", **more}


def activity(on: date, *, step: str | None = None, outcome: str | None = "met", **more: Any) -> dict[str, Any]:
    """Return a contact at ten in the morning, delivered by its outcome unless ``delivered`` is given."""
    return {
        "customer_id": "C1",
        "entity": "main",
        "at": datetime.combine(on, time(10)),
        "channel": "phone",
        "outcome": outcome,
        "step": step,
        **more,
    }
