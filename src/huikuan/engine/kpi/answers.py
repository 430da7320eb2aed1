"""What a formula answers: an exact number, or the reason why there is none; and the one rounding.

Numbers stay fractions until they are shown, so a difference of two KPIs is the difference of the exact values.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Undefined:
    """No number, with the reason as one of ``REASONS``; ``at_least`` is what was counted before it had to stop."""

    reason: str
    at_least: Fraction | None = None


Answer = Fraction | Undefined
REASONS = (
    "no_payments",  # the folder names no money in this currency: earlier balances are not known
    "history_short",  # the period begins before the first month with a document
    "no_sales",
    "no_balance",
    "ar_negative",  # customers hold more credit and unallocated cash than they owe
    "ar_exceeds_known_sales",
    "nothing_collectable",
    "nothing_overdue_at_start",
    "nothing_fell_due",
    "empty_bucket",
    "no_promise_fell_due",
)


def quotient(above: int, below: int, *, otherwise: str) -> Answer:
    """Return above / below, or ``otherwise`` as the reason when there is nothing to divide by."""
    return Fraction(above, below) if below > 0 else Undefined(otherwise)


def percent(above: int, below: int, *, otherwise: str) -> Answer:
    """Return above / below in per cent, or ``otherwise`` as the reason when there is nothing to divide by."""
    return quotient(above * 100, below, otherwise=otherwise)


def rounded(value: Fraction) -> Decimal:
    """Return the value with two decimals, a half going away from zero (13.285 to 13.29)."""
    scaled = value * 10**DECIMALS
    halves = abs(scaled.numerator) * 2 + scaled.denominator
    units = halves // (scaled.denominator * 2)
    return Decimal(units if value >= 0 else -units).scaleb(-DECIMALS)
