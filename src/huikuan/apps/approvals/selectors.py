"""Answers about requests for an approval."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Q

from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.errors import Refused
from huikuan.engine.tables import Schema
from huikuan.gateways import columns
from huikuan.gateways.keyset import page_behind

EVERY_REQUEST = Q(pk__gt=0)  # an empty condition would vanish beside an OR
UNDECIDED_OR_APPROVED = (Request.WAITING, Request.APPROVED)
_PART = 5_000  # keys in one statement
_ANSWERS: dict[str, tuple[str, Any]] = {
    "request_no": ("id", pl.Int64),
    "thing": ("thing", pl.String),
    "state": ("state", pl.String),
    "role": ("role", pl.String),
    "decided_by": ("decided_by__name", pl.String),
    "decided_on": ("decided_on", pl.Date),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as people see it. People are named by code; None: the system or its operator."""

    number: int
    kind: str
    thing: str
    subject_kind: str
    subject_id: str
    customer_id: str  # empty where it is about no customer
    entity: str  # empty: the house
    role: str
    facts: dict[str, Any]
    state: str
    requested_by: str | None
    requested_on: date
    decided_by: str | None
    decided_on: date | None
    reason: str
    version: int
    asker: str  # the name of whoever asked; empty: the system or its operator
    decider: str
    decided_at: datetime | None
    reminded_on: date | None
    reminders: int


def request_of(number: int) -> Asked:
    """Return one request. Raises: Refused request_unknown."""
    found = Request.objects.filter(pk=number).select_related("entity", "requested_by", "decided_by").first()
    if found is None:
        raise Refused("request_unknown", number=number)
    return _asked(found)


def requests_in(states: Collection[str], among: Q = EVERY_REQUEST) -> list[Asked]:
    """Return all requests in these states, oldest first. Who may see them is judged by the desk (approving)."""
    rows = Request.objects.filter(among, state__in=states).select_related("entity", "requested_by", "decided_by")
    return [_asked(row) for row in rows.order_by("requested_on", "id")]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Some requests, and the number to go on behind, if any."""

    requests: list[Asked]
    after: int | None


def request_page(among: Q, *, after: int, size: int, newest_first: bool = False) -> RequestPage:
    """Return the requests behind that number (0: from the beginning); newest first: by when they were decided."""
    rows = Request.objects.filter(among).select_related("entity", "requested_by", "decided_by")
    by = "decided_at" if newest_first else "id"
    found, more = page_behind(rows, by, after=after, size=size, descending=newest_first)
    return RequestPage([_asked(row) for row in found], more)


def request_count(among: Q) -> int:
    """Return how many requests there are."""
    return Request.objects.filter(among).count()


def answers_on(kind: str, *, states: Collection[str] = UNDECIDED_OR_APPROVED) -> pl.DataFrame:
    """Return request_no, thing, state, role, decided_by (a name), decided_on of the requests of a kind."""
    rows = Request.objects.filter(kind=kind, state__in=states).order_by("id")
    paths = [path for path, _ in _ANSWERS.values()]
    return columns.read_table(
        connection, rows.values_list(*paths), {name: dtype for name, (_, dtype) in _ANSWERS.items()}
    )


def requests_of_keys(keys: pl.Series) -> pl.DataFrame:
    """Return request_no, key and state of the requests that were asked under these keys."""
    schema: Schema = {"request_no": pl.Int64, "key": pl.String, "state": pl.String}
    wanted = keys.to_list()
    parts = [
        columns.read_table(
            connection,
            Request.objects.filter(key__in=wanted[start : start + _PART])
            .order_by("id")
            .values_list("id", "key", "state"),
            schema,
        )
        for start in range(0, len(wanted), _PART)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=dict(schema))


def _asked(row: Request) -> Asked:
    return Asked(
        number=row.pk,
        kind=row.kind,
        thing=row.thing,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        customer_id=row.customer_code,
        entity=row.entity.code if row.entity else "",
        role=row.role,
        facts=row.facts,
        state=row.state,
        requested_by=row.requested_by.code if row.requested_by else None,
        requested_on=row.requested_on,
        decided_by=row.decided_by.code if row.decided_by else None,
        decided_on=row.decided_on,
        reason=row.reason,
        version=row.version,
        asker=row.requested_by.name if row.requested_by else "",
        decider=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        reminded_on=row.reminded_on,
        reminders=row.reminders,
    )
