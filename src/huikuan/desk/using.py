"""What the house is to go by from a day on: a policy, an assignment, a statement cycle, when to call.

A person's choice waits for a second person (R-134); the system's operator, who has none, is taken at his word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from huikuan.apps.approvals.selectors import Asked
from huikuan.apps.approvals.services import Question, ask
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.dunning.selectors import newest_business_date
from huikuan.apps.policies.selectors import choices_on
from huikuan.apps.policies.services import choose, close_draft, record_assignment, record_versions
from huikuan.desk.acts import Act, act
from huikuan.desk.manual import ASSIGNMENT, CALL_TIMES, CYCLE, DEFAULT_POLICY, POLICY
from huikuan.engine.assignment import Assignment
from huikuan.engine.ladder.document import Policy
from huikuan.engine.statements.document import StatementCycle

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch

DECIDES = "gm"


@dataclass(frozen=True)
class Choice:
    """What is to be gone by: documents to be recorded, and name -> value of what is chosen (R-133).

    ``assignment``: with its text and what it calls the files of policies; its number is chosen once it is recorded.
    """

    what: str  # what it is called in the record
    chosen: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[tuple[str, int], str] = field(default_factory=dict)
    assignment: tuple[Assignment, str, Mapping[str, str]] | None = None


def of_policy(policy: Policy, text: str, *, as_default: bool) -> Choice:
    """Return the choice of a policy's version for those who follow it; ``as_default``: and of following it."""
    chosen = {f"{POLICY}{policy.id}": str(policy.version)}
    if as_default:
        chosen[DEFAULT_POLICY] = policy.id
    return Choice(f"{policy.id}/{policy.version}", chosen, {(policy.id, policy.version): text})


def of_cycle(cycle: StatementCycle, text: str) -> Choice:
    """Return the choice of a statement cycle."""
    version = f"{cycle.id}/{cycle.version}"
    return Choice(version, {CYCLE: version}, {(cycle.id, cycle.version): text})


def of_call_times(name: str) -> Choice:
    """Return the choice of a preset that says when to call."""
    return Choice(name, {CALL_TIMES: name})


def of_assignment(
    assignment: Assignment, text: str, names: Mapping[str, str], policies: Mapping[str, tuple[Policy, str]]
) -> Choice:
    """Return the choice of assignment rules, of the policies that they bring along, and of their default."""
    chosen = {f"{POLICY}{name}": str(policy.version) for name, (policy, _) in policies.items()}
    if assignment.default:
        chosen[DEFAULT_POLICY] = assignment.default
    documents = {(name, policy.version): said for name, (policy, said) in policies.items()}
    return Choice(f"{assignment.id}/{assignment.version}", chosen, documents, (assignment, text, names))


@dataclass(frozen=True, slots=True)
class Used:
    """What came of a choice: in force from that day, or waiting for the request of that number."""

    first_on: date
    request_no: int | None = None
    is_known: bool = False  # it held already


def use(choice: Choice, *, first_on: date, actor: Actor, on: date) -> Used:
    """Record a choice, and let the house go by it from ``first_on``, or ask somebody else whether it may.

    Raises: Refused not_allowed, policy_text_differs, choice_too_early.
    """
    with act("use_policy", actor=actor, on=on, subject=Subject("policy", choice.what)) as going_on:
        return use_within(going_on, choice, first_on=first_on, actor=actor, on=on)


def use_within(
    going_on: Act, choice: Choice, *, first_on: date, actor: Actor, on: date, told: Mapping[str, Any] | None = None
) -> Used:
    """Do what ``use`` does inside an act of that name; ``told``: what whoever decides is to know besides."""
    chosen = _recorded(choice, on=first_on, act_id=going_on.batch.act_id)
    held = choices_on(first_on)
    is_known = all(held.get(name) == value for name, value in chosen.items())
    request_no = None
    if not is_known:
        _check_first_day(first_on)
        if actor.kind == "person":
            request_no = ask(_question(choice, chosen, first_on, told or {}), actor=actor, on=on)
        else:
            choose(chosen, first_on=first_on, act_id=going_on.batch.act_id)
    going_on.facts = {"chosen": chosen, "from": first_on, "request": request_no}
    return Used(first_on, request_no, is_known)


def _recorded(choice: Choice, *, on: date, act_id: UUID) -> dict[str, str]:
    """Record the documents; returns all that is chosen."""
    record_versions(choice.documents, on=on, act_id=act_id)
    if choice.assignment is None:
        return dict(choice.chosen)
    rules, text, names = choice.assignment
    number = record_assignment(rules.id, rules.version, text, names, on=on, act_id=act_id)
    return {**choice.chosen, ASSIGNMENT: str(number)}


def _check_first_day(first_on: date) -> None:
    newest = newest_business_date()
    if newest is not None and first_on < newest:
        raise Refused("choice_too_early", first=first_on, newest=newest)


def _question(choice: Choice, chosen: Mapping[str, str], first_on: date, told: Mapping[str, Any]) -> Question:
    key = f"policy/{choice.what}/{int(DEFAULT_POLICY in chosen)}/{first_on}"
    facts: dict[str, Any] = {**told, "what": choice.what, "chosen": dict(chosen), "first_on": first_on.isoformat()}
    return Question(key=key, kind="policy", subject=Subject("policy", choice.what), role=DECIDES, facts=facts)


def after_policy(asked: Asked, batch: Batch) -> None:
    """Let the house go by what was approved: from the day that was asked for, or from the newest day on."""
    if asked.state != "approved":
        return
    first_on = max(date.fromisoformat(asked.facts["first_on"]), newest_business_date() or date.min)
    choose(asked.facts["chosen"], first_on=first_on, act_id=batch.act_id)
    if "draft" in asked.facts:
        close_draft(asked.facts["draft"])
