"""Collection policies as files: the presets that ship with the product, a company's own, and who gets which (D-701)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from huikuan.engine.assignment import Assignment
from huikuan.engine.ladder.document import Policy
from huikuan.engine.statements.document import StatementCycle
from huikuan.gateways.policies.assignment import AssignmentReading, assignment_from_text, is_assignment
from huikuan.gateways.policies.cycle_reading import cycle_from_text, is_cycle
from huikuan.gateways.policies.document_tree import POLICY_PROBLEMS, PolicyProblem, Problems, document_text
from huikuan.gateways.policies.reading import policy_from_text

__all__ = [
    "CYCLE_PRESET",
    "POLICY_PROBLEMS",
    "PRESETS",
    "AssignmentReading",
    "PolicyProblem",
    "is_assignment",
    "is_cycle",
    "policy_of_text",
    "preset_cycle",
    "preset_policies",
    "preset_text",
    "read_assignment",
    "read_cycle",
    "read_policy",
    "recorded_assignment",
    "recorded_cycle",
    "recorded_policies",
]

PRESETS = (
    "b2b-standard", "credit-15-30-60", "remind-1", "remind-2", "remind-3", "school", "card-agency", "grace-by-credit",
    "debt-recovery",
)  # fmt: skip
CYCLE_PRESET = "statement-cycle"


def read_policy(path: Path) -> tuple[Policy | None, list[PolicyProblem]]:
    """Return the policy of a file, or None and its mistakes."""
    problems = Problems()
    text = document_text(path, problems, shipped=PRESETS)
    return (None, list(problems)) if text is None else policy_from_text(text, shipped=_shipped)


def read_cycle(path: Path) -> tuple[StatementCycle | None, list[PolicyProblem]]:
    """Return the statement cycle of a file, or None and its mistakes."""
    problems = Problems()
    text = document_text(path, problems, shipped=PRESETS)
    return (None, list(problems)) if text is None else cycle_from_text(text)


def read_assignment(path: Path, policies: Mapping[str, Policy]) -> AssignmentReading:
    """Return the assignment of a file; ``policies``: those that it may name by id."""
    problems = Problems()
    text = document_text(path, problems)
    if text is None:
        return AssignmentReading(None, policies, list(problems))
    return assignment_from_text(text, policies, folder=path.parent)


def policy_of_text(text: str, policies: Mapping[str, Policy]) -> tuple[Policy | None, list[PolicyProblem]]:
    """Return the policy that a text holds, or None and its mistakes; ``policies``: those that it may continue with."""
    return policy_from_text(text, shipped=policies.get)


def preset_text(name: str) -> str:
    """Return a preset's document as it ships, to be copied and changed. Raises: KeyError."""
    if name not in (*PRESETS, CYCLE_PRESET):
        raise KeyError(name)
    return resources.files(__name__).joinpath("presets", f"{name}.yaml").read_text(encoding="utf-8")


def recorded_policies(texts: Mapping[str, str]) -> dict[str, Policy]:
    """Return the policies of documents that were in use before, by id.

    What a document continues with is looked up among them first, then among those that ship.
    """
    found: dict[str, Policy] = {}
    as_shipped = all(texts[name] == preset_text(name) for name in PRESETS if name in texts)

    def look_up(policy_id: str) -> Policy | None:
        if policy_id not in texts or (as_shipped and policy_id in PRESETS):
            return _shipped(policy_id)
        if policy_id not in found:
            policy, problems = policy_from_text(texts[policy_id], shipped=look_up)
            assert policy is not None, problems
            found[policy_id] = policy
        return found[policy_id]

    return {name: policy for name in texts if (policy := look_up(name)) is not None}


def recorded_cycle(text: str) -> StatementCycle:
    """Return the statement cycle of a document that was in use before."""
    if text == preset_text(CYCLE_PRESET):
        return preset_cycle()
    cycle, problems = cycle_from_text(text)
    assert cycle is not None, problems
    return cycle


def recorded_assignment(text: str, policies: Mapping[str, Policy], names: Mapping[str, str]) -> Assignment:
    """Return the assignment of a document that was in use before."""
    reading = assignment_from_text(text, policies, names=names)
    assert reading.assignment is not None, reading.problems
    return reading.assignment


@cache
def preset_policies() -> dict[str, Policy]:
    """Return the shipped policies by id."""
    return {name: _preset(name) for name in PRESETS}


@cache
def _preset(name: str) -> Policy:
    policy, problems = policy_from_text(preset_text(name), shipped=_shipped)
    assert policy is not None, problems
    return policy


def _shipped(policy_id: str) -> Policy | None:
    return _preset(policy_id) if policy_id in PRESETS else None


@cache
def preset_cycle() -> StatementCycle:
    """Return the shipped statement cycle (P-0)."""
    cycle, problems = cycle_from_text(preset_text(CYCLE_PRESET))
    assert cycle is not None, problems
    return cycle
