"""Renews what commands print in the pages of docs/howto: writes a page's files, makes its changes, types its commands.

Run with ``make docs``; the house test asks this module whether the pages are current. A page is followed from the top:

- "`NAME`:" above a block of csv or yaml writes that file;
- "In `NAME`:" above a block of diff changes it, line by line;
- a block of console is typed: ``> NAME`` writes what is printed, ``| head -N`` shows the first lines,
  ``# exit code N`` says with which code it leaves.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HOWTO = Path(__file__).parents[1] / "docs" / "howto"
CHINESE = ".zh-CN.md"  # such a page is followed with HUIKUAN_LANG=zh, all others with en
PAGES = tuple(
    HOWTO / name
    for name in (
        "first-day.md",
        "make-your-own-policy.md",
        "make-your-own-policy.zh-CN.md",
        "memory.md",
        "who-gets-which-policy.md",
        "who-gets-which-policy.zh-CN.md",
        "worker.md",
    )
)
_BLOCK = re.compile(
    r"`(?P<file>[\w./-]+)`[:：]\n\n```(?:csv|yaml)\n(?P<text>.*?)```"
    r"|(?:[Ii]n |在 )`(?P<changed>[\w./-]+)`(?: 里)?[:：]\n\n```diff\n(?P<lines>.*?)```"
    r"|```console\n\$ huikuan (?P<command>.*?)\n(?P<output>.*?)```",
    re.S,
)
_COMMAND = re.compile(
    r"(?P<typed>.*?)(?: > (?P<into>\S+))?(?: \| head -(?P<first>\d+))?(?:\s+# exit code (?P<code>\d+))?"
)
_PROBLEM_ROW = re.compile(r"(?<=\|---\|---\|---\|---\|---\|---\|\n)\| receivables\.csv .*")
_TOLD = ("file", "row", "column", "value", "message", "remedy")


def language(path: Path) -> str:
    """Return the language that a page is written in."""
    return "zh" if path.name.endswith(CHINESE) else "en"


def renewed(page: str, lang: str = "en") -> str:
    """Return the page with each command's present output, and the problem that its plan lists where it shows one."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        followed = _BLOCK.sub(_follower(root, lang), page)
        return _PROBLEM_ROW.sub(lambda _: _problem_row(root), followed)


def _follower(root: Path, lang: str) -> Callable[[re.Match[str]], str]:
    def follow(block: re.Match[str]) -> str:
        if block["file"]:
            (root / block["file"]).parent.mkdir(exist_ok=True)
            (root / block["file"]).write_text(block["text"], encoding="utf-8")
            return block[0]
        if block["changed"]:
            _change(root / block["changed"], block["lines"])
            return block[0]
        return f"```console\n$ huikuan {block['command']}\n{_typed(block['command'], root, lang)}```"

    return follow


def _change(file: Path, diff: str) -> None:
    """Replace each run of ``-`` lines by the ``+`` lines below it; each must stand in the file."""
    text = file.read_text(encoding="utf-8")
    for change in re.finditer(r"((?:^-.*\n)+)((?:^\+.*\n)*)", diff, re.M):
        old, new = (re.sub(r"^[-+]", "", part, flags=re.M) for part in change.groups())
        if old not in text:
            raise RuntimeError(f"{file.name} has no line {old!r}")
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def _typed(command: str, root: Path, lang: str) -> str:
    parts = _COMMAND.fullmatch(command)
    assert parts is not None
    code = "import sys; from huikuan.cli import main; main(sys.argv[1:])"
    ran = subprocess.run(
        [sys.executable, "-c", code, *shlex.split(parts["typed"])],
        cwd=root,
        env={**_of_no_house(), "HUIKUAN_LANG": lang, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode != int(parts["code"] or 0):
        raise RuntimeError(f"huikuan {command} left with {ran.returncode}: {ran.stderr}")
    if parts["into"]:
        (root / parts["into"]).write_text(ran.stdout, encoding="utf-8")
        return ""
    shown = ran.stdout + (ran.stderr if ran.returncode else "")
    return "".join(shown.splitlines(keepends=True)[: int(parts["first"])]) if parts["first"] else shown


def _of_no_house() -> dict[str, str]:
    """Return the environment without the house that somebody works with, nor the one that the tests set up."""
    of_house = ("HUIKUAN_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    return {name: said for name, said in os.environ.items() if not name.startswith(of_house)}


def _problem_row(root: Path) -> str:
    with (root / "my-plan" / "problems.csv").open(encoding="utf-8", newline="") as file:
        (problem,) = csv.DictReader(file)
    return f"| {' | '.join(problem[name] for name in _TOLD)} |"


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(renewed(path.read_text(encoding="utf-8"), language(path)), encoding="utf-8")
