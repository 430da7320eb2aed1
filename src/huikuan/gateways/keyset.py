"""Pages of a list by the last row that was shown: as fast in the middle of a long list as at its top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import polars as pl
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


def page_behind(
    rows: QuerySet[Row, Row], by: str, *, after: int, size: int, descending: bool = False
) -> tuple[list[Row], int | None]:
    """Return ``size`` rows behind the one numbered ``after`` (0: from the top), and the number to go on behind, if any.

    Rows stand in the order of ``by``, those alike in the order of their numbers; ``descending``: the largest first.
    """
    sign, beyond = ("-", "lt") if descending else ("", "gt")
    if after:
        last: Any = rows.model._default_manager.filter(pk=after).values_list(by, flat=True).first()
        if last is not None:
            rows = rows.filter(Q(**{f"{by}__{beyond}": last}) | Q(**{by: last, f"pk__{beyond}": after}))
    found = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def rows_behind(rows: pl.DataFrame, key: Sequence[str], *, after: str, size: int) -> tuple[pl.DataFrame, str]:
    """Return ``size`` rows of a table in its order behind the one of that name, and the name to go on behind, or "".

    A row is named by the columns of ``key``; a name that no row bears, or none, means from the top.
    """
    named = rows.with_row_index("place").with_columns(
        named=pl.concat_str([pl.col(column).cast(pl.String).fill_null("") for column in key], separator="~")
    )
    found = named.filter(pl.col("named") == after)["place"]
    shown = named.slice(found[0] + 1 if len(found) else 0, size + 1)
    more = shown["named"][size - 1] if shown.height > size else ""
    return shown.head(size).drop("place", "named"), more
