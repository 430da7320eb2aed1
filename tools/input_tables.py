"""Renews docs/reference/input-tables.md from the literal table of columns in imports. Run with ``make docs``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huikuan.gateways.imports.columns import TABLE_WORDS, TABLES, Column
from huikuan.gateways.imports.formats import FORMATS

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "input-tables.md"
_HEAD = """# Input tables

Made by `make docs` from `gateways/imports/columns.py`. How to prepare a folder: [howto](../howto/prepare-your-data.md).

Required columns are marked *. A cell that cannot be read sets its row aside in a required column and in one marked !
(it decides about money); elsewhere the cell is emptied with a warning. In headers, case, width, gaps, `_`, `-` and a
remark such as （元） do not matter; a header of your own goes into a mapping file (`--map`).
"""
_FORMATS = """
## Formats known by what is in them

Under any file name. A list is known when all of these headers are there; an electronic invoice (`.xml`, or inside
a `.pdf`) by its root, its headers here are the last steps of the elements that fill the column. What stands in brackets
is made of the cell: its sign, or a number with its item.
"""
_CONTENTS = {
    "text": "text",
    "amount": "amount",
    "day": "date",
    "time": "date or moment",
    "code": "code",
    "flag": "yes or no",
    "count": "whole number",
    "clock": "time of day",
    "number": "decimal number",
    "currency": "currency (ISO 4217)",
    "terms": "payment terms",
    "documents": "list of document numbers",
    "channels": "yes, no, or a list of channels",
    "allocations": "list such as INV-1:500;INV-2:300",
    "period": "month",
}


def page() -> str:
    """Return the page: one table for each input table, then the formats known by their headers."""
    return _HEAD + "".join(_section(table, columns) for table, columns in TABLES.items()) + _formats()


def _section(table: str, columns: Sequence[Column]) -> str:
    chinese = next(word for word, name in TABLE_WORDS.items() if name == table)
    rows = "".join(_row(column) for column in columns)
    return f"\n## {table} {chinese}\n\n| column | content | also known as |\n|---|---|---|\n{rows}"


def _row(column: Column) -> str:
    mark = "\\*" if column.is_required else "!" if column.decides else ""
    content = _CONTENTS[column.kind]
    if column.codes:
        content += ": " + ", ".join(column.codes)
    return f"| `{column.name}`{mark} | {content} | {'、'.join(column.headers)} |\n"


def _formats() -> str:
    text = _FORMATS
    for known in FORMATS:
        text += f"\n**{known.name}** fills `{known.table}`:\n\n| header | column |\n|---|---|\n"
        text += "".join(f"| {theirs} | `{ours}` |\n" for theirs, ours in known.mapping.items())
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
