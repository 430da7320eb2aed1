"""What a collection policy says, as data (D-701): rungs by days from the due date, and the steps of each rung.

A *rung* is a place on the ladder that follows from facts alone. A *step* is what is done there; its id is mostly the
rung's own. A step may require another step before it (D-709): until that one is delivered, it takes the step's place.
Documents are written as YAML by people (gateways/policies); this module only knows their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Unit = Literal["cal", "wd"]
Action = Literal["contact", "visit", "escalate", "propose", "verify"]
Language = Literal["zh", "en"]
Words = dict[Language, str]


@dataclass(frozen=True, slots=True)
class Interval:
    """A number of calendar (``cal``) or working (``wd``) days."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Requirement:
    """An earlier step that must have been delivered, or refused where that counts too, and the wait after it."""

    step: str
    or_refused: bool = False
    wait: Interval = Interval(0, "cal")


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do on a rung.

    ``slots``: the days from the due date on which it falls, for steps that do not repeat; else ``every`` counts from
    the rung's first day. ``own_record``: only an activity of this very step meets it (notices, proposals, internal
    steps); otherwise any delivered contact with the customer does (R-23).
    """

    id: str
    name: Words
    action: Action
    channels: tuple[str, ...]
    role: str
    template: str
    customer_facing: bool
    own_record: bool
    with_roles: tuple[str, ...] = ()
    approval: str = ""
    every: Interval | None = None
    slots: tuple[int, ...] = ()
    goes_on: bool = False  # also after the next rung has begun
    only_as_notice: bool = False  # done only in place of a step that requires it
    requires: Requirement | None = None
    sanction: str = ""
    min_amount: str = ""  # major units of the row's currency; below it the step is left out


@dataclass(frozen=True, slots=True)
class Rung:
    """A place on the ladder: from ``from_day`` (days after the due date) until the next rung begins."""

    id: str
    name: Words
    from_day: int
    clause: Words  # what the manual says, in our words
    source: str  # where the manual says it, e.g. S3d
    steps: tuple[Step, ...]
    policy_class: str = ""
    monthly_grace_days: int = 0  # month-settlement customers stay on this rung through that day past due (P-2)


@dataclass(frozen=True, slots=True)
class PointRule:
    """Points that a case gets on top of its value when a condition holds; conditions are named in ladder/points."""

    condition: str
    points: float
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a written collection policy."""

    id: str
    version: int
    name: Words
    source: str
    effective_from: date
    rungs: tuple[Rung, ...]
    tolerance: str = "1.00"  # R-20, major units of each currency
    visit_habitual_delayers: Literal["", "phone"] = ""  # the channel that becomes a visit (D-306, S3d)
    visit_role: str = "rep"
    points: tuple[PointRule, ...] = ()
    value_per_point: str = "10000"
    costs: dict[str, str] = field(default_factory=dict)  # channel -> cost of one use, base currency, major units

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in ladder order: a later one is further up."""
        return tuple(step for rung in self.rungs for step in rung.steps)

    def step(self, step_id: str) -> Step:
        """Return the step of that id. Raises: KeyError."""
        return next((step for step in self.steps if step.id == step_id), None) or _missing(step_id, self.id)

    def rung_of(self, step_id: str) -> Rung:
        """Return the rung on which a step stands. Raises: KeyError."""
        for rung in self.rungs:
            if any(step.id == step_id for step in rung.steps):
                return rung
        raise KeyError(f"policy {self.id} has no step {step_id}")


def internal_steps(policies: Mapping[str, Policy]) -> list[str]:
    """Return the steps that do not face the customer: their records are no contacts (R-23)."""
    return [step.id for policy in policies.values() for step in policy.steps if not step.customer_facing]


def _missing(step_id: str, policy_id: str) -> Step:
    raise KeyError(f"policy {policy_id} has no step {step_id}")
