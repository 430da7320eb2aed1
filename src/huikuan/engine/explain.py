"""How one case came to its steps: the same evaluation as the plan's, kept open so that a person can redo it.

Works from a finished plan and the activities: the anchor is found again from the items (R-22), the steps are judged
again by ``step_states``. A test holds that both ways agree on every case of the sample company.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from huikuan.engine import contacts
from huikuan.engine.calendars import working_calendar
from huikuan.engine.ladder.conditions import Scene, Today, begins_on
from huikuan.engine.ladder.document import Policy, Rung, internal_steps, twice_as_often
from huikuan.engine.ladder.evaluate import step_states
from huikuan.engine.money import decimal_amount
from huikuan.engine.outcome import Plan
from huikuan.engine.placing import with_ground
from huikuan.engine.tables import Tables

Case = tuple[str, str]  # customer_id, entity


@dataclass(frozen=True, slots=True)
class Anchor:
    """The item that decides the stage of its case (D-703)."""

    document_no: str
    due_date: date
    days: int  # past the due date; negative before it
    grace_days: int
    rung: Rung | None  # None before the first rung
    next_rung: Rung | None
    begun_on: date | None  # the day on which the rung's condition came true
    next_on: date | None  # the same of the next rung, where it can be foreseen

    @property
    def last_payment_on(self) -> date:
        """The last day on which a payment is in order (R-165)."""
        return self.due_date + timedelta(days=self.grace_days)


@dataclass(frozen=True, slots=True)
class StepState:
    """One step that the case's rung makes active, and whether it is due (see ``evaluate.STATES``)."""

    step: str
    wanted_step: str
    slot_on: date
    due_on: date
    is_due: bool
    next_on: date | None
    notice_delivered_on: date | None
    met_on: date | None  # the delivered contact or record that counts for this step, if there was any


@dataclass(frozen=True, slots=True)
class Ascent:
    """A case's place on the ladder and its steps."""

    policy: Policy
    anchor: Anchor
    last_contact_on: date | None  # delivered
    steps: tuple[StepState, ...]


def ascent_of(plan: Plan, tables: Tables, case: Case) -> Ascent | None:
    """Return the case's place on the ladder; None when nothing of it may be asked for and nothing will fall due."""
    items = _of_case(plan.items, case)
    anchored = pl.concat([_chased(items), _upcoming(items)]).head(1)
    if anchored.is_empty():
        return None
    known = contacts.known_activities(_of_case(tables.activities, case), as_of=plan.as_of)
    known = known.with_columns(case_no=pl.lit(0, pl.UInt32))
    return _ascent(plan, _grounded(items, tables, plan), anchored, known)


def _grounded(items: pl.DataFrame, tables: Tables, plan: Plan) -> pl.DataFrame:
    """Add what the conditions look at to the items of one case."""
    key = ["document_no", "customer_id", "entity", "kind"]
    batches = tables.receivables.select(*key, "batch_on").unique(key, keep="first")
    numbered = items.with_columns(case_no=pl.lit(0, pl.UInt32)).join(batches, on=key, how="left", maintain_order="left")
    return with_ground(numbered, tables.customers, plan.policies[items["policy"][0]])


def _of_case(frame: pl.DataFrame, case: Case) -> pl.DataFrame:
    return frame.filter((pl.col("customer_id") == case[0]) & (pl.col("entity") == case[1]))


def _chased(items: pl.DataFrame) -> pl.DataFrame:
    is_small = (pl.col("suppressed_reason") == "tolerance").fill_null(False)
    return items.filter((pl.col("eligible_minor") > 0) & ~is_small).head(1)


def _upcoming(items: pl.DataFrame) -> pl.DataFrame:
    taken = pl.sum_horizontal("bills_minor", "disputed_minor", "promised_minor", "in_transit_minor")
    return items.filter(
        pl.col("due_date").is_not_null() & (pl.col("overdue_days") <= 0) & (pl.col("open_minor") > taken.clip(0))
    ).head(1)


def _ascent(plan: Plan, items: pl.DataFrame, anchored: pl.DataFrame, known: pl.DataFrame) -> Ascent:
    """``items``: the case's, with their ground; ``anchored``: the one among them that is the anchor."""
    anchored = items.join(anchored.select("document_no", "kind"), on=["document_no", "kind"], how="semi").head(1)
    policy = plan.policies[anchored["policy"][0]]
    if policy.halves_on_warning and _of_case(plan.alerts, (items["customer_id"][0], items["entity"][0])).height:
        policy = twice_as_often(policy)
    internal = internal_steps(plan.policies)
    reached = contacts.contact_facts(known, internal_steps=internal)
    last_contact_on = reached["delivered_on"].item() if reached.height else None
    cases = anchored.with_columns(delivered_on=pl.lit(last_contact_on, pl.Date), stake_major=pl.lit(_stake(items)))
    today = _today(plan, items, known, internal)
    states = step_states(cases, policy, today).sort("height", descending=True)
    return Ascent(
        policy=policy,
        anchor=_anchor(Scene(cases, policy, today)),
        last_contact_on=last_contact_on,
        steps=tuple(_state(state, policy, today.records, last_contact_on) for state in states.iter_rows(named=True)),
    )


def _today(plan: Plan, items: pl.DataFrame, known: pl.DataFrame, internal: list[str]) -> Today:
    days = [plan.as_of, *(day for name in ("due_date", "issue_date", "batch_on") for day in items[name].drop_nulls())]
    calendar = working_calendar(min(days) - timedelta(days=60), max(days) + timedelta(days=90))
    return Today(
        as_of=plan.as_of,
        calendar=calendar,
        last_workday=calendar.roll_back(pl.Series([plan.as_of]))[0],
        records=contacts.step_records(known),
        contacts=known.filter(~pl.col("step").is_in(internal).fill_null(False)),
    )


def _stake(items: pl.DataFrame) -> float:
    sums = items.group_by("currency").agg(pl.col("eligible_minor").sum(), pl.col("open_minor").sum())
    return max(
        float(decimal_amount(row["eligible_minor"] or max(row["open_minor"], 0), row["currency"]))
        for row in sums.iter_rows(named=True)
    )


def _anchor(scene: Scene) -> Anchor:
    row, rungs = scene.rows.row(0, named=True), scene.policy.rungs
    place = next((at for at, rung in enumerate(rungs) if rung.id == row["rung"]), -1)
    rung = rungs[place] if place >= 0 else None
    next_rung = rungs[place + 1] if place + 1 < len(rungs) else None
    return Anchor(
        document_no=row["document_no"],
        due_date=row["due_date"],
        days=row["overdue_days"],
        grace_days=row["grace_days"],
        rung=rung,
        next_rung=next_rung,
        begun_on=begins_on(rung.begins, scene)[0] if rung else None,
        next_on=begins_on(next_rung.begins, scene)[0] if next_rung else None,
    )


def _state(state: dict[str, object], policy: Policy, records: pl.DataFrame, last_contact_on: date | None) -> StepState:
    step = policy.step(str(state["step"]))
    met_on = last_contact_on
    if step.own_record:
        counts = pl.col("is_delivered") | (pl.col("is_refusal") & (step.approval != ""))
        met_on = records.filter((pl.col("step") == step.id) & counts).select(pl.col("on").max()).item()
    names = ("slot_on", "due_on", "is_due", "next_on", "notice_delivered_on")
    facts = {name: state[name] for name in names}
    return StepState(step=step.id, wanted_step=str(state["wanted_step"]), met_on=met_on, **facts)  # type: ignore[arg-type]
