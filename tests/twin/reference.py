"""The whole plan of a folder in plain Python: what the engine must say too.

Rows are dictionaries with the columns of ``huikuan.engine.tables``, amounts in minor units.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .balances import Balances, Document, Money, Row, balances
from .eligible import ageing, bucket, debt_class, suppressed_reason, take_off
from .hard_lane import hard_currencies
from .ladder import STEPS, DueStep, Facts, due_steps, is_delivered, rung
from .promises import Promise, judged
from .working_days import rolled_back, working_days_after

Case = tuple[str, str]  # customer_id, entity
SAYS_PAID_WORKING_DAYS = 3
PROMISES_TO_ESCALATE = 2
REMINDER_DAYS = 7
EXPONENTS = {"JPY": 0, "KWD": 3}  # ISO 4217; every other currency here has 2


@dataclass
class ReferenceCase:
    """What is to be done for one customer and entity today, and why not."""

    case: Case
    policy: str
    anchor: Document | None
    steps: list[DueStep] = field(default_factory=list)
    habitual_delayer: bool = False
    paused_until: date | None = None  # the last day of the pause
    verify_on: date | None = None  # the day since which a word "already paid" waits for verification
    eligible: dict[str, int] = field(default_factory=dict)  # per currency, above 0
    asked: list[str] = field(default_factory=list)  # currencies with a row because a step is due
    verified: list[str] = field(default_factory=list)  # currencies with a row because of a word of payment
    hard: set[str] = field(default_factory=set)  # currencies that put the case into the hard lane
    calls_supervisor: bool = False  # after two failed promises (D-1009)
    rung: str = ""

    @property
    def lane(self) -> str:
        return "hard" if self.hard or self.verified else "value"

    @property
    def rows(self) -> set[str]:
        """Return the currencies with a row in the worklist."""
        return {*self.asked, *self.verified, *self.hard}

    @property
    def lead(self) -> str:
        if self.verified:
            return "verify"
        return self.steps[0].step if self.asked else ""

    @property
    def also(self) -> list[str]:
        names = [step.step for step in self.steps]
        if self.verified:
            return names
        called = ["supervisor"] if self.calls_supervisor and self.lead in ("follow-1", "follow-2") else []
        return names[1:] + called

    @property
    def due_on(self) -> date:
        return self.verify_on if self.verify_on and self.verified else self.steps[0].due_on

    @property
    def action(self) -> str:
        if self.lead == "verify":
            return "verify"
        _, action, _, _, has_phone = STEPS[self.lead]
        return "visit" if self.habitual_delayer and has_phone else action

    @property
    def role(self) -> str:
        if self.lead == "verify":
            return "collector"
        return "rep" if self.action == "visit" else STEPS[self.lead][2]

    @property
    def approval(self) -> str:
        return "" if self.lead == "verify" else STEPS[self.lead][3]


@dataclass
class ReferencePlan:
    """Everything the twin says about a folder on one day."""

    as_of: date
    ledger: Balances
    documents: list[Document]  # those with an open amount, by customer, entity, due date and number
    reasons: dict[tuple[str, str, str], str]  # (entity, kind, document_no) -> suppressed_reason
    ageing: dict[tuple[Money, str], int]
    promises: list[Promise]
    cases: dict[Case, ReferenceCase]
    policies: dict[str, str]  # customer_id -> policy
    gone: set[str]  # customers who no longer exist

    def debt_class(self, document: Document) -> str:
        return debt_class(document, as_of=self.as_of, is_gone=document.customer_id in self.gone)

    def bucket(self, document: Document) -> str:
        return bucket(document, self.as_of)

    def rung(self, document: Document) -> str:
        """Return the document's own rung by facts; a credit note has none."""
        if document.kind == "credit_note":
            return ""
        days = document.overdue_days(self.as_of)
        return rung(self.policies[document.customer_id], days, is_monthly=document.is_monthly)


def reference_plan(
    tables: Mapping[str, Sequence[Row]],
    *,
    as_of: date,
    policy: str,
    promise_tolerance_days: int = 3,
    tolerance: int = 1,
) -> ReferencePlan:
    """Return the plan of ``as_of``; a customer's own policy wins over ``policy`` (D-710)."""
    ledger = balances(tables, as_of)
    promises = judged(tables["promises"], ledger.parts, as_of=as_of, tolerance_days=promise_tolerance_days)
    take_off(ledger, disputes=tables["disputes"], promises=promises, as_of=as_of)
    policies = {row["customer_id"]: row.get("policy") or policy for row in tables["customers"]}
    habitual = {row["customer_id"] for row in tables["customers"] if row.get("habitual_delayer")}
    documents = sorted(
        (document for document in ledger.documents if document.open_minor),
        key=lambda document: (document.customer_id, document.entity, document.due_date, document.document_no),
    )
    cases = {
        case: judge_case(
            case,
            ledger,
            activities=[row for row in tables["activities"] if (row["customer_id"], row["entity"]) == case],
            promises=promises,
            refused_on=ledger.refused.get(case, []),
            as_of=as_of,
            policy=policies.get(case[0], policy),
            is_habitual=case[0] in habitual,
            tolerance=tolerance,
        )
        for case in {(document.customer_id, document.entity) for document in documents}
    }
    reasons = {
        (document.entity, document.kind, document.document_no): reason(
            document, cases[(document.customer_id, document.entity)], as_of=as_of, tolerance=tolerance
        )
        for document in documents
    }
    gone = {row["customer_id"] for row in tables["customers"] if row.get("status") == "closed"}
    return ReferencePlan(as_of, ledger, documents, reasons, ageing(ledger, as_of), promises, cases, policies, gone)


