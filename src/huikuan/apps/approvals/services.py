"""Asks for approvals and records what was decided. Who may decide is judged by the desk; four eyes are kept here.

A thing is asked for once: while a request on it waits or has been approved, asking again is the same request (R-132).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any, Literal

import polars as pl
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from huikuan.apps.approvals.models import Request
from huikuan.apps.approvals.selectors import UNDECIDED_OR_APPROVED, answers_on, request_of, requests_of_keys
from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.people.selectors import entity_numbers
from huikuan.gateways import clock, columns

Answer = Literal["approved", "refused"]
_PART = 5_000  # ids in one statement
# Whoever still has the earlier asking before him must not decide this one.
_ASKED_AGAIN = {"decided_by": None, "decided_at": None, "decided_on": None, "reason": "", "version": F("version") + 1}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: under which key, about which thing (the key, unless one thing may be asked for time and again),
    at which customer in which entity (empty: the house), and which role decides.

    ``kind``: the act ``approve_<kind>`` of the permission table says who may decide at all.
    """

    key: str
    kind: str
    subject: Subject
    role: str
    facts: Mapping[str, Any]
    customer_id: str = ""
    entity: str = ""
    thing: str = ""


def ask(question: Question, *, actor: Actor, on: date) -> int:
    """Ask for an approval inside the caller's transaction; returns the request's number.

    The same key, or a thing that is asked for or approved already, is the same request; one that was withdrawn is asked
    again. A refused one stays refused.
    """
    thing = question.thing or question.key
    same = Request.objects.filter(thing=thing, state__in=UNDECIDED_OR_APPROVED).first()
    same = same or Request.objects.filter(key=question.key).first()
    if same is None:
        try:
            with transaction.atomic():
                return _asked(question, thing, actor, on).pk
        except IntegrityError:  # somebody else asked in the same moment
            return Request.objects.get(thing=thing, state__in=UNDECIDED_OR_APPROVED).pk
    if same.state == Request.WITHDRAWN:
        again = Request.objects.filter(pk=same.pk, state=Request.WITHDRAWN)
        again.update(state=Request.WAITING, requested_on=on, facts=dict(question.facts), **_ASKED_AGAIN)
    return same.pk


def _asked(question: Question, thing: str, actor: Actor, on: date) -> Request:
    return Request.objects.create(
        key=question.key,
        thing=thing,
        kind=question.kind,
        subject_kind=question.subject.kind,
        subject_id=question.subject.id,
        customer_code=question.customer_id,
        entity_id=dict(entity_numbers().iter_rows()).get(question.entity),
        role=question.role,
        facts=dict(question.facts),
        requested_by_id=actor.id if actor.kind == "person" else None,
        requested_for_id=actor.on_behalf_of,
        requested_at=clock.now(),
        requested_on=on,
    )


def pass_on(number: int, *, key: str, role: str, facts: Mapping[str, Any], on: date) -> int:
    """Ask a further role in the name of whoever asked, inside the caller's transaction; returns the new number."""
    earlier = Request.objects.get(pk=number)
    return Request.objects.create(
        key=key,
        thing=key,
        kind=earlier.kind,
        subject_kind=earlier.subject_kind,
        subject_id=earlier.subject_id,
        customer_code=earlier.customer_code,
        entity_id=earlier.entity_id,
        role=role,
        facts=dict(facts),
        requested_by_id=earlier.requested_by_id,
        requested_for_id=earlier.requested_for_id,
        requested_at=clock.now(),
        requested_on=on,
    ).pk


def remind(number: int, *, on: date) -> None:
    """Record that whoever asked reminds of a request that waits, inside the caller's transaction; once a day.

    Raises: Refused request_unknown, request_decided, reminded_today.
    """
    waits = Request.objects.filter(pk=number, state=Request.WAITING)
    if waits.exclude(reminded_on=on).update(reminded_on=on, reminders=F("reminders") + 1):
        return
    raise Refused("reminded_today" if request_of(number).state == Request.WAITING else "request_decided", number=number)


