"""A folder becomes a reading: every file in name order, every table checked as a whole, nothing lost.

The one thing to know: cells are read sheet by sheet (`cells`, `rules`); what needs the whole folder (repeats, unknown
customers, terms of the customer, allocations) comes after (`identities`, `allocations`); rows set aside are dropped
only at the very end, after they were counted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from huikuan.engine.money import EXPONENTS
from huikuan.engine.problems import WARNING, Problem, problem_table
from huikuan.engine.tables import INPUTS, Tables, empty
from huikuan.gateways.imports.allocations import split_allocations
from huikuan.gateways.imports.cells import Place, TypedSheet, typed_sheet
from huikuan.gateways.imports.columns import TABLES, table_columns
from huikuan.gateways.imports.identities import (
    KEYS,
    known_by_tax_id,
    missing_customers,
    with_due_dates,
    with_known_customers,
    without_repeats,
)
from huikuan.gateways.imports.reading import InputFile, Progress, Reading, ReadOptions, Unusable
from huikuan.gateways.imports.rules import ruled_rows
from huikuan.gateways.imports.sources import Source, listed_files, read_file
from huikuan.gateways.imports.totals import table_totals

# Sheets are typed side by side: much of the work is one column at a time, on one core.
_SHEETS_AT_ONCE = 2


@dataclass(slots=True)
class _Gathering:
    """What has been read so far."""

    typing: ThreadPoolExecutor
    sheets: dict[str, list[Future[TypedSheet]]] = field(default_factory=lambda: {table: [] for table in TABLES})
    inputs: list[tuple[InputFile, Future[str]]] = field(default_factory=list)  # without digest as yet
    unsplit: Counter[str] = field(default_factory=Counter)  # per table, rows that could not be split into cells
    missing: list[tuple[str, Sequence[str]]] = field(default_factory=list)  # what each receivables sheet lacks
    waiting: list[tuple[Source, int]] = field(default_factory=list)  # disputes wait for the documents' currencies
    extracts: set[int] = field(default_factory=set)  # files about customers that a program wrote
    unread: list[str] = field(default_factory=list)
    problems: list[pl.DataFrame] = field(default_factory=list)


def read_folder(folder: Path, options: ReadOptions | None = None, *, progress: Progress | None = None) -> Reading:
    """Read a folder, or a single file, as spec/files.md says ("In").

    ``progress`` is told each file before it is read. Raises: Unusable when there is nothing to plan from, a file is
    broken, or a column of dates needs an answer from a person.
    """
    options = options or ReadOptions()
    if options.currency not in EXPONENTS:
        raise Unusable("unknown_currency", currency=options.currency)
    paths = listed_files(folder)
    with ThreadPoolExecutor(max_workers=1) as hashing, ThreadPoolExecutor(max_workers=_SHEETS_AT_ONCE) as typing:
        gathered = _Gathering(typing)
        for number, path in enumerate(paths):
            if progress:
                progress(path.name, number, len(paths))
            _gather_file(gathered, path, hashing.submit(_sha256, path), options=options, is_alone=path == folder)
        if options.needs_receivables or not gathered.inputs or gathered.missing:
            _check_receivables(gathered, folder)
        _gather_disputes(gathered, options)
        inputs = tuple(replace(file, sha256=digest.result()) for file, digest in gathered.inputs)
    return _reading(gathered, inputs, options)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _gather_file(
    gathered: _Gathering, path: Path, digest: Future[str], *, options: ReadOptions, is_alone: bool
) -> None:
    found = read_file(path, options, is_alone=is_alone)
    gathered.unread += found.unread
    if found.fault is not None:
        shut = Problem("", None, None, "", path.name, "unopened_file", WARNING, found.fault.code)
        gathered.problems.append(problem_table([shut]))
    for source in found.sources:
        _gather(gathered, source, digest, options=options)


def _gather(gathered: _Gathering, source: Source, digest: Future[str], *, options: ReadOptions) -> None:
    """Type the sheet and keep it; its cells are let go, disputes excepted."""
    file_no = len(gathered.inputs)
    raw = source.raw
    gathered.inputs.append((InputFile(raw.file, raw.sheet, source.table, raw.rows, ""), digest))
    gathered.unsplit[source.table] += raw.unsplit
    if source.table == "customers" and source.format_name:
        gathered.extracts.add(file_no)
    if source.table == "receivables" and raw.headers:
        required = [name for name, column in table_columns("receivables").items() if column.is_required]
        gathered.missing.append((raw.file, [name for name in required if name not in source.placement.columns]))
    if not raw.headers:
        nothing = Problem(source.table, file_no, None, "", raw.file, "empty_file", WARNING)
        gathered.problems.append(problem_table([nothing]))
    elif source.table == "disputes":
        gathered.waiting.append((source, file_no))
    else:
        typed = gathered.typing.submit(_typed, source, file_no, options=options, currencies=None)
        gathered.sheets[source.table].append(typed)


def _gather_disputes(gathered: _Gathering, options: ReadOptions) -> None:
    for source, file_no in gathered.waiting:
        documents = [sheet.result().rows.select("document_no", "currency") for sheet in gathered.sheets["receivables"]]
        if options.known is not None:
            documents.append(options.known.documents())
        currencies = pl.concat([*documents, empty({"document_no": pl.String, "currency": pl.String})])
        typed = gathered.typing.submit(_typed, source, file_no, options=options, currencies=currencies)
        gathered.sheets["disputes"].append(typed)


def _typed(source: Source, file_no: int, *, options: ReadOptions, currencies: pl.DataFrame | None) -> TypedSheet:
    place = Place.of(source.raw, source.placement, table=source.table, file_no=file_no)
    typed = typed_sheet(source.raw, source.placement, place=place, options=options, document_currencies=currencies)
    rows, problems = ruled_rows(typed.rows, source.table, typed.headers)
    return TypedSheet(rows, typed.headers, pl.concat([typed.problems, *problems]), typed.extras)


def _check_receivables(gathered: _Gathering, folder: Path) -> None:
    """Refuse an input without one usable receivables table. Raises: Unusable."""
    if not gathered.missing:
        raise Unusable("no_receivables", path=str(folder))
    if all(names for _, names in gathered.missing):
        file, names = gathered.missing[0]
        raise Unusable("missing_columns", file=file, columns=", ".join(names))


def _reading(gathered: _Gathering, inputs: Sequence[InputFile], options: ReadOptions) -> Reading:
    """Check the tables as wholes and count them."""
    labels = [f"{file.file}!{file.sheet}" if file.sheet else file.file for file in inputs]
    typed = {table: [sheet.result() for sheet in sheets] for table, sheets in gathered.sheets.items()}
    told = [*gathered.problems, *(sheet.problems for sheets in typed.values() for sheet in sheets)]
    problems: list[pl.DataFrame] = []
    known = None if options.known is None else options.known.customers()
    rows = {table: _joined(table, sheets) for table, sheets in typed.items()}
    rows["receivables"] = known_by_tax_id(rows["receivables"], with_known_customers(rows["customers"], known))
    for table in KEYS:
        rows[table], found = without_repeats(rows[table], table, labels, gathered.extracts)
        problems += found
    rows["payments"], allocations, found = split_allocations(rows["payments"])
    problems += found
    rows["receivables"], found = with_due_dates(rows["receivables"], with_known_customers(rows["customers"], known))
    problems += found
    derived, found = missing_customers(rows, is_listed=bool(typed["customers"]), known=known)
    problems += found
    totals = {
        table: table_totals(part, unsplit=gathered.unsplit[table]) for table, part in rows.items() if typed[table]
    }
    rows["customers"] = pl.concat([rows["customers"], derived])
    # most tables have nothing aside, and a filter would copy them whole
    loaded = {
        table: part.filter(~pl.col("is_aside")) if part["is_aside"].any() else part for table, part in rows.items()
    }
    if problems:
        told.append(_in_their_words(pl.concat(problems), typed))
    return Reading(
        tables=Tables.of(**loaded, allocations=allocations),
        inputs=tuple(inputs),
        unread=tuple(gathered.unread),
        problems=pl.concat(told).sort("file_no", "row_no", maintain_order=True) if told else problem_table([]),
        totals=totals,
        extras=_extras(typed),
    )


def _in_their_words(problems: pl.DataFrame, typed: Mapping[str, Sequence[TypedSheet]]) -> pl.DataFrame:
    """Return the problems of whole tables with the columns as the files call them."""
    sheets = [(sheet.rows["file_no"][0], sheet) for parts in typed.values() for sheet in parts if sheet.rows.height]
    words = pl.DataFrame(
        [(file_no, ours, theirs) for file_no, sheet in sheets for ours, theirs in sheet.headers.items()],
        schema={"file_no": pl.UInt16, "column": pl.String, "theirs": pl.String},
        orient="row",
    )
    named = problems.join(words, on=["file_no", "column"], how="left", maintain_order="left")
    return named.with_columns(column=pl.coalesce("theirs", "column")).drop("theirs")


def _joined(table: str, sheets: Sequence[TypedSheet]) -> pl.DataFrame:
    """Return the rows of all sheets of a table in file order; without any, no rows but all columns."""
    if not sheets:
        besides = {"allocations": pl.String} if table == "payments" else {}
        return empty({**INPUTS[table], **besides, "is_aside": pl.Boolean})
    return pl.concat([sheet.rows for sheet in sheets], how="diagonal")


def _extras(sheets: Mapping[str, Sequence[TypedSheet]]) -> Mapping[str, pl.DataFrame]:
    kept = {table: [sheet.extras for sheet in parts if sheet.extras is not None] for table, parts in sheets.items()}
    return {table: pl.concat(parts, how="diagonal") for table, parts in kept.items() if parts}
