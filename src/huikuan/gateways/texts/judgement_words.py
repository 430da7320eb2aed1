"""How a judgement is said: facts and counts, never a name for a person; a suspicion is called one (D-502, D-808).

Evidence carries its numbers in its code (``on_time=5/6``): the first is ``{n}``, the second ``{m}``.
"""

from __future__ import annotations

from huikuan.gateways.texts.catalogue import N_

INTENT_WORDS = {
    "malicious": N_("withheld on purpose, it seems; please check"),
    "non_malicious": N_("not withheld on purpose"),
    "unknown": N_("not clear from the records"),
}
WORDING_WORDS = {"soft": N_("soft"), "neutral": N_("neutral"), "firm": N_("firm")}
WORDING_SENTENCES = {
    "soft": N_("Soft: warm and helpful; do not lean on the contract."),
    "neutral": N_("Neutral: the template as it stands."),
    "firm": N_("Firm and courteous: amount, last day, and what follows by the ladder."),
}
TACTIC_SENTENCES = {
    "make_paying_easy": N_("A friendly reminder is enough: send account, amount and documents so that paying is easy."),
    "offer_plan": N_("Offer a plan first: instalments with dates, confirmed in writing."),
    "use_leverage": N_("Name openly what the customer needs from us, within the ladder's steps, and ask for a date."),
    "secure_first": N_("Ask for security first, and have legal study the case early."),
    "settle_our_side": N_("Settle what is open on our side first, then ask for the payment day."),
    "find_who_decides": N_("Find out who is in charge of paying now; speak of the debt with that person only."),
    "ask_openly": N_("Ask open questions: what holds it up, how, when and by what means will it be paid."),
}
EVIDENCE_SENTENCES = {
    "refused": N_("Payment was refused in {n} contacts within a year."),
    "promises_broken": N_("{n} promises passed without a payment by the day agreed."),
    "promise_broken": N_("The last promise passed without a payment by the day agreed."),
    "newer_paid": N_("{n} newer documents were paid in full while an older one is {m:days} overdue."),
    "others_paid": N_("Payments to other entities of ours since it fell due: {n}."),
    "stalling": N_("{n} contacts ended without a date."),
    "unreached": N_("The last {n} calls and visits reached nobody."),
    "payment_missing": N_("A payment that was announced as made has not arrived."),
    "promises_partly": N_("Promises kept in part: {n}."),
    "promise_kept": N_("The last promise was kept; promises kept within a year: {n}."),
    "part_paid": N_("Documents paid in part within 90 days: {n}."),
    "bill_refused": N_("A bill or cheque was refused."),
    "slower": N_("Paid {n:days} after the due date on average of late, {m:days} before."),
    "on_time": N_("Paid on time within a year: {n} of {m} documents."),
    "deregistered": N_("The account is marked as closed."),
    "answers": N_("The last contact kept the talk going."),
    "documents_asked": N_("The last contact asked for documents."),
    "disputed": N_("Open disputes: {n}."),
    "wrong_person": N_("{n} contacts reached somebody who is not in charge."),
    "unasked": N_("Nobody has been spoken with since it fell due {n:days} ago."),
}
EVIDENCE_TAGS = {
    "refused": N_("payment refused twice"),
    "promises_broken": N_("two promises broken"),
    "promise_broken": N_("the last promise broken"),
    "newer_paid": N_("newer documents paid first"),
    "others_paid": N_("our other entities paid first"),
    "stalling": N_("two contacts without a date"),
    "unreached": N_("four attempts that reach nobody"),
    "payment_missing": N_("an announced payment that does not come"),
    "promises_partly": N_("a promise kept in part"),
    "promise_kept": N_("the last promise kept"),
    "part_paid": N_("a part paid"),
    "bill_refused": N_("a bill or cheque refused"),
    "slower": N_("ten days slower than before"),
    "on_time": N_("two of three documents paid on time"),
    "deregistered": N_("the account closed"),
    "answers": N_("a contact that keeps the talk going"),
    "documents_asked": N_("documents asked for"),
    "disputed": N_("an open dispute"),
    "wrong_person": N_("two contacts with somebody not in charge"),
    "unasked": N_("nobody spoken with since it fell due"),
}
CHECK_WORDS = {
    "contract": N_("Contract"),
    "invoice": N_("Invoice with the customer"),
    "delivery": N_("Signed delivery note"),
    "statement": N_("Confirmed statement"),
    "person": N_("Person in charge"),
    "amount": N_("Amount checked with the bank"),
    "own_side": N_("Nothing open on our side"),
    "last_contact": N_("Last contact on record"),
    "goal": N_("Goal of the contact"),
}
GAP_SENTENCES = {
    "contract_missing": N_("No contract number with this document."),
    "contract_unknown": N_("The tables carry no contract numbers for this customer."),
    "invoice_not_issued": N_("Delivered, but not invoiced yet."),
    "invoice_not_received": N_("It is not recorded that the invoice arrived."),
    "invoice_unknown": N_("The tables do not tell when invoices arrive."),
    "delivery_unsigned": N_("The signed delivery note is not in."),
    "delivery_unknown": N_("The tables do not tell of delivery notes."),
    "statement_unsent": N_("No statement that lists it was sent."),
    "statement_unconfirmed": N_("The statement is not confirmed yet."),
    "statement_unknown": N_("The tables hold no statements for this customer."),
    "person_missing": N_("Nobody in charge of paying is known with a number or an address."),
    "person_unverified": N_("The person in charge was not verified within a year."),
    "amount_stale": N_("The bank data are older than the last working day."),
    "amount_unknown": N_("No bank data to check the amount with."),
    "own_side_disputed": N_("A dispute waits for us."),
    "own_side_documents": N_("The customer asked for documents; send them first."),
    "last_contact_unnoted": N_("The last contact has no note."),
}
