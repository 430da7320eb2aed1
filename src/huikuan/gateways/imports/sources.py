"""Which files of a folder are read, and which table each of their sheets fills.

The one thing to know: a sheet is known by its headers when it is in a known format, else by the name of its file or
of itself; what is neither is listed as unread, and so is every file of another kind.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huikuan.gateways.imports.columns import header_key, known_headers, table_columns, table_named
from huikuan.gateways.imports.delimited import read_delimited
from huikuan.gateways.imports.formats import format_of
from huikuan.gateways.imports.headers import Placement, format_headers, placed_headers
from huikuan.gateways.imports.invoices import read_invoice
from huikuan.gateways.imports.json_lines import read_json_lines
from huikuan.gateways.imports.parquet import read_parquet
from huikuan.gateways.imports.pdf_invoices import read_pdf
from huikuan.gateways.imports.reading import RawSheet, ReadOptions, Unusable
from huikuan.gateways.imports.running_ledgers import NAME as LEDGER
from huikuan.gateways.imports.running_ledgers import is_running_ledger, ledger_parts
from huikuan.gateways.imports.sap import prepared
from huikuan.gateways.imports.workbooks import read_workbook

_TEXT, _WORKBOOK, _PARQUET, _INVOICE, _LINES = (".csv",), (".xlsx", ".xls"), (".parquet",), (".xml",), (".jsonl",)
_PDF = (".pdf",)


@dataclass(frozen=True, slots=True)
class Source:
    """One sheet with the table it fills and where our columns stand in it."""

    raw: RawSheet
    table: str
    placement: Placement
    format_name: str = ""  # of a sheet that is known by what is in it


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file gave: sheets that fill a table, and the names of what was left unread."""

    sources: tuple[Source, ...]
    unread: tuple[str, ...]
    fault: Unusable | None = None  # why a file that no table's name calls for could not be opened


def listed_files(folder: Path) -> list[Path]:
    """Return the files to look at in name order, hidden and lock files left out; a file stands for itself.

    Extracts (JSON Lines) come last: of two rows of one customer, the one that people wrote stands.
    Raises: Unusable when there is nothing at the path.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise Unusable("missing_folder", path=str(folder))
    visible = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    return sorted(visible, key=lambda path: (path.suffix.casefold() in _LINES, unicodedata.normalize("NFC", path.name)))


def read_file(path: Path, options: ReadOptions, *, is_alone: bool) -> FileRead:
    """Read one file. ``is_alone``: it was named itself, so that a sheet with the headers of receivables is enough.

    Raises: Unusable when it cannot be opened and is alone or named by a table; any other such file is left unread.
    """
    try:
        sheets = read_sheets(path, options)
    except Unusable as fault:
        if is_alone or table_named(path.stem) is not None:
            raise
        return FileRead((), (path.name,), fault)
    return placed_sheets(path, sheets, options, is_alone=is_alone)


def placed_sheets(path: Path, sheets: Sequence[RawSheet], options: ReadOptions, *, is_alone: bool) -> FileRead:
    """Say which table each sheet of a file fills: what a person chose, else its format, else its name or the file's."""
    stem_table = table_named(path.stem)
    sources: list[Source] = []
    unread: list[RawSheet] = []
    left_out: list[RawSheet] = []
    for raw in sheets:
        choice = options.sheets.get((path.name, raw.sheet))
        known = format_of(raw.headers)
        table = table_named(raw.sheet) if raw.sheet else stem_table
        if choice is not None and not choice.table:
            left_out.append(raw)
        elif choice is not None:
            sources.append(Source(raw, choice.table, placed_headers(raw.headers, choice.table, choice.columns)))
        elif known is not None:
            sources.append(Source(raw, known.table, format_headers(raw.headers, known.mapping), known.name))
        elif is_running_ledger(raw, path.stem):
            parts = ledger_parts(raw, options.mapping)
            sources += [Source(part.raw, part.table, part.placement, LEDGER) for part in parts]
        elif table is not None:
            sources.append(_placed(raw, table, options))
        else:
            unread.append(raw)
    if not sources:
        by_file = next((raw for raw in unread if _belongs(raw, stem_table, is_alone=is_alone)), None)
        if by_file is not None:
            unread.remove(by_file)
            sources.append(_placed(by_file, stem_table or "receivables", options))
    if not sources:
        return FileRead((), (path.name,))
    return FileRead(tuple(sources), tuple(f"{path.name}!{raw.sheet}" for raw in (*unread, *left_out)))


def _belongs(raw: RawSheet, stem_table: str | None, *, is_alone: bool) -> bool:
    """Return whether a sheet without a telling name is read: in a file named by a table, or a list of receivables."""
    if stem_table is not None:
        return bool(raw.headers)
    known = known_headers("receivables")
    seen = {known.get(header_key(header)) for header in raw.headers}
    required = {name for name, column in table_columns("receivables").items() if column.is_required}
    return is_alone and required <= seen


def _placed(raw: RawSheet, table: str, options: ReadOptions) -> Source:
    return Source(raw, table, placed_headers(raw.headers, table, options.mapping.get(table, {})))


def read_sheets(path: Path, options: ReadOptions) -> list[RawSheet]:
    """Return the sheets of a file by its ending; none for an ending that is not read."""
    ending = path.suffix.casefold()
    chosen = [choice.columns for (file, _), choice in options.sheets.items() if file == path.name]
    theirs = [name for columns in (*options.mapping.values(), *chosen) for name in columns]
    mapped = {header_key(part) for name in theirs for part in (name, name.partition("/")[0])}
    if ending in _TEXT:
        return [read_delimited(path, encoding=options.encoding, mapped=mapped)]
    if ending in _WORKBOOK:
        return read_workbook(path, mapped=mapped)
    if ending in _PARQUET:
        return [read_parquet(path)]
    if ending in _INVOICE:
        return read_invoice(path)
    if ending in _PDF:
        return read_pdf(path)
    if ending in _LINES:
        return [prepared(read_json_lines(path))]
    return []
