"""The numbers of one month, and of a run of months up to a month end: what the formulas are fed with.

All amounts are minor units of one currency. The balance is the ledger: open items less unallocated cash, credit notes
taken off. *Current* is what is not due, retention and bills in hand included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.engine.ageing import OVERDUE_BUCKETS
from huikuan.engine.kpi.ageing import CURRENT_BUCKETS


@dataclass(frozen=True, slots=True)
class Month:
    """One currency in one calendar month; balances are those known at its end."""

    end: date
    buckets: Mapping[str, int]
    sales: int  # documents issued, credit notes taken off, opening balances left out
    opening: int  # opening balances brought in during the month
    overdue_at_start: int
    recovered: int
    collectable: int
    collected: int
    fell_due: int
    paid_on_time: int
    promises: Mapping[tuple[int, str], int]  # amount by level (3: third and later) and state, decided in the month

    @property
    def days(self) -> int:
        """Return how many days the month has."""
        return self.end.day

    @property
    def ar(self) -> int:
        """Return the ledger's balance at the end."""
        return sum(self.buckets.values())

    @property
    def current(self) -> int:
        """Return what is not due at the end."""
        return sum(self.buckets.get(name, 0) for name in CURRENT_BUCKETS)

    @property
    def overdue(self) -> int:
        """Return what is overdue at the end."""
        return sum(self.buckets.get(name, 0) for name in OVERDUE_BUCKETS)

    def promised(self, *, states: tuple[str, ...], levels: tuple[int, ...]) -> int:
        """Return the amount of the promises decided in the month."""
        return sum(self.promises.get((level, state), 0) for level in levels for state in states)


@dataclass(frozen=True, slots=True)
class Window:
    """A run of months with the one before it, for its balances at the start; ``sales_back``: latest month first."""

    before: Month
    months: tuple[Month, ...]
    sales_back: tuple[tuple[int, int], ...]

    @property
    def last(self) -> Month:
        """Return the month that the window ends with."""
        return self.months[-1]

    @property
    def sales(self) -> int:
        """Return the credit sales of all its months."""
        return sum(month.sales for month in self.months)

    @property
    def days(self) -> int:
        """Return the days of all its months."""
        return sum(month.days for month in self.months)

    @property
    def ar_begin(self) -> int:
        """Return the balance at the start; opening balances brought in later count as there from the start."""
        return self.before.ar + sum(month.opening for month in self.months)

    @property
    def balances(self) -> tuple[int, ...]:
        """Return the balance at the start and at every month end."""
        return (self.ar_begin, *(month.ar for month in self.months))
