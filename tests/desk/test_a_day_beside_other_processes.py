"""One business date, several processes on one database: nothing is decided twice, nothing that was told is left out.

Each role is a process of its own on a database of its own; a day is held after it has read.

| while a day is held               | then                                                              |
|-----------------------------------|-------------------------------------------------------------------|
| the same day is run               | refused (busy); the first one writes revision 1                    |
| an import lands                   | the day is decided again, with what the import told                |
| the day is killed                 | the next one takes its place at once; the killed one left nothing  |
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

DAY = "2026-11-20"
RECEIVABLES = "document_no,customer_id,issue_date,due_date,amount\nINV-1,C-1,2026-10-01,2026-11-10,1000\n"
_TOLD = """
import django, json
django.setup()
from huikuan.apps.dunning.models import Lease, Run, WorklistRow
from huikuan.apps.intake.models import Batch
from huikuan.apps.tasks.models import Task
rows = WorklistRow.objects.order_by("run", "rank").values_list("run__revision", "eligible_minor")
positions = [list(Batch.objects.order_by("id").values_list("id", flat=True)).index(run.position) for run in
             Run.objects.order_by("id")]
print(json.dumps([[list(row) for row in rows], positions, Task.objects.count(), Lease.objects.count()]))
"""


@dataclass
class House:
    """A database of its own and the processes on it."""

    folder: Path
    environment: dict[str, str]

    def process(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def role(self, role: str, hold: str = "") -> subprocess.Popen[str]:
        return self.process("-m", "tests.desk.day_in_a_process", role, DAY, str(self.folder / "told"), hold)

    def finished(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        out, errors = process.communicate(timeout=120)
        assert process.returncode in (0, 3), errors
        return process.returncode, out.strip()

    def imports(self, text: str) -> None:
        (self.folder / "told").mkdir(exist_ok=True)
        (self.folder / "told" / "receivables.csv").write_text(text, encoding="utf-8")
        assert self.finished(self.role("import"))[0] == 0

    def held_day(self) -> tuple[subprocess.Popen[str], Path]:
        hold = self.folder / uuid.uuid4().hex
        process = self.role("day", str(hold))
        reached, until = Path(f"{hold}.reached"), time.monotonic() + 120
        while not reached.exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.02)
        return process, hold

    def told(self) -> list[object]:
        """Revision and eligible amount of each row, how many batches before each run's position, tasks, leases."""
        code, out = self.finished(self.process("-c", _TOLD))
        assert code == 0
        found: list[object] = json.loads(out)
        return found


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty memory with one open document; on PostgreSQL where the tests run there."""
    server = os.environ.get("HUIKUAN_TEST_DATABASE")
    own = {"HUIKUAN_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "huikuan.config.settings"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
    name = f"beside_{uuid.uuid4().hex[:12]}"
    if server:
        environment["DATABASE_URL"] = server.rsplit("/", 1)[0] + "/" + name
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    made = House(tmp_path, environment)
    command = "import sys; from huikuan.cli import run; sys.exit(run(['init']))"
    assert made.finished(made.process("-c", command))[0] == 0
    made.imports(RECEIVABLES)
    yield made
    if server:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


def test_the_same_day_beside_a_running_one_is_refused(house: House) -> None:
    first, hold = house.held_day()
    assert house.finished(house.role("day")) == (3, "busy")
    hold.touch()
    assert house.finished(first) == (0, "1 0 1")
    assert house.told() == [[[1, 100_000]], [0], 1, 0]


def test_an_import_that_lands_meanwhile_is_part_of_the_day(house: House) -> None:
    deciding, hold = house.held_day()
    house.imports(RECEIVABLES.replace("1000", "700"))
    hold.touch()
    assert house.finished(deciding) == (0, "1 0 1")
    assert house.told() == [[[1, 70_000]], [1], 1, 0]


def test_a_killed_day_leaves_nothing_and_the_next_takes_its_place(house: House) -> None:
    killed, _ = house.held_day()
    killed.kill()
    killed.communicate()
    assert house.told() == [[], [], 0, 1]
    assert house.finished(house.role("day")) == (0, "1 0 1")
    assert house.told() == [[[1, 100_000]], [0], 1, 0]
