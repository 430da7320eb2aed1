"""What the KPIs, their units and the reasons for a missing figure are called."""

from __future__ import annotations

from huikuan.gateways.texts.catalogue import N_

KPI_NAMES = {
    "dso_simple": N_("DSO, simple, quarter"),
    "dso_count_back": N_("DSO, counted back"),
    "dso_best_possible": N_("Best possible DSO, quarter"),
    "add": N_("Average days delinquent, quarter"),
    "cei": N_("Collection effectiveness (CEI), quarter"),
    "recovery_of_overdue": N_("Recovery of overdue"),
    "collection_rate": N_("Collection rate"),
    "on_time_rate": N_("Paid by the due date"),
    "overdue_ratio": N_("Overdue share of the balance"),
    "roll_not_due": N_("Rolled from not due to 1–30 days"),
    "roll_1-30": N_("Rolled from 1–30 to 31–60 days"),
    "roll_31-60": N_("Rolled from 31–60 to 61–90 days"),
    "promise_kept": N_("Promises kept"),
    "promise_partly": N_("Promises partly kept"),
    "promise_kept_1": N_("First promises kept"),
    "promise_kept_2": N_("Second promises kept"),
    "promise_kept_3": N_("Third and later promises kept"),
    "turnover": N_("Turnover over {months} months"),
    "turnover_days": N_("Days of one turnover over {months} months"),
}
UNIT_WORDS = {"days": N_("days"), "percent": N_("%"), "times": N_("times a year")}
REASON_WORDS = {
    "no_payments": N_("the folder names no money in this currency, so earlier balances are not known"),
    "history_short": N_("the period begins before the folder's first document"),
    "no_sales": N_("nothing was sold in the period"),
    "no_balance": N_("there is no balance"),
    "ar_negative": N_("customers hold more credit and unallocated cash than they owe"),
    "ar_exceeds_known_sales": N_("the balance is more than all known sales; shown is what was counted until then"),
    "nothing_collectable": N_("nothing could be collected in the period"),
    "nothing_overdue_at_start": N_("nothing was overdue at the start"),
    "nothing_fell_due": N_("nothing fell due"),
    "empty_bucket": N_("the younger bucket was empty a month before"),
    "no_promise_fell_due": N_("no such promise fell due"),
}
