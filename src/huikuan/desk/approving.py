"""Approvals: who may see a request, who decides it, and what a decision leads to.

The role that the manual names decides, or the boss (R-131). What follows from an answer stands in ``FOLLOWED_BY``, one
function per kind of request, in the transaction of the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Q

from huikuan.apps.activities.selectors import ACTIVITY_FACTS
from huikuan.apps.activities.services import record_activities
from huikuan.apps.approvals import services
from huikuan.apps.approvals.selectors import (
    EVERY_REQUEST,
    Asked,
    answers_on,
    request_count,
    request_of,
    requests_in,
)
from huikuan.apps.approvals.services import Answer, Requested, settle_requests
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.customers.selectors import codes_of_customers_of, customer_numbers
from huikuan.apps.intake.bulk import Numbers
from huikuan.apps.intake.differences import Differences
from huikuan.apps.people.permissions import PERMISSIONS, Reach
from huikuan.apps.people.selectors import code_of, entity_numbers, reaches_of, roles_by_entity, roles_held
from huikuan.apps.receivables.selectors import cases
from huikuan.apps.receivables.services import move_cases
from huikuan.desk.acts import act
from huikuan.desk.conceding import after_concession
from huikuan.desk.once import Done, once
from huikuan.desk.promising import PROMISE, Withdrawal, settle_promise, withdraw_promise
from huikuan.desk.rights import DECIDES_ALL, HOUSE, About, require
from huikuan.desk.using import after_policy
from huikuan.engine.authority import CONCESSIONS

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch

NO_REQUEST = Q(pk=0)  # no row has it
STEP = "step"  # the kind of request that a day asks by itself
_CASE = ["customer_id", "entity"]
_STEP_FACTS = (
    "policy", "policy_version", "step", "slot_on", "channels", "sanction", "currency", "overdue_minor",
    "eligible_minor", "oldest_overdue_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a request. ``version``: of the request as the person saw it; without it, as it is."""

    number: int
    answer: Answer
    reason: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A request that whoever asked it takes back, and why."""

    number: int
    reason: str


def decide(asked: Decision, *, actor: Actor, on: date, key: str | None = None) -> Asked:
    """Approve or refuse a request; returns it as it was decided.

    Raises: Refused request_unknown, request_decided, request_changed, own_request, not_decider, reason_missing, or not
    allowed there.
    """
    once("approve", asked, lambda: _decided(asked, actor, on), actor=actor, key=key)
    return request_of(asked.number)


def _decided(decision: Decision, actor: Actor, on: date) -> Done:
    asked, reason = request_of(decision.number), decision.reason.strip()
    if decision.answer == "refused" and not reason:
        raise Refused("reason_missing")
    about, subject = _about(asked), Subject("request", str(asked.number))
    require_decider(asked, actor=actor, on=on)
    with act(f"approve_{asked.kind}", actor=actor, on=on, subject=subject, about=about) as done:
        services.decide(asked.number, decision.answer, reason=reason, actor=actor, on=on, version=decision.version)
        done.facts = {"answer": decision.answer, "kind": asked.kind, "about": [asked.subject_kind, asked.subject_id]}
        done.personal = {"reason": reason} if reason else {}
        if follow := FOLLOWED_BY.get(asked.kind):
            follow(request_of(asked.number), done.batch)
        elif asked.kind in CONCESSIONS:
            held = roles_held(actor, on, asked.entity) if actor.kind == "person" else {DECIDES_ALL}
            after_concession(request_of(asked.number), held=held)
    return Done(done.batch.pk, dict(done.facts))


def take_back(asked: TakenBack, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Take back one's own request; a promise that waits for it is withdrawn with it.

    Raises: Refused request_unknown, not_asker, request_decided, reason_missing.
    """
    request = request_of(asked.number)
    _require_asker(request, actor)
    if request.kind == PROMISE and request.state == "waiting":
        return withdraw_promise(Withdrawal(request.subject_id, asked.reason), actor=actor, on=on, key=key)
    return once("withdraw_request", asked, lambda: _taken_back(asked, actor, on), actor=actor, key=key)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A request that whoever asked it asks after."""

    number: int


def remind(asked: Reminder, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Ask after one's own request, at most once a day (R-237); whoever decides sees since when it is asked after.

    Raises: Refused request_unknown, not_asker, request_decided, reminded_today.
    """
    _require_asker(request_of(asked.number), actor)
    return once("remind_request", asked, lambda: _reminded(asked, actor, on), actor=actor, key=key)


