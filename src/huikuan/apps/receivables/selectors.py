"""What is known of the ledger's documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection
from django.db.models import Count, Q

from huikuan.apps.customers.selectors import customers_named, customers_of_people
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.apps.intake.selectors import has_undone_batches
from huikuan.apps.people.permissions import EVERYTHING, Reach
from huikuan.apps.receivables.models import Adjustment, Case, Item, ItemFact
from huikuan.engine.tables import PLACE, RECEIVABLES, Schema
from huikuan.gateways import columns
from huikuan.gateways.asked_once import asked_once

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

ADJUSTMENT_FACTS = FactTable(
    model=Adjustment,
    schema={"kind": pl.String, "amount_minor": pl.Int64, "effective_on": pl.Date},
    key=("item_no", "kind"),
    inside={"item_no": "item"},
)
_PART = 5_000  # numbers in one statement


def items_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the receivables table as known that day, with fact_id, item_no and customer_no."""
    return facts_known(ITEM_FACTS, known_on, customer_id)


def items_gone() -> pl.DataFrame:
    """Return entity, kind, document_no, source and item_no of the items of which an undo left nothing."""
    schema = {**dict.fromkeys(ITEM_FACTS.key, pl.String), "item_no": pl.Int64}
    if not has_undone_batches():
        return pl.DataFrame(schema=schema)
    rows = Item.objects.exclude(facts__replaced_by__isnull=True).order_by("id")
    return columns.read_table(
        connection, rows.values_list("entity__code", "kind", "document_no", "source", "id"), schema
    )


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
    return _any_part(reach, customer=f"{case}customer", entity=f"{case}entity")


def _any_part(reach: Reach, *, customer: str, entity: str) -> Q:
    """Return that some part of a reach holds: nothing beside them, or a database could not start from the customers."""
    parts = []
    for part in reach.parts:
        here = Q()
        if part.codes is not None:
            here &= Q(**{f"{customer}__in": customers_of_people(part.codes)})
        if part.entity_no is not None:
            here &= Q(**{entity: part.entity_no})
        parts.append(here)
    return reduce(or_, parts) if parts else Q(pk=0)  # no row has it


def documents_within(reach: Reach) -> QuerySet[ItemFact, Any]:
    """Return the numbers of the documents of the cases within reach, for use inside a query."""
    found = _any_part(reach, customer="customer", entity="item__entity")
    return ItemFact.objects.filter(found, replaced_by__isnull=True).values("item__document_no")


def bearers_named(document_nos: Collection[str]) -> dict[str, Bearer]:
    """Return whose document each of these is, by its number; of several with one number the oldest."""
    present = ItemFact.objects.filter(item__document_no__in=list(document_nos), replaced_by__isnull=True)
    rows = present.order_by("-id").values_list("item__document_no", *_BEARER)
    return {document_no: Bearer(*row) for document_no, *row in rows}


def customers_within(reach: Reach) -> Q:
    """Return the condition that a customer has a case within reach."""
    return Q() if reach.is_everything else Q(pk__in=Case.objects.filter(within(reach)).values("customer"))


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """A case by our numbers, with its company's code."""

    case_no: int
    customer_no: int
    entity_no: int
    entity: str


def cases_of_customer(customer_id: str) -> list[CaseNumbers]:
    """Return the cases of a customer, oldest first."""
    rows = Case.objects.filter(customer__code=customer_id).order_by("id")
    return [CaseNumbers(*row) for row in rows.values_list("id", "customer", "entity", "entity__code")]


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """A case as it is now: where ``change_no`` is as it was, nothing was recorded since."""

    case_no: int
    change_no: int
    customer_id: str
    entity: str


def cases_numbered(case_nos: Collection[int], reach: Reach) -> list[CaseSeen]:
    """Return these cases as far as they are within reach."""
    rows = Case.objects.filter(within(reach), pk__in=list(case_nos)).order_by("id")
    return [CaseSeen(*row) for row in rows.values_list("id", "change_no", "customer__code", "entity__code")]


