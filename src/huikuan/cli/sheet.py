"""Tables for a terminal, in which a Chinese sign takes two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def display_width(text: str) -> int:
    """Return how many terminal columns the text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def shortened(text: str, width: int) -> str:
    """Return the text in at most ``width`` columns, with an ellipsis where something was cut."""
    if display_width(text) <= width:
        return text
    taken, used = "", 0
    for sign in text:
        used += display_width(sign)
        if used > width - 1:
            break
        taken += sign
    return taken + "…"


def sheet(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: frozenset[int] | set[int] = frozenset(),
    indent: int = 0,
) -> str:
    """Return the rows under their heads, columns two spaces apart; columns in ``right`` are aligned to the right."""
    table = [tuple(heads), *(tuple(row) for row in rows)] if any(heads) else [tuple(row) for row in rows]
    widths = [max((display_width(row[at]) for row in table), default=0) for at in range(len(heads))]
    lines = []
    for row in table:
        cells = [_padded(cell, widths[at], to_the_right=at in right) for at, cell in enumerate(row)]
        lines.append((" " * indent + "  ".join(cells)).rstrip())
    if any(heads):
        lines.insert(1, " " * indent + "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def signed(figure: str) -> str:
    """Return the figure with a true minus where it has a hyphen for one."""
    return figure.replace("-", "\N{MINUS SIGN}", 1) if figure.startswith("-") else figure


def _padded(text: str, width: int, *, to_the_right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if to_the_right else text + space
