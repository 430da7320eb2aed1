"""Ledger sheets as 用友 and 金蝶 print them: lines above the headers, and headers in two rows with merged cells.

The one thing to know: a sheet whose first row with cells shows known headers is left alone; only where it does not is
a row further down taken, and only one that shows several. Subtotals stay rows and are set aside with that remedy.
"""

from __future__ import annotations

from collections.abc import Sequence

from huikuan.gateways.imports.columns import TABLES, header_key, known_headers

Row = Sequence[str | None]

_LOOKED_AT = 20  # rows with cells; no preamble is longer
_ENOUGH = 3  # known headers that no line of a preamble shows by chance
_WORDS = frozenset(header for table in TABLES for header in known_headers(table))


def header_place(rows: Sequence[Row]) -> tuple[int, list[str]]:
    """Return the index of the last header row among the rows with cells, and the headers of every column."""
    if not rows:
        return 0, []
    at = 0
    if _known(rows[0]) < _ENOUGH - 1:
        at = next((place for place, row in enumerate(rows[:_LOOKED_AT]) if _known(row) >= _ENOUGH), 0)
    above = rows[at]
    if at + 1 < len(rows) and _is_second_row(above, rows[at + 1]):
        return at + 1, _joined(above, rows[at + 1])
    return at, [cell or "" for cell in above]


def _known(row: Row) -> int:
    return len({key for cell in row if cell and (key := header_key(cell)) in _WORDS})


def _is_second_row(above: Row, below: Row) -> bool:
    """Return whether a row only divides headers that were merged across: words, none under a header of one column."""
    filled = [at for at, cell in enumerate(below) if cell]
    if not filled or any(sign.isdigit() for at in filled for sign in below[at] or ""):
        return False
    divides = all(not above[at] or (at + 1 < len(above) and not above[at + 1] and below[at + 1]) for at in filled)
    return divides and any(cell and not below[at] for at, cell in enumerate(above))


def _joined(above: Row, below: Row) -> list[str]:
    """Return the headers of two rows: the lower word where it is known by itself, else both together."""
    headers: list[str] = []
    over = ""
    for upper, lower in zip(above, below, strict=True):
        over = upper or over
        if not lower:
            headers.append(upper or "")
        elif header_key(lower) in _WORDS and header_key(over + lower) not in _WORDS:
            headers.append(lower)
        else:
            headers.append(over + lower)
    return headers
