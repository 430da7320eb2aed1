"""The tables of judgement, to be read and disputed line by line: evidence, causes, tactics (D-502 to D-504).

Each piece of evidence is a condition on counted facts, with points for ability and for willingness to pay. Points of
one kind are added; above zero is able (willing), below zero unable (unwilling), zero says nothing. What the points
mean is ours [ours]; the kinds of evidence are the manual's (contact record, payment history, background).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

AGED_DAYS = 31  # an older item that is passed over is a sign only when it is more than a month late
UNASKED_DAYS = 30
OVERSIGHT_DAYS = 15


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence.

    ``source``: the table it comes from; two strong ones of one source are not independent. ``counts``: the columns of
    the numbers that its sentence tells.
    """

    code: str
    source: str
    holds: pl.Expr
    counts: tuple[str, ...] = ()
    able: int = 0
    willing: int = 0
    is_strong: bool = False


def _at_least(column: str, count: int) -> pl.Expr:
    return pl.col(column) >= count


_IS_AGED = pl.col("anchor_days") >= AGED_DAYS
_SLOWER = (
    _at_least("recent_count", 3)
    & _at_least("before_count", 3)
    & (pl.col("recent_late_days") - pl.col("before_late_days").clip(0) >= 10)
)
_MOSTLY_ON_TIME = _at_least("paid_count", 3) & (pl.col("on_time_count") * 3 >= pl.col("paid_count") * 2)

# In the order in which they are told.
EVIDENCE: tuple[Evidence, ...] = (
    Evidence("refused", "contacts", _at_least("refused_count", 2), ("refused_count",), willing=-2, is_strong=True),
    Evidence(
        "promises_broken", "promises", _at_least("broken_count", 2), ("broken_count",), willing=-2, is_strong=True,
    ),
    Evidence(
        "promise_broken", "promises", (pl.col("broken_count") == 1) & (pl.col("last_promise") == "broken"), willing=-1,
    ),
    Evidence(
        "newer_paid", "payments", _at_least("newer_paid_count", 2) & _IS_AGED, ("newer_paid_count", "anchor_days"),
        able=2, willing=-1, is_strong=True,
    ),
    Evidence(
        "others_paid", "payments", _at_least("paid_elsewhere_count", 1) & _IS_AGED, ("paid_elsewhere_count",),
        able=2, willing=-1, is_strong=True,
    ),
    Evidence("stalling", "contacts", _at_least("stalling_count", 2), ("stalling_count",), willing=-1),
    Evidence("unreached", "contacts", _at_least("unreached_in_a_row", 4), ("unreached_in_a_row",), willing=-1),
    Evidence("payment_missing", "contacts", pl.col("said_paid_on").is_not_null(), willing=-1),
    Evidence("promises_partly", "promises", _at_least("partly_count", 1), ("partly_count",), able=-1, willing=1),
    Evidence("promise_kept", "promises", pl.col("last_promise") == "kept", ("kept_count",), able=1, willing=1),
    Evidence("part_paid", "payments", _at_least("part_paid_count", 1), ("part_paid_count",), able=-1, willing=1),
    Evidence("bill_refused", "payments", pl.col("bill_refused_on").is_not_null(), able=-2),
    Evidence("slower", "payments", _SLOWER, ("recent_late_days", "before_late_days"), able=-1),
    Evidence("on_time", "payments", _MOSTLY_ON_TIME, ("on_time_count", "paid_count"), able=1, willing=1),
    Evidence("deregistered", "customers", pl.col("status") == "closed", able=-2),
    Evidence("answers", "contacts", pl.col("last_answer").is_in(["met", "confirmed", "call_back"]), willing=1),
    Evidence("documents_asked", "contacts", pl.col("last_answer") == "asks_documents", willing=1),
    Evidence("disputed", "disputes", _at_least("dispute_count", 1), ("dispute_count",)),
    Evidence("wrong_person", "contacts", _at_least("wrong_person_count", 2), ("wrong_person_count",)),
    Evidence(
        "unasked", "contacts",
        _at_least("contact_count", 1) & (pl.col("contacts_since_due") == 0) & (pl.col("anchor_days") >= UNASKED_DAYS),
        ("anchor_days",),
    ),
)  # fmt: skip
# What speaks for a customer: with one of these nobody is judged malicious.
FOR_THE_CUSTOMER = ("disputed", "documents_asked", "promise_kept", "part_paid", "promises_partly", "answers")
STRONG_SOURCES_NEEDED = 2

# Whether the row's records hold it; the first cause that applies is the case's (D-504). Causes that these tables
# cannot show (rebate, return, approval, back-to-back, budget, cash pool) are left to people.
_DISPUTE_CAUSES = {
    "quality": "quality",
    "delivery": "quality",
    "quantity": "statement_difference",
    "price": "statement_difference",
    "duplicate": "statement_difference",
    "not_ordered": "statement_difference",
    "invoice": "invoice_error",
    "contract": "contract_reading",
}


def holding(code: str) -> str:
    """Return the column that says whether a piece of evidence holds."""
    return f"holds:{code}"


def _told(code: str) -> pl.Expr:
    return pl.col(holding(code))


CAUSES: tuple[tuple[str, pl.Expr], ...] = (
    *((cause, _told("disputed") & (pl.col("dispute_reason") == reason)) for reason, cause in _DISPUTE_CAUSES.items()),
    ("invoice_missing", _told("documents_asked") & pl.col("invoice_received_on").is_null()),
    ("deliberate", pl.col("intent") == "malicious"),
    ("staff_change", _told("wrong_person")),
    ("cash_short", pl.col("able_points") < 0),
    ("own_laxity", _told("unasked")),
    (
        "oversight",
        _told("on_time") & (pl.col("willing_points") > 0) & pl.col("anchor_days").is_between(1, OVERSIGHT_DAYS),
    ),
)
# What has to be settled by us before the customer can pay.
ON_OUR_SIDE = ("quality", "statement_difference", "invoice_error", "contract_reading", "invoice_missing")
# Advice by debtor type; the manual's four kinds, each with its own (D-503).
TACTICS: Mapping[str, str] = {
    "able_willing": "make_paying_easy",
    "unable_willing": "offer_plan",
    "able_unwilling": "use_leverage",
    "unable_unwilling": "secure_first",
}
# The order of the channels: those that are not named keep their place behind.
IN_PERSON_FIRST = ("visit", "phone", "letter", "wecom", "dingtalk", "feishu")
PAPERS_FIRST = ("email", "wecom", "dingtalk", "feishu", "portal", "phone")
