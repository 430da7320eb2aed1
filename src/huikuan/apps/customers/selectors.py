"""What is known of customers and their people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection
from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat

from huikuan.apps.customers.models import ContactFact, Customer, CustomerFact, Findable, HoursFact, PolicyOverride
from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.engine.tables import CONTACTS, CUSTOMERS, HOURS, PLACE
from huikuan.gateways import columns
from huikuan.gateways.asked_once import asked_once

if TYPE_CHECKING:
    from django.db.models import QuerySet

_CODE = {"customer_id": "customer__code"}
CUSTOMER_FACTS = FactTable(
    model=CustomerFact,
    schema={name: dtype for name, dtype in CUSTOMERS.items() if name not in PLACE},
    key=("customer_id",),
    paths=_CODE,
    inside={"customer_no": "customer"},
)
CONTACT_FACTS = FactTable(
    model=ContactFact,
    schema={**{name: dtype for name, dtype in CONTACTS.items() if name not in PLACE}, "place": pl.Int32},
    key=("customer_id", "name", "place"),
    paths=_CODE,
    inside={"customer_no": "customer"},
)
HOURS_FACTS = FactTable(
    model=HoursFact,
    schema={**{name: dtype for name, dtype in HOURS.items() if name not in PLACE}, "handle": pl.String},
    key=("handle",),
    paths={**_CODE, "from": "from_minute", "to": "to_minute"},
)


OVERRIDE_FACTS = FactTable(
    model=PolicyOverride,
    schema={
        "customer_id": pl.String,
        "policy": pl.String,
        "reason": pl.String,
        "first_on": pl.Date,
        "last_on": pl.Date,
        "ended_on": pl.Date,
        "handle": pl.String,
    },
    key=("handle",),
    paths=_CODE,
)


def overrides_known(known_on: Moment | None = None) -> pl.DataFrame:
    """Return the overrides as known that day, those that are over too, with fact_id and handle."""
    return facts_known(OVERRIDE_FACTS, known_on)


def override_in_force(customer_id: str, on: date) -> PolicyOverride | None:
    """Return the override that counts for a customer on that day, as known now; of several the newest."""
    present = PolicyOverride.objects.filter(customer__code=customer_id, replaced_by__isnull=True)
    counting = present.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), first_on__lte=on, last_on__gte=on)
    return counting.order_by("-id").first()


def customers_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the customers table as known that day, with fact_id and customer_no."""
    return facts_known(CUSTOMER_FACTS, known_on, customer_id)


def contacts_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the contacts table as known that day, with fact_id and customer_no."""
    return facts_known(CONTACT_FACTS, known_on, customer_id)


def hours_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the hours table as known that day, with fact_id and handle."""
    return facts_known(HOURS_FACTS, known_on, customer_id)


def customer_numbers() -> pl.DataFrame:
    """Return customer_id (the code of the files) and customer_no (ours) of every customer."""
    rows = Customer.objects.order_by("id").values_list("code", "id")
    return columns.read_table(connection, rows, {"customer_id": pl.String, "customer_no": pl.Int64})


def names_of_customers(codes: Collection[str]) -> dict[str, str]:
    """Return what these customers are called now, by code; for the few that a list shows."""
    present = CustomerFact.objects.filter(customer__code__in=list(codes), replaced_by__isnull=True)
    return dict(present.values_list("customer__code", "name"))


def owners_of_customers(codes: Collection[str]) -> dict[str, str]:
    """Return who looks after these customers now, the owner before the collector, by customer."""
    present = CustomerFact.objects.filter(customer__code__in=list(codes), replaced_by__isnull=True)
    rows = present.values_list("customer__code", "owner", "collector")
    return {code: owner or collector or "" for code, owner, collector in rows}


def customer_number(customer_id: str) -> int | None:
    """Return our number of a customer; None where nobody bears that code."""
    return Customer.objects.filter(code=customer_id).values_list("pk", flat=True).first()


def customers_like(text: str, *, among: Q, limit: int, after: str = "") -> list[tuple[str, str]]:
    """Return code and present name of the customers with the text in one of them, by code, those behind ``after``;
    ``among``: of Customer.
    """
    holds = Q(code__icontains=text) | Q(facts__name__icontains=text) | Q(facts__short_name__icontains=text)
    found = Customer.objects.filter(among, holds, code__gt=after, facts__replaced_by__isnull=True).order_by("code")
    return list(found.values_list("code", "facts__name")[:limit])


def customers_renamed() -> pl.DataFrame:
    """Return customer_no, code and named of the customers that cannot be looked for by their present name yet."""
    present = CustomerFact.objects.filter(customer=OuterRef("pk"), replaced_by__isnull=True)
    empty, line = (
        Value("", output_field=TextField()),
        Value("\n", output_field=TextField()),
    )  # PostgreSQL asks for one type
    names = [Coalesce(Subquery(present.values(name)[:1]), empty) for name in ("name", "short_name")]
    named = Concat(names[0], line, names[1])
    known = Findable.objects.filter(customer=OuterRef("pk"), named=OuterRef("now_named"))
    rows = Customer.objects.annotate(now_named=named).filter(~Exists(known)).order_by("id")
    schema = {"customer_no": pl.Int64, "code": pl.String, "named": pl.String}
    return columns.read_table(connection, rows.values_list("pk", "code", "now_named"), schema)


