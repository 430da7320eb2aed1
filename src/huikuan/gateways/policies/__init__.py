"""Collection policies as files: the presets that ship with the product, and a company's own (D-701)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from huikuan.engine.ladder.document import Policy
from huikuan.engine.statements.document import StatementCycle
from huikuan.gateways.policies.cycle_reading import cycle_from_text, is_cycle
from huikuan.gateways.policies.document_tree import POLICY_PROBLEMS, PolicyProblem
from huikuan.gateways.policies.reading import policy_from_text

__all__ = [
    "CYCLE_PRESET",
    "POLICY_PROBLEMS",
    "PRESETS",
    "PolicyProblem",
    "is_cycle",
    "preset_cycle",
    "preset_policies",
    "preset_text",
    "read_cycle",
    "read_policy",
]

PRESETS = (
    "b2b-standard", "credit-15-30-60", "remind-1", "remind-2", "remind-3", "school", "card-agency", "grace-by-credit",
    "debt-recovery",
)  # fmt: skip
CYCLE_PRESET = "statement-cycle"


def read_policy(path: Path) -> tuple[Policy | None, list[PolicyProblem]]:
    """Return the policy of a file, or None and its mistakes."""
    text, problem = _text_of(path)
    return (None, [problem]) if problem else policy_from_text(text, shipped=_shipped)


def read_cycle(path: Path) -> tuple[StatementCycle | None, list[PolicyProblem]]:
    """Return the statement cycle of a file, or None and its mistakes."""
    text, problem = _text_of(path)
    return (None, [problem]) if problem else cycle_from_text(text)


def _text_of(path: Path) -> tuple[str, PolicyProblem | None]:
    try:
        return path.read_text(encoding="utf-8-sig"), None
    except FileNotFoundError:
        return "", PolicyProblem(1, "not_found", value=str(path), detail=", ".join(PRESETS))
    except (OSError, UnicodeDecodeError) as unreadable:
        return "", PolicyProblem(1, "not_yaml", value=str(path), detail=str(unreadable))


def preset_text(name: str) -> str:
    """Return a preset's document as it ships, to be copied and changed. Raises: KeyError."""
    if name not in (*PRESETS, CYCLE_PRESET):
        raise KeyError(name)
    return resources.files(__name__).joinpath("presets", f"{name}.yaml").read_text(encoding="utf-8")


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
