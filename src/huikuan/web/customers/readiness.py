"""Is everything at hand before the contact (D-305)? What is done in green, what is missing with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from huikuan.engine.readiness import CHECKS, GAPS
from huikuan.gateways.texts import Words


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the checklist; ``below`` says what shows it, or what is missing."""

    name: str
    is_done: bool
    below: str


def checks(rows: pl.DataFrame, words: Words) -> Iterator[Check]:
    """Yield the checklist of a row of the worklist, in its order; what this customer does not need is left out."""
    for row in rows.iter_rows(named=True):
        done = dict(_parted(code) for code in row["readiness_done"] or [])
        gaps = {gap.partition("=")[0] for gap in row["readiness_gaps"] or []}
        for check in CHECKS:
            missing = next((gap for gap in GAPS if gap in gaps and gap.startswith(f"{check}_")), None)
            if missing is not None:
                yield Check(words.title("check", check), False, words.code("gap", missing))
            elif check in done:
                yield Check(words.title("check", check), True, done[check])


def _parted(code: str) -> tuple[str, str]:
    name, _equals, shows = code.partition("=")
    return name, shows
