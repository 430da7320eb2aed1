"""``plan.xlsx``: what a supervisor prints and pins up. Words instead of codes, codes at the right for filters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from huikuan.engine.kpi.report import KpiReport
from huikuan.engine.outcome import Plan
from huikuan.gateways.exports.sheets import ROW_LIMIT, Book, Sheet
from huikuan.gateways.exports.workbook_cycle import cycle_sheet
from huikuan.gateways.exports.workbook_figures import ageing_sheet, summary_sheet
from huikuan.gateways.exports.workbook_kpis import kpi_sheet
from huikuan.gateways.exports.workbook_sheets import (
    Scene,
    items_sheet,
    problems_sheet,
    skipped_sheet,
    worklist_sheet,
)
from huikuan.gateways.exports.workbook_signs import alerts_sheet
from huikuan.gateways.exports.workbook_watch import watch_sheet
from huikuan.gateways.texts import Language, words

if TYPE_CHECKING:
    from huikuan.gateways.imports import Reading

_SHEETS = (
    worklist_sheet,
    items_sheet,
    ageing_sheet,
    watch_sheet,
    skipped_sheet,
    alerts_sheet,
    problems_sheet,
    summary_sheet,
)
FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}


def write_workbook(path: Path, *, plan: Plan, reading: Reading, lang: Language, kpis: KpiReport | None = None) -> None:
    """Write worklist, items, ageing, watch list, skipped, warning signs, problems, summary, key figures where given."""
    said = words(lang)
    scene = Scene(plan, reading, said, kpis)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, {**options, "strings_to_numbers": False}) as workbook:
        workbook.set_properties({"title": said.text("Collection plan"), "comments": said.day_full(plan.as_of)})
        book = Book(workbook, font=FONTS[lang], footer=said.text("Page &P of &N"))
        cycle = (cycle_sheet,) if plan.statements is not None else ()
        for build in (*_SHEETS[:3], *cycle, *_SHEETS[3:]):
            book.add_sheet(limited(build(scene), scene))
        if kpis is not None:
            book.add_sheet(kpi_sheet(scene, kpis))


def limited(sheet: Sheet, scene: Scene) -> Sheet:
    """Return the sheet with at most ``ROW_LIMIT`` rows, saying so in its note."""
    if sheet.frame.height <= ROW_LIMIT:
        return sheet
    told = scene.words.text(
        "The first {shown} of {all} rows; the CSV or Parquet file holds all of them.",
        shown=f"{ROW_LIMIT:,}",
        all=f"{sheet.frame.height:,}",
    )
    return replace(sheet, frame=sheet.frame.head(ROW_LIMIT), note=told)