def _reminded(asked: Reminder, actor: Actor, on: date) -> Done:
    subject = Subject("request", str(asked.number))
    with act("remind_request", actor=actor, on=on, subject=subject) as done:
        services.remind(asked.number, on=on)
    return Done(done.batch.pk, dict(done.facts))


def _require_asker(request: Asked, actor: Actor) -> None:
    if actor.kind == "person" and (request.requested_by is None or request.requested_by != code_of(actor)):
        raise Refused("not_asker", number=request.number)


def _taken_back(asked: TakenBack, actor: Actor, on: date) -> Done:
    if not asked.reason.strip():
        raise Refused("reason_missing")
    subject = Subject("request", str(asked.number))
    with act("withdraw_request", actor=actor, on=on, subject=subject) as done:
        services.withdraw(asked.number, on=on)
        done.personal = {"reason": asked.reason.strip()}
    return Done(done.batch.pk, dict(done.facts))


def require_decider(asked: Asked, *, actor: Actor, on: date) -> None:
    """Let pass whoever may decide a request: the role it names, or the boss (R-131).

    Raises: Refused not_decider, or as ``require`` does.
    """
    require(f"approve_{asked.kind}", actor=actor, on=on, about=_about(asked))
    if actor.kind == "person" and roles_held(actor, on, asked.entity).isdisjoint({asked.role, DECIDES_ALL}):
        raise Refused("not_decider", number=asked.number, roles=list(dict.fromkeys((asked.role, DECIDES_ALL))))


def _about(asked: Asked) -> About:
    if not asked.customer_id:
        return HOUSE
    return About(asked.customer_id, (asked.entity,) if asked.entity else ())


def may_decide(asked: Asked, *, actor: Actor, on: date) -> bool:
    """Tell whether the request waits for this person's answer."""
    decides = requests_to_decide(actor, on) & Q(pk=asked.number)
    return asked.state == "waiting" and request_count(decides) > 0


def requests_seen(states: Collection[str], *, viewer: Actor, on: date, mine: bool = False) -> list[Asked]:
    """Return the requests in these states that the viewer may see, oldest first; ``mine``: only those to decide."""
    return requests_in(states, requests_to_decide(viewer, on) if mine else requests_within(viewer, on))


def versions_asked(requests: Iterable[Asked]) -> set[tuple[str, int]]:
    """Return the policies, with their versions, whose steps are asked for."""
    return {(asked.facts["policy"], asked.facts["policy_version"]) for asked in requests if asked.kind == STEP}


def requests_within(viewer: Actor, on: date) -> Q:
    """Return the condition on requests that the viewer may see them: on cases within reach, asked by him, or his to
    decide.
    """
    if viewer.kind == "system":
        return EVERY_REQUEST
    reach = reaches_of(viewer, ("see_worklist",), on)["see_worklist"]
    return requests_asked_by(viewer) | _on_cases(reach) | _decided_by(viewer, on)


def requests_asked_by(viewer: Actor) -> Q:
    """Return the condition that the viewer asked, or somebody in his name."""
    return Q(requested_by=viewer.id) | Q(requested_for=viewer.id)


def requests_to_decide(viewer: Actor, on: date) -> Q:
    """Return the condition on requests that the viewer may decide them; of his own none is (four eyes)."""
    if viewer.kind == "system":
        return EVERY_REQUEST
    persons = [number for number in (viewer.id, viewer.on_behalf_of) if number is not None]
    others = _decided_by(viewer, on)
    for asker in ("requested_by", "requested_for"):  # of what the system asked for there is none
        others &= Q(**{f"{asker}__isnull": True}) | ~Q(**{f"{asker}__in": persons})
    return others


