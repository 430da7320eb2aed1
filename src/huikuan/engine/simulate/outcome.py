"""What a simulation is asked for, and the tables that come of it.

Two sides are compared: ``a``, the policy in force, and ``b``, the one held against it. Each side lives through the days
twice: in the ``middle`` draw of the payment model, and with ``nobody`` paying, so that nobody leaves the work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from huikuan.engine.assignment import Assignment
from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import Plan
from huikuan.engine.simulate.papers import Confirming
from huikuan.engine.tables import COUNT, DAY, FLAG, MINOR, TEXT, Schema

SideName = Literal["a", "b"]
SIDES: tuple[SideName, ...] = ("a", "b")
MIDDLE, NOBODY = "middle", "nobody"
WORLDS = (MIDDLE, NOBODY)


@dataclass(frozen=True, slots=True)
class Side:
    """A policy, the default, with the others that customers may have (D-710)."""

    policies: Mapping[str, Policy]
    default: str
    force: bool = False
    assignment: Assignment | None = None
    compared: str = ""  # the policy that the comparison is about; the default where empty

    @property
    def policy(self) -> Policy:
        """Return the policy that is compared."""
        return self.policies[self.compared or self.default]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the simulation takes as given; all of it is shown with the outcome [ours]."""

    days: int = 30
    seed: int = 7
    draws: int = 200
    approval_workdays: int = 2  # from asking to the approved step being done; 0 is the same day
    capacity: int = 60  # contacts that one person, or one role without named people, can make a day
    with_lift: bool = True  # whether a contact makes payment likelier


# What is done on a day. ``state``: worked; asked, a new request for approval; waiting, one that is still undecided;
# done, an approved step that goes out.
TASKS: Schema = {
    "side": TEXT,
    "world": TEXT,
    "day": DAY,
    "customer_id": TEXT,
    "entity": TEXT,
    "policy": TEXT,  # of the ladder; of the statement cycle for its own steps
    "step": TEXT,
    "is_lead": FLAG,
    "state": TEXT,
    "action": TEXT,
    "role": TEXT,
    "assignee": TEXT,
    "approval": TEXT,
    "sanction": TEXT,
    "channels": pl.List(pl.String),
    "delivered": FLAG,
    "imposes": FLAG,  # the first time in these days that the case gets this sanction
    "period": TEXT,  # of the statement, for a step of the statement cycle
}
# Counted of the tasks, per day and role; see measures.MEASURES for their meaning.
DAILY: Schema = {"side": TEXT, "world": TEXT, "day": DAY, "role": TEXT}
TOTALS: Schema = {"world": TEXT, "measure": TEXT, "a": COUNT, "b": COUNT, "difference": COUNT}
# A case that the two policies treat differently: what each does on the first day they differ.
MOVERS: Schema = {
    "customer_id": TEXT,
    "entity": TEXT,
    "moved_on": DAY,
    "what": TEXT,  # the greatest difference of that day: paid (only one side still has a debt), rung, step, manner
    "policy_a": TEXT,
    "policy_b": TEXT,
    "rung_a": TEXT,
    "rung_b": TEXT,
    "step_a": TEXT,  # of the worklist that day, or empty
    "step_b": TEXT,
    "manner_a": TEXT,  # of that step: action;role;approval;channels with a plus between
    "manner_b": TEXT,
    "currency": TEXT,
    "eligible_minor": MINOR,  # that day, on the side that asks for more
    "days": COUNT,  # on which they differ
}
CASH: Schema = {
    "side": TEXT,  # a, b, or difference (b less a, draw by draw)
    "currency": TEXT,
    "week": COUNT,  # 0: all of them
    "from_on": DAY,
    "to_on": DAY,
    "expected_minor": MINOR,
    "low_minor": MINOR,  # a tenth of the draws are at or below
    "high_minor": MINOR,  # nine tenths are at or below
    "middle_minor": MINOR,  # what came in in the middle draw, day by day
}
WORKLOAD: Schema = {
    "side": TEXT,
    "day": DAY,
    "role": TEXT,
    "assignee": TEXT,
    "contacts": COUNT,
    "capacity": COUNT,
    "over": COUNT,
}


@dataclass(frozen=True, slots=True)
class Simulation:
    """Two policies over the same days."""

    as_of: date
    last_day: date
    assumptions: Assumptions
    sides: Mapping[SideName, Side]
    first_plans: Mapping[SideName, Plan]  # the plans of as_of, as ``plan`` gives them
    middle_draw: int
    tasks: pl.DataFrame
    daily: pl.DataFrame
    totals: pl.DataFrame
    movers: pl.DataFrame
    cash: pl.DataFrame
    workload: pl.DataFrame
    payments: pl.DataFrame  # of the middle draw: side, item, case, document_no, currency, payable_minor, paid_on
    payable: pl.DataFrame  # currency, payable_minor: what the model lets come in, and items of it
    rates: pl.DataFrame
    speeds: pl.DataFrame
    reach: pl.DataFrame
    confirming: Confirming | None  # where the statement cycle runs beside the ladders
