"""Workbooks: sheets by name, cells as text.

The one thing to know: a workbook keeps whole numbers as floats and days as serials; here a customer number 1001.0
becomes "1001" again and a day its ISO form, so that every later step sees what the person typed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from huikuan.engine.problems import problem_table
from huikuan.gateways.imports.ledgers import header_place
from huikuan.gateways.imports.reading import RawSheet, Unusable


def read_workbook(path: Path, *, mapped: Collection[str] = ()) -> list[RawSheet]:
    """Read every visible worksheet; one without cells has no headers.

    Headers stand in the first row with cells, else where `ledgers` finds them; ``mapped`` are keys it should know.
    Raises: Unusable for a broken or protected file.
    """
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == python_calamine.SheetVisibleEnum.Visible
                and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
            return [
                _sheet(path.name, name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), mapped)
                for name in visible
            ]
    except python_calamine.PasswordError:
        raise Unusable("protected_file", file=path.name) from None
    except (python_calamine.CalamineError, OSError):
        raise Unusable("broken_file", file=path.name) from None


def _sheet(file: str, name: str, rows: list[list[Any]], mapped: Collection[str]) -> RawSheet:
    """Return the rows below the headers; row numbers are those of the sheet."""
    texts = [[_cell_text(cell) for cell in row] for row in rows]
    filled = [(number, row) for number, row in enumerate(texts, start=1) if any(row)]
    top, headers = header_place([row for _, row in filled], mapped)
    while headers and not headers[-1].strip():
        headers.pop()
    positions = [str(position) for position in range(len(headers))]
    cells = pl.DataFrame(
        [row[: len(headers)] for _, row in filled[top + 1 :]], schema=dict.fromkeys(positions, pl.String), orient="row"
    ).with_columns(pl.Series("row_no", [number for number, _ in filled[top + 1 :]], dtype=pl.UInt32))
    blank = pl.all_horizontal(pl.exclude("row_no").is_null()) if headers else pl.lit(value=True)
    return RawSheet(
        file,
        name,
        tuple(headers),
        cells.filter(~blank),
        problem_table([]),
        is_from_floats=True,
        header_row=filled[top][0] if filled else 0,
        preamble=tuple("\t".join(filter(None, row)) for _, row in filled[:top]),
    )


def _cell_text(cell: Any) -> str | None:
    """Return a cell as its reader would type it, None when it is blank."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    text = str(cell).strip()
    return text or None
