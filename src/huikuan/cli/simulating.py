"""``huikuan simulate``: read, live through the next weeks under two policies, and say what differs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from huikuan.cli.choices import Ladder, Language, Source, unusable_fault
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.planning import REFUSALS, parameters_of, refuse_occupied
from huikuan.cli.progress import Progress
from huikuan.cli.simulation_table import simulation_lines
from huikuan.cli.speech import N_, _
from huikuan.engine.simulate.outcome import Assumptions, Side
from huikuan.engine.simulate.simulation import simulated
from huikuan.gateways.exports import OutputRefused
from huikuan.gateways.exports.simulation_findings import Comparison
from huikuan.gateways.exports.simulation_write import write_simulation
from huikuan.gateways.imports import Unusable, read_folder
from huikuan.gateways.texts import words


def simulate_folder(
    source: Source,
    as_of: date,
    ladders: tuple[Ladder, Ladder],
    assumptions: Assumptions,
    *,
    out: Path | None,
    formats: Collection[str],
    lang: Language,
    overwrite: bool,
) -> int:
    """Print what the second policy changes beside the first, and write it to ``out``; returns the exit code."""
    if out is not None:
        refuse_occupied(out, overwrite=overwrite)
    progress = Progress()
    files: list[Path] = []
    try:
        reading = read_folder(source.folder, source.options, progress=progress.under(N_("Reading")))
        a, b = (Side(ladder.policies, ladder.default, ladder.force, ladder.assignment) for ladder in ladders)
        simulation = simulated(
            reading.tables,
            {"a": a, "b": b},
            parameters_of(reading, as_of, ladders[0]),
            assumptions,
            lambda done, total: progress(N_("Living through the days"), done, total),
        )
        names = dict(reading.tables.customers.select("customer_id", "name").drop_nulls().iter_rows())
        comparison = Comparison(simulation, words(lang), names)
        if out is not None:
            files = write_simulation(
                comparison, out, formats=formats, overwrite=overwrite, progress=progress.under(N_("Writing"))
            )
    except Unusable as unusable:
        raise unusable_fault(unusable) from unusable
    except OutputRefused as refusal:
        sentence, remedy = REFUSALS[refusal.code]
        raise Fault(_(sentence).format(subject=refusal.subject), _(remedy)) from refusal
    finally:
        progress.clear()
    from huikuan.cli.closing import written_line

    lines = simulation_lines(comparison, reading)
    if out is not None:
        lines.append(written_line(out, files, comparison.words))
    print("\n".join(lines))
    return DONE
