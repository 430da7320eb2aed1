"""`huikuan worker` in a process of its own, on the database that this process has open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.reliability.memories import Memory
from tests.reliability.warm_processes import command, started

ROOT = Path(__file__).parents[2]
READY = "is ready"


class WorkerProcess:
    """A running ``huikuan worker`` whose words go to a file."""

    def __init__(self, said: Path, *options: str) -> None:
        self.said = said
        command = [sys.executable, "-c", "from huikuan.cli import main; main()", "worker", *options]
        with said.open("w") as words:
            self.process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=words, stderr=words)

    def wait_until_ready(self) -> None:
        """Return when it takes jobs."""
        while READY not in self.words():
            assert self.process.poll() is None, self.words()
            try:
                self.process.wait(0.02)
            except subprocess.TimeoutExpired:
                continue

    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    @property
    def number(self) -> int:
        return self.process.pid

    def kill(self) -> None:
        """End it at once: SIGKILL."""
        self.process.kill()
        self.process.wait()

    def ask_to_stop(self) -> None:
        """Ask it to stop: SIGTERM."""
        self.process.terminate()


class WarmWorker:
    """A ``huikuan worker`` forked from a warm process, on the same database; it is killed, never asked to stop."""

    def __init__(self, said: Path) -> None:
        said.touch()
        self.said = said
        self.process = started(command, opened_memory(), ["worker"], said)

    def wait_until_ready(self) -> None:
        """Return when it takes jobs."""
        while READY not in self.words():
            assert self.process.exitcode is None, self.words()
            self.process.join(0.02)

    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    @property
    def number(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def kill(self) -> None:
        """End it at once: SIGKILL."""
        self.process.kill()
        self.process.join()


def opened_memory() -> Memory:
    """Return the memory that this process has open."""
    opened = connection.settings_dict
    server = os.environ["HUIKUAN_TEST_DATABASE"] if connection.vendor == "postgresql" else ""
    return Memory(Path(str(opened["NAME"])).parent, str(opened["NAME"]), server)


@contextmanager
def running_worker(said: Path, *options: str) -> Iterator[WorkerProcess]:
    """Start a worker, wait until it takes jobs, and leave none behind."""
    worker = WorkerProcess(said, *options)
    try:
        worker.wait_until_ready()
        yield worker
    finally:
        worker.kill()


def _environment() -> dict[str, str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.reliability.worker_settings",
        "HUIKUAN_LANG": "en",
        "POLARS_MAX_THREADS": "1",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    environment.pop("DATABASE_URL", None)
    opened = connection.settings_dict
    if connection.vendor == "sqlite":
        environment["HUIKUAN_SQLITE_FILE"] = str(opened["NAME"])
    else:
        at = f"{opened['USER']}:{opened['PASSWORD']}@{opened['HOST']}:{opened['PORT']}"
        environment["DATABASE_URL"] = f"postgres://{at}/{opened['NAME']}"
    return environment
