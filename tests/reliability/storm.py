"""Kills workers at random moments while somebody else keeps promising work, and counts what became of it.

Two workers run; now and then one is killed and replaced, every second time the moment it has something in hand. What
that was is read from the tables when it is gone. Beside them somebody imports. In the end the last workers finish what
is left, and every effect is counted.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from socket import gethostname

from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import override_settings

from huikuan.apps.audit.models import Entry
from huikuan.apps.outbox.models import Job
from huikuan.apps.outbox.services import enqueue
from tests.reliability.likeness import Rows, differences, rows_of
from tests.reliability.second_writer import second_writer
from tests.reliability.worker_process import WarmWorker, opened_memory
from tests.reliability.worker_settings import REACTIONS

KINDS = ("short", "slow", "letter")
LONGEST_LIFE = 0.5  # seconds of a worker that will be killed
LONGEST_JOB = 0.08  # seconds of a job that is seen in hand
PROMISED_AT_ONCE = 1
PATIENCE = 60.0  # seconds without one job coming to its end
IDLE = "between two jobs"
_OF_JOBS = ("outbox_job", "audit_entry")


@dataclass
class Storm:
    """What came of it."""

    kills: Counter[str] = field(default_factory=Counter)  # what the killed had in hand -> how often
    jobs: Counter[str] = field(default_factory=Counter)  # kind -> promised
    letters_unsure: Counter[str] = field(default_factory=Counter)  # of the dead letters: sent, not sent
    wrong: list[str] = field(default_factory=list)  # must be empty


@override_settings(REACTIONS=REACTIONS)
def storm(*, kills: int, seed: int, folder: Path) -> Storm:
    """Kill so many workers, on the database that this process has open."""
    dice, result, post = random.Random(seed), Storm(), folder / "post.txt"
    post.touch()
    before = _beside_jobs()
    with second_writer(opened_memory(), folder, seed):
        _kill_workers(kills, dice, result, post)
    _count(result, post)
    result.wrong += [f"beside the jobs, {line}" for line in differences(_beside_jobs(), before)]
    for said in sorted(folder.glob("worker-*.txt")):
        result.wrong += [line for line in said.read_text().splitlines() if not _is_expected(line)]
    return result


def _kill_workers(kills: int, dice: random.Random, result: Storm, post: Path) -> None:
    workers = [WarmWorker(post.with_name(f"worker-{number}.txt")) for number in range(2)]
    try:
        for number in range(kills):
            _promise(result, post)
            victim = workers.pop(0)
            victim.wait_until_ready()
            if number % 2:
                _wait_until_at_work(victim)
                time.sleep(dice.uniform(0, LONGEST_JOB))
            else:
                time.sleep(dice.uniform(0, LONGEST_LIFE))
            victim.kill()
            result.kills[_in_hand(victim, post)] += 1
            workers.append(WarmWorker(post.with_name(f"worker-{number + 2}.txt")))
        _wait_until_nothing_is_left(result)
    finally:
        for worker in workers:
            worker.kill()
        connection.close()


def _beside_jobs() -> Rows:
    """Return what all tables say but those in which jobs leave their marks."""
    return {table: rows for table, rows in rows_of(opened_memory()).items() if table not in _OF_JOBS}


def _wait_until_at_work(worker: WarmWorker) -> None:
    """Wait until it has a job in hand, or for a moment: the other one may have taken all."""
    until = time.monotonic() + LONGEST_LIFE
    while _jobs_in_hand(worker).first() is None and time.monotonic() < until:
        time.sleep(0.005)


def _jobs_in_hand(worker: WarmWorker) -> QuerySet[Job]:
    return Job.objects.filter(worker=f"{gethostname()}:{worker.number}", state=Job.RUNNING)


def _promise(result: Storm, post: Path) -> None:
    for _ in range(PROMISED_AT_ONCE):
        for kind in KINDS:
            marker = f"{kind}-{result.jobs[kind]}"
            with transaction.atomic():
                enqueue(kind, {"marker": marker, "post": str(post)}, key=marker)
            result.jobs[kind] += 1


def _in_hand(victim: WarmWorker, post: Path) -> str:
    time.sleep(0.05)  # until a server has noticed that its client is gone
    job = _jobs_in_hand(victim).first()
    if job is None:
        return IDLE
    marker = job.payload["marker"]
    if job.name == "short":
        return "short: in the transaction of its effect"
    if job.name == "slow":
        return "slow: effect committed, not marked done" if _effects(marker) else "slow: before its effect"
    if job.sending_at is None:
        return "letter: not yet marked as being sent"
    return "letter: sent, not marked done" if _letters(post)[marker] else "letter: marked, not yet sent"


def _wait_until_nothing_is_left(result: Storm) -> None:
    unfinished, seen_at = Job.objects.filter(state__in=(Job.WAITING, Job.RUNNING)), time.monotonic()
    left = unfinished.count()
    while left:
        time.sleep(0.2)
        now_left = unfinished.count()
        if now_left < left:
            left, seen_at = now_left, time.monotonic()
        elif time.monotonic() - seen_at > PATIENCE:
            result.wrong.append(f"{left} jobs were left undone")
            return


def _count(result: Storm, post: Path) -> None:
    sent = _letters(post)
    effects = Counter(Entry.objects.filter(act="effect").values_list("subject_id", flat=True))
    for name, marker, state, error in Job.objects.values_list("name", "payload__marker", "state", "last_error"):
        happened = sent[marker] if name == "letter" else effects[marker]
        if (name, state, error) == ("letter", Job.DEAD, "perhaps_sent") and happened in (0, 1):
            result.letters_unsure["sent" if happened else "not sent"] += 1
        elif (state, error, happened) != (Job.DONE, "", 1):
            result.wrong.append(f"{marker}: {state}, {happened} effects, {error}")
    if Job.objects.count() != sum(result.jobs.values()):
        result.wrong.append("jobs are missing")


def _effects(marker: str) -> int:
    return Entry.objects.filter(act="effect", subject_id=marker).count()


def _letters(post: Path) -> Counter[str]:
    return Counter(post.read_text().split())


def _is_expected(line: str) -> bool:
    """Tell whether a worker's line says that all went well; a locked database or a failed job does not."""
    return line.startswith("Worker ") or any(words in line for words in (": finished (", "taken over", "perhaps sent"))
