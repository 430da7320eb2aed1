"""What every document and every yuan of cash stands at on as_of (files.md "Which figure counts", R-03…R-12).

The one thing to know: each payment is cut into parts, and a part belongs either to a document or, unallocated, to the
customer who paid. Nothing is lost, so the ledger can be summed from either side.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Row = Mapping[str, Any]
Money = tuple[str, str, str]  # customer_id, entity, currency


@dataclass
class Document:
    """One receivable and what is taken off it, in minor units."""

    document_no: str
    customer_id: str
    entity: str
    kind: str
    currency: str
    issue_date: date
    due_date: date
    amount_minor: int
    open_minor: int
    balance_date: date | None  # the day of the given balance; empty when allocations decide
    stated_disputed: int
    is_monthly: bool
    is_settled: bool = False  # closed by settled_on alone: it was open when a reference named it
    bills: int = 0
    disputed: int = 0
    promised: int = 0
    named_in_transit: int = 0
    in_transit: int = 0
    unallocated: int = 0
    credit: int = 0
    eligible: int = 0
    lowered: list[tuple[date, int, int]] = field(default_factory=list)  # when cash counted, its row, how much it took

    @property
    def money(self) -> Money:
        return (self.customer_id, self.entity, self.currency)

    @property
    def chaseable(self) -> int:
        """Return what is open and not in bills, before anything else is taken off."""
        return max(self.open_minor - self.bills, 0)

    def open_before(self, payment: Row) -> int:
        """Return what was open when the payment came: cash that counted only later is given back (R-08)."""
        came = (payment["received_on"], payment["row_no"])
        return self.open_minor + sum(taken for on, row_no, taken in self.lowered if (on, row_no) > came)

    @property
    def rest(self) -> int:
        """Return what is still to be chased after everything taken off so far; a credit note has nothing."""
        taken = self.bills + self.disputed + self.promised + self.in_transit + self.unallocated + self.credit
        return max(self.open_minor - taken, 0)

    def overdue_days(self, as_of: date) -> int:
        return 0 if self.kind == "credit_note" else (as_of - self.due_date).days


@dataclass
class Part:
    """A piece of money received by as_of: on a document, or unallocated."""

    money: Money
    received_on: date
    row: int  # of the payment, in the folder
    document: Document | None
    amount: int

    @property
    def order(self) -> tuple[date, int, str]:
        return self.received_on, self.row, self.document.document_no if self.document else ""


@dataclass
class Balances:
    """Documents, the pools beside them, and what was left out for lying in the future."""

    documents: list[Document]
    parts: list[Part] = field(default_factory=list)
    unallocated: dict[Money, int] = field(default_factory=dict)
    in_transit: dict[Money, int] = field(default_factory=dict)  # at the case, on no document
    not_yet_issued: int = 0
    future_payments: int = 0
    refused: dict[tuple[str, str], list[date]] = field(
        default_factory=dict
    )  # case -> days its bills and cheques were refused


def due_date(row: Row, terms: str) -> date:
    """Return the given due date, else what the terms ("net N", "月结N") make of the issue date (D-303, R-09)."""
    issued: date = row["issue_date"]
    if row["kind"] == "unbilled" and row.get("delivered_on"):
        issued = row["delivered_on"]  # the worst delay sits before the invoice (D-610)
    if row["kind"] == "credit_note" or row["amount_minor"] < 0:
        return issued
    if row.get("due_date"):
        given: date = row["due_date"]
        return given
    found = re.search(r"\d+", terms)
    days = timedelta(days=int(found.group()) if found else 0)
    if terms.startswith("月结"):
        return issued.replace(day=calendar.monthrange(issued.year, issued.month)[1]) + days
    return issued + days


def document_of(row: Row, *, customer_terms: str, as_of: date, has_allocations: bool) -> Document:
    """Read one receivable; its open amount is the figure that counts before any payment lowers it."""
    balance_date = row.get("balance_date") or as_of
    is_snapshot = row.get("open_minor") is not None and balance_date <= as_of
    open_minor = row["open_minor"] if is_snapshot else row["amount_minor"]
    settled = row.get("settled_on")
    is_settled = row.get("open_minor") is None and not has_allocations and settled is not None and settled <= as_of
    terms = row.get("terms") or customer_terms
    return Document(
        document_no=row["document_no"],
        customer_id=row["customer_id"],
        entity=row["entity"],
        kind="credit_note" if row["amount_minor"] < 0 else row["kind"],
        currency=row["currency"],
        issue_date=row["issue_date"],
        due_date=due_date(row, terms),
        amount_minor=row["amount_minor"],
        open_minor=0 if is_settled else open_minor,
        balance_date=balance_date if is_snapshot else None,
        stated_disputed=row.get("disputed_minor") or 0,
        is_monthly=terms.startswith("月结"),
        is_settled=is_settled and row["amount_minor"] > 0,
    )


def named_document(documents: Sequence[Document], payment: Row, *, payer: str, part: Row) -> Document | None:
    """Return the one document an allocation means: the payer's own first, then anybody's (R-06)."""
    document_no, amount = part["document_no"], part["amount_minor"]
    candidates = [
        document
        for document in documents
        if (document.document_no, document.entity, document.currency)
        == (document_no, payment["entity"], payment["currency"])
    ]
    own = [document for document in candidates if document.customer_id == payer]
    # A negative part applies a credit note, so it does not mean the invoice of the same number.
    narrowed = own or candidates
    of_its_sign = [document for document in narrowed if (document.kind == "credit_note") == (amount < 0)]
    narrowed = of_its_sign or narrowed
    return narrowed[0] if len(narrowed) == 1 else None


def payer_of(payment: Row, *, customers: Sequence[Row], documents: Sequence[Document], given: Sequence[Row]) -> str:
    """Return who paid (R-07): the id, one name that fits, the one customer of the allocated documents, or nobody."""
    if payment.get("customer_id"):
        return str(payment["customer_id"])
    name = payment.get("payer_name")
    namesakes = {row["customer_id"] for row in customers if name and name in (row["name"], row.get("short_name"))}
    if len(namesakes) == 1:
        return str(namesakes.pop())
    named = [named_document(documents, payment, payer="", part=row) for row in given]
    owners = {document.customer_id for document in named if document}
    return owners.pop() if len(owners) == 1 else ""


def counted_on(payment: Row) -> date:
    """Return the day from which a payment is cash: a bill's is the day after it matured (R-02, R-10)."""
    received_on: date = payment["received_on"]
    if payment.get("method") != "acceptance_bill" or not payment.get("matures_on"):
        return received_on
    matures_on: date = payment["matures_on"]
    return max(received_on, matures_on + timedelta(days=1))


