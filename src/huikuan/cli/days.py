"""``huikuan day`` and ``huikuan worklist``: decide a day, and show what the newest run asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from huikuan.cli.choices import Given
from huikuan.cli.closing import figure_lines, first_rows, worklist_sheet
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.manual import given_manual
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.speech import _, spoken_language
from huikuan.engine.codes import LANES
from huikuan.gateways.texts import Words, words

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run
    from huikuan.desk.day import DayResult

_FIRST = 3


def run_day(on: date, given: Given, *, by: str | None) -> int:
    """Decide a business date and print what came of it; returns the exit code."""
    open_memory()
    from huikuan.jobs.day import decided_day

    print("\n".join(_day_lines(decided_day(given_manual(on, given), actor=acting(by)))))
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
    from huikuan.desk.approving import with_answers
    from huikuan.desk.manual import manual_of

    run = newest_run()
    rows = planned_rows(run, viewer=acting(by), assignee=assignee, lane=lane)
    spoken = words(spoken_language())
    day = spoken.day_full(run.business_date)
    if rows.is_empty():
        print(_("Worklist of {day}: nothing to do.").format(day=day))
        return DONE
    policies = [policy for name, policy in manual_of(run).policies.items() if name in run.policies]
    shown = rows.head(limit)
    print(_("Worklist of {day}, {shown} of {rows} rows.").format(day=day, shown=shown.height, rows=f"{rows.height:,}"))
    notes = [_answer(row, spoken) for row in with_answers(shown).iter_rows(named=True)]
    print(worklist_sheet(shown, spoken.ladder(policies).steps, spoken, notes))
    return DONE


def _answer(row: Mapping[str, Any], spoken: Words) -> str:
    """Return what became of the approval that a row's step needs, or nothing."""
    if row["approval_state"] == "approved":
        by = row["decided_by"] or _("the operator")
        return _("(approved by {person} on {day})").format(person=by, day=row["decided_on"])
    if row["approval_state"] == "waiting":
        return _("(waits for the {role})").format(role=spoken.code("role", row["approval"]))
    return ""
