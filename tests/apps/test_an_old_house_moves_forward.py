"""A house made by the first migrations keeps every row on its way to today's, and its next day is run.

INV-1 of C-1: 1,000 less 200 paid on 5 November, 22 days late on the 23rd. INV-2 of C-2: 500 due on
1 November, 100 of it disputed; the 300 promised for the 6th did not come.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

SERVER = os.environ.get("HUIKUAN_TEST_DATABASE")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """An empty database: its DATABASE_URL, or none for a SQLite file."""
    if request.param == "sqlite":
        yield None
        return
    if not SERVER:
        pytest.skip("no PostgreSQL at hand: HUIKUAN_TEST_DATABASE names none")
    name = f"old_house_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        yield SERVER.rsplit("/", 1)[0] + "/" + name
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


def test_every_row_is_kept_and_the_next_day_is_run(tmp_path: Path, address: str | None) -> None:
    out = tmp_path / "told.json"
    own = {"HUIKUAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "huikuan.config.settings"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
    environment |= {"DATABASE_URL": address} if address else {}
    command = [sys.executable, "-m", "tests.apps.old_house", str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(out.read_text(encoding="utf-8"))
    assert (told["forgotten"], told["lost"]) == ([], [])
    assert told["worklist"] == [["C-2", "supervisor", 40_000], ["C-1", "supervisor", 80_000]]
