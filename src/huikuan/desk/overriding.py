"""A person's own choice of policy for one customer, until a day and with a reason (D-702, D-710, R-126)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.customers.selectors import customer_number, override_in_force
from huikuan.apps.customers.services import end_override as end
from huikuan.apps.customers.services import record_override
from huikuan.apps.receivables.selectors import cases_of_customer
from huikuan.apps.receivables.services import move_case
from huikuan.desk.acts import act
from huikuan.desk.naming import named_customer, near
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About


@dataclass(frozen=True, slots=True)
class Overriding:
    """Which policy a customer is to follow, through which day, and why."""

    customer: str
    policy: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Whose override is to end, and why."""

    customer: str
    reason: str


def override_policy(
    asked: Overriding, *, policies: Collection[str], actor: Actor, on: date, key: str | None = None
) -> Done:
    """Let a customer follow another policy from today on; facts: override, customer, policy, until, instead_of.

    ``policies``: those that there are. An override that counts already ends (``instead_of``). Raises: Refused.
    """
    return once("override_policy", asked, lambda: _overridden(asked, policies, actor, on), actor=actor, key=key)


def end_override(asked: Ending, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """End a customer's override today; facts: override, customer, policy. Raises: Refused."""
    return once("end_override", asked, lambda: _ended(asked, actor, on), actor=actor, key=key)


def _overridden(asked: Overriding, policies: Collection[str], actor: Actor, on: date) -> Done:
    customer_id = named_customer(asked.customer, actor=actor, on=on)
    if asked.policy not in policies:
        raise Refused("policy_unknown", policy=asked.policy, near=near(asked.policy, policies))
    _require_reason(asked.reason)
    if asked.until < on:
        raise Refused("until_is_past", until=asked.until, on=on)
    with act("override_policy", actor=actor, on=on, subject=_of(customer_id), about=About(customer_id)) as going_on:
        _move_cases(customer_id)
        before = override_in_force(customer_id, on)
        if before is not None:
            end(before, batch=going_on.batch)
        customer_no = customer_number(customer_id)
        assert customer_no is not None
        made = record_override(
            customer_no, asked.policy, reason=asked.reason.strip(), until=asked.until, actor=actor, batch=going_on.batch
        )
        going_on.facts = {
            "override": made.handle,
            "policy": asked.policy,
            "until": asked.until,
            "instead_of": before.handle if before else None,
        }
        going_on.personal = {"reason": asked.reason.strip()}
    return Done(going_on.batch.pk, {"customer": customer_id, **going_on.facts})


def _ended(asked: Ending, actor: Actor, on: date) -> Done:
    customer_id = named_customer(asked.customer, actor=actor, on=on)
    _require_reason(asked.reason)
    with act("end_override", actor=actor, on=on, subject=_of(customer_id), about=About(customer_id)) as going_on:
        _move_cases(customer_id)
        found = override_in_force(customer_id, on)
        if found is None:
            raise Refused("nothing_overridden", customer=customer_id)
        end(found, batch=going_on.batch)
        going_on.facts = {"override": found.handle, "policy": found.policy}
        going_on.personal = {"reason": asked.reason.strip()}
    return Done(going_on.batch.pk, {"customer": customer_id, **going_on.facts})


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason_missing")


def _of(customer_id: str) -> Subject:
    return Subject("customer", customer_id)


def _move_cases(customer_id: str) -> None:
    for case in cases_of_customer(customer_id):
        move_case(case.customer_no, case.entity_no)
