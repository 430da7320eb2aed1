"""What the name of a job stands for. The tables themselves are in ``config/reactions``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from huikuan.gateways.clock import HOUSE_ZONE

Kind = Literal["database", "repeatable", "outside"]


@dataclass(frozen=True, slots=True)
class Reaction:
    """The function behind a name, called with the job's payload, and what may be done when its worker is lost.

    database    the function runs in the transaction that marks the job done: both happen or neither. On SQLite nobody
                else writes meanwhile, so it must be short.
    repeatable  slow work outside any transaction that may be run again: it looks what is there before it acts.
    outside     something leaves the house. It is marked before it is tried; if the worker is lost then, nobody knows
                whether it left, and a person decides (``UNSURE``).
    """

    function: str  # dotted path
    kind: Kind
    attempts: int = 5


@dataclass(frozen=True, slots=True)
class Timetable:
    """When work comes again: at a minute of the zone's day, or every so many minutes counted from there."""

    name: str
    minute_of_day: int
    every_minutes: int | None = None
    zone: str = HOUSE_ZONE


class PerhapsSent(Exception):  # noqa: N818 - what is known, not a fault
    """Raised by an ``outside`` function when it cannot tell whether anything left; any other exception means: no."""
