"""From the facts of the cases to worklist rows: which steps are due, what a row asks for, and what it is worth.

Read it as: states of the steps -> the lead step of each case -> one row per currency -> its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from huikuan.engine.ageing import bucket
from huikuan.engine.bank_data import is_fresh
from huikuan.engine.casefacts import CASE, CaseFacts
from huikuan.engine.ladder.document import Policy, twice_as_often
from huikuan.engine.ladder.evaluate import next_beginnings, step_states
from huikuan.engine.money import minor_per_major
from huikuan.engine.placing import days_of_grace
from huikuan.engine.ranking import HARD_REASONS, base_amount, with_value
from huikuan.engine.rates import rate_ppm
from huikuan.engine.worklist import (
    LEVEL_TO_ESCALATE,
    VERIFY,
    VERIFY_KEY,
    due_steps,
    follow_up_steps,
    hard_reason,
    reasons,
    step_columns,
    with_allowed_channels,
)


@dataclass(frozen=True)
class Casework:
    """The unranked rows of all policies, and what the cases without a row wait for.

    ``next_days``: case_no, next_on, when a step can next become due. ``opted_out``: case_no.
    """

    rows: pl.DataFrame
    next_days: pl.DataFrame
    opted_out: pl.DataFrame


def casework(facts: CaseFacts, policies: Mapping[str, Policy], chances: pl.DataFrame, *, base: str) -> Casework:
    """Work through the cases policy by policy, two policies side by side."""
    with ThreadPoolExecutor(max_workers=2) as side_by_side:
        parts = list(side_by_side.map(lambda policy: _of_policy(facts, policy, chances, base=base), policies.values()))
    return Casework(
        rows=pl.concat([part.rows for part in parts], how="vertical_relaxed"),
        next_days=pl.concat([part.next_days for part in parts]),
        opted_out=pl.concat([part.opted_out for part in parts]),
    )


def _of_policy(facts: CaseFacts, policy: Policy, chances: pl.DataFrame, *, base: str) -> Casework:
    table = facts.cases.filter(pl.col("policy") == policy.id).join(facts.waiting, on="case_no", how="anti")
    states = _states(facts, table, policy)
    steps = step_columns(policy)
    due = due_steps(states, steps, facts.blocked, table.filter("habitual_delayer")["case_no"])
    rows = _with_step_columns(_case_rows(facts, table, policy, due.lead), steps, facts, policy)
    forbidden = rows.filter(~pl.col("is_allowed")).select("case_no")
    rows = _with_stake(rows.filter("is_allowed"), base=base, facts=facts)
    rows = with_value(rows.with_columns(last_payment_on=_last_payment_on(policy)), chances, policy, base=base)
    rows = rows.with_columns(
        reasons=reasons(policy, as_of=facts.as_of),
        policy_version=pl.lit(policy.version),
        is_rated=rate_ppm(pl.col("currency"), base=base).is_not_null(),
    )
    return Casework(
        rows=rows,
        next_days=_next_days(facts, table, rows, states, policy),
        opted_out=pl.concat([due.withheld, forbidden]).unique(),
    )


def _next_days(
    facts: CaseFacts, table: pl.DataFrame, rows: pl.DataFrame, states: pl.DataFrame, policy: Policy
) -> pl.DataFrame:
    """Return when each case can next become due: by a step it stands on, or, overdue, by one that is still to come."""
    idle = table.filter(pl.col("case_no").is_in(rows["case_no"].implode()).not_())
    waiting = _placed(facts, idle).filter(~pl.col("is_upcoming"))
    days = (states.select("case_no", "next_on"), next_beginnings(waiting, policy, facts.today))
    return pl.concat(days).drop_nulls().group_by("case_no").agg(pl.col("next_on").min())


def _placed(facts: CaseFacts, table: pl.DataFrame) -> pl.DataFrame:
    """Return the anchors of the cases as steps are judged from them (evaluate.step_states)."""
    known = table.select("case_no", "delivered_on").join(
        _stakes(facts), on="case_no", how="left", maintain_order="left"
    )
    placed = facts.anchors.join(known, on="case_no", how="inner", maintain_order="left")
    return placed.rename({"anchor_due_date": "due_date"})


def _states(facts: CaseFacts, table: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Judge the ladder's steps from the anchor of each case; warned ones twice as often where the policy says so."""
    if policy.halves_on_warning:
        is_warned = pl.col("warning_signs").list.len() > 0
        usual = replace(policy, halves_on_warning=False)
        parts = ((table.filter(~is_warned), usual), (table.filter(is_warned), twice_as_often(usual)))
        return pl.concat([_states(facts, part, by) for part, by in parts])
    return step_states(_placed(facts, table), policy, facts.today)


