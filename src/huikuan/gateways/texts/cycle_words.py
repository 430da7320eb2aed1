"""Why a step of the statement cycle is due: one sentence and one short tag per code (timetable.CYCLE_REASONS)."""

from __future__ import annotations

from huikuan.gateways.texts.catalogue import N_

CYCLE_SENTENCES = {
    "statement_not_drafted": N_("The statement for {period} is to be with the supervisor by {due_on:date}."),
    "statement_not_checked": N_("The statement for {period} is to be checked by {due_on:date}."),
    "statement_not_sent": N_("The statement for {period} is to go out by {due_on:date}."),
    "statement_unconfirmed": N_(
        "The statement for {period} went out on {sent_on:date}, {sent_days:days} ago, and is not confirmed."
    ),
    "details_missing": N_(
        "The statement for {period} was confirmed on {confirmed_on:date}; the invoicing details are missing."
    ),
    "pods_missing": N_("Proofs of delivery of {period} still missing: {pods_missing}."),
    "not_invoiced": N_(
        "The statement for {period} was confirmed on {confirmed_on:date}; the invoice is to go out by {due_on:date}."
    ),
    "courier_untold": N_("The invoice was posted on {posted_on:date}; tell the customer the number {courier_no}."),
    "cycle_late": N_("{days_late:days} late."),
    "late_confirmer": N_("Confirmations often come late: a visit takes the place of the call."),
}
CYCLE_TAGS = {
    "statement_not_drafted": N_("Not drafted"),
    "statement_not_checked": N_("Not checked"),
    "statement_not_sent": N_("Not sent"),
    "statement_unconfirmed": N_("Not confirmed"),
    "details_missing": N_("Details missing"),
    "pods_missing": N_("Proofs missing"),
    "not_invoiced": N_("Not invoiced"),
    "courier_untold": N_("Number to tell"),
    "cycle_late": N_("Late"),
    "late_confirmer": N_("Visit instead"),
}
STATE_WORDS = {
    "due": N_("due"),
    "met": N_("done"),
    "reached": N_("settled"),
    "waiting": N_("waits for the step before"),
    "ahead": N_("still to come"),
    "lapsed": N_("no longer needed"),
}
