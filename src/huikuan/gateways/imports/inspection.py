"""What a file seems to be, and how it would be read, before anything rests on it.

The one thing to know: a sheet is placed and typed by the very functions that read a folder, so what is shown here is
what a plan would see; only the guess at a table for a sheet that nothing names is made here, and it is called a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from huikuan.engine.money import decimal_amount
from huikuan.engine.problems import problem_table
from huikuan.engine.tables import CUSTOMERS, empty
from huikuan.gateways.imports.cells import Place, TypedSheet, typed_sheet
from huikuan.gateways.imports.columns import TABLES, header_key, known_headers, table_columns, table_named
from huikuan.gateways.imports.days import TWO_PARTS
from huikuan.gateways.imports.headers import placed_headers
from huikuan.gateways.imports.identities import with_due_dates
from huikuan.gateways.imports.reading import RawSheet, ReadOptions, Unusable
from huikuan.gateways.imports.rules import ruled_rows
from huikuan.gateways.imports.sources import Source, placed_sheets, read_file, read_sheets

_EXAMPLES = 3  # cells of a column that are shown
_QUESTIONS = ("ambiguous_dates", "contradictory_dates")


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One header of the file: our column for it (empty: none), its first cell and how that was read.

    ``examples``: up to three different cells, the first one first.
    """

    header: str
    ours: str
    cell: str
    read: str
    examples: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """One sheet as it would be read.

    ``known_by``: ``choice`` of a person, ``format`` (then ``format_name``), ``name`` of file or sheet, ``headers`` (a
    list of receivables), ``guess``: then it would be left unread in a folder, or ``nothing``: it is of no table.
    ``currencies`` counts rows by currency, ``has_currency`` says whether a column gives it. ``questions`` are what a
    person must answer, ``problems`` one row for each kind and column with ``count``, the first of them shown.
    """

    sheet: str
    table: str
    known_by: str
    format_name: str
    header_row: int
    rows: int
    set_aside: int
    columns: Sequence[ColumnSeen]
    currencies: Mapping[str, int]
    has_currency: bool
    questions: Sequence[Unusable]
    problems: pl.DataFrame


def inspect_file(path: Path, options: ReadOptions | None = None) -> list[SheetSeen]:
    """Return every sheet of a file that could be a table; none for a file of another kind.

    Raises: Unusable when the file cannot be opened.
    """
    options = options or ReadOptions()
    sources = read_file(path, options, is_alone=True).sources
    if sources:
        return [_seen(source, _known_by(source, path), options) for source in sources]
    guesses = (_guessed(raw, options) for raw in read_sheets(path, options))
    return [_seen(source, "guess", options) for source in guesses if source is not None]


def inspect_sheets(path: Path, options: ReadOptions, *, looked_at: int) -> list[SheetSeen]:
    """Return every sheet with headers, those of no table too; only so many rows of each are looked at, all counted.

    Raises: Unusable when the file cannot be opened.
    """
    whole = [raw for raw in read_sheets(path, options) if raw.headers]
    sheets = [replace(raw, cells=raw.cells.head(looked_at)) for raw in whole]
    placed: dict[str, Source] = {}
    for source in placed_sheets(path, sheets, options, is_alone=True).sources:
        placed.setdefault(source.raw.sheet, source)
    seen = []
    for raw, all_of_it in zip(sheets, whole, strict=True):
        found_by = placed.get(raw.sheet)
        known_by = _known_by(found_by, path, options) if found_by else "guess"
        guessed = found_by or _guessed(raw, options)
        found = _seen(guessed, known_by, options) if guessed else _nothing_seen(raw)
        seen.append(replace(found, rows=all_of_it.rows))
    return seen


def _nothing_seen(raw: RawSheet) -> SheetSeen:
    columns = [ColumnSeen(header, "", cells[0] if cells else "", "", cells) for header, cells in _cells_by_header(raw)]
    return SheetSeen(
        sheet=raw.sheet,
        table="",
        known_by="nothing",
        format_name="",
        header_row=raw.header_row,
        rows=raw.rows,
        set_aside=0,
        columns=columns,
        currencies={},
        has_currency=False,
        questions=[],
        problems=_counted(problem_table([])),
    )


def _cells_by_header(raw: RawSheet) -> list[tuple[str, list[str]]]:
    return [(header, _examples(raw, at)) for at, header in enumerate(raw.headers) if header.strip()]


def _examples(raw: RawSheet, at: int) -> list[str]:
    """Return the first different cells of a column that say something."""
    cells = raw.cells.select(cell=pl.col(str(at)).cast(pl.String, strict=False))["cell"].str.strip_chars()
    return cells.filter(cells.fill_null("") != "").unique(maintain_order=True).head(_EXAMPLES).to_list()


