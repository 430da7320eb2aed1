"""Somebody else who keeps writing while others are killed: small imports of another company's numbers.

All its rows bear a mark. They are known from a far day on, so that no day decided meanwhile may take notice of them,
though every one of them takes the write lock, moves a case and has a number among the batches.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl

from tests.reliability.likeness import ASIDE
from tests.reliability.memories import Memory
from tests.reliability.warm_processes import started

FAR = date(2099, 1, 1)
LONGEST_PAUSE = 3.0  # seconds between two imports


@contextmanager
def second_writer(memory: Memory, folder: Path, seed: int) -> Iterator[None]:
    """Keep writing beside what is inside; afterwards every import that it saw committed is there, once."""
    stop, committed = folder / "stop", folder / "committed.txt"
    committed.touch()
    stop.unlink(missing_ok=True)
    writer = started(_keep_writing, memory, stop, committed, seed)
    try:
        yield
    finally:
        stop.touch()
        writer.join(60)
        writer.kill()
    assert writer.exitcode == 0, "the second writer failed"
    with memory.one_state() as ask:
        query = "SELECT document_no FROM receivables_item WHERE document_no LIKE '{}%' ORDER BY id"
        there = [number for (number,) in ask(query.format(ASIDE))]
    assert there == committed.read_text().split(), "the second writer's rows are not those that it saw committed"


def _keep_writing(memory: Memory, stop: Path, committed: Path, seed: int) -> None:
    memory.open_here(application="huikuan-second-writer")
    from huikuan.apps.audit.actors import SYSTEM
    from huikuan.desk.imports import Import, previewed, record_import
    from huikuan.engine.tables import RECEIVABLES, Tables

    dice, number = random.Random(seed), 0
    while not stop.exists():
        number += 1
        document_no = f"{ASIDE}-{number}"
        said = {
            "document_no": document_no,
            "customer_id": ASIDE,
            "entity": ASIDE,
            "kind": "invoice",
            "issue_date": FAR,
            "due_date": FAR,
            "amount_minor": 100,
            "currency": "CNY",
        }
        row = pl.DataFrame({name: [said.get(name)] for name in RECEIVABLES}, schema=RECEIVABLES)
        given = Import(Tables.of(receivables=row), FAR, "CNY", source=ASIDE)
        assert record_import(given, previewed(given), actor=SYSTEM) is not None
        with committed.open("a") as file:
            file.write(f"{document_no}\n")
        time.sleep(dice.uniform(0, LONGEST_PAUSE))
