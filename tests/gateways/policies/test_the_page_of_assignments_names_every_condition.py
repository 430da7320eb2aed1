"""docs/reference/assignment-format.md names every condition that rules may ask, with every code it may be."""

from __future__ import annotations

import re
from pathlib import Path

from huikuan.engine.assignment import ATTRIBUTES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "assignment-format.md"


def test_the_page_of_assignments_names_every_condition() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## Conditions")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.M))
    assert list(told) == list(ATTRIBUTES)
    assert {name: told[name].split(", ") for name, asked in ATTRIBUTES.items() if asked.codes} == {
        name: list(asked.codes) for name, asked in ATTRIBUTES.items() if asked.codes
    }
