"""What a run made of every customer, kept on this machine's disk: a page reads one customer of a million at once.

A folder per run, a Parquet file per table, sorted by customer in small row groups: their statistics say where a
customer stands, and nothing else is read. A snapshot is a convenience and never the truth: it may be missing or broken,
then the reader works out the customer anew (R-180).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

ROWS_A_GROUP = 8_192  # small groups are read faster, but the list of them is longer
_CUSTOMER = "customer_id"


def keep_snapshot(folder: Path, name: str, tables: Mapping[str, pl.DataFrame]) -> None:
    """Keep the tables under a name, and forget every other snapshot; those with a customer_id are sorted by it.

    Whole or not at all; where the disk does not let us, there is none.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # customers' data
        before = [path for path in folder.iterdir() if path.name != name]
        aside = folder / f".{name}.{secrets.token_hex(4)}"
        try:
            aside.mkdir(mode=0o700)
            for table, rows in tables.items():
                _written(rows, aside / f"{table}.parquet")
            shutil.rmtree(folder / name, ignore_errors=True)
            aside.rename(folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        for path in before:
            shutil.rmtree(path, ignore_errors=True)


def _written(rows: pl.DataFrame, path: Path) -> None:
    in_order = rows.sort(_CUSTOMER, maintain_order=True) if _CUSTOMER in rows.columns else rows
    with path.open("xb") as out:
        in_order.write_parquet(out, compression="lz4", statistics=True, row_group_size=ROWS_A_GROUP)
        out.flush()
        os.fsync(out.fileno())


def rows_of_customer(folder: Path, name: str, table: str, customer_id: str) -> pl.DataFrame | None:
    """Return a customer's rows of a table; None where there is no whole snapshot of that name."""
    return rows_where(folder, name, table, pl.col(_CUSTOMER) == customer_id)


def rows_where(folder: Path, name: str, table: str, condition: pl.Expr) -> pl.DataFrame | None:
    """Return the rows of a table that a condition holds for; None where there is no whole snapshot of that name."""
    try:
        return pl.scan_parquet(folder / name / f"{table}.parquet").filter(condition).collect()
    except (OSError, pl.exceptions.PolarsError):
        return None
