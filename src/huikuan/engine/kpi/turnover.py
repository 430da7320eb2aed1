"""How often the balance turns over in a year (D-1102)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from huikuan.engine.kpi.answers import Answer, Undefined

YEAR_DAYS = 365


def turnover(*, sales: int, balances: Sequence[int], days: int) -> Answer:
    """Return credit sales a year / average balance.

    ``balances``: at the beginning of the period and at the end of each of its months; the mean of all of them counts.
    A period of other than 365 ``days`` is brought to a year.
    """
    total = sum(balances)
    if total <= 0:
        return Undefined("no_balance")
    return Fraction(sales * len(balances) * YEAR_DAYS, total * days)


def turnover_days(*, sales: int, balances: Sequence[int], days: int) -> Answer:
    """Return 365 / turnover."""
    turned = turnover(sales=sales, balances=balances, days=days)
    if isinstance(turned, Undefined):
        return turned
    return YEAR_DAYS / turned if turned > 0 else Undefined("no_sales")
