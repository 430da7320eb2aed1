"""The folders that are measured: made once per size by the sample company, kept in bench/out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

import polars as pl

from huikuan.gateways.sample import write_sample

FileFormat = Literal["csv", "parquet"]
OUT = Path(__file__).parent / "out"
OPEN_SHARE = 0.125  # of the documents drawn over two years that are open at the end
OPEN_PER_CUSTOMER = 10
SETTLED_MONTHS = 1  # an extract: what is open, and what was settled within the last month
TILE = 1_000_000
DOCUMENT = r"([A-Z]{2}\w*\d{4}-\w+)"


def folder_of(open_items: int, file_format: FileFormat) -> Path:
    """Return a folder of about so many open items, made if it is not there."""
    folder = OUT / f"{open_items}-{file_format}"
    whole = folder.with_suffix(".made")  # beside it: a folder half made is made again
    if whole.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    if open_items > TILE:
        _tile(folder_of(TILE, file_format), folder, times=open_items // TILE)
    else:
        write_sample(
            folder,
            customers=max(80, open_items // OPEN_PER_CUSTOMER),
            receivables=round(open_items / OPEN_SHARE),
            settled_months=SETTLED_MONTHS,
            file_format=file_format,
        )
    whole.touch()
    return folder


def _tile(source: Path, folder: Path, *, times: int) -> None:
    """Repeat a folder under new customers and documents, one file of each table per repetition."""
    folder.mkdir(parents=True)
    for tile in range(times):
        for file in sorted(source.glob("*.parquet")):
            renamed(pl.scan_parquet(file), f"T{tile}").sink_parquet(folder / f"{file.stem}-{tile:02d}.parquet")


def renamed(table: pl.LazyFrame, mark: str) -> pl.LazyFrame:
    """Return the table with ``mark`` behind every id, wherever it is named."""
    texts = ("document_nos", "allocations", "bank_reference")
    ids = ("customer_id", "parent_id", "document_no", "payment_no", "name", "payer_name", "bill_no")
    names = table.collect_schema().names()
    return table.with_columns(
        *(pl.col(name) + mark for name in ids if name in names),
        *(pl.col(name).str.replace_all(DOCUMENT, f"${{1}}{mark}") for name in texts if name in names),
    )
