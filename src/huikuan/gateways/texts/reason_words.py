"""Why a row stands on the worklist: one sentence and one short tag per reason code (engine.outcome.REASONS).

Facts come from the row itself. Sentences speak of dates and amounts, never of the debtor's character (UI.md 13).
"""

from __future__ import annotations

from huikuan.gateways.texts.catalogue import N_

REASON_SENTENCES = {
    "promise_broken": N_("{promise_minor:money} was promised for {promise_due_on:date}; nothing has arrived yet."),
    "promise_partly_kept": N_(
        "{promise_kept_minor:money} of the {promise_minor:money} promised for {promise_due_on:date} has arrived; "
        "ask for the rest with a date."
    ),
    "promise_due": N_("{promise_minor:money} is promised for {promise_due_on:date}; check the bank first."),
    "verify_payment": N_("Said to be paid on {said_paid_on:date}, not in the bank yet; ask for the bank slip."),
    "bill_refused": N_("A bill or cheque was refused on {bill_refused_on:date}; its amount is open again."),
    "due_soon": N_("{due_soon_minor:money} falls due soon{due_soon_on:upcoming}."),
    "last_payment_day": N_("Due on {anchor_due_date:date}; the last day to pay is {last_payment_on:date}."),
    "overdue": N_("{overdue_minor:money} overdue, the oldest by {oldest_overdue_days:days}."),
    "escalated": N_("{anchor_days:days} past due: the ladder brings in the {role:role}."),
    "notice_missing": N_('The ladder has reached "{rung:rung}"; first "{step:step}" must be delivered.'),
    "approval_needed": N_("Nothing goes out before the {approval:role} approves."),
    "habitual_delayer": N_("Payments often come late: a visit takes the place of the call."),
    "two_promises_failed": N_("At least two promises were not kept in full: agree dates with the supervisor."),
    "part_disputed": N_("{disputed_minor:money} is disputed and left out; the rest goes on."),
    "part_promised": N_("{promised_minor:money} is promised and not asked for now."),
    "part_in_transit": N_("{in_transit_minor:money} is on its way and not counted."),
    "credit_taken_off": N_("{credit_minor:money} of credit notes is taken off."),
    "unallocated_taken_off": N_("{unallocated_minor:money} received but not yet matched is taken off."),
    "bills_in_hand": N_("{bills_minor:money} is covered by acceptance bills in hand."),
    "grace_over": N_("The grace days are over."),
    "statement_unconfirmed": N_(
        "The statement for {statement_period} is not confirmed yet: ask for the confirmation first."
    ),
    "warning_sign": N_("Warning signs: {warning_signs:signs}."),
    "malicious": N_(
        "The records look as if payment is withheld on purpose (a judgement, please check it): the "
        '{early_approval:role} may decide on "{early_step:step}" before its day; notices it requires still go first.'
    ),
}
# Stands in a sentence only where the date still lies ahead: an overdue case is driven by an older item.
UPCOMING = N_(", the first on {date}")
REASON_TAGS = {
    "promise_broken": N_("Promise broken"),
    "promise_partly_kept": N_("Partly kept"),
    "promise_due": N_("Promise due"),
    "verify_payment": N_("To verify"),
    "bill_refused": N_("Bill or cheque refused"),
    "due_soon": N_("Due soon"),
    "last_payment_day": N_("Last day to pay"),
    "overdue": N_("Overdue"),
    "escalated": N_("Escalated"),
    "notice_missing": N_("Notice first"),
    "approval_needed": N_("Needs approval"),
    "habitual_delayer": N_("Visit instead"),
    "two_promises_failed": N_("Two promises missed"),
    "part_disputed": N_("Part disputed"),
    "part_promised": N_("Part promised"),
    "part_in_transit": N_("Part in transit"),
    "credit_taken_off": N_("Less credit notes"),
    "unallocated_taken_off": N_("Less unmatched cash"),
    "bills_in_hand": N_("Bills in hand"),
    "grace_over": N_("Grace over"),
    "statement_unconfirmed": N_("Confirm first"),
    "warning_sign": N_("Warning sign"),
    "malicious": N_("Earlier proposal"),
}
POINT_WORDS = {
    "segment": N_("Customer segment"),
    "grade": N_("Credit grade"),
    "over_credit_limit": N_("Over the credit limit"),
    "habitual_delayer": N_("Payments often late"),
    "promise_failed": N_("A promise was missed"),
    "status": N_("Account status"),
}
LANE_WORDS = {"hard": N_("Must do today"), "value": N_("By value of a contact")}