def _decided_by(viewer: Actor, on: date) -> Q:
    """Return the condition that the viewer's roles and reach let him decide."""
    roles = roles_by_entity(viewer, on)
    there = Q(entity__isnull=True) & _named(roles.anywhere) | _named(roles.everywhere)
    for entity_no, held in roles.in_entity.items():
        there |= Q(entity=entity_no) & _named(held)
    kinds = {name.removeprefix("approve_"): name for name in PERMISSIONS if name.startswith("approve_")}
    reaches = reaches_of(viewer, tuple(kinds.values()), on)
    reached = NO_REQUEST
    for kind, name in kinds.items():
        reached |= Q(kind=kind) & _on_cases(reaches[name])
    return there & reached


def _named(roles: frozenset[str]) -> Q:
    return EVERY_REQUEST if DECIDES_ALL in roles else Q(role__in=roles)


def _on_cases(reach: Reach) -> Q:
    """Return the condition that a request is about a case within reach; the house is for those who reach everything."""
    if reach.is_everything:
        return EVERY_REQUEST
    found = NO_REQUEST
    for part in reach.parts:
        here = ~Q(customer_code="")
        if part.codes is not None:
            here &= Q(customer_code__in=codes_of_customers_of(part.codes))
        if part.entity_no is not None:
            here &= Q(entity=part.entity_no)
        found |= here
    return found


def ask_for_steps(proposals: pl.DataFrame, *, on: date) -> Requested:
    """Ask once for each proposed step, and withdraw the undecided requests for steps no longer proposed (R-132).

    ``proposals``: case_no, customer_id, entity, cycle_on, approval, anchor_due_date and the worklist's facts of a row.
    """
    wanted = proposals.with_columns(thing=_thing()).select(
        "customer_id",
        "entity",
        "thing",
        key=pl.concat_str("thing", pl.col("cycle_on").cast(pl.String), separator="/"),
        subject_kind=pl.lit("case"),
        subject_id=pl.col("case_no").cast(pl.String),
        role="approval",
        facts=pl.struct(*_STEP_FACTS).struct.json_encode(),
    )
    return settle_requests(wanted, kind=STEP, on=on)


def _thing() -> pl.Expr:
    """Return what a request for a step is about: the step in the episode that the anchor began."""
    since = pl.col("anchor_due_date").cast(pl.String).fill_null("")
    return pl.concat_str(pl.lit(STEP), "case_no", "policy", "policy_version", "step", since, separator="/")


def with_answers(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of a worklist with ``approval_state``, ``decided_by`` (a name) and ``decided_on`` of their lead step.

    Of a step that needs no approval, or was never asked for, they are empty. Who sees the rows sees the answers.
    """
    numbered = cases().select(*_CASE, "case_no")
    answers = answers_on(STEP).select("thing", "decided_by", "decided_on", approval_state="state")
    return (
        rows.join(numbered, on=_CASE, how="left", maintain_order="left")
        .with_columns(thing=_thing())
        .join(answers, on="thing", how="left", maintain_order="left")
        .drop("thing", "case_no")
    )


def _record_refused_step(asked: Asked, batch: Batch) -> None:
    """Record the refusal as the ladder reads it: a record of the step itself that reached nobody (R-31)."""
    facts, on = asked.facts, asked.decided_on
    assert on is not None
    row = {
        "customer_id": asked.customer_id,
        "entity": asked.entity,
        "at": datetime.combine(on, time()),
        "channel": (facts["channels"] or ["letter"])[0],
        "outcome": "refused",
        "step": facts["step"],
        "step_policy": facts["policy"],
        "delivered": False,
        "handle": f"request/{asked.number}",
    }
    new = pl.DataFrame([row], schema=dict(ACTIVITY_FACTS.schema))
    none = pl.DataFrame(schema={**ACTIVITY_FACTS.schema, "fact_id": pl.Int64})
    numbers = Numbers(customers=customer_numbers(), entities=entity_numbers())
    record_activities(Differences(new=new, changed=none, absent=none, unchanged=0), numbers=numbers, batch=batch)
    move_cases(new.select(_CASE), numbers=numbers)


def _after_step(asked: Asked, batch: Batch) -> None:
    if asked.state == "refused":
        _record_refused_step(asked, batch)


FOLLOWED_BY: Mapping[str, Callable[[Asked, Batch], None]] = {
    STEP: _after_step,
    "policy": after_policy,
    PROMISE: settle_promise,
}
