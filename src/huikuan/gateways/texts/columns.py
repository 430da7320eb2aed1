"""Figures and dates as text, for whole columns; ``Words`` holds the scalar twins.

Money here is always exact (UI.md 3): separators, the decimals of its currency, a true minus.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.money import EXPONENTS
from huikuan.gateways.texts.catalogue import Language, catalogue

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EM DASH}"


def grouped_text(whole: pl.Expr) -> pl.Expr:
    """Return whole numbers from zero up with thousands separators."""
    digits = whole.cast(pl.String)
    return (
        digits.str.zfill((digits.str.len_bytes() + 2) // 3 * 3)
        .str.replace_all(r"(\d{3})", "$1,")
        .str.strip_chars_end(",")
        .str.replace(r"^0{1,2}", "")
    )


def money_text(minor: pl.Expr, currency: pl.Expr) -> pl.Expr:
    """Return ``1,234.50`` from minor units; a missing amount stays missing."""
    exponent = currency.replace_strict(EXPONENTS, default=2, return_dtype=pl.Int64)
    unit = pl.lit(10, dtype=pl.Int64).pow(exponent)
    grouped = grouped_text(minor.abs() // unit)
    decimals = (minor.abs() % unit).cast(pl.String).str.zfill(exponent)
    fraction = pl.when(exponent > 0).then(pl.concat_str(pl.lit("."), decimals)).otherwise(pl.lit(""))
    sign = pl.when(minor < 0).then(pl.lit(MINUS)).otherwise(pl.lit(""))
    return pl.concat_str(sign, grouped, fraction)


def priced_text(minor: pl.Expr, currency: pl.Expr, lang: Language) -> pl.Expr:
    """Return the amount with its unit, as a sentence needs it: ``180,000.00 元``, ``USD 1,200.00``."""
    amount = money_text(minor, currency)
    with_code = pl.concat_str(currency, pl.lit(" "), amount)
    if lang == "en":
        return with_code
    return pl.when(currency == "CNY").then(pl.concat_str(amount, pl.lit(" 元"))).otherwise(with_code)


def date_text(day: pl.Expr, lang: Language, as_of: date) -> pl.Expr:
    """Return ``11-20`` or ``20 Nov`` within the year of ``as_of``, with the year outside it."""
    near, far = ("%m-%d", "%Y-%m-%d") if lang == "zh" else ("%-d %b", "%-d %b %Y")
    return pl.when(day.dt.year() == as_of.year).then(day.dt.strftime(near)).otherwise(day.dt.strftime(far))


def days_text(days: pl.Expr, lang: Language) -> pl.Expr:
    """Return ``34 天``, ``34 days``, ``1 day``; a negative count is shown by its size."""
    count = days.abs()
    one, many = (catalogue(lang).ngettext("{n} day", "{n} days", n).replace("{n}", "") for n in (1, 2))
    return pl.concat_str(grouped_text(count), pl.when(count == 1).then(pl.lit(one)).otherwise(pl.lit(many)))


def percent_text(share: pl.Expr) -> pl.Expr:
    """Return ``39.4%`` from 0.394."""
    permille = (share * 1000).round().cast(pl.Int64)
    return pl.concat_str((permille // 10).cast(pl.String), pl.lit("."), (permille % 10).cast(pl.String), pl.lit("%"))
