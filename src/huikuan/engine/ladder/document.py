"""What a collection policy says, as data (D-701): rungs that begin on a day or a count, and the steps of each rung.

A *rung* is a place on the ladder that follows from facts alone. A *step* is what is done there; its id is mostly the
rung's own. A step may require another step before it (D-709): until that one is delivered, it takes the step's place.
Documents are written as YAML by people (gateways/policies); this module only knows their meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

Unit = Literal["cal", "wd"]
Action = Literal["contact", "visit", "escalate", "propose", "verify"]
Language = Literal["zh", "en"]
Words = dict[Language, str]
DUE_DATE, GRACE, BATCH_DATE, ISSUE_DATE = "due_date", "grace", "batch_date", "issue_date"


@dataclass(frozen=True, slots=True)
class Interval:
    """A number of calendar (``cal``) or working (``wd``) days."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class When:
    """The day on which a rung or a step begins; ``condition`` is a key of conditions.CONDITIONS, which says the rest.

    ``count``: days or contacts. ``after``: what is counted from: the due date, the last day of grace, the batch date,
    the issue date, or the beginning of an earlier rung, by its id.
    """

    condition: str
    count: int = 0
    after: str = DUE_DATE
    channel: str = ""  # of the contacts that count; any where empty
    is_reached: bool | None = None  # whether the contacts that count were delivered; both where None
    amount: str = ""  # major units
    step: str = ""
    parts: tuple[When, ...] = ()  # of any and all

    @property
    def plain_day(self) -> int | None:
        """The days after the due date, where that is all there is to it."""
        return self.count if self.condition == "day" and self.after == DUE_DATE else None

    def all_parts(self) -> Iterator[When]:
        """Yield this condition and every one inside it."""
        yield self
        for part in self.parts:
            yield from part.all_parts()


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
    the first day of the rung, or of the step where it ``begins`` on a day of its own. ``own_record``: only an activity
    of this very step meets it (notices, proposals, internal steps); otherwise any delivered contact with the customer
    does (R-23).
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
    slots: tuple[Interval, ...] = ()  # negative before the due date
    is_once: bool = False  # any delivered contact since its first slot meets all its slots
    channels_in_turn: bool = False  # each slot uses the next channel of the list
    begins: When | None = None  # within its rung; the rung's own day where None
    ends: When | None = None  # the first day on which it is no longer done
    goes_on: bool = False  # also after the next rung has begun
    only_as_notice: bool = False  # done only in place of a step that requires it
    requires: Requirement | None = None
    sanction: str = ""
    template_when_stale: str = ""  # instead of template, where the bank data is older than the last working day
    min_amount: str = ""  # major units of the row's currency; below it the step is left out


@dataclass(frozen=True, slots=True)
class Rung:
    """A place on the ladder: from the day it ``begins`` until a later rung of the document does."""

    id: str
    name: Words
    begins: When
    clause: Words  # what the manual says, in our words
    source: str  # where the manual says it, e.g. S3d
    steps: tuple[Step, ...]
    policy_class: str = ""
    monthly_grace_days: int = 0  # month-settlement customers stay on this rung through that day past due (P-2)

    @property
    def from_day(self) -> int | None:
        """Its first day past the due date, where it begins on nothing else."""
        return self.begins.plain_day


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
    grace: dict[str, int] = field(default_factory=dict)  # grade -> days past due; the customer's own days win (D-402)
    warning_thresholds: dict[str, dict[str, int]] = field(default_factory=dict)  # by sign (D-307)
    warnings_off: tuple[str, ...] = ()  # signs that this policy does not look for
    halves_on_warning: bool = False  # repeat intervals are halved while a warning sign stands (D-307)
    uses_judgement: bool = True  # tone, order of channels, advice and earlier proposals follow the judgement (D-502)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in ladder order: a later one is further up."""
        return tuple(step for rung in self.rungs for step in rung.steps)

    def step(self, step_id: str) -> Step:
        """Return the step of that id. Raises: KeyError."""
        return next((step for step in self.steps if step.id == step_id), None) or _missing(step_id, self.id)

    def rung(self, rung_id: str) -> Rung:
        """Return the rung of that id. Raises: KeyError."""
        for rung in self.rungs:
            if rung.id == rung_id:
                return rung
        raise KeyError(f"policy {self.id} has no rung {rung_id}")

    def begins(self, step: Step) -> When:
        """Return what a step begins on: its own condition, else its rung's."""
        return step.begins or self.rung_of(step.id).begins

    def continued(self, rung_id: str) -> tuple[Step, ...]:
        """Return the steps from a rung on, for another ladder to go on with: those of the rung itself begin at once,
        the later ones with their own rung, and each ends with its rung unless it goes on. Raises: KeyError.
        """
        first = self.rung(rung_id)
        rest = self.rungs[self.rungs.index(first) :]
        return tuple(
            replace(
                step,
                begins=step.begins or (None if rung is first else rung.begins),
                ends=step.ends or (following.begins if following and not step.goes_on else None),
            )
            for rung, following in zip(rest, (*rest[1:], None), strict=True)
            for step in rung.steps
        )

    @property
    def conditions(self) -> tuple[When, ...]:
        """Every condition of the document, those inside others too."""
        own = [when for step in self.steps for when in (step.begins, step.ends) if when is not None]
        return tuple(part for when in [*(rung.begins for rung in self.rungs), *own] for part in when.all_parts())

    @property
    def is_plain(self) -> bool:
        """Whether days past the due date decide everything: then no other fact is gathered for it."""
        return all(when.plain_day is not None for when in self.conditions)

    @property
    def counts_from_batch(self) -> bool:
        """Whether its episodes begin with the batch in which an item was handed over (P-5)."""
        return any(when.after == BATCH_DATE for when in self.conditions)

    def rung_of(self, step_id: str) -> Rung:
        """Return the rung on which a step stands. Raises: KeyError."""
        for rung in self.rungs:
            if any(step.id == step_id for step in rung.steps):
                return rung
        raise KeyError(f"policy {self.id} has no step {step_id}")


def twice_as_often(policy: Policy) -> Policy:
    """Return the policy with every repeat interval halved, rounded up, at least 1: for warned cases (D-307)."""
    rungs = tuple(replace(rung, steps=tuple(_twice_as_often(step) for step in rung.steps)) for rung in policy.rungs)
    return replace(policy, rungs=rungs)


def _twice_as_often(step: Step) -> Step:
    return step if step.every is None else replace(step, every=replace(step.every, count=(step.every.count + 1) // 2))


def internal_steps(policies: Mapping[str, Policy]) -> list[str]:
    """Return the steps that do not face the customer: their records are no contacts (R-23)."""
    return [step.id for policy in policies.values() for step in policy.steps if not step.customer_facing]


def _missing(step_id: str, policy_id: str) -> Step:
    raise KeyError(f"policy {policy_id} has no step {step_id}")
