"""CSV that a spreadsheet opens by a double click: with a mark of its encoding, and no cell that it takes for a formula.

The one thing to know: this is for lists that people take from a page; the contract's files keep every value unaltered.
"""

from __future__ import annotations

import polars as pl

_BOM = b"\xef\xbb\xbf"
_BEGINS_A_FORMULA = r"^[=+\-@\t\r]"


def safe_csv(rows: pl.DataFrame) -> bytes:
    """Return the rows as CSV; a text that begins like a formula gets an apostrophe before it (OWASP, CSV injection)."""
    texts = pl.col(pl.String)
    guarded = rows.with_columns(
        pl.when(texts.str.contains(_BEGINS_A_FORMULA)).then(pl.lit("'") + texts).otherwise(texts).name.keep()
    )
    return _BOM + guarded.write_csv().encode()
