"""What an import changes: the rows that are new, changed, unchanged, and those that are no longer listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl


@dataclass(frozen=True)
class Differences:
    """``new`` and ``changed``: incoming rows, the latter with the present ``fact_id``; ``absent``: present rows."""

    new: pl.DataFrame
    changed: pl.DataFrame
    absent: pl.DataFrame
    unchanged: int

    def with_new(self, new: pl.DataFrame) -> Differences:
        """Return the same differences with other columns on the new rows."""
        return replace(self, new=new)

    @property
    def is_empty(self) -> bool:
        """Whether recording it would change nothing (the same file twice)."""
        return self.new.is_empty() and self.changed.is_empty()


def differences(
    present: pl.DataFrame, incoming: pl.DataFrame, *, key: Sequence[str], said: Sequence[str]
) -> Differences:
    """Compare the rows of a table with what is known, by ``key``; ``said`` are the columns that may change.

    ``present``: with fact_id and our own ids, which changed rows carry on. A value that the file does not give (a
    column it does not have is null throughout) is said to be empty: an import is the whole row.
    """
    inside = [name for name in present.columns if name not in (*key, *said)]
    if present.is_empty():  # nothing is known yet
        changed = incoming.clear().with_columns(present.clear().select(inside))
        return Differences(new=incoming, changed=changed, absent=present, unchanged=0)
    before = present.select(*inside, *key, *(pl.col(name).alias(f"{name}_before") for name in said))
    joined = incoming.join(before, on=list(key), how="left", maintain_order="left", nulls_equal=True)
    is_new = pl.col("fact_id").is_null()
    is_same = pl.all_horizontal(pl.lit(True), *(pl.col(name).eq_missing(pl.col(f"{name}_before")) for name in said))
    judged = joined.with_columns(is_new=is_new, is_same=is_same & ~is_new)
    return Differences(
        new=judged.filter("is_new").select(incoming.columns),
        changed=judged.filter(~pl.col("is_new") & ~pl.col("is_same")).select(*incoming.columns, *inside),
        absent=present.join(incoming.select(key), on=list(key), how="anti", maintain_order="left", nulls_equal=True),
        unchanged=judged.filter("is_same").height,
    )
