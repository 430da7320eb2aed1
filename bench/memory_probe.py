"""Days of one house in one process, as a worker runs them; writes what each took as JSON.

``python -m bench.memory_probe DATE,DATE,… OUT`` with HUIKUAN_DATA and DATABASE_URL naming the house. The last of the
days is written while somebody else writes too.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from bench.measure import BYTES_PER_RSS_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator


def main(days: list[date], out: Path) -> None:
    """Run the days one after another, the last one beside a writer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    django.setup()
    from huikuan.apps.intake.models import Batch

    told = [_timed(day) for day in days[:-1]]
    with _writer(days[-1]) as waits:
        told.append(_timed(days[-1]))
    totals = Batch.objects.order_by("pk").values_list("totals", flat=True)
    imported = sum(table.get("new", 0) for batch in totals for table in batch.values())
    out.write_text(json.dumps({"days": told, "waits": waits, "imported_rows": imported}), encoding="utf-8")


def _timed(on: date) -> dict[str, Any]:
    from huikuan.jobs.day import day

    began, cpu, served = time.perf_counter(), _cpu_seconds(), _server_cpu_seconds()
    result = day(on)
    return {
        "seconds": time.perf_counter() - began,
        "phases": dict(result.seconds),
        "cpu_seconds": _cpu_seconds() - cpu + _server_cpu_seconds() - served,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_RSS_UNIT,
        "items": result.plan.items.height,
        "counts": dict(result.counts),
    }


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _server_cpu_seconds() -> float:
    """Return the processor time of our connection's process in PostgreSQL, 0 where it cannot be seen from here."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _writer(on: date) -> Iterator[list[float]]:
    """Let another process act all the while; in the end the list holds how long each of its acts took."""
    waits: list[float] = []
    command = [sys.executable, "-m", "bench.memory_writer", str(on)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()  # it has begun
        yield waits
        said, _ = writer.communicate("")
    waits.extend(json.loads(said))


if __name__ == "__main__":
    main([date.fromisoformat(day) for day in sys.argv[1].split(",")], Path(sys.argv[2]))
