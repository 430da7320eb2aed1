"""A slow job keeps its lease; SIGTERM lets it end, or after the grace gives it back; nothing that waits is begun.

| the job in hand            | is then                                | the next one |
|----------------------------|----------------------------------------|--------------|
| ends within the grace      | done, effect there                     | waiting      |
| does not                   | waiting as if it had not been tried    | waiting      |
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import override_settings

from huikuan.apps.audit.models import Entry
from huikuan.apps.outbox.models import Job
from huikuan.apps.outbox.services import enqueue
from tests.reliability.worker_process import WorkerProcess, running_worker
from tests.reliability.worker_settings import REACTIONS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_long_jobs(tmp_path: Path) -> Path:
    """Promise two jobs that end when may-end is there; each says with a file that it began."""
    with override_settings(REACTIONS=REACTIONS), transaction.atomic():
        for number in (1, 2):
            marks = {"began": str(tmp_path / f"began-{number}"), "may_end": str(tmp_path / "may-end")}
            enqueue("long", {"marker": f"long-{number}", **marks})
    return tmp_path


def awaited(worker: WorkerProcess, mark: Path) -> None:
    for _ in range(600):
        if mark.exists():
            return
        assert worker.process.poll() is None, worker.words()
        time.sleep(0.05)
    raise AssertionError(worker.words())


def states() -> list[tuple[str, int]]:
    return list(Job.objects.order_by("id").values_list("state", "attempts_left"))


def test_a_heartbeat_outlasts_the_lease_and_a_stop_lets_the_job_end(two_long_jobs: Path) -> None:
    with running_worker(two_long_jobs / "worker.txt") as worker:
        awaited(worker, two_long_jobs / "began-1")
        first_lease = Job.objects.get(state=Job.RUNNING).lease_until
        time.sleep(3)  # the lease of these workers is two
        slow = Job.objects.get(state=Job.RUNNING)
        assert first_lease is not None
        assert slow.lease_until is not None
        assert slow.lease_until > first_lease + timedelta(seconds=1)
        assert slow.attempt == 1
        worker.ask_to_stop()
        time.sleep(0.2)
        (two_long_jobs / "may-end").touch()
        assert worker.process.wait(30) == 0
    assert states() == [("done", 4), ("waiting", 5)]
    assert list(Entry.objects.filter(act="effect").values_list("subject_id", flat=True)) == ["long-1"]
    assert worker.words().splitlines()[-1].endswith("has stopped.")


def test_a_job_that_does_not_end_in_time_is_given_back(two_long_jobs: Path) -> None:
    with running_worker(two_long_jobs / "worker.txt") as worker:
        awaited(worker, two_long_jobs / "began-1")
        worker.ask_to_stop()
        assert worker.process.wait(30) == 0
    assert states() == [("waiting", 5), ("waiting", 5)]
    assert not Entry.objects.filter(act="effect").exists()
    assert ": given back (" in worker.words()


def test_several_workers_share_the_work_and_end_with_the_one_that_began_them(two_long_jobs: Path) -> None:
    with running_worker(two_long_jobs / "worker.txt", "--workers", "2") as workers:
        awaited(workers, two_long_jobs / "began-1")
        awaited(workers, two_long_jobs / "began-2")  # both at once: neither may end yet
        assert Job.objects.filter(state=Job.RUNNING).values("worker").distinct().count() == 2
        (two_long_jobs / "may-end").touch()
        workers.kill()
        for _ in range(200):
            if workers.words().count("has stopped.") == 2:
                break
            time.sleep(0.1)
    assert workers.words().count("has stopped.") == 2
    assert states() == [("done", 4), ("done", 4)]
    connection.close()
