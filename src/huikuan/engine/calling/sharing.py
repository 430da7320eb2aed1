"""One hour holds only so many calls of one person: slots are given out by rank, each row its best that is left (R-167).

Who comes first on the list chooses first. A row whose hour is taken moves within the day of its best slot, then to its
other days; where every hour is taken the hours are filled once more, and the row says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from huikuan.engine.ladder.document import Policy
from huikuan.engine.worklist import step_columns

CALLED_CHANNELS = ("phone", "visit")


def called_steps(policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Return the steps by which a customer is called or visited without asking anybody: policy, step, role, by."""
    known = pl.concat([step_columns(policy).with_columns(policy=pl.lit(policy.id)) for policy in policies.values()])
    return (
        known.with_columns(by=pl.col("step_channels").list.set_intersection(list(CALLED_CHANNELS)))
        .filter(pl.col("customer_facing") & (pl.col("approval") == "") & (pl.col("by").list.len() > 0))
        .select("policy", slot_step="step", slot_role="role", by="by")
    )


def callers(worklist: pl.DataFrame, steps: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return for each row the step it is called by and by whom: slot_step, person; both empty where nobody is called.

    The lead step where its channels hold a call, else the first of the steps beside it. ``steps``: called_steps.
    ``people``: customer_id, owner, collector, struck (channels opted out of).
    """
    calls = pl.col("channels").list.set_intersection(list(CALLED_CHANNELS)).list.len() > 0
    rows = worklist.select("customer_id", "policy", "also", "step", "role", "assignee", calls=calls.fill_null(False))
    rows = rows.with_row_index("place")
    beside = (
        rows.filter(~pl.col("calls"))
        .select("place", "customer_id", "policy", slot_step="also")
        .explode("slot_step")
        .join(steps, on=["policy", "slot_step"], maintain_order="left")
        .join(people, on="customer_id", how="left", maintain_order="left")
        .filter(pl.col("by").list.set_difference(pl.col("struck").fill_null([])).list.len() > 0)
        .unique("place", keep="first", maintain_order=True)
        .select("place", "slot_step", person=pl.coalesce(_named(pl.col("slot_role")), "slot_role"))
    )
    return rows.join(beside, on="place", how="left", maintain_order="left").select(
        slot_step=pl.when("calls").then("step").otherwise("slot_step"),
        person=pl.when("calls").then(pl.coalesce("assignee", "role")).otherwise("person"),
    )


def _named(role: pl.Expr) -> pl.Expr:
    return pl.when(role.is_in(["rep", "sales_manager"])).then("owner").when(role == "collector").then("collector")


def given_out(asked: pl.DataFrame, wishes: Mapping[int, Sequence[int]], *, calls_per_hour: int) -> pl.DataFrame:
    """Return for each row the place of its slot among its wishes: wish (empty where there is none), is_full.

    ``asked``: person and profile, in order of rank. ``wishes``: profile -> hours, the best first. Each choice rests on
    those made before it, so this is a loop: a row takes the first of its hours that was filled least often.
    ``is_full``: all its hours were taken; from there on they are filled a second time, and so on.
    """
    calls: defaultdict[str, Counter[int]] = defaultdict(Counter)  # of each person by hour
    given: list[tuple[int | None, bool]] = []
    for person, profile in asked.select("person", "profile").iter_rows():
        hours, taken = wishes.get(profile, ()), calls[person]
        if not hours:
            given.append((None, False))
            continue
        filled = [taken[hour] // calls_per_hour for hour in hours]
        least = min(filled)
        wish = filled.index(least)
        taken[hours[wish]] += 1
        given.append((wish, least > 0))
    return pl.DataFrame(given, schema={"wish": pl.Int32, "is_full": pl.Boolean}, orient="row")
