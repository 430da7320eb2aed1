"""Text files with separators: encoding, separator, quotes and ragged rows.

The one thing to know: Polars reads the file in one go when it is clean; only a file that it refuses goes the slow way
through Python's csv module, row by row, where each row that cannot be split becomes a problem.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from huikuan.engine.problems import Problem, problem_table
from huikuan.gateways.imports.columns import TABLES, header_key, known_headers
from huikuan.gateways.imports.ledgers import LOOKED_AT, header_place
from huikuan.gateways.imports.reading import RawSheet, Unusable

SEPARATORS = (",", ";", "\t")
LONGEST_CELL_LINES = 100  # a quoted cell of more lines is a quote that was never closed
_HEAD_BYTES = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORDS = frozenset(header for table in TABLES for header in known_headers(table))


def read_delimited(path: Path, *, encoding: str | None = None, mapped: Collection[str] = ()) -> RawSheet:
    """Read one CSV file as text cells; an empty file gives a sheet without headers.

    Headers stand in the first row with cells, else where `ledgers` finds them; ``mapped`` are keys it should know.
    Encoding: a byte-order mark, else UTF-8 if the bytes are, else GB18030; ``encoding`` overrules. Row numbers count
    records, so a cell with line breaks counts once, as a spreadsheet shows it.
    Raises: Unusable when the bytes are not text in the encoding.
    """
    with path.open("rb") as stream:
        start = stream.read(_HEAD_BYTES)
    if encoding is None and not start.startswith(tuple(mark for mark, _ in _MARKS[1:])):
        sheet = _clean_sheet(path.name, path, start, mapped)
        if sheet is not None:
            return sheet
    text = _text(path, encoding)
    content = text.encode()
    return _clean_sheet(path.name, content, content[:_HEAD_BYTES], mapped) or _sheet_by_rows(path.name, text, mapped)


def _text(path: Path, encoding: str | None) -> str:
    """Return the whole text, its line ends all as ``\\n``."""
    content = path.read_bytes()
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    tries = [encoding or marked] if encoding or marked else ["utf-8", "gb18030"]
    for name in tries:
        assert name is not None
        try:
            text = content.decode(name)
        except LookupError:
            raise Unusable("unknown_encoding", encoding=name) from None
        except UnicodeError:
            if name == "utf-8" and _is_damaged_utf8(content):
                break
            continue
        return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raise Unusable("unreadable_encoding", file=path.name, encoding=name or "")


def _is_damaged_utf8(content: bytes) -> bool:
    """Return whether nearly all that is not ASCII is good UTF-8: then GB18030 would only turn it into nonsense."""
    text = content.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    return sum(not letter.isascii() for letter in text) >= 5 * damaged


def _clean_sheet(name: str, source: Path | bytes, start: bytes, mapped: Collection[str]) -> RawSheet | None:
    """Read tidy UTF-8 straight into columns, or return None to have it read row by row."""
    head = _head(start)
    if head is None or not head.strip():
        return None
    separator = separator_of(head)
    records = _first_records(head, separator)
    headers = records[0] if records else []
    if not headers or any("\n" in header for header in headers) or header_place(_level(records), mapped)[0]:
        return None
    try:
        cells = pl.read_csv(source, infer_schema=False, separator=separator)
    except (pl.exceptions.PolarsError, UnicodeError):
        return None
    if cells.width != len(headers) or cells.width == 1:
        return None
    cells.columns = [str(position) for position in range(cells.width)]
    cells = cells.with_row_index("row_no", offset=2).filter(~pl.all_horizontal(pl.exclude("row_no").is_null()))
    return RawSheet(name, "", tuple(headers), cells, problem_table([]))


def _head(start: bytes) -> str | None:
    """Return the first lines as text, None when they are not UTF-8 or not of ordinary lines."""
    whole_lines = start[: start.rfind(b"\n") + 1] if len(start) == _HEAD_BYTES else start
    if b"\n" not in whole_lines or whole_lines[:1] in (b"\n", b"\r"):
        return None
    try:
        return whole_lines.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def separator_of(head: str) -> str:
    """Return the separator under which the first record shows most known headers, then most cells."""

    def shown(separator: str) -> tuple[int, int]:
        records = _first_records(head, separator)
        known = max((sum(_is_known(header) for header in record) for record in records), default=0)
        return known, len(records[0]) if records else 0

    return max(SEPARATORS, key=shown)


def _first_records(head: str, separator: str) -> list[list[str]]:
    """Return the first records that have cells, those before one that cannot be split."""
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(head), delimiter=separator)
    while len(records) <= LOOKED_AT:
        try:
            record = next(reader, None)
        except csv.Error:
            break
        if record is None:
            break
        if "".join(record).strip():
            records.append(record)
    return records


def _level(records: list[list[str]]) -> list[list[str]]:
    """Return records of one width, blanks around their cells left out."""
    width = max(map(len, records), default=0)
    return [[cell.strip() for cell in record] + [""] * (width - len(record)) for record in records]


def _is_known(header: str) -> bool:
    return header_key(header) in _WORDS


def _sheet_by_rows(name: str, text: str, mapped: Collection[str]) -> RawSheet:
    """Split a text that is not tidy record by record; what cannot be split becomes a problem of its row."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return RawSheet(name, "", (), pl.DataFrame(schema={"row_no": pl.UInt32}), problem_table([]))
    separator = separator_of("\n".join(lines[first : first + LONGEST_CELL_LINES]))
    top, headers = _headers(_records(lines, separator, first=first), mapped)
    filled = 0  # records with cells so far
    header_row = 0
    preamble: list[str] = []
    tidy = io.StringIO()
    writer = csv.writer(tidy, lineterminator="\n")
    numbers: list[int] = []
    problems: list[Problem] = []
    for row_no, (record, shown) in enumerate(_records(lines, separator, first=first), start=first + 1):
        if record is None:
            problems.append(Problem("", None, row_no, "", shown, "broken_quotes"))
        elif not "".join(record).strip():
            continue
        elif filled <= top:
            filled += 1
            header_row = row_no
            preamble.append("\t".join(cell.strip() for cell in record if cell.strip()))
        elif "".join(record[len(headers) :]).strip():
            problems.append(Problem("", None, row_no, "", separator.join(record)[:200], "too_many_cells"))
        else:
            writer.writerow((record + [""] * len(headers))[: len(headers)])
            numbers.append(row_no)
    cells = _tidy_cells(tidy.getvalue(), len(headers)).with_columns(pl.Series("row_no", numbers, dtype=pl.UInt32))
    return RawSheet(
        name,
        "",
        tuple(headers),
        cells,
        problem_table(problems),
        header_row=header_row,
        preamble=tuple(preamble[:top]),
    )


