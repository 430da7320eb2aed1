"""What a statement cycle says, as data (P-0): rungs by the day of the month, or by the day a statement was sent.

The cycle of a period runs in the month after it: the statement of October is drafted by 5 November (R-50). Each rung
works towards a *goal*, an event of the statements table; it is due while the goal is open and not yet reached.
Documents are written as YAML by people (gateways/policies); this module only knows their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from huikuan.engine.ladder.document import Words

# month_day: of the month in which the cycle runs, at most its last day; the others count from the day of the event.
Base = Literal["month_day", "sent_day", "posted_day"]
Goal = Literal["drafted", "checked", "sent", "confirmed", "details", "pods", "invoiced", "told"]
CycleAction = Literal["prepare", "verify", "contact", "escalate"]


@dataclass(frozen=True, slots=True)
class CycleRung:
    """One rung of the cycle with the one step that is done on it.

    ``day``: its first day, counted from ``base``; with ``every_days`` it comes again until ``last_day``. A rung by the
    day of the month is a deadline: its lateness counts from the first day, however often it comes again.
    ``own_record``: an activity that names this step meets it, before its goal is reached.
    ``lapses_after``: from that many days after its first day it is no longer needed.
    """

    id: str
    name: Words
    clause: Words
    source: str
    goal: Goal
    base: Base
    day: int
    action: CycleAction
    channels: tuple[str, ...]
    role: str
    template: str
    every_days: int = 0
    last_day: int | None = None
    own_record: bool = False
    lapses_after: int | None = None

    @property
    def is_customer_facing(self) -> bool:
        """Tell whether the step is a contact with the customer."""
        return self.action == "contact"


@dataclass(frozen=True, slots=True)
class StatementCycle:
    """One version of a written statement cycle."""

    id: str
    version: int
    name: Words
    source: str
    effective_from: date
    rungs: tuple[CycleRung, ...]
    runs_in: Literal["next_month", "same_month"] = "next_month"
    covers: Literal["everybody", "listed"] = "everybody"  # who is to get a statement each month
    visit_instead_of: str = ""  # the channel that becomes a visit for a late confirmer (D-606)
    visit_role: str = "rep"
    late_count: int = 3  # so many of the last late_of are a habit (D-606)
    late_of: int = 6

    @property
    def confirmation_rung(self) -> CycleRung | None:
        """Return the rung that holds the last day for confirming, by which lateness is judged."""
        rungs = (rung for rung in self.rungs if rung.base == "month_day" and rung.goal in ("confirmed", "details"))
        return next(rungs, None)

    @property
    def contact_steps(self) -> list[str]:
        """Return the steps whose delivered activities are contacts of the cycle."""
        return [rung.id for rung in self.rungs if rung.is_customer_facing]

    @property
    def inner_steps(self) -> list[str]:
        """Return the steps inside the house."""
        return [rung.id for rung in self.rungs if not rung.is_customer_facing]
