"""``huikuan serve`` in processes of its own: it answers, a worker beside it works, and one signal ends all of them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest

from huikuan.cli.worker_processes import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, SETTLED_SECONDS, next_pause
from tests.browser.missing import STYLES

PROMISED = """
import os
import django
django.setup()
from django.db import transaction
from huikuan.apps.outbox.services import enqueue
with transaction.atomic():
    enqueue("prune", {}, key="asked for in the test")
"""
SECONDS = 30


def python(*args: str, house: Mapping[str, str]) -> str:
    done = subprocess.run([sys.executable, *args], env=house, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    """A new memory on SQLite, with a job that waits."""
    own = {"HUIKUAN_DATA": str(tmp_path / "memory"), "HUIKUAN_LANG": "en", "HUIKUAN_HOSTS": "pages.example"}
    env = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "huikuan.config.settings"}
    for name in ("DATABASE_URL", "HUIKUAN_SECRET_KEY"):
        env.pop(name, None)
    python("-m", "huikuan", "init", house=env)
    python("-c", PROMISED, house=env)
    return env


@pytest.fixture
def served(house: dict[str, str], tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    if not STYLES.is_file():
        missing = "the pages' styles are missing: make assets fetches them"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = tmp_path / "said.txt"
    options = ["--port", str(port), "--processes", "1", "--worker", "--access-log"]
    with words.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "huikuan", "serve", *options], env=house, stdout=said, stderr=subprocess.STDOUT
        )
    yield server, port, words
    if server.poll() is None:
        server.kill()


def awaited(what: Callable[[], object], words: Path) -> None:
    for _ in range(SECONDS * 10):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError(words.read_text(encoding="utf-8"))


def answer(port: int, address: str, headers: Mapping[str, str] | None = None) -> tuple[int, Message, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asking:
        asking.request("GET", address, headers=headers or {})
        told = asking.getresponse()
        return told.status, told.headers, told.read()


def answers(port: int) -> bool:
    try:
        return answer(port, "/healthz")[0] == 200
    except OSError:
        return False


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_serves_works_and_ends_as_one(
    served: tuple[subprocess.Popen[bytes], int, Path], house: dict[str, str]
) -> None:
    server, port, words = served

    def said(pattern: str) -> list[str]:
        return re.findall(pattern, words.read_text(encoding="utf-8"))

    awaited(lambda: answers(port), words)
    # The page at its name, under no other; its files for good, and small.
    page = answer(port, "/sign-in?next=/worklist", {"Host": "pages.example"})[2].decode()
    assert answer(port, "/sign-in", {"Host": "somewhere.else"})[0] == 400
    style = re.search(r'href="(/static/web/huikuan\.[0-9a-f]{12}\.css)"', page)
    assert style, page
    status, headers, _ = answer(port, style[1], {"Host": "pages.example", "Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"]

    # The worker does what waits; killed, it has a successor.
    awaited(lambda: said(r"job \d+ prune: finished"), words)
    worker = int(said(r"Worker \S+?:(\d+) is ready")[0])
    os.kill(worker, signal.SIGKILL)
    awaited(lambda: len(said(r"Worker \S+ is ready")) == 2, words)
    successor = int(said(r"Worker \S+?:(\d+) is ready")[1])

    server.send_signal(signal.SIGTERM)

    assert server.wait(SECONDS) == 0
    assert said(rf"Worker \S+?:{successor} has stopped")
    assert not is_there(successor)
    assert not answers(port)
    # Who asked for what stands there without what was searched for.
    assert said(r'"GET /sign-in" 200 [0-9.]+ ms')
    assert not said("worklist")


def test_a_worker_that_dies_young_is_followed_later_and_later() -> None:
    """R-221."""
    pauses = [0.0]
    for _ in range(9):
        pauses.append(next_pause(1.0, pauses[-1]))

    assert pauses[1:] == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS]
    assert next_pause(SETTLED_SECONDS, LONGEST_PAUSE_SECONDS) == FIRST_PAUSE_SECONDS
