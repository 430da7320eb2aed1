"""Money: ISO 4217 exponents, minor units to major ones, and the one rounding we use.

The one thing to know: columns hold whole minor units (Int64) and never pass through a float. Products are made in
Int128, divided once at the end by a rounding that has a name; Polars' own decimals would round half to even.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO_DECIMALS = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
    CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
    MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP
    STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG ZWL
"""
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"

EXPONENTS: Mapping[str, int] = {
    currency: decimals
    for decimals, currencies in ((0, _NO_DECIMALS), (2, _TWO_DECIMALS), (3, _THREE_DECIMALS), (4, _FOUR_DECIMALS))
    for currency in currencies.split()
}
MAX_EXPONENT = max(EXPONENTS.values())


def exponent(currency: str) -> int:
    """Return how many decimals the currency has.

    Raises: KeyError for a code that ISO 4217 does not list; reading sets such rows aside (`unknown_currency`).
    """
    return EXPONENTS[currency]


def exponents(currency: pl.Expr) -> pl.Expr:
    """Return the decimals of each row's currency, null where the code is unknown."""
    return currency.replace_strict(EXPONENTS, default=None, return_dtype=pl.Int8)


def minor_per_major(currency: pl.Expr) -> pl.Expr:
    """Return how many minor units make one unit of each row's currency (100 for CNY), null where it is unknown."""
    factors = {code: 10**decimals for code, decimals in EXPONENTS.items()}
    return currency.replace_strict(factors, default=None, return_dtype=pl.Int64)


def major(minor: pl.Expr, scale: int) -> pl.Expr:
    """Return minor units of currencies with ``scale`` decimals as exact decimals of major units."""
    return minor.cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, scale))


def major_by_currency(minor: pl.Expr, *, currency: pl.Expr, scale: int) -> pl.Expr:
    """Return minor units of mixed currencies as decimals of one ``scale``, at least the largest exponent among them."""
    return scaled(minor, scale_factors(currency, scale), scale)


def scale_factors(currency: pl.Expr, scale: int) -> pl.Expr:
    """Return by what minor units of each row's currency are multiplied to have ``scale`` decimals."""
    factors = {code: 10 ** (scale - decimals) for code, decimals in EXPONENTS.items() if decimals <= scale}
    return currency.replace_strict(factors, default=None, return_dtype=pl.Int64)


def scaled(minor: pl.Expr, factor: pl.Expr, scale: int) -> pl.Expr:
    """Return minor units times ``scale_factors`` as decimals of that scale."""
    return (minor.cast(pl.Int128) * factor).reinterpret(dtype=pl.Decimal(38, scale))


def decimal_amount(minor: int, currency: str) -> Decimal:
    """Return one amount in major units, with as many decimals as the currency has."""
    return Decimal(minor).scaleb(-exponent(currency))


def half_up_quotient(numerator: pl.Expr, denominator: pl.Expr | int) -> pl.Expr:
    """Return numerator / denominator as Int128, a half going away from zero (0.5 to 1, -0.5 to -1).

    The denominator is positive. Multiply in Int128 before calling: an Int64 product wraps without a word.
    """
    wide = numerator.cast(pl.Int128)
    below = denominator.cast(pl.Int128) if isinstance(denominator, pl.Expr) else pl.lit(denominator, dtype=pl.Int128)
    return wide.sign() * ((wide.abs() * 2 + below) // (below * 2))
