"""``huikuan kpi``: read, look back month by month, print, and write a file where one is asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from huikuan.cli.choices import Language, Source, refuse_output_file, unusable_fault
from huikuan.cli.faults import DONE
from huikuan.cli.kpi_table import kpi_lines
from huikuan.cli.progress import Progress
from huikuan.cli.speech import N_, _
from huikuan.engine.kpi.report import kpi_report
from huikuan.gateways.exports.kpi_file import write_kpis
from huikuan.gateways.imports import Unusable, read_folder
from huikuan.gateways.texts import words


def print_kpis(source: Source, as_of: date, *, months: int, lang: Language, out: Path | None, overwrite: bool) -> int:
    """Print the KPIs of the last ``months`` ended months and write them to ``out``; returns the exit code."""
    if out is not None:
        refuse_output_file(out, overwrite=overwrite)
    progress = Progress()
    try:
        reading = read_folder(source.folder, source.options, progress=progress.under(N_("Reading")))
        report = kpi_report(
            reading.tables,
            as_of=as_of,
            months=months,
            noted=lambda done, total: progress(N_("Looking back"), done, total),
        )
    except Unusable as unusable:
        raise unusable_fault(unusable) from unusable
    finally:
        progress.clear()
    lines = kpi_lines(report, words(lang))
    set_aside = sum(total.set_aside for total in reading.totals.values())
    if set_aside:
        lines.append(_("Set aside: {rows} rows; huikuan plan lists them with remedies.").format(rows=f"{set_aside:,}"))
    if out is not None:
        write_kpis(report, out)
        lines.append(_("Written to {file}").format(file=out))
    print("\n".join(lines))
    return DONE
