"""What the ladder alone asks for, case by case, in one shape for twin and engine.

The one thing to know: the hard lane (promises due or failed, bills refused) adds rows of its own that no rule of the
contract words exactly; here they are told apart, and what remains must be equal.
"""

from __future__ import annotations

from typing import Any

from huikuan.engine.outcome import Plan

from .reference import ReferenceCase, ReferencePlan, is_small
from .views import Facts

HARD = {"promise_broken", "promise_partly_kept", "promise_due", "bill_refused"}
REMINDERS = {"remind", "within"}
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
        steps = [name for name in (row["step"], *row["also"]) if name != "verify"]
        if HARD.intersection(row["reasons"]) and key not in twin:
            continue
        if is_overdue:
            steps = [name for name in steps if name not in REMINDERS or name == row["rung"]]
        if steps:
            _join(found.setdefault(key, {"steps": steps}), row, steps)
    return found


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
