"""Renews what commands print in docs/howto/first-day.md: writes the page's tables, types its commands, keeps the rest.

Run with ``make docs``; the house test asks this module whether the page is current.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "howto" / "first-day.md"
_TABLE = re.compile(r"`(?P<name>my-folder/\w+\.csv)`:\n\n```csv\n(?P<text>.*?)```", re.S)
_SESSION = re.compile(r"```console\n\$ huikuan (?P<command>.*?)\n(?P<output>.*?)```", re.S)
_PROBLEM_ROW = re.compile(r"(?<=\|---\|---\|---\|---\|---\|---\|\n)\| receivables\.csv .*")
_TOLD = ("file", "row", "column", "value", "message", "remedy")


def renewed(page: str) -> str:
    """Return the page with each command's present output, and the problem that its plan lists."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "my-folder").mkdir()
        for table in _TABLE.finditer(page):
            (root / table["name"]).write_text(table["text"], encoding="utf-8")
        typed = _SESSION.sub(lambda session: _typed(session["command"], root), page)
        with (root / "my-plan" / "problems.csv").open(encoding="utf-8", newline="") as file:
            (problem,) = csv.DictReader(file)
        return _PROBLEM_ROW.sub(f"| {' | '.join(problem[name] for name in _TOLD)} |", typed)


def _typed(command: str, root: Path) -> str:
    code = "import sys; from huikuan.cli import main; main(sys.argv[1:])"
    ran = subprocess.run(
        [sys.executable, "-c", code, *shlex.split(command)],
        cwd=root,
        env={**os.environ, "HUIKUAN_LANG": "en", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"huikuan {command} left with {ran.returncode}: {ran.stderr}")
    return f"```console\n$ huikuan {command}\n{ran.stdout}```"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
