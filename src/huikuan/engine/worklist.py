"""From the steps that are due to worklist rows: one per case and currency with something to do today.

The lead step is the due step furthest up the ladder; the others stand in ``also`` (R-25). A case in the hard lane whose
ladder asks for nothing today is still worked: a broken promise by the follow-up of its rung, a doubtful payment by
``verify``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.ladder.document import Policy, Step
from huikuan.engine.lists import listed
from huikuan.engine.ranking import HARD_REASONS
from huikuan.engine.tables import Schema

# Asking our own bank first; the customer is called only where that does not settle it.
VERIFY = Step(
    id="verify",
    name={"zh": "核实到账", "en": "Verify payment"},
    action="verify",
    channels=("phone",),
    role="collector",
    template="verify-payment",
    customer_facing=True,
    own_record=True,
)
# How the verification is told from a ladder's own step of that id (P-7) until the row is written.
VERIFY_KEY = "verify payment"
_CHANNELS = pl.List(pl.String)
_STEP_COLUMNS: Schema = {
    "step": pl.String,
    "action": pl.String,
    "role": pl.String,
    "approval": pl.String,
    "template": pl.String,
    "template_when_stale": pl.String,
    "sanction": pl.String,
    "step_channels": _CHANNELS,
    "visit_channels": _CHANNELS,
    "customer_facing": pl.Boolean,
    "becomes_visit": pl.Boolean,
    "in_turn": pl.Boolean,
}
LAST_DAY_TEMPLATE = "remind-last-day"  # its words name due date and last payment day
# Two failed promises call for the supervisor (D-1009).
LEVEL_TO_ESCALATE = 3


@dataclass(frozen=True)
class Due:
    """What is due of one policy: per case the lead step with its days, and the other steps."""

    lead: pl.DataFrame  # case_no, step, wanted_step, slot_on, due_on, notice_delivered_on, also, also_slots
    withheld: pl.DataFrame  # case_no of cases whose only due steps were on channels opted out of


def due_steps(states: pl.DataFrame, steps: pl.DataFrame, blocked: pl.DataFrame, visited: pl.Series) -> Due:
    """Choose the lead step of each case among those due, leaving out what opted-out channels forbid (D-704).

    ``steps``: step_columns. ``blocked``: case_no, channel. ``visited``: case numbers of habitual delayers (R-33).
    """
    due = states.filter("is_due").join(steps, on="step", how="left", maintain_order="left")
    allowed = with_allowed_channels(
        due.with_columns(is_visited=pl.col("case_no").is_in(visited.implode()) & pl.col("becomes_visit")), blocked
    ).filter("is_allowed")
    withheld = due.join(allowed, on="case_no", how="anti").select("case_no").unique()
    ordered = allowed.sort("case_no", "height", descending=[False, True])
    also = ordered.group_by("case_no", maintain_order=True).agg(
        also=pl.col("step").slice(1), also_slots=pl.col("slot_on").cast(pl.String).slice(1)
    )
    lead = ordered.unique("case_no", keep="first", maintain_order=True).join(also, on="case_no", maintain_order="left")
    return Due(lead=lead, withheld=withheld)


def with_allowed_channels(rows: pl.DataFrame, blocked: pl.DataFrame) -> pl.DataFrame:
    """Add ``channels``, the step's less those the customer has opted out of, and ``is_allowed`` (D-704).

    Channels that take turns: one a slot, round and round. A customer-facing step without any channel left is not
    allowed; our own work needs no channel of the customer's. ``rows``: case_no, is_visited, slot_no and step_columns.
    """
    struck = blocked.group_by("case_no").agg(struck=pl.col("channel"))
    own = pl.when("is_visited").then("visit_channels").otherwise("step_channels")
    refused = pl.when("customer_facing").then(pl.col("struck")).fill_null([])
    return (
        rows.join(struck, on="case_no", how="left", maintain_order="left")
        .with_columns(channels=own.list.set_difference(refused))
        .with_columns(channels=_one_in_turn())
        .with_columns(is_allowed=~pl.col("customer_facing") | (pl.col("channels").list.len() > 0))
        .drop("struck")
    )


def _one_in_turn() -> pl.Expr:
    count = pl.col("channels").list.len()
    place = pl.col("slot_no").fill_null(0).cast(pl.Int64) % count.cast(pl.Int64).clip(1)
    takes_turns = pl.col("in_turn") & (count > 0)
    return pl.when(takes_turns).then(pl.col("channels").list.slice(place, 1)).otherwise("channels")


def step_columns(policy: Policy) -> pl.DataFrame:
    """Return per step what a worklist row says of it, with its channels, also those for a habitual delayer (R-33).

    The verification of a payment stands beside the ladder's own steps.
    """
    instead_of = policy.visit_habitual_delayers
    rows = [
        {
            "step": key,
            "action": step.action,
            "role": step.role,
            "approval": step.approval,
            "template": step.template,
            "template_when_stale": step.template_when_stale,
            "sanction": step.sanction,
            "step_channels": list(step.channels),
            "visit_channels": ["visit" if channel == instead_of else channel for channel in step.channels],
            "customer_facing": step.customer_facing,
            "becomes_visit": step.customer_facing and step.action == "contact" and instead_of in step.channels,
            "in_turn": step.channels_in_turn,
        }
        for key, step in (*((step.id, step) for step in policy.steps), (VERIFY_KEY, VERIFY))
    ]
    return pl.DataFrame(rows, schema=dict(_STEP_COLUMNS))


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


def reasons(policy: Policy, *, as_of: date) -> pl.Expr:
    """Return the reason codes of a row, the most pressing first; each is rendered from the row's own facts."""
    internal = [step.id for step in policy.steps if step.action == "escalate" or step.role == "supervisor"]
    grace = max((rung.monthly_grace_days for rung in policy.rungs), default=0)
    conditions: tuple[tuple[str, pl.Expr], ...] = (
        *((code, pl.col("hard_reason") == code) for code in HARD_REASONS),
        ("overdue", pl.col("eligible_minor") > 0),
        ("due_soon", pl.col("is_upcoming") & (pl.col("due_soon_minor") > 0)),
        ("last_payment_day", (pl.col("template") == LAST_DAY_TEMPLATE) & (pl.col("last_payment_on") >= as_of)),
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
        ("warning_sign", pl.col("warning_signs").list.len() > 0),
    )
    return listed(pl.when(holds.fill_null(False)).then(pl.lit(code)) for code, holds in conditions)


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
