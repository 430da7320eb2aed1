"""When to call a case: every hour that comes into question, with the sum that makes its score (D-802)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _
from huikuan.engine.calling.reach import WEIGHT
from huikuan.engine.calling.slots import CASH_IN_FACTOR, KEPT_PER_DAY, candidates, profiles
from huikuan.engine.outcome import Plan

if TYPE_CHECKING:
    from huikuan.gateways.texts import Words

Case = tuple[str, str]


def best_time_lines(plan: Plan, case: Case, words: Words) -> Iterator[str]:
    """Yield the best slot, why, and the hours of its day with their parts; nothing where nobody is called today."""
    own = plan.worklist.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1]))
    own = own.filter(pl.col("best_slot_reason").is_not_null()).head(1)
    if own.is_empty():
        return
    reason = words.slot_sentences(own, plan.as_of, plan.policies.values()).item()
    yield _("Best time: {slot}. {reason}").format(slot=own["best_slot"].item(), reason=reason)
    calling = plan.calling
    yield _("The preset {preset} starts from {base} for any call.").format(
        preset=calling.call_times.id, base=f"{calling.base:.2%}"
    )
    rated = candidates(own.select(profiles(calling)), calling)
    that_day = rated.filter(pl.col("on") == own["best_slot_on"].item())
    heads = [
        _("Hour"),
        _("Part of the day"),
        _("Preset"),
        _("Others"),
        _("Rate"),
        _("This customer"),
        _("Chance"),
        _("Days waited"),
        _("Score"),
    ]
    rows = [_row(slot, words) for slot in that_day.sort("hour").iter_rows(named=True)]
    yield sheet(heads, rows, right={2, 3, 4, 5, 6, 7, 8}, indent=2)
    yield _(
        "Rate = (preset × {weight} + reached) ÷ ({weight} + calls); chance, the same from the rate "
        "with this customer's calls."
    ).format(weight=WEIGHT)
    yield _("Score = chance × {kept} for each day waited × {factor} in the three days before a cash-in.").format(
        kept=f"{KEPT_PER_DAY:.2f}", factor=f"{CASH_IN_FACTOR:.2f}"
    )
    yield from _other_days(rated.filter(pl.col("on") != own["best_slot_on"].item()))


def _row(slot: dict[str, Any], words: Words) -> list[str]:
    return [
        f"{slot['hour']:02}:00",
        words.code("day_part", slot["day_part"]),
        f"{slot['reach_prior']:.2%}",
        _of(slot["reached"], slot["calls"]),
        f"{slot['reach_rate']:.2%}",
        _of(slot["own_reached"], slot["own_calls"]),
        f"{slot['reach_chance']:.2%}",
        str(slot["waited"]),
        f"{slot['score']:.4f}",
    ]


def _of(reached: int, calls: int) -> str:
    return f"{reached} / {calls}" if calls else ""


def _other_days(rated: pl.DataFrame) -> Iterator[str]:
    """Yield the best hour of each other day in question."""
    best = rated.sort("score", "hour", descending=[True, False]).unique("on", keep="first").sort("on")
    for slot in best.iter_rows(named=True):
        yield _("On {day} the best hour is {hour}:00 with {score}.").format(
            day=slot["on"].isoformat(), hour=f"{slot['hour']:02}", score=f"{slot['score']:.4f}"
        )
