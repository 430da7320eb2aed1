"""Collection policies as files: the presets that ship with the product, and a company's own (D-701)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from huikuan.engine.ladder.document import Policy
from huikuan.gateways.policies.document_tree import POLICY_PROBLEMS, PolicyProblem
from huikuan.gateways.policies.reading import policy_from_text

__all__ = ["POLICY_PROBLEMS", "PRESETS", "PolicyProblem", "preset_policies", "preset_text", "read_policy"]

PRESETS = ("b2b-standard", "credit-15-30-60", "school")


def read_policy(path: Path) -> tuple[Policy | None, list[PolicyProblem]]:
    """Return the policy of a file, or None and its mistakes."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None, [PolicyProblem(1, "not_found", value=str(path), detail=", ".join(PRESETS))]
    except (OSError, UnicodeDecodeError) as unreadable:
        return None, [PolicyProblem(1, "not_yaml", value=str(path), detail=str(unreadable))]
    return policy_from_text(text)


def preset_text(name: str) -> str:
    """Return a preset's document as it ships, to be copied and changed. Raises: KeyError."""
    if name not in PRESETS:
        raise KeyError(name)
    return resources.files(__name__).joinpath("presets", f"{name}.yaml").read_text(encoding="utf-8")


@cache
def preset_policies() -> dict[str, Policy]:
    """Return the shipped policies by id."""
    policies = {}
    for name in PRESETS:
        policy, problems = policy_from_text(preset_text(name))
        assert policy is not None, problems
        policies[name] = policy
    return policies