def _headers(records: Iterator[tuple[list[str] | None, str]], mapped: Collection[str]) -> tuple[int, list[str]]:
    """Return how many records with cells stand above the last header row, and the headers."""
    filled = (record for record, _ in records if record is not None and "".join(record).strip())
    start = list(islice(filled, LOOKED_AT + 1))
    top, headers = header_place(_level(start), mapped)
    if not top:
        return 0, start[0] if start else []
    while headers and not headers[-1]:
        headers.pop()
    return top, headers


def _tidy_cells(text: str, width: int) -> pl.DataFrame:
    """Return the cells of rows that were split and written anew: a million of them as Python lists would not fit."""
    schema = {str(position): pl.String() for position in range(width)}
    if not text:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(io.BytesIO(text.encode()), has_header=False, schema=schema)


class _Lines:
    """Lines for a csv reader, which sees the end of the file where a record would grow too long."""

    def __init__(self, lines: list[str], at: int) -> None:
        self._lines = lines
        self.at = at
        self.limit = at

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= min(self.limit, len(self._lines)):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1] + "\n"


def _records(lines: list[str], separator: str, *, first: int) -> Iterator[tuple[list[str] | None, str]]:
    """Yield each record with its first line; None in place of a record whose quotes do not close.

    After such a one reading starts anew with the line below it.
    """
    at = first
    while at < len(lines):
        feed = _Lines(lines, at)
        reader = csv.reader(feed, delimiter=separator, strict=True)
        while at < len(lines):
            feed.limit = at + LONGEST_CELL_LINES
            try:
                record = next(reader)
            except csv.Error:
                yield None, lines[at][:200]
                at += 1
                break
            yield record, lines[at][:200]
            at = feed.at
