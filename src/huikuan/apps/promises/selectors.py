"""What is known of the promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Q

from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known, told_by_folders
from huikuan.apps.people.permissions import Reach
from huikuan.apps.promises.models import Confirmation, PromiseFact
from huikuan.apps.receivables.selectors import within
from huikuan.engine.tables import PLACE, PROMISES

if TYPE_CHECKING:
    from django.db.models import QuerySet

PROMISE_FACTS = FactTable(
    model=PromiseFact,
    schema={**{name: dtype for name, dtype in PROMISES.items() if name not in PLACE}, "handle": pl.String},
    key=("handle",),
    paths={"customer_id": "customer__code", "entity": "entity__code"},
)


def promises_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the promises that count as known that day, with fact_id and handle.

    One that waits for an approval, was refused one or was taken back does not count (R-121, R-122).
    """
    told = facts_known(PROMISE_FACTS, known_on, customer_id)  # from the copy at hand, where there is one
    left_out = facts_known(PROMISE_FACTS, known_on, customer_id, only=~Q(standing=""))
    return told.join(left_out, on="fact_id", how="anti", maintain_order="left") if left_out.height else told


def promises_within(reach: Reach) -> QuerySet[PromiseFact, PromiseFact]:
    """Return the promises of the cases within reach as they stand now, for use inside a query."""
    return PromiseFact.objects.filter(within(reach), replaced_by__isnull=True)


def promises_told() -> pl.DataFrame:
    """Return every promise that was ever told as a folder last told it, with fact_id and handle (R-122, R-217)."""
    return told_by_folders(PROMISE_FACTS)


def same_promise(number: int) -> Q:
    """Return the condition that a fact is a version of the promise that the number is one of."""
    return Q(handle__in=PromiseFact.objects.filter(pk=number).values("handle"))


def promise_of(handle: str) -> PromiseFact:
    """Return the present version of a promise. Raises: Refused promise_unknown."""
    found = PromiseFact.objects.filter(handle=handle.strip(), replaced_by__isnull=True)
    promise = found.select_related("customer", "entity", "batch").first()
    if promise is None:
        raise Refused("promise_unknown", promise=handle)
    return promise


def promises_of(customer_no: int) -> list[PromiseFact]:
    """Return every promise of a customer as it stands now, those that do not count too, with entity and batch."""
    present = PromiseFact.objects.filter(customer=customer_no, replaced_by__isnull=True)
    return list(present.select_related("entity", "batch").order_by("made_on", "id"))


def confirmations_of(customer_no: int) -> dict[str, str]:
    """Return the letters drafted for a customer's promises that count, by the promise's handle."""
    counting = PromiseFact.objects.filter(customer=customer_no, replaced_by__isnull=True, standing="")
    drafts = Confirmation.objects.filter(customer=customer_no, promise__in=counting.values("handle"))
    return dict(drafts.exclude(text="").order_by("-id").values_list("promise", "text"))