def _stakes(facts: CaseFacts) -> pl.DataFrame:
    """Return per case its largest amount to ask for or to remind of, in the unit of its own currency."""
    asked = facts.amounts.join(facts.documents, on=["case_no", "currency"], how="left")
    stake = pl.max_horizontal("eligible_minor", pl.col("due_soon_minor").fill_null(0))
    return asked.group_by("case_no").agg(stake_major=(stake / minor_per_major(pl.col("currency"))).max())


def _case_rows(facts: CaseFacts, table: pl.DataFrame, policy: Policy, lead: pl.DataFrame) -> pl.DataFrame:
    """Return a row per case and currency with a due step or a hard-lane reason, with its anchor."""
    steps = lead.select(
        "case_no", "step", "wanted_step", "slot_on", "slot_no", "due_on", "notice_delivered_on", "also", "also_slots"
    )
    joined = (
        facts.amounts.drop(CASE)
        .join(table, on="case_no", how="inner", maintain_order="left")
        .join(facts.anchors, on="case_no", how="left", maintain_order="left")
        .join(steps, on="case_no", how="left", maintain_order="left")
        .join(facts.documents, on=["case_no", "currency"], how="left", maintain_order="left")
        .join(
            facts.below_tolerance.with_columns(is_small=pl.lit(True)),
            on=["case_no", "currency"],
            how="left",
            maintain_order="left",
        )
        .with_columns(
            hard_reason=hard_reason(as_of=facts.as_of),
            due_soon_minor=pl.col("due_soon_minor").fill_null(0),
            is_upcoming=pl.col("is_upcoming").fill_null(False),
            is_small=pl.col("is_small").fill_null(False),
        )
    )
    asks = (pl.col("eligible_minor") > 0) & ~pl.col("is_small")
    has_amount = pl.when("is_upcoming").then(pl.col("due_soon_minor") > 0).otherwise(asks)
    due = pl.col("step").is_not_null() & has_amount
    return joined.filter(due | pl.col("hard_reason").is_not_null())


def _with_step_columns(rows: pl.DataFrame, steps: pl.DataFrame, facts: CaseFacts, policy: Policy) -> pl.DataFrame:
    """Settle step, action, role, assignee and channels of each row, and whether the customer allows it."""
    verifies = pl.col("hard_reason").is_in(["promise_due", "verify_payment"]).fill_null(False)
    chases = pl.col("hard_reason").is_not_null() & ~verifies
    stepped = (
        rows.join(follow_up_steps(policy), on="rung", how="left", maintain_order="left")
        .with_columns(
            also=pl.when(verifies & pl.col("step").is_not_null())
            .then(pl.concat_list(pl.col("step"), pl.col("also")))
            .otherwise(pl.col("also").fill_null([])),
            also_slots=pl.when(verifies & pl.col("step").is_not_null())
            .then(pl.concat_list(pl.col("slot_on").cast(pl.String), pl.col("also_slots")))
            .otherwise(pl.col("also_slots").fill_null([])),
            step=pl.when(verifies)
            .then(pl.lit(VERIFY_KEY))
            .when(chases & pl.col("step").is_null())
            .then("follow_up")
            .otherwise("step"),
        )
        .join(steps, on="step", how="inner", maintain_order="left")
        .with_columns(is_visited=pl.col("habitual_delayer") & pl.col("becomes_visit"))
    )
    allowed = with_allowed_channels(stepped, facts.blocked)
    return allowed.with_columns(
        is_allowed=pl.col("is_allowed") | verifies,
        action=pl.when("is_visited").then(pl.lit("visit")).otherwise("action"),
        role=pl.when("is_visited").then(pl.lit(policy.visit_role)).otherwise("role"),
        template=pl.when(_is_stale(facts)).then("template_when_stale").otherwise("template"),
        due_on=_due_on(verifies, as_of=facts.as_of),
        lane=pl.when(pl.col("hard_reason").is_not_null().any().over("case_no"))
        .then(pl.lit("hard"))
        .otherwise(pl.lit("value")),
        also=_with_escalation(policy),
        step=pl.when(verifies).then(pl.lit(VERIFY.id)).otherwise("step"),
        wanted_step=pl.when(verifies).then(pl.lit(VERIFY.id)).otherwise("wanted_step"),
    ).with_columns(
        assignee=pl.when(pl.col("role").is_in(["rep", "sales_manager"]))
        .then("owner")
        .when(pl.col("role") == "collector")
        .then("collector"),
    )


