"""The layout of the commands that remember; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huikuan.cli.options import (
    FOLDER_HELP,
    Acting,
    Assign,
    Currency,
    Dates,
    Encoding,
    ForcePolicy,
    HouseCallsPerHour,
    HouseCallTimes,
    HouseCycle,
    HousePolicy,
    Key,
    Mapping,
    On,
)
from huikuan.cli.speech import N_

memory_app = typer.Typer(rich_markup_mode=None)

_SOURCE_HELP = N_("Which system the folder comes from; each numbers its documents by itself.")
_SNAPSHOT_HELP = N_("Everything open is in the folder: what it does not list is settled. Or only what changed.")
_UNDO_HELP = N_("Take the import of that number back, where nothing was built upon it.")
_LANE_HELP = N_("Only hard (cannot wait) or only value.")
_BATCH_HELP = N_("The import's number; without it, all are listed.")
_BACK_HELP = N_("The day; without it, that of the newest run.")


@memory_app.command(help=N_("Make the memory: a data folder with a database; or bring it up to date."))
def init() -> int:
    """Make the memory; returns the exit code."""
    from huikuan.cli import memory

    return memory.init()


@memory_app.command("import", help=N_("Take a folder into the memory: show what it changes, then record it."))
def import_folder(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help=FOLDER_HELP)] = None,
    snapshot: Annotated[bool, typer.Option("--snapshot/--delta", help=_SNAPSHOT_HELP)] = False,
    preview: Annotated[bool, typer.Option("--preview", help=N_("Only show what would change."))] = False,
    name: Annotated[str, typer.Option("--source", metavar="NAME", help=_SOURCE_HELP, show_default=False)] = "",
    on: On = None,
    by: Acting = None,
    encoding: Encoding = None,
    dates: Dates = None,
    mapping: Mapping = None,
    currency: Currency = "CNY",
    undo: Annotated[int | None, typer.Option("--undo", metavar="BATCH", help=_UNDO_HELP)] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why it is undone."))] = "",
    key: Key = None,
) -> int:
    """Import a folder, or undo an import; returns the exit code."""
    from huikuan.cli import choices

    if undo is not None:
        from huikuan.cli import case_work, judgements

        return judgements.undo_import(undo, reason, case_work.begun(by, on, key))
    if folder is None:
        raise choices.folder_missing()
    if key is not None:
        raise choices.import_needs_no_key()
    day = choices.day(on)
    source = choices.source(folder, encoding=encoding, dates=dates, mapping=mapping, currency=currency)
    from huikuan.cli import importing

    given = importing.Given(source, day, name=name, is_snapshot=snapshot)
    return importing.import_folder(given, is_preview=preview, by=by)


@memory_app.command(
    short_help=N_("List what was imported, or give back an import's files."),
    help=N_("List what was imported; with BATCH and --out, write the files of an import as they were read."),
)
def imports(
    batch: Annotated[int | None, typer.Argument(metavar="[BATCH]", help=_BATCH_HELP)] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help=N_("Folder to write the import's files to."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("How many rows."))] = 30,
    by: Acting = None,
    on: On = None,
) -> int:
    """List imports, or write the files of one; returns the exit code."""
    from huikuan.cli import choices
    from huikuan.cli import imports as listing

    if batch is not None:
        return listing.give_back(batch, out, by=by, on=choices.day(on))
    return listing.print_imports(limit=limit, by=by, on=choices.day(on))


@memory_app.command(help=N_("Decide a day and write it down; the same day again changes nothing."))
def day(
    on: On = None,
    policy: HousePolicy = None,
    assign: Assign = None,
    force_policy: ForcePolicy = False,
    cycle: HouseCycle = None,
    call_times: HouseCallTimes = None,
    calls_per_hour: HouseCallsPerHour = None,
    by: Acting = None,
) -> int:
    """Run a day; returns the exit code."""
    from huikuan.cli import choices

    given = choices.Given(policy, force_policy, assign, cycle, call_times, calls_per_hour)
    business_date = choices.day(on)
    from huikuan.cli import days

    return days.run_day(business_date, given, by=by)


@memory_app.command(help=N_("Show the newest run's worklist."))
def worklist(
    mine: Annotated[
        str | None, typer.Option("--mine", metavar="CODE", help=N_("Only what is this person's to do."))
    ] = None,
    lane: Annotated[
        str | None, typer.Option("--lane", metavar="hard|value", help=_LANE_HELP, show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("How many rows."))] = 30,
    by: Acting = None,
) -> int:
    """Print the worklist; returns the exit code."""
    from huikuan.cli import days

    return days.print_worklist(assignee=mine, lane=lane, limit=limit, by=by)


@memory_app.command(help=N_("Show how old the open money is, on what was known at the end of that day."))
def ageing(
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=_BACK_HELP, show_default=False)] = None,
    by: Acting = None,
) -> int:
    """Print the ageing; returns the exit code."""
    from huikuan.cli import choices, looking_back

    return looking_back.print_ageing(choices.day(on) if on else None, by=by)


@memory_app.command("as-of", help=N_("Show a past day's figures, on what is known now or was known then."))
def as_of_day(
    day: Annotated[str, typer.Argument(metavar="DATE", help=N_("The day to look at."))],
    known_on: Annotated[
        str | None,
        typer.Option("--known-on", metavar="DATE", help=N_("Use what was known at the end of this day; else of now.")),
    ] = None,
    policy: HousePolicy = None,
    force_policy: ForcePolicy = False,
    by: Acting = None,
) -> int:
    """Print a day's figures; returns the exit code."""
    from huikuan.cli import choices, looking_back

    given = choices.Given(policy, force_policy)
    return looking_back.print_day(choices.day(day), choices.day(known_on) if known_on else None, given, by=by)


@memory_app.command(help=N_("Make a past day again from what its run saw, and compare it with what was written down."))
def replay(
    day: Annotated[str, typer.Argument(metavar="DATE", help=N_("The business date of the run."))],
    by: Acting = None,
) -> int:
    """Make a past day again; returns the exit code."""
    from huikuan.cli import choices, looking_back

    return looking_back.print_replay(choices.day(day), by=by)
