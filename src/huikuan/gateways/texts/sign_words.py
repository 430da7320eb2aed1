"""Warning signs in words: what each is called, its evidence, from where it rings, and when it rings for nothing.

Evidence is filled from the columns of the alert (engine.outcome.ALERTS), the rule from its thresholds. Sentences tell
what was seen and leave the judgement to a person.
"""

from __future__ import annotations

from huikuan.gateways.texts.catalogue import N_

SIGN_WORDS = {
    "paper_refused": N_("Bill or cheque refused"),
    "account_closed": N_("Account closed"),
    "slower_payment": N_("Payments slow down"),
    "pays_others": N_("Pays another of our companies"),
    "unreachable": N_("Cannot be reached"),
    "over_limit": N_("Over the credit limit"),
    "orders_stop": N_("Orders stop"),
    "orders_jump": N_("Orders jump"),
    "part_payments": N_("More part payments"),
    "disputes_near_due": N_("Disputes just before the due date"),
    "contact_changed": N_("Contact person changes"),
    "stalling": N_("No date given"),
}
SIGN_EVIDENCE = {
    "paper_refused": N_("{count} bills or cheques refused in 180 days, {amount_minor:money} in all."),
    "account_closed": N_('The account status is "{status:status}", and something is still open.'),
    "slower_payment": N_(
        "Average days past due of what was paid: {days:number} in the last 90 days ({count} documents), "
        "{usual_days:number} in the year before ({usual_count} documents)."
    ),
    "pays_others": N_(
        "{amount_minor:money} overdue here, the oldest by {days:days}, and no money for it in 60 days; our other "
        "companies received {count} payments meanwhile."
    ),
    "unreachable": N_("{count} attempts in a row reached nobody."),
    "over_limit": N_("{amount_minor:money} is open against a credit limit of {usual_minor:money}."),
    "orders_stop": N_(
        "Invoiced in the last 90 days: {amount_minor:money} ({count} documents); usual for 90 days: "
        "{usual_minor:money} ({usual_count} documents in the year before)."
    ),
    "orders_jump": N_(
        "Invoiced in the last 30 days: {amount_minor:money} ({count} documents), {percent}% of the usual "
        "{usual_minor:money} ({usual_count} documents in the year before)."
    ),
    "part_payments": N_(
        "Payments for less than their invoice: {count} of {of_count} in the last 90 days ({percent}%), "
        "{usual_count} of {usual_of_count} in the year before ({usual_percent}%)."
    ),
    "disputes_near_due": N_(
        "{count} disputes were opened shortly before the due date in the last 90 days, "
        "{usual_count} in the year before."
    ),
    "contact_changed": N_("{count} contacts in 90 days met somebody who is not in charge."),
    "stalling": N_("{count} conversations in a row ended without a date."),
}
# What the thresholds mean; filled from them. A sign without thresholds rings whenever it is seen.
SIGN_RULES = {
    "paper_refused": N_("from {times} refusals"),
    "account_closed": N_("status blacklisted, cancelled or closed"),
    "slower_payment": N_(
        "from {days} days more, with at least {documents} documents paid recently and {documents_before} before"
    ),
    "pays_others": N_("from {days} days overdue, with at least {receipts} payments to the others"),
    "unreachable": N_("from {attempts} attempts"),
    "over_limit": N_("over {percent}% of the limit"),
    "orders_stop": N_("up to {percent}% of the usual, with at least {documents_before} documents before"),
    "orders_jump": N_(
        "from {percent}% of the usual, with at least {documents} documents now and {documents_before} before"
    ),
    "part_payments": N_(
        "from {receipts} such payments and {percent_more} percentage points more, with at least {receipts_before} "
        "payments before"
    ),
    "disputes_near_due": N_("from {disputes} disputes within {days_before} days of the due date, and more than usual"),
    "contact_changed": N_("from {times} contacts"),
    "stalling": N_("from {times} conversations"),
}
SIGN_NOTES = {
    "paper_refused": N_("A refusal for a formal fault, such as an endorsement, says nothing about the money."),
    "account_closed": N_("A status set long ago may be out of date; a successor may have taken over the debt."),
    "slower_payment": N_(
        "A change of terms, one large late invoice, or invoices that we sent late look the same; bills count from "
        "the day they mature."
    ),
    "pays_others": N_("The invoice here may be disputed or missing, or different departments may pay."),
    "unreachable": N_("Numbers out of date, leave, or calls outside their working hours look the same."),
    "over_limit": N_("The limit may not have followed the business, or a payment is on its way."),
    "orders_stop": N_("Seasonal buyers, the end of a project, or our own hold on deliveries look the same."),
    "orders_jump": N_("A season, a project, or several deliveries invoiced at once look the same."),
    "part_payments": N_("Credit notes taken off, agreed instalments and retention look the same."),
    "disputes_near_due": N_(
        "Invoices that arrive just before the due date are checked just then; or our goods do have faults."
    ),
    "contact_changed": N_("An old number in our own contact list looks the same."),
    "stalling": N_("The customer may be waiting for an approval or a document of ours."),
}
SEVERITY_WORDS = {"serious": N_("serious"), "watch": N_("watch")}
EFFECT_WORDS = {
    "report_supervisor": N_("report to the supervisor"),
    "preservation_study": N_("investigate, and study a preservation of assets"),
    "shorter_cadence": N_("follow up twice as often"),
}
