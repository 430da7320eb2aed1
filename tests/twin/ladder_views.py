"""What the ladder alone asks for, case by case, in one shape for twin and engine.

The one thing to know: the hard lane (R-34) adds rows of its own and may hide a word of payment; rows and lanes are
compared apart from the ladder's steps.
"""

from __future__ import annotations

from typing import Any

from huikuan.engine.outcome import Plan

from .reference import ReferenceCase, ReferencePlan, is_small
from .views import Facts, also_by_the_ladder

HARD = {"promise_broken", "promise_partly_kept", "promise_due", "bill_refused"}
Case = tuple[str, str]


def twin_ladder(plan: ReferencePlan) -> dict[Case, Facts]:
    """Return the steps due, what the lead step asks for, and the currencies it asks in."""
    return {key: _twin_facts(case, plan) for key, case in plan.cases.items() if case.asked}


def _twin_facts(case: ReferenceCase, plan: ReferencePlan) -> Facts:
    assert case.anchor is not None
    facts: Facts = {
        "steps": [due.step for due in case.steps],
        "rung": case.rung,
        "anchor": case.anchor.document_no,
        "eligible": {currency: case.eligible.get(currency, 0) for currency in case.asked},
    }
    if not case.verified:
        facts |= {"lead": (case.action, case.role, case.approval, case.due_on)}
    return facts


def twin_verified(plan: ReferencePlan) -> set[tuple[str, str, str]]:
    """Return the cases and currencies in which a word of payment is to be verified."""
    return {(*key, currency) for key, case in plan.cases.items() for currency in case.verified}


def engine_ladder(plan: Plan, *, twin: dict[Case, Facts]) -> dict[Case, Facts]:
    """Return the same of the engine's worklist, with the hard lane's own rows left out."""
    found: dict[Case, Facts] = {}
    for row in plan.worklist.iter_rows(named=True):
        key = (row["customer_id"], row["entity"])
        is_overdue = row["anchor_days"] is not None and row["anchor_days"] > 0
        if is_overdue and (not row["eligible_minor"] or is_small(row["eligible_minor"], row["currency"], tolerance=1)):
            continue
        if not is_overdue and not row["due_soon_minor"]:
            continue
        steps = ladder_steps([row["step"], *also_by_the_ladder(row)])
        if HARD.intersection(row["reasons"]) and key not in twin:
            continue
        if steps:
            _join(found.setdefault(key, {"steps": steps}), row, steps)
    return found


def ladder_steps(names: list[str]) -> list[str]:
    """Return the steps the ladder has due: no verification, and no supervisor called for failed promises (D-1009)."""
    called = ["supervisor"] if {"follow-1", "follow-2"}.intersection(names) else []
    return [name for name in names if name not in ("verify", *called)]


def _join(facts: Facts, row: dict[str, Any], steps: list[str]) -> None:
    assert facts["steps"] == steps
    facts |= {"rung": row["rung"] or "", "anchor": row["anchor_document"]}
    facts.setdefault("eligible", {})[row["currency"]] = row["eligible_minor"]
    if row["step"] != "verify":
        facts["lead"] = (row["action"], row["role"], row["approval"], row["due_on"])


def engine_verified(plan: Plan) -> set[tuple[str, str, str]]:
    """Return the cases and currencies in which the engine has a word of payment verified."""
    return {
        (row["customer_id"], row["entity"], row["currency"])
        for row in plan.worklist.iter_rows(named=True)
        if "verify_payment" in row["reasons"]
    }


def cases_in_the_hard_lane(plan: Plan) -> set[Case]:
    """Return the cases whose row speaks of a promise or a refused bill, which hides a word of payment."""
    rows = plan.worklist.filter(plan.worklist["reasons"].list.set_intersection(sorted(HARD)).list.len() > 0)
    return set(rows.select("customer_id", "entity").iter_rows())


def twin_lanes(plan: ReferencePlan) -> dict[Case, tuple[str, set[str]]]:
    """Return lane and currencies of every case in the worklist, those with an amount below the tolerance left out."""
    return {key: (case.lane, case.rows) for key, case in plan.cases.items() if case.rows and not small_currencies(case)}


def engine_lanes(plan: Plan, *, twin: ReferencePlan) -> dict[Case, tuple[str, set[str]]]:
    """Return the same of the engine's worklist."""
    found: dict[Case, tuple[str, set[str]]] = {}
    for row in plan.worklist.iter_rows(named=True):
        key = (row["customer_id"], row["entity"])
        if key not in twin.cases or not small_currencies(twin.cases[key]):
            found.setdefault(key, (row["lane"], set()))[1].add(row["currency"])
    return found


def small_currencies(case: ReferenceCase) -> list[str]:
    """Return the currencies in which too little is eligible to be asked for (R-20)."""
    return [currency for currency, amount in case.eligible.items() if is_small(amount, currency, tolerance=1)]
