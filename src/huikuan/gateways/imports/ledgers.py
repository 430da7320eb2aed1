"""Ledger sheets as 用友 and 金蝶 print them: lines above the headers, and headers in two rows with merged cells.

The one thing to know: a sheet whose first row with cells shows known headers is left alone; only where it does not is
a row further down taken, and only one that shows several. What a person's mapping names is known too, a header of two
rows as ``upper/lower``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from huikuan.gateways.imports.columns import TABLES, header_key, known_headers
from huikuan.gateways.imports.running_words import RUNNING_WORDS

Row = Sequence[str | None]

LOOKED_AT = 20  # rows with cells; no preamble is longer
_ENOUGH = 3  # known headers that no line of a preamble shows by chance
_WORDS = frozenset(header for table in TABLES for header in known_headers(table)) | RUNNING_WORDS


def header_place(rows: Sequence[Row], mapped: Collection[str] = ()) -> tuple[int, list[str]]:
    """Return the index of the last header row among the rows with cells, and the headers of every column.

    ``mapped`` are the keys of the headers that a person's mapping names.
    """
    if not rows:
        return 0, []
    at = 0
    if _known(rows[0], mapped) < _ENOUGH - 1:
        at = next((place for place, row in enumerate(rows[:LOOKED_AT]) if _known(row, mapped) >= _ENOUGH), 0)
    above = rows[at]
    if at + 1 < len(rows) and _is_second_row(above, rows[at + 1]):
        return at + 1, _joined(above, rows[at + 1], mapped)
    return at, [cell or "" for cell in above]


def _known(row: Row, mapped: Collection[str]) -> int:
    keys = {header_key(cell) for cell in row if cell}
    return sum(key in _WORDS or key in mapped for key in keys)


def _is_second_row(above: Row, below: Row) -> bool:
    """Return whether a row only divides headers that were merged across: words, none under a header of one column."""
    if len(above) != len(below):
        return False
    filled = [at for at, cell in enumerate(below) if cell]
    if not filled or any(sign.isdigit() for at in filled for sign in below[at] or ""):
        return False
    divides = all(not above[at] or (at + 1 < len(above) and not above[at + 1] and below[at + 1]) for at in filled)
    return divides and any(cell and not below[at] for at, cell in enumerate(above))


def _joined(above: Row, below: Row, mapped: Collection[str]) -> list[str]:
    """Return the headers of two rows: as a mapping names them, else the lower word where it is known by itself.

    Else both together; with a stroke between them where the header stood before already.
    """
    headers: list[str] = []
    over = ""
    for upper, lower in zip(above, below, strict=True):
        over = upper or over
        if not lower:
            headers.append(upper or "")
            continue
        is_alone = header_key(lower) in _WORDS and header_key(over + lower) not in _WORDS
        header = lower if is_alone else over + lower
        full = f"{over}/{lower}"
        headers.append(full if header_key(full) in mapped or header in headers else header)
    return headers
