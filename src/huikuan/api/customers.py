"""Customers, and what is known of each: the tables of the contract, in the order in which they were recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import polars as pl
from django.http import HttpRequest
from ninja import Query, Router, Schema

from huikuan.api.errors import ERRORS
from huikuan.api.rows import row_model, rows_of
from huikuan.api.tokens import Token, caller
from huikuan.apps.activities.selectors import activities_known
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.cash.selectors import receipts_known
from huikuan.apps.customers.selectors import contacts_known, customer_number, customers_known, customers_like
from huikuan.apps.disputes.selectors import disputes_known
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.promises.selectors import promises_known
from huikuan.apps.receivables.selectors import customers_within, items_known
from huikuan.apps.statements.selectors import statements_known
from huikuan.desk.rights import About, may, require, require_any
from huikuan.engine.tables import (
    ACTIVITIES,
    CONTACTS,
    CUSTOMERS,
    DISPUTES,
    PAYMENTS,
    PLACE,
    PROMISES,
    RECEIVABLES,
    STATEMENTS,
)
from huikuan.engine.tables import Schema as TableSchema
from huikuan.gateways import clock
from huikuan.gateways.texts.phones import masked_phone

router = Router(tags=["customers"])
_Known = Callable[[Any, str | None], pl.DataFrame]
_NUMBERS = ("phone", "mobile")


def _told(schema: TableSchema) -> TableSchema:
    """Return a table's columns without its rows' places in a file."""
    return {name: dtype for name, dtype in schema.items() if name not in PLACE}


Customer = row_model("Customer", _told(CUSTOMERS))


class CustomerName(Schema):
    """A customer's code and present name."""

    customer_id: str
    name: str | None


class Found(Schema):
    """Which customers, and behind which code."""

    search: str = ""
    after: str = ""
    limit: Annotated[int, Query(ge=1, le=500)] = 100


class CustomerPage(Schema):
    """A page of customers. ``next``: the code to ask behind, empty at the end."""

    rows: list[CustomerName]
    next: str | None


class After(Schema):
    """Behind which row."""

    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0
    limit: Annotated[int, Query(ge=1, le=1000)] = 200


@router.get("/customers", response={200: CustomerPage, **ERRORS}, auth=Token("read"))
def customers(request: HttpRequest, asked: Query[Found]) -> dict[str, Any]:
    """Return the customers within the caller's reach by code: all, or those whose code or name holds the text."""
    actor, _ = caller(request)
    on = clock.business_date()
    require_any("see_customer", actor=actor, on=on)
    among = customers_within(reach_of(actor, "see_customer", on))
    found = customers_like(asked.search.strip(), among=among, after=asked.after, limit=asked.limit + 1)
    page = found[: asked.limit]
    rows = [{"customer_id": code, "name": name} for code, name in page]
    return {"rows": rows, "next": page[-1][0] if len(found) > len(page) else None}


@router.get("/customers/{customer_id}", response={200: Customer, **ERRORS}, auth=Token("read"))
def customer(request: HttpRequest, customer_id: str) -> dict[str, Any]:
    """Return what is known of a customer."""
    _allowed(request, customer_id)
    rows = rows_of(customers_known(None, customer_id), _told(CUSTOMERS))
    return rows[0] if rows else {"customer_id": customer_id}


def _allowed(request: HttpRequest, customer_id: str) -> tuple[Actor, date]:
    """Let pass whoever may see that customer. Raises: Refused customer_unknown, not_allowed, out_of_reach."""
    actor, _ = caller(request)
    on = clock.business_date()
    require_any("see_customer", actor=actor, on=on)
    if customer_number(customer_id) is None:
        raise Refused("customer_unknown", wanted=customer_id, near=None)
    require("see_customer", actor=actor, on=on, about=About(customer_id))
    return actor, on


def _serve_table(name: str, schema: TableSchema, known: _Known) -> None:
    """Add the operation that returns a customer's rows of one table."""
    columns = _told(schema)
    row = row_model(f"{name.capitalize()}Row", columns)
    page: type[Schema] = type(
        f"{name.capitalize()}Page",
        (Schema,),
        {
            "__annotations__": {"rows": list[row], "next": int | None},  # type: ignore[valid-type]
            "__doc__": "A page of rows. ``next``: the number to ask behind, empty at the end.",
        },
    )

    def table(request: HttpRequest, customer_id: str, asked: Query[After]) -> dict[str, Any]:
        actor, on = _allowed(request, customer_id)
        behind = known(None, customer_id).filter(pl.col("fact_id") > asked.after).sort("fact_id")
        found = behind.head(asked.limit)
        rows = rows_of(found, columns)
        if name == "contacts" and not may("see_phone", actor=actor, on=on, about=About(customer_id)):
            rows = [{**line, **{part: masked_phone(line[part] or "") for part in _NUMBERS}} for line in rows]
        return {"rows": rows, "next": found["fact_id"][-1] if behind.height > found.height else None}

    table.__doc__ = f"Return the customer's {name} as known now, in the order in which they were recorded."
    router.get(
        f"/customers/{{customer_id}}/{name}",
        response={200: page, **ERRORS},
        auth=Token("read"),
        operation_id=f"customer_{name}",
        summary=f"Customer {name.capitalize()}",
    )(table)


_serve_table("contacts", CONTACTS, contacts_known)
_serve_table("receivables", RECEIVABLES, items_known)
_serve_table("payments", PAYMENTS, receipts_known)
_serve_table("promises", PROMISES, promises_known)
_serve_table("disputes", DISPUTES, disputes_known)
_serve_table("activities", ACTIVITIES, activities_known)
_serve_table("statements", STATEMENTS, statements_known)
