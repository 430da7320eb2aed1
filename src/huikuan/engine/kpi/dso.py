"""Days sales outstanding: simple, by counting back, the best possible, and the days lost to lateness (D-1102).

Balances and sales both hold VAT. All amounts are minor units of one currency.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from huikuan.engine.kpi.answers import Answer, Undefined, quotient


def dso_simple(*, ar_end: int, sales: int, days: int) -> Answer:
    """Return AR at the end / credit sales of the period x its days; a swing in sales distorts it."""
    if ar_end < 0:
        return Undefined("ar_negative")
    return quotient(ar_end * days, sales, otherwise="no_sales")


def dso_count_back(*, ar_end: int, months: Iterable[tuple[int, int]]) -> Answer:
    """Return the days of sales that the balance stands for, latest month first.

    ``months``: (credit sales, days of the month), latest first. Whole months are taken off the balance with all their
    days; the last one counts pro rata. A month in which credit notes outweigh sales adds to the balance and counts
    its days. When the balance outlasts every known month the answer is undefined, with the days counted so far.
    """
    if ar_end < 0:
        return Undefined("ar_negative")
    left, counted = ar_end, 0
    for sales, days in months:
        if left <= 0:
            break
        if left < sales:
            return counted + Fraction(left * days, sales)
        left -= sales
        counted += days
    return Undefined("ar_exceeds_known_sales", Fraction(counted)) if left > 0 else Fraction(counted)


def best_possible_dso(*, current: int, sales: int, days: int) -> Answer:
    """Return the DSO if nobody paid late: what is not yet due / credit sales x days."""
    return dso_simple(ar_end=current, sales=sales, days=days)


def average_days_delinquent(*, ar_end: int, current: int, sales: int, days: int) -> Answer:
    """Return DSO less best possible DSO; not the amount-weighted lateness of what was paid, which is another KPI."""
    whole = dso_simple(ar_end=ar_end, sales=sales, days=days)
    best = best_possible_dso(current=current, sales=sales, days=days)
    if isinstance(whole, Undefined):
        return whole
    return best if isinstance(best, Undefined) else whole - best
