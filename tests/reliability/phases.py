"""In which phase a process was when it was killed: it writes a byte into a mapped file, which outlives it."""

from __future__ import annotations

import functools
import importlib
import mmap
from collections.abc import Callable
from pathlib import Path
from typing import Any

Phases = tuple[tuple[str, str], ...]  # what is going on, and the function with which it begins ("" from the start)
BEFORE, WRITING = "starting", "in the transaction"
IMPORT: Phases = (
    (BEFORE, ""),
    ("reading the folder", "huikuan.cli.importing.read"),
    ("comparing", "huikuan.desk.imports.previewed"),
    (WRITING + ": taking its turn", "huikuan.desk.imports.one_import_at_a_time"),
    (WRITING + ": writing facts", "huikuan.desk.imports.name_entities"),
    (WRITING + ": audit entry, commit", "huikuan.desk.acts.record_entry"),
)
DAY: Phases = (
    (BEFORE, ""),
    ("taking the lease", "huikuan.desk.day.take_lease"),
    ("reading", "huikuan.desk.day.known_tables"),
    ("deciding", "huikuan.desk.day.planned"),
    (WRITING + ": opening the run", "huikuan.desk.day.holds_lease"),
    (WRITING + ": writing worklist, tasks, pauses", "huikuan.desk.day.record_worklist"),
    (WRITING + ": audit entry", "huikuan.desk.day.record_entry"),
    (WRITING + ": giving back the lease, commit; or after it", "huikuan.desk.day.give_back_lease"),
)


def watch(phases: Phases, marks: Path) -> None:
    """Let this process note the phase it is in; what it does stays the same."""
    with marks.open("r+b") as file:
        mark = mmap.mmap(file.fileno(), 1)
    for number, (_, function) in enumerate(phases):
        if function:
            module, _, name = function.rpartition(".")
            _note(importlib.import_module(module), name, mark, number)


def blank_marks(marks: Path) -> None:
    """Begin again."""
    marks.write_bytes(b"\0")


def phase_of(phases: Phases, marks: Path) -> str:
    """Return what was going on last."""
    return phases[marks.read_bytes()[0]][0]


def is_writing(phases: Phases, marks: Path) -> bool:
    """Tell whether the transaction has begun."""
    return phase_of(phases, marks).startswith(WRITING)


def _note(module: Any, name: str, mark: mmap.mmap, number: int) -> None:
    noted: Callable[..., Any] = getattr(module, name)

    @functools.wraps(noted)
    def begun(*given: Any, **named: Any) -> Any:
        mark[0] = number
        return noted(*given, **named)

    setattr(module, name, begun)
