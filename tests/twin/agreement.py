"""Where twin and engine differ about a folder: an empty answer is agreement."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.engine.outcome import Plan

from .ladder_views import (
    cases_in_the_hard_lane,
    engine_ladder,
    engine_lanes,
    engine_verified,
    small_currencies,
    twin_ladder,
    twin_lanes,
    twin_verified,
)
from .reference import Case, ReferencePlan, reference_plan
from .rows import Folder
from .views import engine_plan, view_of_engine, view_of_twin


def differences(rows: Folder, as_of: date, policy: str) -> dict[str, Any]:
    """Return by name of the fact what differs, as (key, twin, engine)."""
    twin, engine = reference_plan(rows, as_of=as_of, policy=policy), engine_plan(rows, as_of, policy)
    expected, found = view_of_twin(twin), view_of_engine(engine)
    answers: dict[str, Any] = {}
    if twin.ledger.has_bill_beyond_its_balance:
        return answers  # the engine still reads R-12 otherwise: see test_edges_of_the_rules
    for name in ("left_out", "ageing", "promises"):
        if getattr(expected, name) != getattr(found, name):
            answers[name] = (name, getattr(expected, name), getattr(found, name))
    doubtful = cases_paid_for_by_others(rows, twin)
    for key, facts in expected.items.items():
        if (facts["customer_id"], key[0]) in doubtful:
            del facts["suppressed_reason"]
    answers |= _by_key("item", expected.items, found.items)
    answers |= ladder_differences(doubtful, twin, engine)
    return answers


def ladder_differences(doubtful: set[Case], twin: ReferencePlan, engine: Plan) -> dict[str, Any]:
    """Return what differs in steps, lanes and words to be verified, as (key, twin, engine)."""
    answers: dict[str, Any] = {}
    twin.cases = {key: case for key, case in twin.cases.items() if key not in doubtful}
    ladder = twin_ladder(twin)
    answers |= _by_key("case", ladder, without(engine_ladder(engine, twin=ladder), doubtful))
    lanes, found_lanes = twin_lanes(twin), without(engine_lanes(engine, twin=twin), doubtful)
    if lanes != found_lanes:
        answers["lanes"] = ("lanes", lanes, found_lanes)
    words, answered = twin_verified(twin), engine_verified(engine)
    told_apart = cases_in_the_hard_lane(engine) | doubtful
    # No rule says whether a word of payment about less than the tolerance is verified.
    small = {(*key, currency) for key, case in twin.cases.items() for currency in small_currencies(case)}
    words, answered = ({key for key in keys - small if key[:2] not in told_apart} for keys in (words, answered))
    if words != answered:
        answers["verified"] = ("verified", words, answered)
    return answers


def _by_key(name: str, expected: dict[Any, Any], found: dict[Any, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for key in expected.keys() | found.keys():
        left, right = expected.get(key), found.get(key)
        if left is None or right is None:
            answers[f"{name} only here"] = (key, left, right)
            continue
        for column in left.keys() & right.keys():
            if left.get(column) != right.get(column):
                answers[f"{name}.{column}"] = (key, left.get(column), right.get(column))
    return answers


def cases_paid_for_by_others(rows: Folder, twin: ReferencePlan) -> set[Case]:
    """Return the cases of a word "already paid" whose money came from, or went to, somebody else's documents.

    There the engine still reads R-19 otherwise: see test_edges_of_the_rules.
    """
    words = {(row["customer_id"], row["entity"]) for row in rows["activities"] if row.get("outcome") == "says_paid"}
    foreign = [part for part in twin.ledger.parts if part.payer != part.money[0]]
    return words & {(name, part.money[1]) for part in foreign for name in (part.payer, part.money[0])}


def without(found: dict[Case, Any], left_out: set[Case]) -> dict[Case, Any]:
    return {key: facts for key, facts in found.items() if key not in left_out}