def decide(number: int, answer: Answer, *, reason: str, actor: Actor, on: date, version: int | None = None) -> None:
    """Record the answer to a request, inside the caller's transaction; ``version``: of the request as it was read.

    Raises: Refused request_unknown, own_request (four eyes, deputies included), request_decided, request_changed.
    """
    found = Request.objects.filter(pk=number).first()
    if found is None:
        raise Refused("request_unknown", number=number)
    askers = {found.requested_by_id, found.requested_for_id} - {None}
    if actor.kind == "person" and askers & {actor.id, actor.on_behalf_of}:
        raise Refused("own_request", number=number)
    if found.state == Request.WAITING and version not in (None, found.version):
        raise Refused("request_changed", number=number)
    moved = Request.objects.filter(pk=number, state=Request.WAITING, version=found.version).update(
        state=answer,
        decided_by_id=actor.id if actor.kind == "person" else None,
        decided_at=clock.now(),
        decided_on=on,
        reason=reason,
        version=found.version + 1,
    )
    if not moved:
        raise Refused("request_decided", number=number)


def withdraw(number: int, *, on: date) -> None:
    """Take back a request that waits, inside the caller's transaction.

    Raises: Refused request_unknown, request_decided.
    """
    request_of(number)
    waiting = Request.objects.filter(pk=number, state=Request.WAITING)
    if not waiting.update(state=Request.WITHDRAWN, decided_at=clock.now(), decided_on=on):
        raise Refused("request_decided", number=number)


@dataclass(frozen=True, slots=True)
class Requested:
    """What a run changed among the requests."""

    asked: int
    withdrawn: int


def settle_requests(wanted: pl.DataFrame, *, kind: str, on: date, actor: Actor = SYSTEM) -> Requested:
    """Ask for all that is wanted and not asked for, and withdraw what waits and is no longer wanted.

    ``wanted``: key, thing, subject_kind, subject_id, customer_id, entity, role, facts (JSON); one row per thing. What
    was approved stays approved; what was refused under the same key is not asked again.
    """
    wanted = wanted.unique("thing", keep="first", maintain_order=True)
    present = answers_on(kind)
    waiting = present.filter(pl.col("state") == Request.WAITING)
    gone = waiting.join(wanted, on="thing", how="anti", maintain_order="left")["request_no"].to_list()
    for part in _parts(gone):
        still = Request.objects.filter(pk__in=part, state=Request.WAITING)
        still.update(state=Request.WITHDRAWN, decided_at=clock.now(), decided_on=on)
    missing = wanted.join(present, on="thing", how="anti", maintain_order="left")
    known = requests_of_keys(missing["key"])
    again = known.filter(pl.col("state") == Request.WITHDRAWN)["request_no"].to_list()
    for part in _parts(again):
        Request.objects.filter(pk__in=part, state=Request.WITHDRAWN).update(
            state=Request.WAITING, requested_on=on, **_ASKED_AGAIN
        )
    new = missing.join(known, on="key", how="anti", maintain_order="left")
    _append(new, kind=kind, on=on, actor=actor)
    return Requested(asked=new.height + len(again), withdrawn=len(gone))


def _append(new: pl.DataFrame, *, kind: str, on: date, actor: Actor) -> None:
    rows = new.join(entity_numbers(), on="entity", how="left", maintain_order="left").select(
        "key",
        "thing",
        "subject_kind",
        "subject_id",
        "role",
        "facts",
        customer_code="customer_id",
        entity_id="entity_no",
        kind=pl.lit(kind),
        state=pl.lit(Request.WAITING),
        requested_by_id=pl.lit(actor.id if actor.kind == "person" else None, pl.Int64),
        requested_at=pl.lit(clock.now().astimezone(UTC).replace(tzinfo=None)),
        requested_on=pl.lit(on),
    )
    columns.append_table(connection, Request._meta.db_table, rows)


def _parts(numbers: list[int]) -> list[list[int]]:
    return [numbers[start : start + _PART] for start in range(0, len(numbers), _PART)]