def has_explained(document: Document, payment: Row) -> bool:
    """Say whether the document's given balance already knows of this payment (R-12)."""
    return document.balance_date is not None and counted_on(payment) <= document.balance_date


def referenced_document(documents: Sequence[Document], payment: Row, *, payer: str) -> Document | None:
    """Return the one open document of the payer that the bank reference names as a whole word (R-08)."""
    reference = payment.get("bank_reference") or ""
    named = [
        document
        for document in documents
        if document.money == (payer, payment["entity"], payment["currency"])
        and (document.open_before(payment) > 0 or document.is_settled or has_explained(document, payment))
        and re.search(rf"(?<![A-Za-z0-9-]){re.escape(document.document_no)}(?![A-Za-z0-9-])", reference)
    ]
    return named[0] if len(named) == 1 else None


def standing(payment: Row, as_of: date) -> str:
    """Say what a payment is on as_of: cash, bill, refused, in_transit or future (R-02, R-10, R-11, R-166)."""
    is_bill = payment.get("method") == "acceptance_bill"
    if payment.get("refused_on") and payment["refused_on"] <= as_of:
        return "refused"
    if payment["received_on"] > as_of:
        recorded = payment.get("recorded_on")
        return "in_transit" if recorded and recorded <= as_of else "future"
    if not is_bill:
        return "cash"
    matures = payment.get("matures_on")
    return "cash" if matures and matures < as_of else "bill"


def settle_cash(document: Document, amount: int, payment: Row) -> int:
    """Lower the open amount by cash and return how much the document took; never past zero (R-05, R-12)."""
    if has_explained(document, payment):
        return amount
    stop_at_zero = max if document.kind == "credit_note" else min
    taken = stop_at_zero(amount, document.open_minor)
    document.open_minor -= taken
    return taken


def give_back(documents: Sequence[Document], payment: Row, *, payer: str, given: Sequence[Row]) -> None:
    """Give back what balances took off for a payment that was refused after their day (R-166)."""
    for row in given:
        document = named_document(documents, payment, payer=payer, part=row)
        if document is None or document.balance_date is None or not has_explained(document, payment):
            continue
        if document.balance_date < payment["refused_on"]:
            owed_again = min(document.open_minor + row["amount_minor"], document.amount_minor)
            document.open_minor = max(document.open_minor, owed_again)


