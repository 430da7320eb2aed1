"""JSON Lines: one object a line, as databases and SAP extracts are handed on.

The one thing to know: the row number is the number of the line, there being no header; Polars reads the file in one
go when every line is an object, else each line that is none becomes a problem and the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from huikuan.engine.problems import Problem, problem_table
from huikuan.gateways.imports.reading import RawSheet, Unusable

Rows = list[tuple[int, dict[str, str | None]]]


def read_json_lines(path: Path) -> RawSheet:
    """Read one file as text cells, the keys as headers in the order of their first line; nested values stay JSON.

    Raises: Unusable when the bytes are not UTF-8.
    """
    problems: list[Problem] = []
    table = _clean_table(path)
    if table is None:
        rows: Rows = []
        for row_no, line in _lines(path):
            cells = _cells(line)
            if cells is None:
                problems.append(Problem("", None, row_no, "", line[:200], "bad_json"))
            else:
                rows.append((row_no, cells))
        headers = list(dict.fromkeys(header for _, cells in rows for header in cells))
        schema = dict.fromkeys(headers, pl.String())
        table = pl.DataFrame([cells for _, cells in rows], schema=schema).with_columns(
            pl.Series("row_no", [row_no for row_no, _ in rows], dtype=pl.UInt32)
        )
    names = [name for name in table.columns if name != "row_no"]
    cells_by_place = table.rename({name: str(at) for at, name in enumerate(names)})
    return RawSheet(
        path.name, "", tuple(names), cells_by_place, problem_table(problems), is_from_floats=True, header_row=0
    )


def _clean_table(path: Path) -> pl.DataFrame | None:
    """Return a tidy file as columns of text, or None to have it read line by line."""
    try:
        schema = pl.scan_ndjson(path, infer_schema_length=None).collect_schema()
        if "row_no" in schema:
            return None
        table = pl.read_ndjson(path, schema=dict.fromkeys(schema, pl.String()))
    except pl.exceptions.PolarsError:
        return None
    with path.open("rb") as stream:
        lines = sum(1 for _ in stream)
    return table.with_row_index("row_no", offset=1) if table.height == lines else None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeError:
        raise Unusable("unreadable_encoding", file=path.name, encoding="utf-8") from None
    for row_no, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield row_no, line.strip()


def _cells(line: str) -> dict[str, str | None] | None:
    """Return the values of one object as text, numbers as they are written; None when the line is no object."""
    try:
        found = json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or "row_no" in found:
        return None
    return {key: _text(value) for key, value in found.items()}


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
