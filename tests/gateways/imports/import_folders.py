"""Small folders for the reading tests: files written from text, readings shown as plain tuples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from huikuan.gateways.imports import Reading, ReadOptions, read_folder

RECEIVABLES = "document_no,customer_id,issue_date,due_date,amount\n"


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write the files of a folder; text as UTF-8 with its line ends as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def reading(folder: Path, files: dict[str, str | bytes], **options: Any) -> Reading:
    return read_folder(written(folder, files), ReadOptions(**options))


def receivables(folder: Path, rows: str, *, header: str = RECEIVABLES, **options: Any) -> Reading:
    """Read one receivables.csv of the given rows, blanks around each line left out."""
    lines = [line.strip() for line in rows.strip("\n").splitlines()]
    return reading(folder, {"receivables.csv": header + "\n".join(lines) + "\n"}, **options)


def problems(read: Reading, *fields: str) -> list[tuple[Any, ...]]:
    """Show the problems as tuples of (code, row, value) or of the fields named."""
    return read.problems.select(fields or ("code", "row_no", "value")).rows()


def shown(table: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return table.select(columns).rows()
