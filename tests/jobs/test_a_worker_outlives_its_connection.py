"""A server that ends every connection of a worker costs it nothing but a second attempt at the job in hand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import override_settings

from huikuan.apps.audit.models import Entry
from huikuan.apps.outbox.models import Job
from huikuan.apps.outbox.services import enqueue
from tests.reliability.worker_process import running_worker
from tests.reliability.worker_settings import REACTIONS


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_connections_are_ended_works_on(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could end a connection")
    marks = {"began": str(tmp_path / "began"), "may_end": str(tmp_path / "may-end")}
    with override_settings(REACTIONS=REACTIONS), transaction.atomic():
        enqueue("long", {"marker": "long", **marks})
    with running_worker(tmp_path / "worker.txt") as worker:
        for _ in range(600):
            if (tmp_path / "began").exists():
                break
            time.sleep(0.05)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        (tmp_path / "may-end").touch()
        for _ in range(600):
            if Job.objects.filter(state=Job.DONE).exists():
                break
            time.sleep(0.05)
        assert worker.process.poll() is None, worker.words()
    assert list(Job.objects.values_list("state", "attempt")) == [("done", 2)]
    assert Entry.objects.filter(act="effect").count() == 1
