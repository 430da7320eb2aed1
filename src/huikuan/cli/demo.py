"""``make demo``: a sample company, planned; shows the top of its worklist and where the rest lies; ends by itself."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from datetime import date
from pathlib import Path

from huikuan.cli import choices, faults
from huikuan.cli.speech import N_, _, choose_language, spoken_language, terminal_language

_SHOWN = 12
MARK = "huikuan-demo"  # a folder with this file in it is ours to replace


def show(into: Path, *, as_of: date) -> None:
    """Write the sample company and its plan below ``into``, replacing an earlier demo, and print what to look at.

    Raises:
        Fault: ``into`` holds something that is not a demo of ours.
    """
    from huikuan.cli.closing import first_rows
    from huikuan.cli.planning import key_figures, planned
    from huikuan.cli.progress import Progress
    from huikuan.gateways.exports import write_plan
    from huikuan.gateways.sample import ladders_beside, write_ladders, write_sample
    from huikuan.gateways.texts import words

    _clear(into)
    lang = spoken_language()
    progress = Progress()
    summary = write_sample(into / "company", as_of=as_of, progress=progress.under(N_("Writing")))
    source = choices.source(summary.folder, encoding=None, dates=None, mapping=None, currency="CNY")
    ladders = write_ladders(ladders_beside(summary.folder))
    ladder = choices.ladder(None, force=False, assign=ladders)
    reading, plan = planned(source, as_of, ladder, progress=progress)
    out = into / "plan"
    write_plan(
        plan,
        reading,
        out,
        formats=("csv", "json", "xlsx", "html"),
        lang=lang,
        overwrite=False,
        progress=progress.under(N_("Writing")),
        kpis=key_figures(reading, as_of),
    )
    progress.clear()
    print(_("A sample company of our own, planned for {day}.").format(day=words(lang).day_full(as_of)))
    print()
    print(first_rows(plan, words(lang), limit=_SHOWN))
    print()
    rows = plan.worklist.height
    print(_("{shown} of {rows} rows. Why the first stands there:").format(shown=min(_SHOWN, rows), rows=rows))
    first = plan.worklist["customer_id"][0]
    print(f"  huikuan explain {summary.folder} {first} --assign {ladders} --as-of {as_of.isoformat()}")
    print(_("Workbook: {path}").format(path=out / "plan.xlsx"))
    print(_("Report:   {path}").format(path=out / "report.html"))


def _clear(into: Path) -> None:
    check_ours(into, _("Give another folder: make demo DEMO=my-demo"))
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    (into / MARK).write_text("", encoding="utf-8")


def check_ours(into: Path, remedy: str) -> None:
    """Let a folder pass that is new, empty or a sample of ours. Raises: Fault."""
    if into.exists() and (not into.is_dir() or (any(into.iterdir()) and not (into / MARK).exists())):
        raise faults.Fault(_("{path} holds something that is not a demo of ours.").format(path=into), remedy)


def main() -> int:
    """Run from the Makefile; returns the exit code and lets no exception out but Ctrl-C."""
    choose_language(terminal_language(os.environ))
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--into", type=Path, default=Path("demo"))
    parser.add_argument("--as-of", default="2026-11-20")
    given = parser.parse_args()
    try:
        show(given.into, as_of=choices.day(given.as_of))
    except (faults.Fault, OSError) as error:
        fault = faults.fault_of(error)
        assert fault is not None
        print(faults.printed_fault(fault), file=sys.stderr)
        return faults.UNUSABLE
    return faults.DONE


if __name__ == "__main__":
    sys.exit(main())
