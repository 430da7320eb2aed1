"""Renews docs/reference/conditions.md from engine/ladder/conditions. Run with ``make docs``."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path

from huikuan.engine.ladder.conditions import CONDITIONS

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "conditions.md"
EXAMPLES: Mapping[str, str] = {
    "day": "when: {day: 1, after: grace}",
    "workday": "when: {workday: -5}",
    "month_day": "when: {month_day: 5}",
    "contacts": "when: {contacts: 6, channel: phone, reached: no}",
    "conversations": "when: {conversations: 3, channel: phone}",
    "amount": "when: {all: [{day: 31}, {amount: 500000}]}",
    "term": "when: {all: [{day: -3}, {term: 10}]}",
    "recorded": "when: {recorded: enforce}",
    "any": "when: {any: [{day: 181}, {recorded: agency}]}",
    "all": "when: {all: [{day: 31}, {day: 1, after: first}]}",
}
_HEAD = """# Conditions

Made by `make docs` from `engine/ladder/conditions.py`: what a rung or a step of a
[policy document](policy-format.md) begins on.
"""


def page() -> str:
    """Return the page: a heading for each condition, in the order of the table."""
    return _HEAD + "".join(_section(name, inspect.getdoc(tell) or "") for name, tell in CONDITIONS.items())


def _section(name: str, meaning: str) -> str:
    return f"\n## {name}\n\n{' '.join(meaning.split())}\n\n```yaml\n{EXAMPLES[name]}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
