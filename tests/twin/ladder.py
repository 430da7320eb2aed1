"""Which steps of P-1 and P-2 are due for a case, written out as the tables of policies.md say (D-703, D-709, D-711).

The one thing to know: a slot has come when the working day it rolls to has; only the newest that has come can be due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .balances import Row
from .working_days import rolled_back, rolled_forward, working_days_after

STANDARD, CREDIT = "b2b-standard", "credit-15-30-60"
RUNGS = {
    STANDARD: (
        (105, "letters"),
        (91, "lock"),
        (61, "gm"),
        (31, "manager"),
        (15, "supervisor"),
        (8, "follow-2"),
        (1, "follow-1"),
        (-7, "remind"),
    ),
    CREDIT: ((61, "grave"), (31, "doubtful"), (16, "serious"), (1, "general"), (-7, "within")),
}
MONTHLY_GRACE_DAYS = 10
LOCK_NOTICE_WORKING_DAYS = 3
LAWYER_DAYS = 15
UNDELIVERED = {None, "not_reached", "wrong_person", "bounced", "refused_delivery", "absent"}
INTERNAL = {"manager", "gm"}
# step -> (how far up the ladder, action, role, approval, whether the customer is phoned)
STEPS = {
    "remind": (1, "contact", "collector", "", True),
    "follow-1": (2, "contact", "collector", "", True),
    "follow-2": (3, "contact", "collector", "", True),
    "supervisor": (4, "contact", "supervisor", "", True),
    "manager": (5, "escalate", "manager", "", False),
    "gm": (6, "escalate", "gm", "", False),
    "lock-warning": (7, "contact", "manager", "", False),
    "lock": (8, "propose", "manager", "boss", False),
    "letters": (9, "propose", "legal", "boss", False),
    "lawyer-letter": (10, "propose", "legal", "boss", False),
    "within": (1, "contact", "collector", "", True),
    "payment-notice": (2, "contact", "credit_supervisor", "", True),
    "general": (3, "contact", "credit_supervisor", "", True),
    "serious": (4, "propose", "credit_manager", "credit_manager", False),
    "doubtful": (5, "propose", "credit_manager", "gm", False),
    "grave": (6, "propose", "gm", "boss", False),
}


@dataclass(frozen=True)
class DueStep:
    """A step to act on today, and the working day since which it is due."""

    step: str
    due_on: date


@dataclass(frozen=True)
class Facts:
    """What the ladder looks at: the anchor's due date, today, and what was done with this customer so far."""

    due_date: date
    as_of: date
    activities: Sequence[Row]

    @property
    def days(self) -> int:
        return (self.as_of - self.due_date).days

    def day(self, number: int) -> date:
        return self.due_date + timedelta(days=number)

    def was_contacted_since(self, first: date) -> bool:
        """Say whether any delivered contact with the customer fell on or after ``first`` (R-23)."""
        return any(
            is_delivered(row) and row.get("step") not in INTERNAL and first <= row["at"].date() <= self.as_of
            for row in self.activities
        )

    def records(self, step: str, *, with_refusals: bool = False) -> list[date]:
        """Return the days after the due date on which the step itself was delivered (or refused), oldest first."""
        return sorted(
            row["at"].date()
            for row in self.activities
            if row.get("step") == step
            and self.due_date < row["at"].date() <= self.as_of
            and (with_refusals if is_refusal(row, step) else is_delivered(row))
        )


def is_refusal(activity: Row, step: str) -> bool:
    """Say whether the approver refused: only a step that needs an approval can be refused in the house (R-31)."""
    return bool(STEPS[step][3]) and activity.get("outcome") == "refused"


def is_delivered(activity: Row) -> bool:
    """Return the column where given, else what the outcome means (R-21)."""
    if activity.get("delivered") is not None:
        return bool(activity["delivered"])
    return activity.get("outcome") not in UNDELIVERED


def rung(policy: str, days: int, *, is_monthly: bool) -> str:
    """Return the highest rung whose day has come by facts alone; P-2 keeps 月结 within term for ten days more."""
    if policy == CREDIT and is_monthly and 0 < days <= MONTHLY_GRACE_DAYS:
        return "within"
    return next((name for first, name in RUNGS[policy] if days >= first), "")


def due_steps(policy: str, facts: Facts, *, is_monthly: bool) -> list[DueStep]:
    """Return the steps due today, furthest up the ladder first (R-25)."""
    found = standard_steps(facts) if policy == STANDARD else credit_steps(facts, is_monthly=is_monthly)
    return sorted(found, key=lambda due: -STEPS[due.step][0])


