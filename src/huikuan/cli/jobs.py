"""``huikuan jobs``: what was promised, what is waiting, and what needs a person."""

from __future__ import annotations

from datetime import date

from huikuan.cli.faults import DONE
from huikuan.cli.memory import open_memory
from huikuan.cli.people import acting
from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import N_, _

_ERROR_WIDTH = 70
STATES = {"waiting": N_("waiting"), "running": N_("running"), "done": N_("finished"), "dead": N_("needs a person")}
ERRORS = {
    "unknown_name": N_("nobody knows this kind of job; is the worker of an older version?"),
    "worker_lost": N_("its workers were lost time and again"),
    "perhaps_sent": N_("perhaps sent: ask the receiver before sending it again"),
}


def print_jobs(*, dead_only: bool, limit: int) -> int:
    """Print the newest jobs, or the newest that need a person, and how many there are of each state."""
    open_memory()
    from huikuan.apps.outbox.selectors import job_counts, newest_jobs

    counts = job_counts()
    jobs = newest_jobs(states=("dead",) if dead_only else tuple(STATES), limit=limit)
    if jobs:
        rows = [
            [
                str(job.id),
                job.name,
                _(STATES[job.state]),
                job.run_at.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
                str(job.attempt),
                shortened(told_error(job.last_error), _ERROR_WIDTH),
            ]
            for job in jobs
        ]
        heads = [_("Job"), _("Kind"), _("State"), _("Due at"), _("Attempts"), _("What went wrong")]
        print(sheet(heads, rows, right={0, 4}))
        print()
    print(_("{waiting} waiting, {running} running, {done} finished, {dead} need a person.").format(**counts))
    if counts["dead"]:
        print(_("huikuan jobs retry NUMBER lets one be tried again, once its cause is mended."))
    return DONE


def retry(job_id: int, *, by: str | None, on: date) -> int:
    """Let a dead job be tried again; returns the exit code."""
    open_memory()
    from huikuan.desk.jobs import retry_job

    retry_job(job_id, actor=acting(by), on=on)
    print(_("Job {id} will be tried again by the next worker.").format(id=job_id))
    return DONE


def told_error(error: str) -> str:
    """Return what went wrong in one line: a sentence for what the outbox found, the exception's own words else."""
    return _(ERRORS[error]) if error in ERRORS else error.partition("\n")[0]
