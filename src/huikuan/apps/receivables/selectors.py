"""What is known of the ledger's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection
from django.db.models import Q

from huikuan.apps.customers.selectors import customers_named, customers_of_people
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.apps.people.permissions import EVERYTHING, Reach
from huikuan.apps.receivables.models import Case, ItemFact
from huikuan.engine.tables import PLACE, RECEIVABLES
from huikuan.gateways import columns

if TYPE_CHECKING:
    from django.db.models import QuerySet

ITEM_FACTS = FactTable(
    model=ItemFact,
    schema={**{name: dtype for name, dtype in RECEIVABLES.items() if name not in PLACE}, "source": pl.String},
    key=("entity", "kind", "document_no", "source"),
    paths={
        "customer_id": "customer__code",
        "entity": "item__entity__code",
        "kind": "item__kind",
        "document_no": "item__document_no",
        "source": "item__source",
    },
    inside={"item_no": "item", "customer_no": "customer"},
)


def items_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the receivables table as known that day, with fact_id, item_no and customer_no."""
    return facts_known(ITEM_FACTS, known_on, customer_id)


def cases(reach: Reach = EVERYTHING) -> pl.DataFrame:
    """Return case_no (ours), customer_id, entity and change_no of every case within reach."""
    rows = Case.objects.filter(within(reach)).order_by("id")
    paths = ("id", "customer__code", "entity__code", "change_no")
    schema = {"case_no": pl.Int64, "customer_id": pl.String, "entity": pl.String, "change_no": pl.Int64}
    return columns.read_table(connection, rows.values_list(*paths), schema)


def cases_named(text: str) -> QuerySet[Case, Any]:
    """Return the cases that a person means by a part of a customer's name, its code or a document number."""
    holders = ItemFact.objects.filter(item__document_no=text, replaced_by__isnull=True).values("customer")
    return Case.objects.filter(Q(customer__in=customers_named(text)) | Q(customer__in=holders)).values("id")


def within(reach: Reach, case: str = "") -> Q:
    """Return the condition that a case is within reach; ``case`` is the path to it, as ``case__``."""
    if reach.is_everything:
        return Q()
    found = Q(pk=0)  # no row has it
    for part in reach.parts:
        here = Q()
        if part.codes is not None:
            here &= Q(**{f"{case}customer__in": customers_of_people(part.codes)})
        if part.entity_no is not None:
            here &= Q(**{f"{case}entity": part.entity_no})
        found |= here
    return found


def entities_of_customer(customer_id: str) -> tuple[str, ...]:
    """Return the legal entities that have a case with the customer."""
    return tuple(Case.objects.filter(customer__code=customer_id).order_by("id").values_list("entity__code", flat=True))


def documents_of_customer(customer_id: str) -> QuerySet[ItemFact, Any]:
    """Return the numbers of a customer's documents as they are known now, for use inside a query."""
    present = ItemFact.objects.filter(customer__code=customer_id, replaced_by__isnull=True)
    return present.values("item__document_no")