def standard_steps(facts: Facts) -> list[DueStep]:
    """P-1: contacts by the rung of the day, escalations beside them, then the sanctions that need a notice."""
    found = before_due(facts, "remind", (-7,), last=0)
    found += contact(facts, "follow-1", calendar_slot(facts, 1, every=2), window=(1, 7))
    found += contact(facts, "follow-2", calendar_slot(facts, 8, every=1), window=(8, 14))
    found += contact(facts, "supervisor", working_slot(facts, 15, every=2), window=(15, None))
    for step, first in (("manager", 31), ("gm", 61)):
        slot = calendar_slot(facts, first, every=7)
        if slot and not any(day >= slot for day in facts.records(step)):
            found += come(facts, step, slot)
    return found + lock_steps(facts) + letter_steps(facts)


def lock_steps(facts: Facts) -> list[DueStep]:
    """The lock is proposed from D+91, three working days after its warning was delivered; until then the warning.

    From D+105 both only stand in for letters that wait for them.
    """
    letters_done = facts.days >= 105 and facts.records("letters", with_refusals=True)
    if facts.days < 91 or facts.records("lock", with_refusals=True) or letters_done:
        return []
    warned = facts.records("lock-warning")
    if not warned:
        return come(facts, "lock-warning", facts.day(91))
    return come(facts, "lock", max(facts.day(91), working_days_after(warned[0], LOCK_NOTICE_WORKING_DAYS)))


def letter_steps(facts: Facts) -> list[DueStep]:
    """Letters from D+105 once the lock was told or refused; the lawyer's letter 15 days after they were delivered."""
    if facts.days < 105:
        return []
    sent = facts.records("letters")
    found = []
    locked = facts.records("lock", with_refusals=True)
    if locked and not facts.records("letters", with_refusals=True):
        found += come(facts, "letters", max(facts.day(105), locked[0]))
    if sent and not facts.records("lawyer-letter", with_refusals=True):
        found += come(facts, "lawyer-letter", max(facts.day(105), sent[0] + timedelta(days=LAWYER_DAYS)))
    return found


def credit_steps(facts: Facts, *, is_monthly: bool) -> list[DueStep]:
    """P-2: one rung at a time; the sanctions from doubtful on wait for a delivered payment notice (R-26)."""
    days = facts.days
    last_within = MONTHLY_GRACE_DAYS if is_monthly else 0
    if days <= last_within:
        return before_due(facts, "within", (-7, 0), last=last_within)
    if 16 <= days <= 30:
        return proposal(facts, "serious", working_slot(facts, 16, every=2))
    noticed = facts.records("payment-notice")
    if not noticed:
        return come(facts, "payment-notice", facts.day(1))
    if days < 16:
        # The thresholds stay on the original days, so the slots count from D+1 for 月结 customers too.
        found = contact(facts, "general", calendar_slot(facts, 1, every=3), window=(1, 15))
    elif days <= 60:
        found = proposal(facts, "doubtful", calendar_slot(facts, 31, every=7))
    else:
        found = proposal(facts, "grave", calendar_slot(facts, 61, every=7))
    ready_on = rolled_forward(noticed[0])
    return [DueStep(due.step, max(due.due_on, ready_on)) for due in found if ready_on <= facts.as_of]


def before_due(facts: Facts, step: str, numbers: Sequence[int], *, last: int) -> list[DueStep]:
    """Return the newest of the slots that roll back to a working day not after today, if no contact met it."""
    come_so_far = [
        rolled_back(facts.day(number)) for number in numbers if rolled_back(facts.day(number)) <= facts.as_of
    ]
    if not come_so_far or facts.days > last or facts.was_contacted_since(come_so_far[-1]):
        return []
    return [DueStep(step, come_so_far[-1])]


def calendar_slot(facts: Facts, first: int, *, every: int) -> date | None:
    """Return the newest slot that has come, counted in calendar days from the rung's first day (R-24)."""
    days = (rolled_back(facts.as_of) - facts.due_date).days
    return None if days < first else facts.day(days - (days - first) % every)


def working_slot(facts: Facts, first: int, *, every: int) -> date | None:
    """Return the newest slot on or before today, counted in working days from the rung's first working day (R-24)."""
    slot = rolled_forward(facts.day(first))
    if slot > facts.as_of:
        return None
    while (following := working_days_after(slot, every)) <= facts.as_of:
        slot = following
    return slot


def contact(facts: Facts, step: str, slot: date | None, *, window: tuple[int, int | None]) -> list[DueStep]:
    """A repeated contact: due while its rung lasts unless any delivered contact fell in the slot."""
    first, last = window
    if slot is None or facts.days < first or (last is not None and facts.days > last):
        return []
    return [] if facts.was_contacted_since(slot) else come(facts, step, slot)


def proposal(facts: Facts, step: str, slot: date | None) -> list[DueStep]:
    """A repeated proposal: met by its own record alone, delivered or refused (R-31)."""
    if slot is None or any(day >= slot for day in facts.records(step, with_refusals=True)):
        return []
    return come(facts, step, slot)


def come(facts: Facts, step: str, slot: date) -> list[DueStep]:
    """Roll the slot forward to a working day; beyond today it is not due yet."""
    due_on = rolled_forward(slot)
    return [DueStep(step, due_on)] if due_on <= facts.as_of else []
