"""Several tables as one content, to be kept and read again: a ZIP of Parquet files."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import polars as pl

MEDIA_TYPE = "application/zip"


def packed(tables: Mapping[str, pl.DataFrame]) -> bytes:
    """Return the tables as one content."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:  # Parquet is compressed already
        for name, rows in tables.items():
            part = BytesIO()
            rows.write_parquet(part, compression="zstd")
            archive.writestr(f"{name}.parquet", part.getvalue())
    return whole.getvalue()


def unpacked(content: bytes) -> dict[str, pl.DataFrame]:
    """Return the tables of such a content, by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {
            name.removesuffix(".parquet"): pl.read_parquet(BytesIO(archive.read(name))) for name in archive.namelist()
        }
