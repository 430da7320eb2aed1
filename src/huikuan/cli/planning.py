"""``huikuan plan``: read, plan, write, and say in a few lines what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huikuan.cli.choices import Ladder, Language, Source, unusable_fault
from huikuan.cli.faults import DONE, DONE_WITH_PROBLEMS, Fault
from huikuan.cli.progress import Progress
from huikuan.cli.speech import N_, _, spoken_language
from huikuan.engine.kpi.report import KpiReport, kpi_report
from huikuan.engine.plan import Parameters, plan_day
from huikuan.engine.problems import ERROR
from huikuan.gateways.exports import OutputRefused, write_plan
from huikuan.gateways.exports.write import PAGES
from huikuan.gateways.imports import Reading, Unusable, read_folder
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.engine.outcome import Plan

KPI_MONTHS = 12
KPI_DOCUMENTS = 20_000  # each month end costs a ledger; this many documents take about a second
REFUSALS = {
    "out_is_file": (N_("{subject} is a file; the plan needs a folder."), N_("Give another name with --out.")),
    "out_not_empty": (
        N_("The folder {subject} is not empty."),
        N_("Give a new folder with --out, or --overwrite to replace an earlier plan in it."),
    ),
    "format_unknown": (N_("There is no output format {subject}."), N_("Choose from csv, json, xlsx, html, parquet.")),
}


def plan_to_folder(
    source: Source,
    as_of: date,
    ladder: Ladder,
    *,
    out: Path,
    formats: Collection[str],
    lang: Language,
    overwrite: bool,
    strict: bool,
) -> int:
    """Write the plan of ``as_of`` into ``out`` and print its summary; returns the exit code (R-29)."""
    refuse_occupied(out, overwrite=overwrite)
    progress = Progress()
    try:
        reading, plan = planned(source, as_of, ladder, progress=progress)
        files = write_plan(
            plan,
            reading,
            out,
            formats=formats,
            lang=lang,
            overwrite=overwrite,
            progress=progress.under(N_("Writing")),
            kpis=key_figures(reading, as_of) if {*formats} & {*PAGES} else None,
        )
    except OutputRefused as refusal:
        sentence, remedy = REFUSALS[refusal.code]
        raise Fault(_(sentence).format(subject=refusal.subject), _(remedy)) from refusal
    finally:
        progress.clear()
    from huikuan.cli.closing import closing_lines

    print("\n".join(closing_lines(plan, reading, words(spoken_language()), out=out, files=files)))
    has_errors = ERROR in reading.problems["severity"]  # a repeated row is set aside too, but with a warning only
    return DONE_WITH_PROBLEMS if strict and has_errors else DONE


def read(source: Source, *, progress: Progress) -> Reading:
    """Return what the folder says.

    Raises:
        Fault: the folder cannot be used.
    """
    try:
        return read_folder(source.folder, source.options, progress=progress.under(N_("Reading")))
    except Unusable as unusable:
        raise unusable_fault(unusable) from unusable


def planned(source: Source, as_of: date, ladder: Ladder, *, progress: Progress) -> tuple[Reading, Plan]:
    """Return what the folder said and the plan of ``as_of``.

    Raises:
        Fault: the folder cannot be used.
    """
    reading = read(source, progress=progress)
    progress(N_("Planning"), 0, 0)
    return reading, plan_day(reading.tables, ladder.policies, parameters_of(reading, as_of, ladder))


def parameters_of(reading: Reading, as_of: date, ladder: Ladder) -> Parameters:
    """Return what a plan of that day is asked for; the statement cycle runs where the folder keeps statements."""
    parameters = ladder.parameters(as_of)
    keeps_statements = any(found.table == "statements" for found in reading.inputs)
    return parameters if keeps_statements else replace(parameters, statement_cycle=None)


def key_figures(reading: Reading, as_of: date) -> KpiReport | None:
    """Return the KPIs of the last year for workbook and report; None where looking back outlasts the plan (R-83)."""
    if reading.tables.receivables.height > KPI_DOCUMENTS:
        return None
    return kpi_report(reading.tables, as_of=as_of, months=KPI_MONTHS, noted=lambda done, total: None)


def refuse_occupied(out: Path, *, overwrite: bool) -> None:
    """Refuse a folder that cannot take the plan before anything is read, rather than after minutes of work."""
    code = ""
    if out.exists() and not out.is_dir():
        code = "out_is_file"
    elif not overwrite and out.is_dir() and any(out.iterdir()):
        code = "out_not_empty"
    if code:
        sentence, remedy = REFUSALS[code]
        raise Fault(_(sentence).format(subject=out), _(remedy))
