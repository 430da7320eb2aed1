"""Approvals: who may see a request, who decides it, and what a decision leads to.

The role that the manual names decides, or the boss (R-131). What follows from an answer stands in ``FOLLOWED_BY``, one
function per kind of request, in the transaction of the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import polars as pl

from huikuan.apps.activities.selectors import ACTIVITY_FACTS
from huikuan.apps.activities.services import record_activities
from huikuan.apps.approvals import services
from huikuan.apps.approvals.selectors import Asked, answers_on, request_of, requests_in
from huikuan.apps.approvals.services import Answer, Requested, settle_requests
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.customers.selectors import customer_numbers
from huikuan.apps.intake.bulk import Numbers
from huikuan.apps.intake.differences import Differences
from huikuan.apps.people.selectors import code_of, entity_numbers, reach_of, roles_held
from huikuan.apps.receivables.selectors import cases
from huikuan.apps.receivables.services import move_cases
from huikuan.desk.acts import act
from huikuan.desk.promising import PROMISE, settle_promise
from huikuan.desk.rights import HOUSE, About, require
from huikuan.desk.using import after_policy

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch

STEP = "step"  # the kind of request that a day asks by itself
DECIDES_ALL = "boss"
_CASE = ["customer_id", "entity"]
_STEP_FACTS = (
    "policy", "policy_version", "step", "slot_on", "channels", "sanction", "currency", "overdue_minor",
    "eligible_minor", "oldest_overdue_days",
)  # fmt: skip


def decide(number: int, answer: Answer, *, reason: str, actor: Actor, on: date) -> Asked:
    """Approve or refuse a request; returns it as it was decided.

    Raises: Refused request_unknown, request_decided, own_request, not_decider, reason_missing, or not allowed there.
    """
    asked = request_of(number)
    if answer == "refused" and not reason.strip():
        raise Refused("reason_missing")
    about = _about(asked)
    require_decider(asked, actor=actor, on=on)
    with act(f"approve_{asked.kind}", actor=actor, on=on, subject=Subject("request", str(number)), about=about) as done:
        services.decide(number, answer, reason=reason.strip(), actor=actor, on=on)
        done.facts = {"answer": answer, "kind": asked.kind, "about": [asked.subject_kind, asked.subject_id]}
        done.personal = {"reason": reason.strip()} if reason.strip() else {}
        decided = request_of(number)
        if follow := FOLLOWED_BY.get(asked.kind):
            follow(decided, done.batch)
    return decided


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


def requests_seen(states: Collection[str], *, viewer: Actor, on: date, mine: bool = False) -> list[Asked]:
    """Return the requests in these states that the viewer may see, oldest first: on cases within reach, asked by him,
    or his to decide; ``mine``: only the last. Of a person's own requests none is his to decide.
    """
    found = requests_in(states)
    if viewer.kind == "system":
        return found
    code, decides = code_of(viewer), _Decider(viewer, on)
    if mine:
        return [asked for asked in found if decides(asked) and asked.requested_by != code]
    seen = _cases_reached(viewer, "see_worklist", on)
    return [asked for asked in found if asked.requested_by == code or _case_of(asked) in seen or decides(asked)]


class _Decider:
    """Which requests a person's roles and reach let him decide, for a whole list of them."""

    def __init__(self, viewer: Actor, on: date) -> None:
        self._viewer, self._on = viewer, on
        self._reached: dict[str, frozenset[tuple[str, str]]] = {}
        self._roles: dict[str, frozenset[str]] = {}

    def __call__(self, asked: Asked) -> bool:
        if asked.entity not in self._roles:
            self._roles[asked.entity] = roles_held(self._viewer, self._on, asked.entity)
        if self._roles[asked.entity].isdisjoint({asked.role, DECIDES_ALL}):
            return False
        name = f"approve_{asked.kind}"
        if not asked.customer_id:
            return reach_of(self._viewer, name, self._on).is_everything
        if asked.kind not in self._reached:
            self._reached[asked.kind] = _cases_reached(self._viewer, name, self._on)
        return _case_of(asked) in self._reached[asked.kind]


def _cases_reached(viewer: Actor, name: str, on: date) -> frozenset[tuple[str, str]]:
    reach = reach_of(viewer, name, on)
    return frozenset(cases(reach).select(_CASE).iter_rows()) if reach.parts else frozenset()


def _case_of(asked: Asked) -> tuple[str, str]:
    return asked.customer_id, asked.entity


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
