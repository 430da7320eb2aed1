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
from .reference import ReferencePlan, reference_plan
from .rows import Folder
from .views import engine_plan, view_of_engine, view_of_twin


def differences(rows: Folder, as_of: date, policy: str) -> dict[str, Any]:
    """Return by name of the fact what differs, as (key, twin, engine)."""
    twin, engine = reference_plan(rows, as_of=as_of, policy=policy), engine_plan(rows, as_of, policy)
    expected, found = view_of_twin(twin), view_of_engine(engine)
    answers: dict[str, Any] = {}
    for name in ("left_out", "ageing", "promises"):
        if getattr(expected, name) != getattr(found, name):
            answers[name] = (name, getattr(expected, name), getattr(found, name))
    answers |= _by_key("item", expected.items, found.items)
    answers |= ladder_differences(twin, engine)
    return answers


def ladder_differences(twin: ReferencePlan, engine: Plan) -> dict[str, Any]:
    """Return what differs in steps, lanes and words to be verified, as (key, twin, engine)."""
    answers: dict[str, Any] = {}
    ladder = twin_ladder(twin)
    answers |= _by_key("case", ladder, engine_ladder(engine, twin=ladder))
    lanes, found_lanes = twin_lanes(twin), engine_lanes(engine, twin=twin)
    if lanes != found_lanes:
        answers["lanes"] = ("lanes", lanes, found_lanes)
    words, answered = twin_verified(twin), engine_verified(engine)
    told_apart = cases_in_the_hard_lane(engine)
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