def change_numbers(customer_id: str) -> dict[str, int]:
    """Return change_no of a customer's cases by entity: where one is as it was, nothing was recorded since."""
    return dict(Case.objects.filter(customer__code=customer_id).values_list("entity__code", "change_no"))


def documents_of_case(customer_no: int, entity_no: int) -> dict[str, str]:
    """Return the numbers of a case's documents, each with its currency."""
    present = ItemFact.objects.filter(customer=customer_no, item__entity=entity_no, replaced_by__isnull=True)
    return dict(present.order_by("id").values_list("item__document_no", "currency"))


def cases_of_documents(document_nos: pl.Series) -> pl.DataFrame:
    """Return customer_id and entity of the cases whose documents bear these numbers now."""
    schema: Schema = {"customer_id": pl.String, "entity": pl.String}
    wanted = document_nos.to_list()
    found = [pl.DataFrame(schema=dict(schema))]
    for start in range(0, len(wanted), _PART):
        present = ItemFact.objects.filter(item__document_no__in=wanted[start : start + _PART], replaced_by__isnull=True)
        rows = present.order_by().values_list("customer__code", "item__entity__code").distinct()
        found.append(columns.read_table(connection, rows, schema))
    return pl.concat(found).unique(maintain_order=True)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A case with a document of that number, and what the document is over."""

    customer_no: int
    customer_id: str
    entity_no: int
    entity: str
    currency: str
    amount_minor: int


_BEARER = ("customer", "customer__code", "item__entity", "item__entity__code", "currency", "amount_minor")


def bearers_of(document_no: str) -> list[Bearer]:
    """Return whose documents bear that number now; another company of ours may use the same one."""
    present = ItemFact.objects.filter(item__document_no=document_no, replaced_by__isnull=True).order_by("id")
    return [Bearer(*row) for row in present.values_list(*_BEARER)]


def document_numbers(beginning: str, reach: Reach, *, limit: int) -> list[str]:
    """Return numbers of documents within reach that begin like that, for guessing what was meant."""
    rows = ItemFact.objects.filter(item__document_no__startswith=beginning, replaced_by__isnull=True)
    if not reach.is_everything:
        rows = rows.filter(customer__in=Case.objects.filter(within(reach)).values("customer"))
    return list(rows.order_by("id").values_list("item__document_no", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class DocumentFound:
    """A document that was looked for, and whose it is."""

    document_no: str
    customer_id: str
    amount_minor: int
    currency: str


def documents_found(beginning: str, reach: Reach, *, limit: int) -> list[DocumentFound]:
    """Return the documents within reach whose numbers begin like that, as typed or in capitals."""
    begins = _begins(beginning) | _begins(beginning.upper())
    held = _any_part(reach, customer="customer", entity="item__entity")
    rows = ItemFact.objects.filter(held, replaced_by__isnull=True, item__in=Item.objects.filter(begins))
    paths = ("item__document_no", "customer__code", "amount_minor", "currency")
    return [DocumentFound(*row) for row in rows.order_by("item__document_no", "id").values_list(*paths)[:limit]]


def _begins(text: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(document_no__startswith=text)
    return Q(document_no__gte=text, document_no__lt=text + chr(0x10FFFF))  # SQLite's LIKE would look at every row


@asked_once
def entities_of_customer(customer_id: str) -> tuple[str, ...]:
    """Return the legal entities that have a case with the customer."""
    return tuple(Case.objects.filter(customer__code=customer_id).order_by("id").values_list("entity__code", flat=True))


def currencies_of_customer(customer_id: str) -> list[str]:
    """Return the currencies of a customer's documents as they are known now, the most frequent first."""
    present = ItemFact.objects.filter(customer__code=customer_id, replaced_by__isnull=True)
    counted = present.values("currency").annotate(n=Count("pk")).order_by("-n", "currency")
    return [row["currency"] for row in counted]


def documents_of_customer(customer_id: str) -> QuerySet[ItemFact, Any]:
    """Return the numbers of a customer's documents as they are known now, for use inside a query."""
    present = ItemFact.objects.filter(customer__code=customer_id, replaced_by__isnull=True)
    return present.values("item__document_no")
