"""A problem is a fact about the input, kept as a code with its place; the sentence is made by the faces.

Severity: ``error`` means the row was set aside, ``warning`` that it was loaded (spec/files.md, "Out").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import polars as pl

from huikuan.engine.tables import Schema

ERROR, WARNING = "error", "warning"

PROBLEMS: Schema = {
    "table": pl.String,  # customers, receivables …; empty when the file is of no table
    "file_no": pl.UInt16,  # index into the reading's inputs; empty when it concerns no one file
    "row_no": pl.UInt32,  # as a person sees it: the header is row 1; empty when it concerns the whole file
    "column": pl.String,  # the header as the file has it where known, else our name
    "value": pl.String,  # as it stood in the file
    "code": pl.String,
    "severity": pl.String,
    "detail": pl.String,  # what the sentence needs beside the value: the other document, the currency …
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one cell, row or file."""

    table: str
    file_no: int | None
    row_no: int | None
    column: str
    value: str
    code: str
    severity: str = ERROR
    detail: str = ""


def problem_table(problems: Iterable[Problem]) -> pl.DataFrame:
    """Return the problems as a table with the columns of ``PROBLEMS``."""
    return pl.DataFrame([astuple(problem) for problem in problems], schema=dict(PROBLEMS), orient="row")


def warnings_about(
    rows: pl.DataFrame, *, table: str, column: str | pl.Expr, value: pl.Expr, code: str, detail: pl.Expr | None = None
) -> pl.DataFrame:
    """Return one warning per row; ``rows`` carry their place (file_no, row_no)."""
    return rows.select(
        table=pl.lit(table),
        file_no="file_no",
        row_no="row_no",
        column=pl.lit(column) if isinstance(column, str) else column,
        value=value.fill_null(""),
        code=pl.lit(code),
        severity=pl.lit(WARNING),
        detail=pl.lit("") if detail is None else detail,
    )
