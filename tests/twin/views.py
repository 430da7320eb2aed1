"""One shape for what the twin and the engine say about a folder, so that two answers can be laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies

from .reference import ReferencePlan, reference_plan
from .rows import Folder, typed

Facts = dict[str, Any]


@dataclass(frozen=True)
class View:
    """Items, ageing, promises judged and what is to be done, by key; amounts in minor units."""

    items: dict[tuple[str, str, str], Facts]  # (entity, kind, document_no)
    ageing: dict[tuple[str, str, str, str], int]  # (customer_id, entity, currency, bucket)
    promises: list[tuple[Any, ...]]
    cases: dict[tuple[str, str], Facts]  # (customer_id, entity), only those with something to do
    left_out: tuple[int, int]  # documents not yet issued, payments of the future


def twin_view(rows: Folder, as_of: date, policy: str) -> View:
    """Return what the twin says."""
    return view_of_twin(reference_plan(rows, as_of=as_of, policy=policy))


def view_of_twin(plan: ReferencePlan) -> View:
    """Return the twin's plan in the shape of a view."""
    as_of = plan.as_of
    return View(
        items={
            (document.entity, document.kind, document.document_no): {
                "customer_id": document.customer_id,
                "currency": document.currency,
                "due_date": document.due_date,
                "open_minor": document.open_minor,
                "disputed_minor": document.disputed,
                "promised_minor": document.promised,
                "in_transit_minor": document.in_transit,
                "bills_minor": document.bills,
                "overdue_days": document.overdue_days(as_of),
                "bucket": plan.bucket(document),
                "debt_class": plan.debt_class(document),
                "policy": plan.policies[document.customer_id],
                "rung": plan.rung(document),
                "eligible_minor": document.eligible,
                "suppressed_reason": plan.reasons[document.entity, document.kind, document.document_no],
            }
            for document in plan.documents
        },
        ageing={(*money, bucket): amount for (money, bucket), amount in plan.ageing.items()},
        promises=sorted(
            (
                *(*promise.money, promise.made_on, promise.due_on, promise.until),
                *(promise.amount, promise.kept, promise.state, promise.level),
            )
            for promise in plan.promises
        ),
        cases=twin_cases(plan),
        left_out=(plan.ledger.not_yet_issued, plan.ledger.future_payments),
    )


def twin_cases(plan: ReferencePlan) -> dict[tuple[str, str], Facts]:
    """Return what is to be done, per case, as the twin sees it."""
    return {
        key: {
            "lane": case.lane,
            "step": case.lead,
            "also": case.also,
            "action": case.action,
            "role": case.role,
            "approval": case.approval,
            "due_on": case.due_on,
            "rung": case.rung,
            "anchor_document": case.anchor.document_no if case.anchor else "",
        }
        for key, case in plan.cases.items()
        if case.lead
    }


def engine_plan(rows: Folder, as_of: date, policy: str) -> Plan:
    """Return the engine's whole plan of a folder."""
    return plan_day(typed(rows), preset_policies(), Parameters(as_of=as_of, default_policy=policy))


def engine_view(rows: Folder, as_of: date, policy: str) -> View:
    """Return what the engine says."""
    return view_of_engine(engine_plan(rows, as_of, policy))


def view_of_engine(plan: Plan) -> View:
    """Return the engine's plan in the shape of a view."""
    item_columns = [
        *("customer_id", "currency", "due_date", "open_minor", "disputed_minor", "promised_minor", "in_transit_minor"),
        *("bills_minor", "overdue_days", "bucket", "debt_class", "policy", "rung", "eligible_minor"),
        "suppressed_reason",
    ]
    promise_columns = ["customer_id", "entity", "currency", "made_on", "due_on", "until", "amount_minor", "kept_minor"]
    return View(
        items={
            (row["entity"], row["kind"], row["document_no"]): {
                column: "" if row[column] is None else row[column] for column in item_columns
            }
            for row in plan.items.iter_rows(named=True)
        },
        ageing={
            (row["customer_id"] or "", row["entity"], row["currency"], row["bucket"]): row["amount_minor"]
            for row in plan.ageing.iter_rows(named=True)
            if row["amount_minor"]
        },
        promises=sorted(plan.promises.select([*promise_columns, "state", "level"]).rows()),
        cases=engine_cases(plan.worklist),
        left_out=(plan.not_yet_issued, plan.future_payments),
    )


def engine_cases(worklist: pl.DataFrame) -> dict[tuple[str, str], Facts]:
    """Return what is to be done, per case; of several currencies the one that ranks first speaks."""
    columns = ["lane", "step", "also", "action", "role", "approval", "due_on", "rung", "anchor_document"]
    found: dict[tuple[str, str], Facts] = {}
    for row in worklist.iter_rows(named=True):
        facts = {column: "" if row[column] is None else row[column] for column in columns}
        facts["also"] = also_by_the_ladder(row)
        found.setdefault((row["customer_id"], row["entity"]), facts)
    return found


def also_by_the_ladder(row: Facts) -> list[str]:
    """Return the other steps due; a proposal that the judgement brings before its day is no step of the ladder's."""
    return [step for step in row["also"] if step != row["early_step"]]


SPEAKERS = {"twin": twin_view, "engine": engine_view}