def _is_stale(facts: CaseFacts) -> pl.Expr:
    """Tell whether the step has other words for stale bank data and somebody may have paid meanwhile (lesson 13)."""
    return (pl.col("template_when_stale") != "") & ~is_fresh(facts.today.calendar, as_of=facts.as_of)


def _due_on(verifies: pl.Expr, *, as_of: date) -> pl.Expr:
    """Return since when the row's step is due: a verification since its pause ended, else the ladder's day or today."""
    since_pause = pl.when(pl.col("hard_reason") == "verify_payment").then("verify_on")
    by_ladder = pl.when(~verifies).then("due_on")
    return pl.coalesce(since_pause, by_ladder, pl.lit(as_of))


def _last_payment_on(policy: Policy) -> pl.Expr:
    """Return the day through which a payment of the anchor is in order: its due date and the days of grace (R-165)."""
    granted = days_of_grace(policy, own=pl.col("own_grace_days"))
    return (pl.col("anchor_due_date") + pl.duration(days=granted)).cast(pl.Date)


def _with_escalation(policy: Policy) -> pl.Expr:
    """Call the supervisor after two failed promises when the ladder has not yet (D-1009)."""
    below = [step.id for step in policy.steps if step.role == "collector"]
    has_supervisor = any(step.id == "supervisor" for step in policy.steps)
    calls = (
        (pl.col("failed_promises") >= LEVEL_TO_ESCALATE - 1)
        & pl.col("step").is_in(below)
        & (pl.col("eligible_minor") > 0)
        & has_supervisor
    ).fill_null(False)
    return pl.when(calls).then(pl.concat_list("also", pl.lit(["supervisor"]))).otherwise("also")


def _with_stake(rows: pl.DataFrame, *, base: str, facts: CaseFacts) -> pl.DataFrame:
    """Add what a contact is about, its age bucket and the case's whole exposure in the base currency."""
    asks = pl.col("eligible_minor") > 0
    chased = pl.col("chased").fill_null([])
    exposure = facts.amounts.group_by("case_no").agg(base_open_minor=base_amount(pl.col("open_minor"), base=base).sum())
    return rows.join(exposure, on="case_no", how="left", maintain_order="left").with_columns(
        value_base_minor=pl.when(asks)
        .then("eligible_minor")
        .when("is_upcoming")
        .then("due_soon_minor")
        .otherwise("overdue_minor"),
        bucket=bucket(pl.when(asks).then("anchor_days").otherwise(pl.col("oldest_overdue_days").fill_null(0))),
        documents=pl.when("is_upcoming").then("soon").otherwise(chased),
        urgency=pl.col("hard_reason").replace_strict(
            {code: place for place, code in enumerate(HARD_REASONS)}, default=len(HARD_REASONS), return_dtype=pl.Int32
        ),
    )
