"""The pages measured: a house on PostgreSQL, the production server, and people who look at it side by side.

What counts is the server's time for each page, database included, as the server's own access log says it.
"""

from __future__ import annotations

import json
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.data import folder_of
from bench.load_visitors import Visitor, at_work
from bench.measure import run
from bench.memory_runs import DAYS, HUIKUAN, house, on_server

USERS, THINK_SECONDS, WARM_SECONDS, MEASURED_SECONDS = 20, 5.0, 60.0, 180.0
PROCESSES = 2
START_SECONDS = 60
# Page -> its address in the access log, where every query is cut off.
PAGES: Mapping[str, str] = {
    "worklist": r"/worklist",
    "customer": r"/customers/[^/]+",
    "portfolio": r"/portfolio(?:/.*)?",
}
_LINE = re.compile(r'"GET (?P<path>\S+)" (?P<status>\d+) (?P<ms>[0-9.]+) ms$', re.M)


@dataclass(frozen=True, slots=True)
class LoadRun:
    """What each page took: in the server, and until the visitor had all of it; in milliseconds, page by page."""

    size: str
    people: int
    server_ms: Mapping[str, list[float]]
    visitor_ms: Mapping[str, list[float]]


def measured(size: str, open_items: int, *, said: Callable[[str], None]) -> LoadRun:
    """Import the folder of that size into a new house, decide a day, and let people look at it."""
    folder = folder_of(open_items, "parquet")
    with house(f"{size}_load", "postgresql") as environment:
        run([HUIKUAN, "init"], environment=environment)
        password = secrets.token_urlsafe(12)
        hired = [sys.executable, "-m", "bench.load_people", password]
        people = json.loads(subprocess.run(hired, env=environment, check=True, capture_output=True).stdout)
        run([HUIKUAN, "import", str(folder), "--on", DAYS[0]], environment=environment)
        run([HUIKUAN, "day", "--on", DAYS[0]], environment=environment)
        said("  the house is there")
        on_server("VACUUM (ANALYZE)", address=environment["DATABASE_URL"])  # as autovacuum does within minutes
        with _served(environment, Path(environment["HUIKUAN_DATA"]) / "access.txt") as (origin, log):
            return _visited(
                size, [Visitor(origin, people[n % len(people)], n) for n in range(USERS)], log, password, said
            )


def _visited(size: str, visitors: Sequence[Visitor], log: Path, password: str, said: Callable[[str], None]) -> LoadRun:
    for visitor in visitors:
        visitor.sign_in(password)
    at_work(visitors, think_seconds=THINK_SECONDS, seconds=WARM_SECONDS)
    said(f"  {len(visitors)} people have settled in")
    begun = log.stat().st_size
    for visitor in visitors:
        visitor.seen.clear()
    at_work(visitors, think_seconds=THINK_SECONDS, seconds=MEASURED_SECONDS)
    failed = [line for visitor in visitors for line in visitor.failed]
    assert not failed, failed[:5]
    with log.open(encoding="utf-8") as lines:
        lines.seek(begun)
        told = [(found["path"], float(found["ms"])) for found in _LINE.finditer(lines.read())]
    seen = [(address.split("?")[0], 1000 * took) for visitor in visitors for address, took in visitor.seen]
    return LoadRun(size, len({visitor.code for visitor in visitors}), _by_page(told), _by_page(seen))


def _by_page(took: Sequence[tuple[str, float]]) -> dict[str, list[float]]:
    return {page: [ms for path, ms in took if re.fullmatch(address, path)] for page, address in PAGES.items()}


@contextmanager
def _served(environment: Mapping[str, str], log: Path) -> Iterator[tuple[str, Path]]:
    """Serve the house as ``huikuan serve`` does; gives its address and the file of its access lines."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [HUIKUAN, "serve", "--port", str(port), "--processes", str(PROCESSES), "--access-log"]
    with log.open("wb") as lines:
        server = subprocess.Popen(command, env=environment, stdout=lines, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}", log
        finally:
            server.terminate()
            server.wait(60)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 5):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.URLError:
            assert server.poll() is None, "the server has gone"
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{address} does not answer")
