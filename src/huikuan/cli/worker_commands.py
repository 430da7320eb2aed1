"""The layout of ``huikuan worker`` and ``huikuan jobs``; what they do is imported when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from huikuan.cli.options import Acting, On
from huikuan.cli.speech import N_

jobs_app = typer.Typer(
    help=N_("Show the worker's jobs; let one that failed be tried again."),
    rich_markup_mode=None,
    no_args_is_help=True,
)
WORKER_HELP = N_("Do promised work: the day at its time, and what acts ask for.")
_LIMIT_HELP = N_("How many of the newest to show.")


def worker(
    once: Annotated[
        bool, typer.Option("--once", help=N_("Do what is due, then stop; exit code 1 if a job failed."))
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=64, help=N_("How many processes work side by side."))
    ] = 1,
) -> int:
    """Do promised work; returns the exit code."""
    from huikuan.cli import worker as working

    return working.work(once=once, workers=workers)


@jobs_app.command("list", help=N_("List the newest jobs and what became of them."))
def list_jobs(limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_LIMIT_HELP)] = 30) -> int:
    """Print the newest jobs; returns the exit code."""
    from huikuan.cli import jobs

    return jobs.print_jobs(dead_only=False, limit=limit)


@jobs_app.command("dead", help=N_("List the jobs that are not tried again until a person decides."))
def list_dead(limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_LIMIT_HELP)] = 30) -> int:
    """Print the newest dead jobs; returns the exit code."""
    from huikuan.cli import jobs

    return jobs.print_jobs(dead_only=True, limit=limit)


@jobs_app.command("retry", help=N_("Let a job that needs a person be tried again from the start."))
def retry_job(
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help=N_("The job's number, as huikuan jobs dead shows it."))
    ],
    acting: Acting = None,
    on: On = None,
) -> int:
    """Let a dead job be tried again; returns the exit code."""
    from huikuan.cli import choices, jobs

    return jobs.retry(number, by=acting, on=choices.day(on))
