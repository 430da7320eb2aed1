"""From the steps that are due to worklist rows: one per case and currency with something to do today.

The lead step is the due step furthest up the ladder; the others stand in ``also`` (R-25). A case in the hard lane whose
ladder asks for nothing today is still worked: a broken promise by the follow-up of its rung, a doubtful payment by
``verify``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.ladder.document import Policy
from huikuan.engine.ranking import HARD_REASONS
from huikuan.engine.tables import Schema

VERIFY_STEP = "verify"
VERIFY_TEMPLATE = "verify-payment"
VERIFY_ROLE = "collector"
# Two failed promises call for the supervisor (D-1009).
LEVEL_TO_ESCALATE = 3


@dataclass(frozen=True)
class Due:
    """What is due of one policy: per case the lead step with its days, and the other steps."""

    lead: pl.DataFrame  # case_no, step, wanted_step, slot_on, due_on, notice_delivered_on, channels, also
    withheld: pl.DataFrame  # case_no of cases whose only due steps were on channels opted out of


def due_steps(states: pl.DataFrame, policy: Policy, blocked: pl.DataFrame, visited: pl.Series) -> Due:
    """Choose the lead step of each case among those due, after opted-out channels are struck (D-704).

    ``blocked``: case_no, channel. ``visited``: case numbers of habitual delayers (R-33).
    """
    due = states.filter("is_due").with_columns(
        is_visited=pl.col("case_no").is_in(visited.implode()) & _becomes_visit(policy)
    )
    channels = _channels(policy)
    due = due.join(channels, on="step", how="left", maintain_order="left").with_columns(
        channels=pl.when("is_visited").then("visit_channels").otherwise("channels")
    )
    allowed = _without_blocked(due, blocked)
    withheld = due.join(allowed, on="case_no", how="anti").select("case_no").unique()
    ordered = allowed.sort("case_no", "height", descending=[False, True])
    also = ordered.group_by("case_no", maintain_order=True).agg(also=pl.col("step").slice(1))
    lead = ordered.unique("case_no", keep="first", maintain_order=True).join(also, on="case_no", maintain_order="left")
    return Due(lead=lead, withheld=withheld)


def _becomes_visit(policy: Policy) -> pl.Expr:
    phoned = [
        step.id
        for step in policy.steps
        if policy.visit_habitual_delayers in step.channels and step.customer_facing and step.action == "contact"
    ]
    return pl.col("step").is_in(phoned)


def _channels(policy: Policy) -> pl.DataFrame:
    """Return per step its channels, and those for a habitual delayer."""
    instead_of = policy.visit_habitual_delayers
    rows = [
        (
            step.id,
            list(step.channels),
            ["visit" if channel == instead_of else channel for channel in step.channels],
            step.customer_facing,
        )
        for step in policy.steps
    ]
    channel_list = pl.List(pl.String)
    schema: Schema = {
        "step": pl.String,
        "channels": channel_list,
        "visit_channels": channel_list,
        "customer_facing": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=dict(schema), orient="row")


def _without_blocked(due: pl.DataFrame, blocked: pl.DataFrame) -> pl.DataFrame:
    """Strike the channels a customer has opted out of; a customer-facing step without any left is not due."""
    if blocked.is_empty():
        return due
    struck = blocked.group_by("case_no").agg(struck=pl.col("channel"))
    return (
        due.join(struck, on="case_no", how="left", maintain_order="left")
        .with_columns(
            channels=pl.when(pl.col("customer_facing") & pl.col("struck").is_not_null())
            .then(pl.col("channels").list.set_difference(pl.col("struck")))
            .otherwise("channels")
        )
        .filter(pl.col("channels").list.len() > 0)
        .drop("struck")
    )


def step_columns(policy: Policy) -> pl.DataFrame:
    """Return per step what a worklist row says of it; its channels as ``step_channels``."""
    texts = dict.fromkeys(("step", "action", "role", "approval", "template"), pl.String)
    rows = [
        (step.id, step.action, step.role, step.approval, step.template, list(step.channels)) for step in policy.steps
    ]
    return pl.DataFrame(rows, schema={**texts, "step_channels": pl.List(pl.String)}, orient="row")


def follow_up_steps(policy: Policy) -> pl.DataFrame:
    """Return per rung the step by which a broken promise is followed up: its customer contact that needs no approval.

    A rung without one of its own uses the one that goes on from below, else its furthest step.
    """
    rows = []
    for index, rung in enumerate(policy.rungs):
        going_on = [step for below in policy.rungs[:index] for step in below.steps if step.goes_on]
        contacts = [
            step
            for step in (*going_on, *rung.steps)
            if step.customer_facing and step.action == "contact" and not step.only_as_notice
        ]
        rows.append((rung.id, (contacts or list(rung.steps))[-1].id))
    return pl.DataFrame(rows, schema={"rung": pl.String, "follow_up": pl.String}, orient="row")


def reasons(policy: Policy) -> pl.Expr:
    """Return the reason codes of a row, the most pressing first; each is rendered from the row's own facts."""
    internal = [step.id for step in policy.steps if step.action == "escalate" or step.role == "supervisor"]
    grace = max((rung.monthly_grace_days for rung in policy.rungs), default=0)
    conditions: tuple[tuple[str, pl.Expr], ...] = (
        *((code, pl.col("hard_reason") == code) for code in HARD_REASONS),
        ("overdue", pl.col("eligible_minor") > 0),
        ("due_soon", pl.col("is_upcoming") & (pl.col("due_soon_minor") > 0)),
        ("grace_over", pl.col("is_monthly") & (grace > 0) & (pl.col("anchor_days") > grace)),
        ("escalated", pl.col("step").is_in(internal) & (pl.col("action") != "visit")),
        ("notice_missing", pl.col("wanted_step") != pl.col("step")),
        ("approval_needed", pl.col("approval") != ""),
        ("habitual_delayer", pl.col("action") == "visit"),
        ("two_promises_failed", pl.col("failed_promises") >= LEVEL_TO_ESCALATE - 1),
        ("part_disputed", pl.col("disputed_minor") > 0),
        ("part_promised", pl.col("promised_minor") > 0),
        ("part_in_transit", pl.col("in_transit_minor") > 0),
        ("credit_taken_off", pl.col("credit_minor") > 0),
        ("unallocated_taken_off", pl.col("unallocated_minor") > 0),
        ("bills_in_hand", pl.col("bills_minor") > 0),
    )
    codes = pl.concat_list(pl.when(holds.fill_null(False)).then(pl.lit(code)) for code, holds in conditions)
    return codes.list.drop_nulls()


def hard_reason(*, as_of: date) -> pl.Expr:
    """Return the most pressing hard-lane reason of a row, or null (R-19, R-34)."""
    uncontacted_since_judged = (pl.col("delivered_on") <= pl.col("promise_until")).fill_null(True)
    still_owes = pl.col("eligible_minor") > 0
    broken = (pl.col("promise_state") == "broken") & uncontacted_since_judged & still_owes
    partly = (pl.col("promise_state") == "partly") & uncontacted_since_judged & still_owes
    refused = (
        pl.col("bill_refused_on").is_not_null()
        & (pl.col("delivered_on") < pl.col("bill_refused_on")).fill_null(True)
        & still_owes
    )
    due = (pl.col("promise_state") == "due") & (pl.col("overdue_minor") > 0)
    verify = (pl.col("verify_on") <= as_of) & (pl.col("overdue_minor") > 0)
    conditions = {
        "promise_broken": broken,
        "promise_partly_kept": partly,
        "bill_refused": refused,
        "promise_due": due,
        "verify_payment": verify,
    }
    return pl.coalesce(*(pl.when(conditions[code].fill_null(False)).then(pl.lit(code)) for code in HARD_REASONS))
