"""The ladder of a case as a staircase: what is done, where it stands, what comes when (design UI.md 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huikuan.desk.standing import Standing
from huikuan.engine.ladder.document import Rung
from huikuan.gateways.texts import Words
from huikuan.web.stairs import Stair, day_of, height_of


@dataclass(frozen=True, slots=True)
class Staircase:
    """The ladder of one case, and what comes next in a sentence."""

    title: str
    next: str
    stairs: list[Stair]


def staircases(standing: Standing, words: Words) -> Iterator[Staircase]:
    """Yield the staircase of every case that stands on a ladder."""
    has_entities = standing.stairs["entity"].n_unique() > 1
    for row in standing.stairs.iter_rows(named=True):
        policy = standing.policies[row["policy"]]
        here = next((at for at, rung in enumerate(policy.rungs) if rung.id == row["rung"]), -1)
        title = words.text(
            "{policy} v{version}, by {document}",
            policy=policy.name[words.lang],
            version=policy.version,
            document=row["document_no"],
        )
        yield Staircase(
            title=f"{row['entity']} · {title}" if has_entities else title,
            next=_next(policy.rungs, here, row, standing, words),
            stairs=[_stair(at, rung, here, row, standing, words) for at, rung in enumerate(policy.rungs)],
        )


def _stair(at: int, rung: Rung, here: int, row: dict[str, Any], standing: Standing, words: Words) -> Stair:
    rungs = len(row["begins"])
    begins = row["begins"][at]
    return Stair(
        name=rung.name[words.lang],
        begins=words.day(begins, standing.as_of) if begins else "",
        day=day_of(rung),
        state="done" if at < here else "now" if at == here else "later",
        height=height_of(at, rungs),
    )


def _next(rungs: tuple[Rung, ...], here: int, row: dict[str, Any], standing: Standing, words: Words) -> str:
    if here + 1 >= len(rungs):
        return words.text("It stands on the last step.")
    following, begins = rungs[here + 1], row["begins"][here + 1]
    if begins is None:
        return words.text(
            "Next: {rung}, when {when}.", rung=following.name[words.lang], when=words.when(following.begins)
        )
    return words.text("Next: {rung}, on {day}.", rung=following.name[words.lang], day=words.day(begins, standing.as_of))
