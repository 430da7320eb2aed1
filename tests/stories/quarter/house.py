"""The house that is told: its commands, in this process or as programs of their own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class House(Protocol):
    """Runs a command of ``huikuan`` and returns what it printed; a command that fails ends the story."""

    def __call__(self, *words: str) -> str: ...


def house_here(*words: str) -> str:
    """Run a command in this process."""
    from huikuan.cli import run

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(list(words))
    assert code == 0, f"huikuan {' '.join(words)}\n{said.getvalue()}"
    return said.getvalue()


@dataclass(frozen=True)
class HouseApart:
    """Runs each command as a program of its own, in a data folder of its own."""

    data: Path
    lang: str

    def __call__(self, *words: str) -> str:
        environment = {**os.environ, "HUIKUAN_DATA": str(self.data), "HUIKUAN_LANG": self.lang}
        command = [sys.executable, "-c", "from huikuan.cli import main; main()", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"huikuan {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout
