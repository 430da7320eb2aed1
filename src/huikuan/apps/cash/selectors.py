"""What is known of the money that came in."""

from __future__ import annotations

import polars as pl
from django.db.models import Q

from huikuan.apps.cash.models import AllocationFact, PaymentClaim, ReceiptFact
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.engine.tables import ALLOCATIONS, PAYMENTS, PLACE

_NAMED = {"entity": "receipt__entity__code", "payment_no": "receipt__payment_no", "source": "receipt__source"}
RECEIPT_FACTS = FactTable(
    model=ReceiptFact,
    schema={**{name: dtype for name, dtype in PAYMENTS.items() if name not in PLACE}, "source": pl.String},
    key=("entity", "payment_no", "source"),
    # The file's recorded_on is the day somebody told of the money; the fact's own is the day we were told.
    paths={**_NAMED, "customer_id": "customer__code", "recorded_on": "known_on"},
    inside={"receipt_no": "receipt", "customer_no": "customer"},
)


def _of_receipts(code: str) -> Q:
    return Q(receipt__in=ReceiptFact.objects.filter(customer__code=code).values("receipt"))


ALLOCATION_FACTS = FactTable(
    model=AllocationFact,
    schema={
        **{name: dtype for name, dtype in ALLOCATIONS.items() if name not in PLACE},
        "source": pl.String,
        "place": pl.Int32,
    },
    key=("entity", "payment_no", "source", "place"),
    paths=_NAMED,
    inside={"receipt_no": "receipt"},
    of_customer=_of_receipts,
)


def receipts_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the payments table as known that day, with fact_id and receipt_no."""
    return facts_known(RECEIPT_FACTS, known_on, customer_id)


def allocations_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the allocations table as known that day, with fact_id and receipt_no; ``place``: within the receipt."""
    return facts_known(ALLOCATION_FACTS, known_on, customer_id)


def receipts_of(customer_no: int) -> list[ReceiptFact]:
    """Return what is known now of the money that a customer paid, with receipt and batch."""
    present = ReceiptFact.objects.filter(customer=customer_no, replaced_by__isnull=True)
    return list(present.select_related("receipt", "batch").order_by("received_on", "id"))


def claims_of(customer_no: int) -> list[PaymentClaim]:
    """Return what a customer said of payments, the newest first."""
    claims = PaymentClaim.objects.filter(customer=customer_no, taken_back_on__isnull=True)
    return list(claims.order_by("-id"))
