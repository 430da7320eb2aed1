"""What the days of two policies come to, side by side: counts per day and role, totals, movers, workload."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huikuan.engine.simulate.outcome import DAILY, MIDDLE, MOVERS, TASKS, TOTALS, WORKLOAD, WORLDS, SideName
from huikuan.engine.simulate.run import Run
from huikuan.engine.tables import COUNT, Schema

_DOES = pl.col("state").is_in(["worked", "asked"])
_GOES_OUT = pl.col("state").is_in(["worked", "done"])
_IS_PAPER = pl.col("period").is_not_null()  # a step of the statement cycle
_IS_CONTACT = pl.col("action").is_in(["contact", "visit"]) & (pl.col("state") == "worked")
# What is counted of the tasks. A step counts once a case and day, however many currencies it is about.
MEASURES: Mapping[str, pl.Expr] = {
    "tasks": _DOES,
    "contacts": _IS_CONTACT,
    "calls": _IS_CONTACT & pl.col("channels").list.contains("phone"),
    "visits": _IS_CONTACT & (pl.col("action") == "visit"),
    "letters": _GOES_OUT & pl.col("channels").list.contains("letter"),  # on the day they go out
    "escalations": _DOES & (pl.col("action") == "escalate"),
    "verifications": _DOES & ~_IS_PAPER & (pl.col("action") == "verify"),
    "statements": _DOES & _IS_PAPER,
    "approvals": pl.col("state") == "asked",  # on the day they are asked for
    "holds": pl.col("imposes"),  # on the day they take effect, each sanction of a case once
}
DAILY_COUNTS: Schema = {**DAILY, **dict.fromkeys(MEASURES, COUNT)}
Runs = Mapping[tuple[str, SideName], Run]  # by world and side


def all_tasks(runs: Runs) -> pl.DataFrame:
    """Return the tasks of all runs; columns of TASKS."""
    parts = [
        run.tasks.with_columns(side=pl.lit(side), world=pl.lit(world), imposes=_imposes()).select(
            pl.col(name).cast(dtype) for name, dtype in TASKS.items()
        )
        for (world, side), run in runs.items()
    ]
    return pl.concat(parts)


def _imposes() -> pl.Expr:
    takes_effect = (pl.col("state") == "done") & (pl.col("sanction") != "")
    return takes_effect & (takes_effect.cum_sum().over("customer_id", "entity", "sanction") == 1)


def daily_counts(tasks: pl.DataFrame) -> pl.DataFrame:
    """Return the measures per side, world, day and role; an approval stands with the role that is to give it."""
    counted = tasks.filter(_DOES | _GOES_OUT)
    to_decide = counted.filter(pl.col("state") == "asked").with_columns(role="approval")
    by_worker = counted.group_by(*DAILY).agg(
        **{name: holds.sum() for name, holds in MEASURES.items() if name != "approvals"}, approvals=pl.lit(0)
    )
    others = {name: pl.lit(0) for name in MEASURES if name != "approvals"}
    by_decider = to_decide.group_by(*DAILY).agg(**others, approvals=pl.len())
    both = pl.concat(
        [
            part.select(pl.col(name).cast(dtype) for name, dtype in DAILY_COUNTS.items())
            for part in (by_worker, by_decider)
        ]
    )
    return (
        both.group_by(*DAILY)
        .agg(pl.col(name).sum() for name in MEASURES)
        .sort(*DAILY)
        .select(pl.col(name).cast(dtype) for name, dtype in DAILY_COUNTS.items())
    )


def totals(daily: pl.DataFrame) -> pl.DataFrame:
    """Return the sums over all days; columns of TOTALS, one row per world and measure."""
    rows = []
    for world in WORLDS:
        for measure in MEASURES:
            a, b = (int(daily.filter(world=world, side=side)[measure].sum()) for side in ("a", "b"))
            rows.append((world, measure, a, b, b - a))
    return pl.DataFrame(rows, schema=dict(TOTALS), orient="row")


def movers(runs: Runs) -> pl.DataFrame:
    """Return the cases that the sides treat differently in the middle draw (R-67); MOVERS, largest amounts first."""
    key = ["day", "customer_id", "entity"]
    a, b = (runs[MIDDLE, side].standings for side in ("a", "b"))
    both = a.join(b, on=key, how="full", coalesce=True, suffix="_b")
    differs = {
        "paid": pl.col("policy").is_null() | pl.col("policy_b").is_null(),
        **{name: ~pl.col(name).eq_missing(pl.col(f"{name}_b")) for name in ("rung", "step", "manner")},
    }
    what = pl.coalesce(pl.when(holds).then(pl.lit(name)) for name, holds in differs.items())
    first = pl.all().sort_by("day").first()
    is_active = pl.any_horizontal(pl.col("is_active", "is_active_b").fill_null(False))
    moved = both.with_columns(what=what).filter(pl.col("what").is_not_null() & is_active)
    return (
        moved.group_by("customer_id", "entity")
        .agg(first, days=pl.len())
        .select(
            "customer_id", "entity", "what", "days", "policy_b", "rung_b", "step_b", "manner_b",
            moved_on="day", policy_a="policy", rung_a="rung", step_a="step", manner_a="manner",
            currency=pl.coalesce("currency", "currency_b"),
            eligible_minor=pl.max_horizontal("eligible_minor", "eligible_minor_b"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in MOVERS.items())
        .sort(pl.col("currency") != "CNY", "currency", -pl.col("eligible_minor"), "customer_id", "entity")
    )  # fmt: skip


def workload(tasks: pl.DataFrame, capacity: int) -> pl.DataFrame:
    """Return the contacts that each person has to make each day of the middle draw; columns of WORKLOAD.

    All steps of a case are one conversation. Where nobody is named, the role stands for one person (R-68).
    """
    person = ["side", "day", "role", "assignee"]
    return (
        tasks.filter((pl.col("world") == MIDDLE) & _IS_CONTACT)
        .group_by(person)
        .agg(contacts=pl.struct("customer_id", "entity").n_unique())
        .with_columns(capacity=pl.lit(capacity), over=(pl.col("contacts").cast(pl.Int64) - capacity).clip(0))
        .select(pl.col(name).cast(dtype) for name, dtype in WORKLOAD.items())
        .sort(person, nulls_last=True)
    )
