"""What follows from a talk, in the same act: a claim to look for, a call to make, papers to send, a letter to confirm.

R-230: what the customer said of a payment is kept as a claim, while R-19 holds the ladder back; a call agreed for an
hour, papers that were asked for and a contact that was wrong become follow-ups of whoever spoke; a promise gets the
letter that confirms it, which is shown once the promise counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from huikuan.apps.activities.services import end_call
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.cash.services import record_claim
from huikuan.apps.promises.services import draft_confirmation
from huikuan.apps.tasks.selectors import named_follow_up
from huikuan.apps.tasks.services import end_call_backs, end_follow_up, record_follow_up
from huikuan.desk.acts import Act, act
from huikuan.desk.naming import NamedCase
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About
from huikuan.engine.calendars import working_calendar
from huikuan.engine.contacts import UNDELIVERED_OUTCOMES
from huikuan.gateways import clock

_LONGEST_REST = timedelta(days=16)  # the longest run of rest days, and some


@dataclass(frozen=True, slots=True)
class Claim:
    """What the customer said of a payment, as far as it was said."""

    paid_on: date | None = None
    bank: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is agreed at the end of a talk. ``in_charge``: whom to ask instead; ``confirmation``: the letter's text."""

    claim: Claim | None = None
    call_back: datetime | date | None = None
    in_charge: str = ""
    confirmation: str = ""


NOTHING_AGREED = Afterwards()


def follow_ups_in(
    going_on: Act, agreed: Afterwards, told: dict[str, Any], case: NamedCase, *, case_no: int, actor: Actor
) -> dict[str, Any]:
    """Record what follows from a contact as part of its act; facts: follow_ups, claim, confirmation, talk_seconds.

    Raises: Refused call_back_is_past.
    """
    on, batch, outcome = going_on.batch.recorded_on, going_on.batch, told["outcome"]
    if outcome is not None and outcome not in UNDELIVERED_OUTCOMES:
        end_call_backs(case_no, batch=batch)
    facts: dict[str, Any] = {
        "follow_ups": [
            record_follow_up(kind, due, note, case_no=case_no, actor=actor, batch=batch)
            for kind, due, note in _owed(agreed, outcome, told["at"], on)
        ]
    }
    if outcome == "says_paid":
        said = agreed.claim or Claim()
        columns = {"paid_on": said.paid_on, "bank": said.bank, "reference": said.reference}
        facts["claim"] = record_claim(columns, case.customer_no, case.entity_no, batch=batch)
    if agreed.confirmation and (promise := going_on.facts.get("promise")):
        draft_confirmation(promise, agreed.confirmation, case.customer_no, batch=batch)
        facts["confirmation"] = promise
    activity = going_on.facts["activity"]
    seconds = end_call(case.customer_no, actor=actor, at=clock.now(), activity=activity)
    return {**facts, **({} if seconds is None else {"talk_seconds": seconds})}


def _owed(agreed: Afterwards, outcome: str | None, at: datetime, on: date) -> list[tuple[str, date | datetime, str]]:
    """Return kind, day or hour, and note of each follow-up."""
    if outcome == "call_back" and agreed.call_back is not None:
        due = agreed.call_back
        is_past = due <= at if isinstance(due, datetime) else due < on
        if is_past:
            raise Refused("call_back_is_past", due=due)
        return [("call_back", due, "")]
    if outcome == "wrong_person":
        return [("mend_contact", _next_working_day(on), agreed.in_charge)]
    if outcome == "asks_documents":
        return [("send_papers", on, "")]
    return []


def _next_working_day(on: date) -> date:
    calendar = working_calendar(on, on + _LONGEST_REST)
    following: date = calendar.plus_workdays(pl.Series([on]), 1)[0]
    return following


@dataclass(frozen=True, slots=True)
class Ticked:
    """A follow-up that was done; ``version`` as it was read."""

    number: int
    version: int


def finish_follow_up(asked: Ticked, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Record that what was agreed is done; facts: follow_up, kind.

    Raises: Refused task_unknown, task_moved when somebody was faster, or as every act.
    """
    return once("finish_follow_up", asked, lambda: _finished(asked, actor, on), actor=actor, key=key)


def _finished(asked: Ticked, actor: Actor, on: date) -> Done:
    found = named_follow_up(asked.number)
    about, subject = About(found.customer_id, (found.entity,)), Subject("customer", found.customer_id)
    with act("finish_follow_up", actor=actor, on=on, subject=subject, about=about) as going_on:
        end_follow_up(asked.number, asked.version, batch=going_on.batch)
        going_on.facts = {"follow_up": asked.number, "kind": found.kind}
    return Done(going_on.batch.pk, {"customer": found.customer_id, **going_on.facts})
