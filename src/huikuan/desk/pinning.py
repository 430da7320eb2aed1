"""A case that a person puts first in the worklist, and back (R-214)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.receivables.selectors import CaseSeen, cases_numbered
from huikuan.apps.receivables.services import move_numbered_cases
from huikuan.apps.tasks.services import pin_case, unpin_case
from huikuan.desk.acts import act
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, require_any


@dataclass(frozen=True, slots=True)
class Pinning:
    """Which case stands first, through which day, and why; without a day, it is put back."""

    case_no: int
    until: date | None = None
    reason: str = ""


def pin(asked: Pinning, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Put a case first, or back; facts: customer, case, until.

    Raises: Refused reason_missing, until_is_past, pinned_already, pin_unknown, out_of_reach.
    """
    return once("pin_case", asked, lambda: _pinned(asked, actor, on), actor=actor, key=key)


def case_to_pin(case_no: int, *, viewer: Actor, on: date) -> CaseSeen:
    """Return the case that somebody wants to put first. Raises: Refused not_allowed, out_of_reach."""
    require_any("pin_case", actor=viewer, on=on)
    found = cases_numbered([case_no], reach_of(viewer, "pin_case", on))
    if not found:
        raise Refused("out_of_reach", act="pin_case", customer=None, entities=())
    return found[0]


def _pinned(asked: Pinning, actor: Actor, on: date) -> Done:
    case, reason = case_to_pin(asked.case_no, viewer=actor, on=on), asked.reason.strip()
    if asked.until is not None and not reason:
        raise Refused("reason_missing")
    if asked.until is not None and asked.until < on:
        raise Refused("until_is_past", until=asked.until, on=on)
    about = About(case.customer_id, (case.entity,))
    with act("pin_case", actor=actor, on=on, subject=Subject("customer", case.customer_id), about=about) as going_on:
        move_numbered_cases([case.case_no], by=0)  # whoever comes second waits, and is told
        if asked.until is None:
            unpin_case(case.case_no, on=on)
        else:
            pin_case(case.case_no, reason=reason, on=on, until=asked.until, actor=actor)
            going_on.personal = {"reason": reason}
        going_on.facts = {"case": case.case_no, "entity": case.entity, "until": asked.until}
    return Done(going_on.batch.pk, {"customer": case.customer_id, **going_on.facts})