def _known_by(source: Source, path: Path, options: ReadOptions | None = None) -> str:
    if options and (path.name, source.raw.sheet) in options.sheets:
        return "choice"
    if source.format_name:
        return "format"
    return "name" if source.table in (table_named(source.raw.sheet), table_named(path.stem)) else "headers"


def _guessed(raw: RawSheet, options: ReadOptions) -> Source | None:
    """Return the sheet as the table that needs fewest columns it lacks, then knows most of its headers."""
    keys = [header_key(header) for header in raw.headers]

    def likeness(table: str) -> tuple[int, int]:
        known = known_headers(table)
        seen = {known[key] for key in keys if key in known}
        lacking = sum(column.is_required and name not in seen for name, column in table_columns(table).items())
        return len(seen) - 2 * lacking, len(seen)

    table = max(TABLES, key=likeness)
    if likeness(table)[1] < 2:
        return None
    return Source(raw, table, placed_headers(raw.headers, table, options.mapping.get(table, {})))


def _seen(source: Source, known_by: str, options: ReadOptions) -> SheetSeen:
    raw = source.raw
    typed, questions = _typed(source, options)
    currencies = (
        typed.rows["currency"].drop_nulls().value_counts(sort=True) if "currency" in typed.rows.columns else None
    )
    return SheetSeen(
        sheet=raw.sheet,
        table=source.table,
        known_by=known_by,
        format_name=source.format_name,
        header_row=raw.header_row,
        rows=raw.rows,
        set_aside=int(typed.rows["is_aside"].sum()) + raw.unsplit,
        columns=_columns(source, typed, is_asked=bool(questions)),
        currencies=dict(currencies.iter_rows()) if currencies is not None else {},
        has_currency="currency" in source.placement.columns,
        questions=questions,
        problems=_counted(typed.problems),
    )


def _typed(source: Source, options: ReadOptions) -> tuple[TypedSheet, list[Unusable]]:
    """Type the sheet; where a column of dates asks a question, keep it and go on with the day first."""
    place = Place.of(source.raw, source.placement, table=source.table, file_no=0)
    questions: list[Unusable] = []
    try:
        typed = typed_sheet(source.raw, source.placement, place=place, options=options)
    except Unusable as question:
        if question.code not in _QUESTIONS:
            raise
        questions.append(question)
        day_first = replace(options, dates="dmy")
        typed = typed_sheet(source.raw, source.placement, place=place, options=day_first)
    rows, problems = ruled_rows(typed.rows, source.table, typed.headers)
    if source.table == "receivables":
        nobody = empty({**CUSTOMERS, "is_aside": pl.Boolean})  # the file is looked at by itself
        rows, open_end = with_due_dates(rows, nobody)
        problems += open_end
    return TypedSheet(rows, typed.headers, pl.concat([typed.problems, *problems]), typed.extras), questions


def _columns(source: Source, typed: TypedSheet, *, is_asked: bool) -> list[ColumnSeen]:
    """Return every header that says something; a day that a person must decide about is read as a question mark."""
    ours_at = {at: name for name, at in source.placement.columns.items()}
    seen = []
    for at, header in enumerate(source.raw.headers):
        cells = source.raw.cells.select("row_no", cell=pl.col(str(at)).cast(pl.String, strict=False))
        first = cells.filter(pl.col("cell").str.strip_chars() != "").head(1)
        cell = first["cell"].item() if first.height else ""
        name = ours_at.get(at, "")
        read = _read_as(typed.rows, name, first["row_no"].item()) if name and first.height else ""
        if is_asked and read and re.match(TWO_PARTS, cell):
            read = "?"
        if header.strip() or cell:
            seen.append(ColumnSeen(header, name, cell, read, _examples(source.raw, at)))
    return seen


def _read_as(rows: pl.DataFrame, name: str, row_no: int) -> str:
    """Return how a cell was read, as a person writes it; empty where it was not."""
    row = rows.row(by_predicate=pl.col("row_no") == row_no, named=True)
    minor = row.get(f"{name.removesuffix('_amount')}_minor")
    value = decimal_amount(minor, row["currency"]) if minor is not None and row.get("currency") else row.get(name)
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _counted(problems: pl.DataFrame) -> pl.DataFrame:
    """Return the first problem of each kind and column with their number, errors first."""
    if problems.is_empty():
        return problem_table([]).with_columns(count=pl.lit(0, dtype=pl.UInt32))
    return (
        problems.with_columns(count=pl.len().over("code", "column"))
        .unique(["code", "column"], keep="first", maintain_order=True)
        .sort("severity", "row_no", maintain_order=True)
    )
