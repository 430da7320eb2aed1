"""Which rows of a worklist somebody wants to see, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import polars as pl
from django.db.models import F, OrderBy, Q

from huikuan.apps.customers.selectors import customers_in_status, customers_of_people
from huikuan.apps.receivables.selectors import cases_named
from huikuan.engine.money import EXPONENTS


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows a list besides its tab; what is not said does not matter. Ends of a range belong to it."""

    rung: str | None = None  # where the case stands on its ladder
    step: str | None = None
    people: frozenset[str] | None = None  # owner or collector of the customer is one of them
    status: str | None = None  # of the customer
    least: Decimal | None = None  # overdue in the row's own currency, major units
    most: Decimal | None = None
    days: tuple[int, int | None] | None = None  # of the oldest overdue item
    silent_since: date | None = None  # no contact on that day or later
    spoken_since: date | None = None
    slot_on: date | None = None  # the best time to call is that day
    slot_hours: tuple[int, ...] | None = None

    def condition(self) -> Q:
        """Return the condition on rows."""
        said = {
            "rung": self.rung,
            "step": self.step,
            "last_contact_on__gte": self.spoken_since,
            "best_slot_on": self.slot_on,
            "best_slot_hour__in": self.slot_hours,
        }
        found = Q(**{name: value for name, value in said.items() if value is not None})
        if self.people is not None:
            found &= Q(case__customer__in=customers_of_people(self.people))
        if self.status is not None:
            found &= Q(case__customer__in=customers_in_status(self.status))
        if self.days is not None:
            first, last = self.days
            found &= Q(oldest_overdue_days__gte=first) & (Q() if last is None else Q(oldest_overdue_days__lte=last))
        if self.silent_since is not None:
            found &= Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=self.silent_since)
        return found & self._amounts()

    def _amounts(self) -> Q:
        """Return the condition on the overdue amount: the same figure in every currency, none is converted."""
        if self.least is None and self.most is None:
            return Q()
        found = Q(pk=0)  # no row has it
        for exponent in sorted(set(EXPONENTS.values())):
            here = Q(currency__in=[currency for currency, digits in EXPONENTS.items() if digits == exponent])
            if self.least is not None:
                here &= Q(overdue_minor__gte=int(self.least.scaleb(exponent)))
            if self.most is not None:
                here &= Q(overdue_minor__lte=int(self.most.scaleb(exponent)))
            found |= here
        return found


NOT_NARROWED = Narrowing()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a worklist somebody wants to see; what is not said does not matter."""

    assignee: str | None = None
    lane: str | None = None
    action: str | None = None
    customer: str | None = None  # its code
    search: str = ""  # a part of the customer's name, its code, or a document number
    narrowing: Narrowing = field(default=NOT_NARROWED)

    @property
    def is_outlined(self) -> bool:
        """Whether the outline of a run tells which rows these are."""
        return not self.search and self.customer is None and self.narrowing == NOT_NARROWED

    def outlined(self, outline: pl.DataFrame) -> pl.DataFrame:
        """Return its rows of the outline of a run."""
        said = {"assignee": self.assignee, "lane": self.lane, "action": self.action}
        return outline.filter(*(pl.col(name) == value for name, value in said.items() if value))

    def condition(self) -> Q:
        """Return the condition on rows."""
        said = {
            "assignee": self.assignee,
            "lane": self.lane,
            "action": self.action,
            "case__customer__code": self.customer,
        }
        found = Q(**{name: value for name, value in said.items() if value}) & self.narrowing.condition()
        return found & Q(case__in=cases_named(self.search)) if self.search else found


# What a list may be sorted by for a while -> the columns, each with which end comes first.
ORDERS: Mapping[str, tuple[str, ...]] = {
    "overdue": ("overdue_minor",),
    "oldest": ("oldest_overdue_days",),
    "contact": ("last_contact_on",),
    "slot": ("best_slot_on", "best_slot_hour"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """A temporary order of a list. ``by``: of ORDERS."""

    by: str
    is_descending: bool = False

    def columns(self) -> list[OrderBy]:
        """Return the columns to order by; what has no value stands last either way."""
        by = [
            F(name).desc(nulls_last=True) if self.is_descending else F(name).asc(nulls_last=True)
            for name in ORDERS[self.by]
        ]
        return [*by, F("rank").asc(), F("id").asc()]
