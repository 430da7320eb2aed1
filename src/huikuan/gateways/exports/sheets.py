"""One sheet of the workbook: title, facts, a header that repeats on paper, typed cells, colours, page set-up.

Text is always written as text, so a customer called ``=1+1`` stays one. At most ``ROW_LIMIT`` rows are written; the
line under the title says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huikuan.gateways.exports.palette import (
    ACCENT,
    AGEING_RAMP,
    HAIRLINE,
    INK,
    PAGE,
    RAMP_DAYS,
    SECOND,
    WHITE_LABELS,
)

ROW_LIMIT = 20_000
TEXT_LIMIT = 32_000  # Excel holds 32,767 characters in a cell
HEADER_ROW = 3
A4 = 9
Look = Literal["text", "strong", "wrap", "money", "count", "ramp", "date", "score", "tag", "code"]
NUMBERS = ("money", "count", "score")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what it shows of each row, its width in characters.

    A ``money`` column takes the decimals from ``decimals`` of the row; a ``ramp`` column shows days past due as their
    colour alone, beside a column with the number; ``tones`` colours a cell by its text.
    """

    head: str
    shown: pl.Expr
    width: float
    look: Look = "text"
    tones: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    fill: str = ""  # background of the head, for the ageing ramp


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a sheet. Columns from ``printed`` on are for filters and look-ups, not for paper.

    The frame may hold ``decimals`` (of the row's currency) and ``bold`` (a row of totals) beside what is shown.
    """

    name: str
    title: str
    facts: str
    columns: Sequence[Column]
    frame: pl.DataFrame
    printed: int
    frozen_columns: int = 1
    note: str = ""


class Book:
    """A workbook in the house style; formats are made once and shared."""

    def __init__(self, book: xlsxwriter.Workbook, *, font: str, footer: str) -> None:
        self._book = book
        self._font = font
        self._footer = footer
        self._cell_styles: dict[tuple[Look, int, bool], Format] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **wanted: Any) -> Format:
        """Return the format of these properties on top of the house font."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": self._font, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._formats[key] = self._book.add_format(base | wanted)
        return self._formats[key]

    def add_sheet(self, sheet: Sheet) -> Worksheet:
        """Write a sheet from top to bottom, as the workbook's constant memory asks for."""
        page = self._book.add_worksheet(sheet.name)
        last_row = HEADER_ROW + max(sheet.frame.height, 1)
        self._set_up_page(page, sheet, last_row)
        page.set_row(0, 26)
        page.write_string(0, 0, sheet.title, self.style(bold=True, font_size=16, valign="vcenter"))
        page.write_string(1, 0, sheet.facts, self.style(font_color=SECOND))
        page.write_string(2, 0, sheet.note, self.style(font_color=SECOND))
        self._write_header(page, sheet)
        self._write_rows(page, sheet)
        page.autofilter(HEADER_ROW, 0, last_row, len(sheet.columns) - 1)
        for number, column in enumerate(sheet.columns):
            self._colour_column(page, number, column=column, last_row=last_row)
        return page

    def _set_up_page(self, page: Worksheet, sheet: Sheet, last_row: int) -> None:
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADER_ROW)
        page.print_area(0, 0, last_row, sheet.printed - 1)
        named = f"{sheet.title}  {sheet.facts}".replace("&", "&&")
        page.set_footer(f"&L&8 {named[:180]}&R&8 {self._footer}")
        page.freeze_panes(HEADER_ROW + 1, sheet.frozen_columns)
        for number, column in enumerate(sheet.columns):
            page.set_column(number, number, column.width)

    def _write_header(self, page: Worksheet, sheet: Sheet) -> None:
        page.set_row(HEADER_ROW, 32)
        for number, column in enumerate(sheet.columns):
            align = "right" if column.look in NUMBERS else "left"
            head = self.style(
                bold=True,
                bg_color=column.fill or PAGE,
                font_color=_ink_on(column.fill),
                bottom=2,
                bottom_color=ACCENT,
                align=align,
                indent=1,
                text_wrap=True,
                valign="vcenter",
            )
            page.write_string(HEADER_ROW, number, column.head, head)

    def _write_rows(self, page: Worksheet, sheet: Sheet) -> None:
        extras = {
            name: pl.col(name) if name in sheet.frame.columns else pl.lit(value)
            for name, value in (("decimals", 2), ("bold", False))
        }
        shown = sheet.frame.select(
            *(_cell(column).alias(f"c{number}") for number, column in enumerate(sheet.columns)),
            _row_height(sheet.columns).alias("height"),
            **extras,
        )
        looks = [column.look for column in sheet.columns]
        for at, (*cells, height, decimals, bold) in enumerate(shown.iter_rows(), start=HEADER_ROW + 1):
            page.set_row(at, height)
            for number, (look, value) in enumerate(zip(looks, cells, strict=True)):
                style = self._cell_style(look, decimals, bold)
                if value is None or value == "":
                    page.write_blank(at, number, None, style)
                elif look == "date":
                    page.write_datetime(at, number, value, style)
                elif isinstance(value, str):
                    page.write_string(at, number, value, style)
                else:
                    page.write_number(at, number, value, style)

    def _cell_style(self, look: Look, decimals: int, bold: bool) -> Format:
        key = (look, decimals, bold)
        if key not in self._cell_styles:
            self._cell_styles[key] = self._new_cell_style(look, decimals=decimals, bold=bold)
        return self._cell_styles[key]

    def _new_cell_style(self, look: Look, *, decimals: int, bold: bool) -> Format:
        line = {"bottom": 1, "bottom_color": HAIRLINE, "bold": bold}
        if look == "money":
            number = "#,##0" + ("." + "0" * decimals if decimals else "")
            return self.style(num_format=f'{number};−{number};"–"', align="right", indent=1, **line)
        plain: Mapping[str, dict[str, Any]] = {
            "text": {"indent": 1},
            "strong": {"bold": True, "indent": 1},
            "wrap": {"text_wrap": True, "indent": 1},
            "count": {"num_format": "#,##0;−#,##0", "align": "right", "indent": 1},
            "ramp": {"num_format": ";;;"},
            "date": {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
            "score": {"num_format": "#,##0.0###;−#,##0.0###", "align": "right", "indent": 1},
            "tag": {"indent": 1},
            "code": {"font_color": SECOND, "indent": 1},
        }
        return self.style(**(line | plain[look]))

    def _colour_column(self, page: Worksheet, number: int, *, column: Column, last_row: int) -> None:
        first_row = HEADER_ROW + 1
        if column.look == "ramp":
            for low, high, bucket in chain(RAMP_DAYS, ((366, 100_000, "over-365"),)):
                colour = {"bg_color": AGEING_RAMP[bucket], "font_color": "#ffffff" if bucket in WHITE_LABELS else INK}
                rule = {"type": "cell", "criteria": "between", "minimum": low, "maximum": high}
                page.conditional_format(
                    first_row, number, last_row, number, rule | {"format": self._book.add_format(colour)}
                )
        for text, (ink, tint) in column.tones.items():
            colour = {"bg_color": tint, "font_color": ink}
            quoted = text.replace('"', '""')
            rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"'}
            page.conditional_format(
                first_row, number, last_row, number, rule | {"format": self._book.add_format(colour)}
            )


def _cell(column: Column) -> pl.Expr:
    if column.look in ("text", "strong", "wrap", "tag", "code"):
        return column.shown.cast(pl.String).str.slice(0, TEXT_LIMIT)
    return column.shown


def _row_height(columns: Sequence[Column]) -> pl.Expr:
    """Return the height in points that the longest wrapped text of each row needs; a Chinese character is two wide."""
    lines = [
        ((column.shown.str.len_bytes() + column.shown.str.len_chars()) / 2 / (column.width - 2)).ceil()
        + column.shown.str.count_matches("\n")
        for column in columns
        if column.look == "wrap"
    ]
    return pl.max_horizontal(pl.lit(1.0), *lines).clip(1, 28) * 13.5 + 5


def _ink_on(fill: str) -> str:
    dark = [AGEING_RAMP[name] for name in WHITE_LABELS]
    return "#ffffff" if fill in dark else INK
