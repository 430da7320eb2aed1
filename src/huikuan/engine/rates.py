"""Rough exchange rates, used for comparing: cases of several currencies in one order, a customer with a rule's limit.

They are our own round figures of late 2026, unverified, and never turn into an amount that anybody pays; in the books
money of two currencies is never added. A currency that is missing counts at par, with the warning ``rate_missing``.
"""

from __future__ import annotations

import polars as pl

# CNY per unit, in millionths [ours, unverified, 2026-11].
CNY_PPM = {
    "CNY": 1_000_000,
    "USD": 7_100_000,
    "EUR": 8_200_000,
    "GBP": 9_400_000,
    "HKD": 910_000,
    "TWD": 220_000,
    "JPY": 47_000,
    "KRW": 5_100,
    "SGD": 5_500_000,
    "AUD": 4_600_000,
    "CAD": 5_100_000,
    "CHF": 8_800_000,
    "SEK": 740_000,
    "DKK": 1_100_000,
    "NOK": 700_000,
    "INR": 82_000,
    "VND": 270,
    "THB": 220_000,
    "MYR": 1_700_000,
    "IDR": 430,
    "KWD": 23_000_000,
    "BHD": 18_800_000,
    "AED": 1_930_000,
    "SAR": 1_890_000,
    "RUB": 88_000,
    "BRL": 1_300_000,
    "MXN": 380_000,
    "ZAR": 410_000,
    "CLP": 7_600,
}


def rate_ppm(currency: pl.Expr, *, base: str) -> pl.Expr:
    """Return the units of ``base`` per unit of each row's currency, in millionths; null where it is not known."""
    base_ppm = CNY_PPM.get(base, 1_000_000)
    known = {code: ppm * 1_000_000 // base_ppm for code, ppm in CNY_PPM.items()} if base in CNY_PPM else {}
    return currency.replace_strict({**known, base: 1_000_000}, default=None, return_dtype=pl.Int64)
