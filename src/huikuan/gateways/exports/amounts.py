"""Minor units turned into what each format shows: decimals for programs, text with the currency's decimals elsewhere.

A column ``open_minor`` becomes ``open_amount`` (``amount_minor`` plainly ``amount``). Where all currencies of a table
have as many decimals, the conversion only reinterprets the integers and costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from huikuan.engine.money import EXPONENTS, exponent, exponents, major, scale_factors, scaled

BASE_MONEY = ("cost_minor", "value_minor")  # in the base currency, whatever the row's own


def amount_name(column: str) -> str:
    """Return the contract's name of a money column."""
    return "amount" if column == "amount_minor" else f"{column.removesuffix('_minor')}_amount"


def with_decimals(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table with exact decimals of major units; several exponents share the largest scale."""
    found = _exponents_of(frame)
    scale = max(found, default=2)
    if len(found) <= 1:
        return _renamed(frame, lambda column: major(pl.col(column), scale))
    # Each row's factor is looked up once, not once for every column of money.
    factors: dict[str, pl.Series] = {
        name: frame.select(scale_factors(pl.col(name), scale)).to_series()
        for name in ("currency", "base_currency")
        if name in frame.columns
    }
    return _renamed(frame, lambda column: scaled(pl.col(column), pl.lit(factors[_currency_name(column)]), scale))


def with_amount_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table with amounts as plain text, each with as many decimals as its currency has."""
    found = _exponents_of(frame)

    def text(column: str) -> pl.Expr:
        shown: pl.Expr = pl.lit(None, dtype=pl.String)
        for decimals in found:
            matching = exponents(_currency_of(column)) == decimals
            shown = pl.when(matching).then(major(pl.col(column), decimals).cast(pl.String)).otherwise(shown)
        return shown

    if len(found) <= 1:
        return _renamed(frame, lambda column: major(pl.col(column), max(found, default=2)).cast(pl.String))
    return _renamed(frame, text)


def for_csv(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table as CSV writes it: decimals where one scale fits all, else texts; empty texts as empty cells."""
    shown = with_decimals(frame) if len(_exponents_of(frame)) <= 1 else with_amount_texts(frame)
    text = pl.selectors.string()
    return shown.with_columns(pl.when(text != "").then(text))


def _exponents_of(frame: pl.DataFrame) -> list[int]:
    if "currency" not in frame.columns:
        return []
    names = set(frame["currency"].unique())
    if "base_currency" in frame.columns:
        names |= set(frame["base_currency"].unique())
    return sorted({exponent(name) for name in names if name in EXPONENTS})


def _currency_of(column: str) -> pl.Expr:
    return pl.col(_currency_name(column))


def _currency_name(column: str) -> str:
    return "base_currency" if column in BASE_MONEY else "currency"


def _renamed(frame: pl.DataFrame, shown: Callable[[str], pl.Expr]) -> pl.DataFrame:
    return frame.select(
        shown(column).alias(amount_name(column)) if column.endswith("_minor") else pl.col(column)
        for column in frame.columns
    )