def lay_bill(document: Document, amount: int, payment: Row) -> int:
    """Put a bill in hand on what cash left open and return how much of it is accounted for (R-10, R-12)."""
    laid = max(min(amount, document.open_minor - document.bills), 0)
    document.bills += laid
    # A balance given after the bill came that holds less than the bill has had the rest taken off already.
    was_known = document.balance_date is not None and payment["received_on"] <= document.balance_date
    return amount if was_known else laid


def wished(
    documents: Sequence[Document], payment: Row, *, payer: str, given: Sequence[Row]
) -> list[tuple[Document, int]]:
    """Return which documents a payment is meant for and with how much: as given, else by its bank reference."""
    if given:
        named = [(named_document(documents, payment, payer=payer, part=row), row["amount_minor"]) for row in given]
        return [(document, amount) for document, amount in named if document]
    document = referenced_document(documents, payment, payer=payer)
    if document is None:
        return []
    paid: int = payment["amount_minor"]
    came_before = document.balance_date is not None and payment["received_on"] <= document.balance_date
    return [(document, paid if came_before else min(paid, document.open_minor))]


def balances(tables: Mapping[str, Sequence[Row]], as_of: date) -> Balances:
    """Return the ledger of as_of, with no hindsight."""
    customers = tables["customers"]
    terms = {row["customer_id"]: row.get("terms") or "" for row in customers}
    issued = [row for row in tables["receivables"] if row["issue_date"] <= as_of]
    drafts = [
        document_of(row, customer_terms=terms.get(row["customer_id"], ""), as_of=as_of, has_allocations=True)
        for row in issued
    ]
    given: dict[tuple[str, str], list[Row]] = {}
    for row in tables["allocations"]:
        given.setdefault((row["entity"], row["payment_no"]), []).append(row)

    payments = sorted(tables["payments"], key=counted_on)
    payers: list[str] = []
    allocated: set[int] = set()
    for payment in payments:
        own = given.get((payment["entity"], payment["payment_no"]), [])
        payer = payer_of(payment, customers=customers, documents=drafts, given=own)
        payers.append(payer)
        if not own and standing(payment, as_of) in ("future", "refused"):
            continue  # a reference that is not known yet names nothing
        for document, _ in wished(drafts, payment, payer=payer, given=own):
            allocated |= {index for index, draft in enumerate(drafts) if draft is document}
    documents = [
        document_of(
            row, customer_terms=terms.get(row["customer_id"], ""), as_of=as_of, has_allocations=index in allocated
        )
        for index, row in enumerate(issued)
    ]
    for payment, payer in zip(payments, payers, strict=True):
        own = given.get((payment["entity"], payment["payment_no"]), [])
        give_back(documents, payment, payer=payer, given=own if standing(payment, as_of) == "refused" else [])
    ledger = Balances(documents, not_yet_issued=len(tables["receivables"]) - len(issued))
    for wanted in ("cash", "bill", "in_transit", "refused", "future"):
        for payment, payer in zip(payments, payers, strict=True):
            if standing(payment, as_of) == wanted:
                own = given.get((payment["entity"], payment["payment_no"]), [])
                _post(ledger, payment, payer=payer, given=own, standing=wanted)
    return ledger


def _post(ledger: Balances, payment: Row, *, payer: str, given: Sequence[Row], standing: str) -> None:
    if standing == "future":
        ledger.future_payments += 1
        return
    if standing == "refused":
        meant = wished(ledger.documents, payment, payer=payer, given=given) if given else []
        for name in {document.customer_id for document, _ in meant} or {payer}:
            ledger.refused.setdefault((name, payment["entity"]), []).append(payment["refused_on"])
        return
    left: int = payment["amount_minor"]
    received_on: date = payment["received_on"]
    payer_money = (payer, payment["entity"], payment["currency"])
    for document, amount in wished(ledger.documents, payment, payer=payer, given=given):
        if standing == "in_transit":
            document.named_in_transit += amount
            left -= amount
            continue
        before = document.open_minor
        taken = (settle_cash if standing == "cash" else lay_bill)(document, amount, payment)
        document.lowered.append((counted_on(payment), payment["row_no"], before - document.open_minor))
        if standing == "bill":
            add(ledger.in_transit, document.money, amount - taken)
            taken = amount  # for promises the whole bill came for this document: no rule says otherwise
        ledger.parts.append(Part(document.money, received_on, payment["row_no"], document, taken))
        left -= taken
    add(ledger.unallocated if standing == "cash" else ledger.in_transit, payer_money, left)
    if standing != "in_transit" and left:
        ledger.parts.append(Part(payer_money, received_on, payment["row_no"], None, left))


def add(pool: dict[Money, int], money: Money, amount: int) -> None:
    pool[money] = pool.get(money, 0) + amount
