"""The totals check: per table, rows and amounts in = loaded + set aside.

The one thing to know: amounts are added as stored, per currency; a row whose amount cannot be read is only counted.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huikuan.gateways.imports.reading import TableTotals


def table_totals(rows: pl.DataFrame, *, unsplit: int) -> TableTotals:
    """Add up the rows of one table; ``unsplit`` rows could not even be split into cells and are set aside too."""
    aside = int(rows["is_aside"].sum())
    amounts: list[Mapping[str, int]] = [{}, {}, {}]
    unreadable = 0
    if "amount_minor" in rows.columns:
        loaded, left = rows.filter(~pl.col("is_aside")), rows.filter(pl.col("is_aside"))
        amounts = [_by_currency(part) for part in (rows, loaded, left)]
        unreadable = left["amount_minor"].null_count() + unsplit
    return TableTotals(
        rows_in=rows.height + unsplit,
        loaded=rows.height - aside,
        set_aside=aside + unsplit,
        amounts_in=amounts[0],
        amounts_loaded=amounts[1],
        amounts_set_aside=amounts[2],
        amounts_unreadable=unreadable,
    )


def _by_currency(rows: pl.DataFrame) -> Mapping[str, int]:
    """Return the sum of amounts per currency, in Int128 so that no portfolio overflows."""
    sums = (
        rows.filter(pl.col("amount_minor").is_not_null())
        .group_by("currency")
        .agg(pl.col("amount_minor").cast(pl.Int128).sum())
        .sort("currency")
    )
    return {currency: int(amount) for currency, amount in sums.iter_rows()}
