"""A ladder as a staircase, everywhere the same drawing (design UI.md 10)."""

from __future__ import annotations

from dataclasses import dataclass, field

from huikuan.engine.ladder.document import Rung


@dataclass(frozen=True, slots=True)
class Stair:
    """A rung: ``state`` is done, now or later; in a policy outer (faces the customer), inner or here.

    ``height`` in percent of the drawing; ``below``: said under its name; ``was``: its day in the version before.
    """

    name: str
    begins: str
    day: str
    state: str
    height: int
    below: list[str] = field(default_factory=list)
    is_locked: bool = False
    is_changed: bool = False
    was: str = ""
    address: str = ""


def height_of(place: int, rungs: int) -> int:
    """Return how high the rung of that place rises, from 0."""
    return 34 + 66 * (place + 1) // rungs


def day_of(rung: Rung) -> str:
    """Return ``D+31`` or ``D−7``; empty where a rung begins on something else than a day past due."""
    if rung.from_day is None:
        return ""
    return f"D+{rung.from_day}" if rung.from_day >= 0 else f"D−{-rung.from_day}"
