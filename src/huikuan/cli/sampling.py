"""``huikuan sample``: a company of our own invention, written as the tables that ``huikuan plan`` reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from huikuan.cli.closing import joined, table_word
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.progress import Progress
from huikuan.cli.speech import N_, _, spoken_language
from huikuan.gateways.sample import ladders_beside, write_ladders, write_sample
from huikuan.gateways.texts import words


def write_company(folder: Path, *, customers: int | None, seed: int, receivables: int | None, as_of: date) -> int:
    """Write the sample company into an empty or new folder and say what was written; returns the exit code.

    Its assignment is written beside the folder (R-175).
    """
    ladders = ladders_beside(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Fault(
            _("The folder {subject} is not empty.").format(subject=folder),
            _("Give a new folder for the sample company."),
        )
    if ladders.exists():
        raise Fault(
            _("There is a file {subject} already.").format(subject=ladders),
            _("Give a new folder for the sample company."),
        )
    progress = Progress()
    try:
        summary = write_sample(
            folder,
            customers=customers,
            seed=seed,
            receivables=receivables,
            as_of=as_of,
            progress=progress.under(N_("Writing")),
        )
    finally:
        progress.clear()
    write_ladders(ladders)
    spoken = words(spoken_language())
    rows = joined([f"{table_word(table)} {count:,}" for table, count in summary.rows.items()], spoken)
    print(_("A sample company is in {folder}: {rows}.").format(folder=folder, rows=rows))
    print(_("Who of it gets which policy: {path}").format(path=ladders))
    print(
        _("Plan it: huikuan plan {folder} --assign {path} --as-of {day} --out {folder}-plan").format(
            folder=folder, path=ladders, day=as_of.isoformat()
        )
    )
    return DONE
