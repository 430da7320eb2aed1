"""Renews docs/reference/conditions.md from engine/ladder/conditions and the cases of its tests; see ``make docs``."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from huikuan.engine.ladder.conditions import CONDITIONS

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.engine.condition_cases import AS_OF, SCENE, Case, printed  # noqa: E402 - found where the tests find it

PAGE = ROOT / "docs" / "reference" / "conditions.md"
_HEAD = f"""# Conditions

Made by `make docs` from `engine/ladder/conditions.py` and the cases of its tests: what a rung or a step of a
[policy document](policy-format.md) begins on.

In all examples {SCENE}
"""


def page() -> str:
    """Return the page: a heading for each condition, in the order of the table."""
    return _HEAD + "".join(_section(name, inspect.getdoc(tell) or "") for name, tell in CONDITIONS.items())


def _section(name: str, meaning: str) -> str:
    rows = "".join(f"| `when: {case.when}` | {_verdict(case)} | {case.why} |\n" for case in printed(name))
    return f"\n## {name}\n\n{' '.join(meaning.split())}\n\n| written | on {AS_OF} | why |\n|---|---|---|\n{rows}"


def _verdict(case: Case) -> str:
    if case.on is None:
        return "false: it has no day"
    return f"true since {case.on}" if case.holds else f"false: it begins on {case.on}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
