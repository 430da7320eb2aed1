"""``huikuan day`` and ``huikuan worklist``: decide a day, and show what the newest run asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from huikuan.cli.choices import Ladder
from huikuan.cli.closing import figure_lines, first_rows, worklist_sheet
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.speech import _, spoken_language
from huikuan.engine.codes import LANES
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run
    from huikuan.desk.day import DayResult

_FIRST = 3


def run_day(on: date, ladder: Ladder, *, by: str | None) -> int:
    """Decide a business date and print what came of it; returns the exit code."""
    open_memory()
    from huikuan.jobs.day import decided_day

    parameters = ladder.parameters(on)
    print("\n".join(_day_lines(decided_day(ladder.policies, parameters, actor=acting(by)))))
    return DONE


def _day_lines(result: DayResult) -> Iterator[str]:
    spoken = words(spoken_language())
    yield from figure_lines(result.plan, spoken)
    counts = result.counts
    yield _(
        "Tasks: {made} new, {overtaken} due again, {withdrawn} no longer needed, {reopened} taken up again."
    ).format(
        made=f"{counts['tasks_made']:,}",
        overtaken=f"{counts['tasks_overtaken']:,}",
        withdrawn=f"{counts['tasks_withdrawn']:,}",
        reopened=f"{counts['tasks_reopened']:,}",
    )
    yield _("Pauses begun or ended: {skips}; promises judged anew: {verdicts}.").format(
        skips=f"{counts['skips_changed']:,}", verdicts=f"{counts['verdicts_changed']:,}"
    )
    if counts["requests_asked"] or counts["requests_withdrawn"]:
        yield _("Approvals: {asked} asked for, {withdrawn} no longer needed; huikuan approvals lists them.").format(
            asked=f"{counts['requests_asked']:,}", withdrawn=f"{counts['requests_withdrawn']:,}"
        )
    if result.plan.worklist.height:
        yield first_rows(result.plan, spoken, limit=_FIRST)
    yield _("Written down as revision {revision}; huikuan worklist shows all of it.").format(revision=result.revision)


def newest_run() -> Run:
    """Return the newest run. Raises: Fault when no day was run yet; the memory is open already."""
    from huikuan.apps.dunning.selectors import newest_run as found

    run = found()
    if run is None:
        raise Fault(_("No day has been run yet."), _("Run huikuan day first."))
    return run


def print_worklist(*, assignee: str | None, lane: str | None, limit: int, by: str | None) -> int:
    """Print rows of the newest run; returns the exit code."""
    if lane is not None and lane not in LANES:
        raise Fault(
            _("--lane knows hard and value, not {given}.").format(given=lane),
            _("hard cannot wait; value is by what a contact brings."),
        )
    open_memory()
    from huikuan.apps.dunning.selectors import planned_rows

    run = newest_run()
    rows = planned_rows(run, viewer=acting(by), assignee=assignee, lane=lane)
    spoken = words(spoken_language())
    day = spoken.day_full(run.business_date)
    if rows.is_empty():
        print(_("Worklist of {day}: nothing to do.").format(day=day))
        return DONE
    policies = [policy for name, policy in preset_policies().items() if name in run.policies]
    shown = rows.head(limit)
    print(_("Worklist of {day}, {shown} of {rows} rows.").format(day=day, shown=shown.height, rows=f"{rows.height:,}"))
    print(worklist_sheet(shown, spoken.ladder(policies).steps, spoken))
    return DONE
