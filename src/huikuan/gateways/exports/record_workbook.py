"""The record of who did what, as a workbook of one sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import polars as pl
import xlsxwriter

from huikuan.gateways.texts import Words

_ROWS = {
    "number": pl.Int64, "at": pl.Datetime, "act": pl.String, "who": pl.String, "about": pl.String,
    "facts": pl.String, "seal": pl.Int64,
}  # fmt: skip


def record_workbook(rows: Sequence[Mapping[str, object]], words: Words) -> bytes:
    """Return entries as a workbook. Texts stay texts: no cell is a formula."""
    heads = {
        "number": words.text("Entry"),
        "at": words.text("When"),
        "act": words.text("Act"),
        "who": words.text("By whom"),
        "about": words.text("About"),
        "facts": words.text("Facts"),
        "seal": words.text("Seal"),
    }
    told = pl.DataFrame(list(rows), schema=_ROWS).rename(heads)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        told.write_excel(
            book,
            worksheet=words.text("Record"),
            freeze_panes=(1, 0),
            autofit=True,
            table_style="Table Style Light 1",
            dtype_formats={pl.Datetime: "yyyy-mm-dd hh:mm:ss"},
        )
    return out.getvalue()
