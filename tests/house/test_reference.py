"""Pages that are made from the code, and pages that show what commands print, are current."""

from __future__ import annotations

import sys

from tests.house.house_tree import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import code_lists
import conditions
import console_blocks


def test_the_page_of_code_lists_is_current() -> None:
    assert code_lists.PAGE.read_text(encoding="utf-8") == code_lists.page(), "out of date; run: make docs"


def test_the_page_of_conditions_is_current() -> None:
    assert conditions.PAGE.read_text(encoding="utf-8") == conditions.page(), "out of date; run: make docs"


def test_the_first_day_prints_what_the_commands_print() -> None:
    page = console_blocks.PAGE.read_text(encoding="utf-8")
    assert page == console_blocks.renewed(page), "docs/howto/first-day.md is out of date; run: make docs"


def test_the_first_day_shows_three_tables_and_three_commands() -> None:
    page = console_blocks.PAGE.read_text(encoding="utf-8")
    assert page.count("```csv\n") == 3
    assert page.count("```console\n$ huikuan ") == 3