def reason(document: Document, case: ReferenceCase, *, as_of: date, tolerance: int) -> str:
    """Return why an item is not chased today: its own reason, else its case's (R-18)."""
    if not document.eligible:
        return suppressed_reason(document, as_of)
    if case.paused_until:
        return "paused"
    return "tolerance" if is_small(case.eligible[document.currency], document.currency, tolerance=tolerance) else ""


def is_small(amount: int, currency: str, *, tolerance: int) -> bool:
    """Say whether an amount in minor units is below the tolerance, which is in whole units (R-20)."""
    units: int = 10 ** EXPONENTS.get(currency, 2)
    return amount < tolerance * units


def judge_case(
    case: Case,
    ledger: Balances,
    *,
    activities: Sequence[Row],
    promises: Sequence[Promise],
    refused_on: Sequence[date],
    as_of: date,
    policy: str,
    is_habitual: bool,
    tolerance: int,
) -> ReferenceCase:
    """Return the anchor, the steps due and the currencies with a row of one case."""
    own = [document for document in ledger.documents if (document.customer_id, document.entity) == case]
    known = sorted((row for row in activities if row["at"].date() <= as_of), key=lambda row: row["at"])
    found = ReferenceCase(case, policy, None, habitual_delayer=is_habitual)
    for document in own:
        if document.eligible:
            found.eligible[document.currency] = found.eligible.get(document.currency, 0) + document.eligible
    asked = {
        currency for currency, amount in found.eligible.items() if not is_small(amount, currency, tolerance=tolerance)
    }
    found.paused_until, found.verify_on = says_paid(known, case, ledger=ledger, as_of=as_of)
    if found.paused_until:
        return found
    if found.verify_on:
        owed = {document.currency for document in own if document.overdue_days(as_of) > 0 and document.chaseable > 0}
        found.verified = sorted(owed)
    found.hard = hard_currencies(case, own, promises=promises, refused_on=refused_on, activities=known, as_of=as_of)
    found.anchor = anchor_of(own, asked=asked, as_of=as_of)
    if found.anchor is None:
        return found
    days = found.anchor.overdue_days(as_of)
    found.rung = rung(policy, days, is_monthly=found.anchor.is_monthly)
    facts = Facts(found.anchor.due_date, as_of, known)
    found.steps = due_steps(policy, facts, is_monthly=found.anchor.is_monthly)
    failed = sum(promise.money[:2] == case and promise.has_failed for promise in promises)
    found.calls_supervisor = days > 0 and failed >= PROMISES_TO_ESCALATE and not found.verify_on
    if found.steps:
        found.asked = sorted(asked if days > 0 else due_soon(own, as_of))
    return found


def due_soon(documents: Sequence[Document], as_of: date) -> set[str]:
    """Return the currencies in which something falls due whose reminder, a week ahead, has come (P-1, P-2, D-711)."""
    return {
        document.currency
        for document in documents
        if document.rest
        and document.overdue_days(as_of) <= 0
        and rolled_back(document.due_date - timedelta(days=REMINDER_DAYS)) <= as_of
    }


def anchor_of(documents: Sequence[Document], *, asked: Collection[str], as_of: date) -> Document | None:
    """Return the item that drives the stage: the oldest eligible one, else the next to fall due (R-22).

    A currency below the tolerance is not asked for (R-20), so it drives nothing.
    """
    order = sorted(documents, key=lambda document: (document.due_date, document.document_no))
    overdue = [document for document in order if document.eligible and document.currency in asked]
    coming = [document for document in order if document.rest and document.overdue_days(as_of) <= 0]
    return next(iter(overdue or coming), None)


def says_paid(
    activities: Sequence[Row], case: Case, *, ledger: Balances, as_of: date
) -> tuple[date | None, date | None]:
    """Return the last day of the pause, or the day since which the word waits for verification (R-19)."""
    words = [row for row in activities if row.get("outcome") == "says_paid"]
    if not words:
        return None, None
    word = words[-1]
    said_on = word["at"].date()
    verify_on = working_days_after(said_on, SAYS_PAID_WORKING_DAYS)
    was_answered = any(row["at"] > word["at"] and is_delivered(row) for row in activities)
    was_paid = any(part.money[:2] == case and part.received_on >= said_on for part in ledger.parts)
    if was_answered or was_paid:
        return None, None  # an answer ends the pause too: the rest is to be asked for at once (D-706)
    return (verify_on - timedelta(days=1), None) if as_of < verify_on else (None, verify_on)
