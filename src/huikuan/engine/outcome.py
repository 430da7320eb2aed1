"""What a plan consists of: the tables the faces write, with every number that a person needs to redo a decision.

The contract's columns (spec/files.md, "Out") come from these; what stands here beyond them are the facts behind a
decision, so that a sentence or an explanation is a template filled from one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from huikuan.engine.calling.slots import BEST_SLOT, Calling
from huikuan.engine.tables import COUNT, DAY, FLAG, MINOR, TEXT, Schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huikuan.engine.assignment import Assignment
    from huikuan.engine.ladder.document import Policy
    from huikuan.engine.statements.day import StatementDay

# Every item with open_minor != 0, sorted by customer_id, entity, due_date, document_no.
ITEMS: Schema = {
    "document_no": TEXT,
    "customer_id": TEXT,
    "entity": TEXT,
    "kind": TEXT,
    "currency": TEXT,
    "issue_date": DAY,
    "due_date": DAY,  # empty only where the terms wait for an event that has not come
    "open_minor": MINOR,
    "disputed_minor": MINOR,
    "promised_minor": MINOR,
    "in_transit_minor": MINOR,
    "bills_minor": MINOR,
    "overdue_days": COUNT,
    "bucket": TEXT,
    "debt_class": TEXT,
    "policy_class": TEXT,
    "policy": TEXT,
    "rung": TEXT,
    "eligible_minor": MINOR,
    "suppressed_reason": TEXT,
    "legal_flag": FLAG,  # doubtful and more than a year past due (D-501)
}
AGEING: Schema = {"customer_id": TEXT, "entity": TEXT, "currency": TEXT, "bucket": TEXT, "amount_minor": MINOR}
SKIPPED: Schema = {"customer_id": TEXT, "entity": TEXT, "document_no": TEXT, "reason": TEXT, "until": DAY}
# One row per case and currency with something to do today, in rank order.
WORKLIST: Schema = {
    "rank": COUNT,
    "customer_id": TEXT,
    "entity": TEXT,
    "name": TEXT,
    "lane": TEXT,  # hard, value
    "score": pl.Float64,
    "step": TEXT,
    "also": pl.List(pl.String),
    "action": TEXT,  # contact, visit, escalate, propose, verify
    "channels": pl.List(pl.String),
    "role": TEXT,
    "assignee": TEXT,
    "approval": TEXT,  # role, or empty
    "due_on": DAY,
    "currency": TEXT,
    "overdue_minor": MINOR,
    "eligible_minor": MINOR,
    "disputed_minor": MINOR,
    "promised_minor": MINOR,
    "in_transit_minor": MINOR,
    "unallocated_minor": MINOR,
    "oldest_overdue_days": COUNT,
    "documents": pl.List(pl.String),
    "template": TEXT,
    "reasons": pl.List(pl.String),  # codes, see REASONS
    # the facts behind the row
    "policy": TEXT,
    "policy_version": COUNT,
    "sanction": TEXT,  # what the step would impose once approved (D-404), or empty
    "rung": TEXT,  # the case's rung by facts; the step may be an earlier notice (D-709)
    "anchor_document": TEXT,  # the oldest undisputed, unpromised item that drives the stage (D-703)
    "anchor_due_date": DAY,
    "anchor_days": COUNT,  # overdue days of the anchor; negative before its due date
    "last_payment_on": DAY,  # the anchor's due date and the customer's days of grace
    "slot_on": DAY,  # the day by the ladder, before it was rolled to a working day
    "also_slots": pl.List(pl.String),  # the same of the first steps of ``also``; what was added to them has none
    "credit_minor": MINOR,  # open credit notes, as a positive amount to be taken off
    "bills_minor": MINOR,
    "due_soon_minor": MINOR,  # what the reminder before the due date is about
    "due_soon_on": DAY,  # the earliest due date of it
    "promise_due_on": DAY,  # of the promise that puts the case into the hard lane
    "promise_minor": MINOR,
    "promise_kept_minor": MINOR,
    "promise_level": COUNT,
    "said_paid_on": DAY,
    "bill_refused_on": DAY,  # a bill's or a cheque's
    "notice_delivered_on": DAY,  # of the notice that the step required
    "last_contact_on": DAY,
    "last_contact_channel": TEXT,
    "last_contact_outcome": TEXT,
    "value_base_minor": MINOR,  # the amount a contact is about: eligible, or due soon before the due date
    "chance_with": pl.Float64,  # of a payment within 14 days, with contact
    "chance_without": pl.Float64,
    "chance_count_with": COUNT,  # observations of the folder's own history behind each chance
    "chance_count_without": COUNT,
    "cost_minor": MINOR,  # of the step's channels, in the base currency
    "rate_ppm": pl.Int64,  # base currency per unit of the row's currency, in millionths
    "value_minor": MINOR,  # in the base currency
    "policy_points": pl.Float64,
    "points_given": pl.List(pl.String),  # codes of the policy's point rules that applied
    "statement_period": TEXT,  # of the unconfirmed statement that holds the anchor (P-0)
    "statement_sent_on": DAY,
    "warning_signs": pl.List(pl.String),  # of the case, the serious ones first (D-307)
    # the judgement of the customer and what follows from it (D-502 to D-504); step, rung and amounts never do
    "intent": TEXT,  # malicious, non_malicious, unknown
    "debtor_type": TEXT,  # codes.DEBTOR_TYPES, or unknown
    "cause": TEXT,  # codes.CAUSES, or unknown
    "evidence": pl.List(pl.String),  # codes with their numbers, on_time=5/6
    "able_points": COUNT,  # the sums that debtor_type rests on
    "willing_points": COUNT,
    "strong_sources": COUNT,  # tables with strong evidence against the customer
    "wording": TEXT,  # soft, neutral, firm
    "tactic": TEXT,  # empty where the policy switches the judgement off
    "early_step": TEXT,  # a proposal before its day, also in ``also``, or empty
    "early_approval": TEXT,  # the role that would decide on it
    # is everything at hand before the contact (D-305)
    "readiness": TEXT,  # 6/8: done of needed
    "readiness_gaps": pl.List(pl.String),  # readiness.GAPS
    "readiness_done": pl.List(pl.String),  # readiness.CHECKS that are done, with what shows it: contract=HT-7
    "bank_data_on": DAY,  # the newest payment of the entity that was known
    "goal_minor": MINOR,  # what the contact should bring, and by when
    "goal_on": DAY,
    # when to call (D-802)
    **BEST_SLOT,
}
REASONS = (
    "promise_broken",
    "promise_partly_kept",
    "promise_due",
    "verify_payment",
    "bill_refused",
    "due_soon",
    "last_payment_day",
    "overdue",
    "escalated",
    "notice_missing",
    "approval_needed",
    "habitual_delayer",
    "two_promises_failed",
    "part_disputed",
    "part_promised",
    "part_in_transit",
    "credit_taken_off",
    "unallocated_taken_off",
    "bills_in_hand",
    "grace_over",
    "statement_unconfirmed",
    "warning_sign",
    "malicious",
)
# One row per warning sign of a case that owes something (D-307); empty evidence columns do not concern the sign.
ALERTS: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "sign": TEXT,  # see warning_signs.registry
    "severity": TEXT,  # serious, watch
    "since": DAY,  # the first day of the evidence; empty where the tables do not say
    "currency": TEXT,  # of the amounts; empty where the evidence is no money
    # the evidence, and what it is measured against
    "amount_minor": MINOR,
    "usual_minor": MINOR,
    "count": COUNT,
    "of_count": COUNT,
    "usual_count": COUNT,
    "usual_of_count": COUNT,
    "days": COUNT,
    "usual_days": COUNT,
    "percent": COUNT,
    "usual_percent": COUNT,
    "status": TEXT,
    "threshold": TEXT,  # where the sign rings, as name=value;…
    "effect": pl.List(pl.String),  # codes
}
# One row per promise that names a case of the folder, judged on as_of.
PROMISES_JUDGED: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "currency": TEXT,
    "made_on": DAY,
    "due_on": DAY,
    "until": DAY,  # the last day on which it suppresses: due_on + tolerance
    "amount_minor": MINOR,
    "kept_minor": MINOR,
    "state": TEXT,  # open, kept, partly, broken
    "level": COUNT,
    "document_nos": pl.List(pl.String),
    "row_no": pl.UInt32,  # its row in the promises table
}
# The table of payment chances that ranking used, by age bucket and promise history.
CHANCES: Schema = {
    "bucket": TEXT,
    "promises": TEXT,  # none, kept, failed
    "contacted": FLAG,
    "prior": pl.Float64,
    "count": COUNT,
    "paid": COUNT,
    "chance": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Today's worklist with everything it rests on."""

    as_of: date
    policies: Mapping[str, Policy]  # those that were in use, by id
    default_policy: str
    assignment: Assignment | None
    base_currency: str  # in which values and costs are counted
    worklist: pl.DataFrame
    items: pl.DataFrame
    ageing: pl.DataFrame
    skipped: pl.DataFrame
    promises: pl.DataFrame
    alerts: pl.DataFrame
    chances: pl.DataFrame
    assignments: pl.DataFrame
    calling: Calling  # what the best slots were found from
    problems: pl.DataFrame
    not_yet_issued: int
    future_payments: int
    calendar_unpublished: bool  # some day used lies in a year whose holiday notice is not out
    timings: Mapping[str, float]
    statements: StatementDay | None = None  # None where no statements table is given