@dataclass(frozen=True, slots=True)
class Found:
    """A customer that was looked for."""

    customer_id: str
    name: str


def customers_found(text: str, *, among: Q, limit: int) -> list[Found]:
    """Return the customers whose code, name, pinyin or initials hold the text, those that begin with it first.

    ``among``: of Customer. The text is in small letters (R-212).
    """
    rows = Customer.objects.filter(among, findable__text__contains=text)
    begins = Case(When(findable__text__contains=f"\n{text}", then=0), default=1, output_field=IntegerField())
    found = list(rows.annotate(later=begins).order_by("later", "code").values_list("code", flat=True)[:limit])
    names = names_of_customers(found)
    return [Found(code, names.get(code, code)) for code in found]


@dataclass(frozen=True, slots=True)
class Answering:
    """A contact person whose number ends in what was looked for."""

    customer_id: str
    name: str
    number: str


def contacts_with_tail(digits: str, *, among: Q, limit: int) -> list[Answering]:
    """Return contact persons whose telephone number ends in these digits. ``among``: of Customer."""
    ends = Q(mobile__endswith=digits) | Q(phone__endswith=digits)
    present = ContactFact.objects.filter(ends, replaced_by__isnull=True, customer__in=Customer.objects.filter(among))
    rows = present.order_by("customer__code", "name").values_list("customer__code", "name", "mobile", "phone")[:limit]
    return [
        Answering(code, name, mobile if mobile and mobile.endswith(digits) else phone or "")
        for code, name, mobile, phone in rows
    ]


def words_of_customers(beginning: str, *, among: Q, limit: int) -> list[str]:
    """Return codes and present names that begin like the text, for guessing what was meant."""
    begins = Q(code__istartswith=beginning) | Q(facts__name__istartswith=beginning)
    found = Customer.objects.filter(among, begins, facts__replaced_by__isnull=True).order_by("code")
    return [word for pair in found.values_list("code", "facts__name")[:limit] for word in pair]


def name_of_customer(customer_id: str) -> str:
    """Return what a customer is called now; the code where nothing else is known."""
    present = CustomerFact.objects.filter(customer__code=customer_id, replaced_by__isnull=True)
    return present.values_list("name", flat=True).first() or customer_id


@asked_once
def newest_change() -> tuple[int, int]:
    """Return which batches wrote and ended a customer's facts last: as long as they stand, nobody has changed hands."""
    newest = CustomerFact.objects.aggregate(told=Max("batch"), ended=Max("replaced_by"))
    return newest["told"] or 0, newest["ended"] or 0


@asked_once
def people_of_customer(customer_id: str) -> frozenset[str]:
    """Return the codes of a customer's owner and collector as they are now."""
    present = CustomerFact.objects.filter(customer__code=customer_id, replaced_by__isnull=True)
    return frozenset(code for pair in present.values_list("owner", "collector") for code in pair if code)


def customers_of_people(codes: frozenset[str]) -> QuerySet[CustomerFact, Any]:
    """Return our numbers of the customers whose owner or collector is one of these people, for use inside a query."""
    present = CustomerFact.objects.filter(replaced_by__isnull=True)
    return present.filter(Q(owner__in=codes) | Q(collector__in=codes)).values("customer")


def customers_in_status(status: str) -> QuerySet[CustomerFact, Any]:
    """Return our numbers of the customers in that status, for use inside a query; one of whom nothing is said is
    normal.
    """
    present = CustomerFact.objects.filter(replaced_by__isnull=True)
    said = Q(status__isnull=True) | Q(status="normal") if status == "normal" else Q(status=status)
    return present.filter(said).values("customer")


def codes_of_customers_of(codes: frozenset[str]) -> QuerySet[Customer, Any]:
    """Return the codes of the customers of these people, for use inside a query."""
    return Customer.objects.filter(pk__in=customers_of_people(codes)).values("code")


def customers_named(text: str) -> QuerySet[CustomerFact, Any]:
    """Return our numbers of the customers whose name, short name or code holds the text, for use inside a query."""
    present = CustomerFact.objects.filter(replaced_by__isnull=True)
    named = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(customer__code__iexact=text)
    return present.filter(named).values("customer")


def overrides_of(customer_no: int) -> list[PolicyOverride]:
    """Return every override of a customer as it stands now, with its batch."""
    present = PolicyOverride.objects.filter(customer=customer_no, replaced_by__isnull=True)
    return list(present.select_related("batch").order_by("first_on", "id"))
