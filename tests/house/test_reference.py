"""Pages that are made from the code, and pages that show what commands print, are current."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.house.house_tree import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import code_lists
import conditions
import console_blocks


def test_the_page_of_code_lists_is_current() -> None:
    assert code_lists.PAGE.read_text(encoding="utf-8") == code_lists.page(), "out of date; run: make docs"


def test_the_page_of_conditions_is_current() -> None:
    assert conditions.PAGE.read_text(encoding="utf-8") == conditions.page(), "out of date; run: make docs"


@pytest.mark.parametrize("path", console_blocks.PAGES, ids=lambda path: path.stem)
def test_a_howto_prints_what_the_commands_print(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page == console_blocks.renewed(page, console_blocks.language(path)), (
        f"{path.name} is out of date; run: make docs"
    )


@pytest.mark.parametrize(
    ("name", "written", "changed", "typed"),
    [("first-day", 3, 0, 3), ("make-your-own-policy", 1, 3, 5), ("who-gets-which-policy", 3, 0, 4)],
)
def test_a_howto_writes_changes_and_types_so_much(name: str, written: int, changed: int, typed: int) -> None:
    page = (console_blocks.HOWTO / f"{name}.md").read_text(encoding="utf-8")
    assert page.count("`:\n\n```csv\n") + page.count("`:\n\n```yaml\n") == written
    assert page.count("`mine.yaml`:\n\n```diff\n") == changed
    assert page.count("```console\n$ huikuan ") == typed
