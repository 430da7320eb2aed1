"""Deliveries of an ERP: rows of the contract's tables, read by the rules of files, recorded in one transaction."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import polars as pl
from django.http import HttpRequest
from ninja import Field, Router, Schema

from huikuan.api.acts import Key
from huikuan.api.errors import ERRORS
from huikuan.api.tokens import Token, caller
from huikuan.apps.audit.errors import Refused
from huikuan.desk.imports import Import, known_before, previewed, record_once, totals
from huikuan.desk.rights import require_any
from huikuan.gateways import clock
from huikuan.gateways.imports import Reading, ReadOptions, Unusable, read_folder
from huikuan.gateways.imports.problem_codes import UNUSABLE_INPUTS
from huikuan.gateways.texts import Words

router = Router(tags=["imports"])
ROWS_AT_MOST = 50_000
_PROBLEMS_SHOWN = 200
Name = Literal[
    "customers", "contacts", "receivables", "payments", "allocations", "promises", "disputes", "activities",
    "statements", "hours",
]  # fmt: skip
Cell = str | int | bool | None  # no floats: an amount comes as text, exactly
Row = dict[Annotated[str, Field(max_length=80)], Cell]


class Delivery(Schema):
    """Tables by name, their rows by column, as docs/reference/input-tables.md has them.

    ``is_snapshot``: everything open is in it, what it does not list is settled. ``source``: whose document numbers
    these are. ``is_preview``: only say what would change.
    """

    tables: Annotated[
        dict[Name, Annotated[list[Row], Field(min_length=1, max_length=ROWS_AT_MOST)]], Field(min_length=1)
    ]
    source: Annotated[str, Field(max_length=80)] = ""
    is_snapshot: bool = False
    is_preview: bool = False
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"


class RowProblem(Schema):
    """What is wrong with a row, or with one of its cells; rows are counted from 1."""

    table: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    severity: str
    message: str
    remedy: str


class Imported(Schema):
    """What a delivery changed. ``batch`` is empty where everything was known already, or only a preview was asked."""

    batch: int | None
    totals: dict[str, dict[str, Any]]
    problems: list[RowProblem]
    problems_in_all: int
    repeated: bool = False


@router.post("/imports", response={200: Imported, **ERRORS}, auth=Token("import"))
def deliver(request: HttpRequest, given: Delivery, key: Key = None) -> dict[str, Any]:
    """Take rows into the memory: good rows are recorded, bad ones set aside with their reason."""
    actor, words = caller(request)
    on = clock.business_date()
    require_any("import", actor=actor, on=on)
    with tempfile.TemporaryDirectory(prefix="huikuan-") as name:
        folder = Path(name)
        for table, rows in given.tables.items():
            _write(folder / f"{table}.csv", rows)
        reading = _read(folder, given, words)
        incoming = Import.of(
            reading,
            folder=folder,
            recorded_on=on,
            currency=given.currency,
            source=given.source,
            is_snapshot=given.is_snapshot,
        )
        said = _problems(reading, words)
        if given.is_preview:
            return {"batch": None, "totals": totals(previewed(incoming), reading), **said}
        done = record_once(incoming, actor=actor, key=key)
    if done is None:
        return {"batch": None, "totals": {}, **said}
    return {"batch": done.batch, "totals": dict(done.facts), **said, "repeated": done.was_done_before}


def _read(folder: Path, given: Delivery, words: Words) -> Reading:
    """Return what the rows say. Raises: Refused delivery_unusable."""
    options = ReadOptions(
        currency=given.currency, encoding="utf-8", needs_receivables=given.is_snapshot, known=known_before()
    )
    try:
        return read_folder(folder, options)
    except Unusable as unusable:
        sentence, _remedy = UNUSABLE_INPUTS[unusable.code]
        raise Refused("delivery_unusable", detail=words.text(sentence, **unusable.params)) from unusable


def _write(path: Path, rows: Sequence[Mapping[str, Cell]]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _problems(reading: Reading, words: Words) -> dict[str, Any]:
    """Return the first problems, errors before warnings, and how many there are."""
    ordered = reading.problems.sort("severity", maintain_order=True).head(_PROBLEMS_SHOWN)
    told = words.problem_sentences(ordered, clock.business_date())
    shown = told.select(
        "table", "column", "value", "code", "severity", "message", "remedy", row=pl.col("row_no").cast(pl.Int64) - 1
    )  # the header of a file is its row 1
    return {"problems": shown.to_dicts(), "problems_in_all": reading.problems.height}
