"""``make run``: the sample company in a memory of its own; what is there stays when it is run again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huikuan.cli.tryout import main

PREPARE = """
import sys
from datetime import date
from pathlib import Path
from huikuan.cli.tryout import prepare
print(prepare(Path(sys.argv[1]), on=date.fromisoformat(sys.argv[2])))
"""
RUN = "import sys; from huikuan.cli import run; sys.exit(run(sys.argv[1:]))"


def python(*args: str, data: Path) -> str:
    env = {**os.environ, "HUIKUAN_DATA": str(data), "HUIKUAN_LANG": "en", "DATABASE_URL": ""}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([sys.executable, *args], env=env, capture_output=True, text=True, check=True)
    return done.stdout


def test_it_is_made_once_and_a_new_day_is_decided_when_it_begins(tmp_path: Path) -> None:
    into, memory = tmp_path / "run", tmp_path / "run" / "memory"
    first = python("-c", PREPARE, str(into), "2026-11-20", data=memory)
    company = (into / "company" / "receivables.csv").stat().st_mtime_ns
    again = python("-c", PREPARE, str(into), "2026-11-23", data=memory)
    assert (first, (into / "company" / "receivables.csv").stat().st_mtime_ns) == (again, company)
    assert len(first.strip()) >= 12
    assert "Worklist of 23 Nov 2026" in python("-c", RUN, "worklist", "--mine", "林静怡", data=memory)
    people = python("-c", RUN, "people", "list", data=memory)
    assert [people.count(role) for role in ("collector", "boss", "trainer")] == [4, 1, 1]  # a field collector is one


def test_a_folder_with_something_else_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("HUIKUAN_LANG", "en")
    monkeypatch.setattr(sys, "argv", ["tryout", "--into", str(tmp_path)])
    assert main() == 2
    assert "make run RUN=my-company" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
