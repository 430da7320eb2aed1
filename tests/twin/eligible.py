"""What may be chased, item by item: disputes, promises, cash on the way, credit notes, unallocated cash (R-16…R-18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .balances import Balances, Document, Money, Row
from .promises import Promise, cover_named

BUCKETS = ((30, "1-30"), (60, "31-60"), (90, "61-90"), (180, "91-180"), (365, "181-365"))


def disputed_amount(document: Document, rows: Sequence[Row], as_of: date) -> int:
    """Return the disputed part: open rows add up, known rows win over the receivable's own figure (R-16)."""
    chaseable = document.rest
    known = [row for row in rows if row["document_no"] == document.document_no and row["opened_on"] <= as_of]
    if not known:
        return min(document.stated_disputed, chaseable)
    running = [row for row in known if not row.get("resolved_on") or row["resolved_on"] > as_of]
    total = sum(chaseable if row.get("amount_minor") is None else row["amount_minor"] for row in running)
    return min(total, chaseable)


def take_off(ledger: Balances, *, disputes: Sequence[Row], promises: Sequence[Promise], as_of: date) -> None:
    """Split every document's open amount; both halves of R-17."""
    documents = sorted(ledger.documents, key=lambda document: (document.due_date, document.document_no, document.kind))
    for document in documents:
        if document.open_minor > 0:
            document.disputed = disputed_amount(document, disputes, as_of)
    cover_named(promises, documents)
    pools = dict(ledger.in_transit)
    for document in documents:
        on_item = min(document.named_in_transit, document.rest)
        document.in_transit = on_item
        pools[document.money] = pools.get(document.money, 0) + document.named_in_transit - on_item
    for money in {document.money for document in documents}:
        own = [document for document in documents if document.money == money]
        overdue = [document for document in own if document.overdue_days(as_of) > 0]
        unnamed = sum(promise.left for promise in promises if promise.money == money and not promise.document_nos)
        credit = -sum(document.open_minor for document in own if document.kind == "credit_note")
        spread(overdue, "promised", unnamed)
        spread(overdue, "in_transit", pools.get(money, 0))
        spread(overdue, "credit", credit)
        spread(overdue, "unallocated", ledger.unallocated.get(money, 0))
        for document in overdue:
            document.eligible = document.rest


def spread(documents: Sequence[Document], column: str, amount: int) -> None:
    """Take ``amount`` off the documents in their order, each at most what is left of it."""
    for document in documents:
        taken = max(min(amount, document.rest), 0)
        setattr(document, column, getattr(document, column) + taken)
        amount -= taken


def suppressed_reason(document: Document, as_of: date) -> str:
    """Say why an item with nothing eligible has nothing eligible (R-18); empty when it has."""
    if document.kind == "credit_note":
        return "credit"
    if document.overdue_days(as_of) <= 0:
        return "not_overdue"
    if document.eligible:
        return ""
    reasons = {
        "disputed": document.disputed,
        "promised": document.promised,
        "in_transit": document.in_transit + document.bills,
        "unallocated": document.unallocated,
        "credit": document.credit,
    }
    return max(reasons, key=lambda reason: reasons[reason])


def age_bucket(document: Document, as_of: date) -> str:
    """Return the bucket of what is not in bills; a retention waits in its own until it is overdue (D-1012)."""
    days = document.overdue_days(as_of)
    if document.kind == "credit_note":
        return "credit"
    if days <= 0:
        return "retention" if document.kind == "retention" else "not_due"
    return next((name for last, name in BUCKETS if days <= last), "over-365")


def bucket(document: Document, as_of: date) -> str:
    """Return the item's one bucket: bills_in_hand only when nothing else is left open."""
    in_bills = document.bills > 0 and document.bills == document.open_minor
    return "bills_in_hand" if in_bills else age_bucket(document, as_of)


def debt_class(document: Document, *, as_of: date, is_gone: bool) -> str:
    """Return the class of D-501; a debtor who is gone makes what it owes dead."""
    days = document.overdue_days(as_of)
    if document.kind == "credit_note":
        return "not_due"
    if is_gone or days > 730:
        return "dead"
    classes = ((0, "not_due"), (30, "collecting"), (60, "near_doubtful"))
    return next((name for last, name in classes if days <= last), "doubtful")


def ageing(ledger: Balances, as_of: date) -> dict[tuple[Money, str], int]:
    """Return amount by case, currency and bucket; unallocated cash stands negative, so the sum is the ledger."""
    found: dict[tuple[Money, str], int] = {}
    for document in ledger.documents:
        for name, amount in (
            (age_bucket(document, as_of), document.open_minor - document.bills),
            ("bills_in_hand", document.bills),
        ):
            found[(document.money, name)] = found.get((document.money, name), 0) + amount
    for money, amount in ledger.unallocated.items():
        found[(money, "unallocated")] = -amount
    return {key: amount for key, amount in found.items() if amount}
