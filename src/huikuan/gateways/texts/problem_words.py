"""What a problem of the data is and what to do about it: two sentences per code, with {value}, {column} and {detail}.

Codes found while reading carry their English sentences in ``imports/problem_codes``; those that the engine finds
stand here. Both are translated by the one catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.gateways.imports.problem_codes import READING_PROBLEMS
from huikuan.gateways.texts.catalogue import N_

ENGINE_PROBLEMS: Mapping[str, tuple[str, str]] = {
    "over_allocated": (
        N_("More was allocated to {value} than was open; the excess stays as unallocated cash."),
        N_("Check the allocations of this payment; move the excess to the document it was meant for."),
    ),
    "allocation_unknown_document": (
        N_("The allocation names {value}, which is in no receivables table; that part stays unallocated."),
        N_("Load the document, or correct the number in the allocations."),
    ),
    "allocation_ambiguous": (
        N_("The allocation names {value}, and several documents bear that number; that part stays unallocated."),
        N_("Say which one is meant: give the payment its customer, or the documents numbers of their own."),
    ),
    "allocation_other_currency": (
        N_("The allocation names {value}, which is in another currency; that part stays unallocated."),
        N_("Record the payment in the document's currency, or allocate it to documents of its own."),
    ),
    "payer_unknown": (
        N_("No single customer was found for the payer {value}; the money stands in the ledger without a customer."),
        N_("Give the payment a customer_id, or add the payer's name to the customer."),
    ),
    "bill_without_maturity": (
        N_("The acceptance bill {value} has no maturity date; it counts as in hand."),
        N_("Enter matures_on from the bill, so that it counts as cash from then on."),
    ),
    "balance_after_as_of": (
        N_("The balance is dated {value}, after the day of the plan; it was not used."),
        N_("Export the balances as of the day you plan for, or plan as of a later day."),
    ),
    "due_event_pending": (
        N_("{value} falls due counted from {column}, which is empty so far; it has no due date yet."),
        N_("Fill in {column} as soon as the day is known."),
    ),
    "dispute_unknown_document": (
        N_("The dispute names {value}, which is in no receivables table; it has no effect."),
        N_("Load the document, or correct the number of the dispute."),
    ),
    "policy_unknown": (
        N_("The policy {value} is not known; {detail} was used instead."),
        N_("See the known ones with: huikuan policy list. Correct the customer's policy, or give a file by --policy."),
    ),
    "override_ended": (
        N_("The override of the policy of {value} ended on {detail}; it no longer counts."),
        N_("Remove it from the assignment document, or give it a later day and say why."),
    ),
    "override_unknown_customer": (
        N_("The assignment {detail} overrides the policy of {value}, who is in no customers table."),
        N_("Correct the customer's number in the overrides, or remove the entry."),
    ),
    "batch_date_missing": (
        N_("{value} has no batch date, though its policy counts from it; the due date was taken instead."),
        N_("Fill in batch_on with the day on which the client handed the item over."),
    ),
    "calendar_unpublished": (
        N_("The holiday notice for {value} is not published yet; weekends only were taken as rest days."),
        N_("Plan again once the notice is out; due dates are not affected, working-day steps may move."),
    ),
    "rate_missing": (
        N_("There is no exchange rate for {value}; its amounts count one to one wherever amounts are compared."),
        N_("Give a rate for this currency, so that its cases rank where they belong."),
    ),
}


def problem_templates() -> Mapping[str, tuple[str, str]]:
    """Return code → (message, remedy) as msgids, for every code a plan can list."""
    return {**ENGINE_PROBLEMS, **READING_PROBLEMS}
