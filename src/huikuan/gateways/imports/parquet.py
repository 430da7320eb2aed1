"""Parquet files: cells keep the types they have.

The one thing to know: numbers are major units and dates are dates; text goes the same way as text from anywhere.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from huikuan.engine.problems import problem_table
from huikuan.gateways.imports.reading import RawSheet, Unusable


def read_parquet(path: Path) -> RawSheet:
    """Read one Parquet file. Raises: Unusable for a broken file."""
    try:
        cells = pl.read_parquet(path)
    except (pl.exceptions.PanicException, pl.exceptions.PolarsError, OSError):
        raise Unusable("broken_file", file=path.name) from None
    headers = tuple(cells.columns)
    cells.columns = [str(position) for position in range(cells.width)]
    as_text = [pl.col(name).cast(pl.String) for name, dtype in cells.schema.items() if _is_worded(dtype)]
    cells = cells.with_columns(as_text).with_row_index("row_no", offset=2)
    if headers:
        cells = cells.filter(~pl.all_horizontal(pl.exclude("row_no").is_null()))
    return RawSheet(path.name, "", headers, cells, problem_table([]))


def _is_worded(dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.Categorical | pl.Enum) or dtype == pl.Null
