"""Requests that wait for somebody's word, and the word."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from huikuan.api.acts import Key
from huikuan.api.errors import ERRORS
from huikuan.api.tokens import Token, caller
from huikuan.apps.approvals.selectors import Asked, request_page
from huikuan.desk import approving
from huikuan.desk.approving import requests_to_decide, requests_within
from huikuan.desk.rights import require_any
from huikuan.gateways import clock

router = Router(tags=["approvals"])
State = Literal["waiting", "approved", "refused", "withdrawn"]


class Approval(Schema):
    """A request: what it asks for, about whom, and what became of it."""

    number: int
    kind: str
    state: str
    role: str
    customer_id: str
    entity: str
    facts: dict[str, Any]
    requested_by: str | None
    requested_on: date
    decided_by: str | None
    decided_on: date | None
    reason: str


class ApprovalPage(Schema):
    """A page of requests, oldest first. ``next``: the number to ask behind, empty at the end."""

    rows: list[Approval]
    next: int | None


class Wanted(Schema):
    """Which requests, and behind which number."""

    state: State = "waiting"
    mine: bool = False
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0
    limit: Annotated[int, Query(ge=1, le=500)] = 100


class Decision(Schema):
    """The word. A refusal needs a reason. ``version``: of the request as it was seen, where that matters."""

    answer: Literal["approved", "refused"]
    reason: Annotated[str, Field(max_length=4000)] = ""
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


@router.get("/approvals", response={200: ApprovalPage, **ERRORS}, auth=Token("read"))
def approvals(request: HttpRequest, asked: Query[Wanted]) -> dict[str, Any]:
    """Return the requests that the caller may see; ``mine``: those that are his to decide."""
    actor, _ = caller(request)
    on = clock.business_date()
    require_any("see_worklist", actor=actor, on=on)
    seen = requests_to_decide(actor, on) if asked.mine else requests_within(actor, on)
    page = request_page(Q(state=asked.state) & seen, after=asked.after, size=asked.limit)
    return {"rows": [_row(found) for found in page.requests], "next": page.after}


@router.post("/approvals/{number}/decision", response={200: Approval, **ERRORS}, auth=Token("decide"))
def answer(request: HttpRequest, number: int, given: Decision, key: Key = None) -> dict[str, Any]:
    """Approve or refuse a request; nobody decides on his own."""
    actor, _ = caller(request)
    asked = approving.Decision(number, given.answer, given.reason, given.version)
    return _row(approving.decide(asked, actor=actor, on=clock.business_date(), key=key))


def _row(found: Asked) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Approval.model_fields}
