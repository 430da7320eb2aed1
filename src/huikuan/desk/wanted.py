"""What a decided day asks for, in the shape of the rows that remember it: steps, pauses, verdicts, warnings.

A step is one thing to do at one case, whatever currencies it is about: the lead step, those beside it, and those of the
statement cycle. Each comes in the cycle of what makes it due (D-705).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huikuan.engine.ladder.document import Policy
from huikuan.engine.outcome import ALERTS, Plan
from huikuan.engine.statements.timetable import CYCLE
from huikuan.engine.tables import Schema
from huikuan.engine.worklist import VERIFY, step_columns

CASE = ["customer_id", "entity"]
_STATEMENT_STEPS: Schema = {
    **CYCLE,
    "case_no": pl.Int64,
    "policy": pl.String,
    "policy_version": pl.Int32,
    "cycle_on": pl.Date,
}
_STEP = (
    "case_no", "customer_id", "entity", "policy", "policy_version", "step", "cycle_on", "role", "assignee", "approval",
    "channels", "sanction", "anchor_due_date", "slot_on", "currency", "overdue_minor", "eligible_minor",
    "oldest_overdue_days",
)  # fmt: skip
_BY_OWNER, _BY_COLLECTOR = ("rep", "sales_manager"), ("collector",)
_EVIDENCE = tuple(name for name in ALERTS if name not in (*CASE, "sign", "severity"))


def numbered_worklist(plan: Plan, numbered: pl.DataFrame) -> pl.DataFrame:
    """Return the worklist with ``case_no``. ``numbered``: customer_id, entity, case_no."""
    return plan.worklist.join(numbered, on=CASE, how="left", maintain_order="left")


def wanted_steps(worklist: pl.DataFrame, policies: Mapping[str, Policy], customers: pl.DataFrame) -> pl.DataFrame:
    """Return the steps to be done, each with its cycle, role, assignee, approval and the amounts of its row.

    The lead step first, then those beside it. ``worklist``: with case_no. ``customers``: with owner, collector and
    habitual_delayer, whom the day's plan knows to be one included.
    """
    rows = worklist.with_columns(cycle_on=_lead_cycle())
    beside = _beside(rows, policies, customers)
    return pl.concat([rows.select(_STEP), beside], how="vertical_relaxed")


def _lead_cycle() -> pl.Expr:
    """Return the ladder's slot; of a row of the hard lane alone, the day of the promise, bill or word behind it."""
    by_ladder = pl.when(pl.col("step") != VERIFY.id).then("slot_on")
    return pl.coalesce(by_ladder, _behind(), "due_on")


def _behind() -> pl.Expr:
    return pl.coalesce("promise_due_on", "said_paid_on", "bill_refused_on")


def _beside(rows: pl.DataFrame, policies: Mapping[str, Policy], customers: pl.DataFrame) -> pl.DataFrame:
    """Return the steps beside the lead, one row each, with the slot that makes them due.

    What was added to the ladder's own (the supervisor after two broken promises, an earlier proposal) comes once for
    the promise behind it, or for the anchor.
    """
    place = pl.int_ranges(pl.col("also").list.len())
    listed = rows.filter(pl.col("also").list.len() > 0).with_columns(place=place).explode("also", "place")
    slot = pl.col("also_slots").list.get(pl.col("place"), null_on_oob=True).str.to_date()
    assigned = customers.select("customer_id", "owner", "collector", "habitual_delayer")
    is_visited = (pl.col("becomes_visit") & pl.col("habitual_delayer")).fill_null(False)
    return (
        listed.with_columns(cycle_on=pl.coalesce(slot, _behind(), "anchor_due_date", "due_on"), step="also")
        .join(_own_columns(policies), on=["policy", "step"], how="left", maintain_order="left")
        .join(assigned.unique("customer_id", keep="first"), on="customer_id", how="left", maintain_order="left")
        .with_columns(
            role=pl.coalesce(pl.when(is_visited).then("visit_role"), "own_role", "role"),
            approval=pl.coalesce("own_approval", pl.lit("")),
            channels=pl.coalesce(pl.when(is_visited).then("visit_channels"), "step_channels", "channels"),
            sanction=pl.coalesce("own_sanction", pl.lit("")),
        )
        .with_columns(
            assignee=pl.when(pl.col("role").is_in(_BY_OWNER))
            .then("owner")
            .when(pl.col("role").is_in(_BY_COLLECTOR))
            .then("collector")
        )
        .select(_STEP)
    )


def _own_columns(policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Return what each policy says of its steps, also for a habitual delayer (R-33)."""
    said = [
        step_columns(policy).select(
            "step", "step_channels", "visit_channels", "becomes_visit", policy=pl.lit(policy.id),
            visit_role=pl.lit(policy.visit_role), own_role="role", own_approval="approval", own_sanction="sanction",
        )
        for policy in policies.values()
    ]  # fmt: skip
    return pl.concat(said).unique(["policy", "step"], keep="first")


def proposals(steps: pl.DataFrame) -> pl.DataFrame:
    """Return the steps that nobody may take without an approval."""
    return steps.filter(pl.col("approval") != "")


def skips(plan: Plan, numbered: pl.DataFrame) -> pl.DataFrame:
    """Return case_no, document_no ("" for the whole case), reason, until of all that is left alone."""
    return plan.skipped.join(numbered, on=CASE, how="inner", maintain_order="left").select(
        "case_no", pl.col("document_no").fill_null(""), "reason", "until"
    )


def verdicts(plan: Plan, handles: pl.DataFrame) -> pl.DataFrame:
    """Return promise (its handle), state, kept_minor, level, until. ``handles``: row_no, promise."""
    return plan.promises.join(handles, on="row_no", how="inner").select(
        "promise", "state", "kept_minor", "level", "until"
    )


def warnings(plan: Plan, numbered: pl.DataFrame) -> pl.DataFrame:
    """Return case_no, sign, severity and evidence (JSON) of the warning signs (D-307)."""
    return plan.alerts.join(numbered, on=CASE, how="inner", maintain_order="left").select(
        "case_no", "sign", "severity", evidence=pl.struct(*_EVIDENCE).struct.json_encode()
    )


def statement_steps(plan: Plan, numbered: pl.DataFrame) -> pl.DataFrame:
    """Return the due steps of the statement cycle (P-0) as the engine has them, with case_no, policy, policy_version
    and cycle_on: the slot of the period's step.
    """
    if plan.statements is None:
        return pl.DataFrame(schema=dict(_STATEMENT_STEPS))
    cycle = plan.statements.cycle
    return plan.statements.due.join(numbered, on=CASE, how="inner", maintain_order="left").with_columns(
        policy=pl.lit(cycle.id),
        policy_version=pl.lit(cycle.version, pl.Int32),
        cycle_on=pl.coalesce("slot_on", "due_on"),
    )
