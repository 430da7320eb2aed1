"""Pages that are made from the code are current."""

from __future__ import annotations

import sys

from tests.house.house_tree import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import code_lists


def test_the_page_of_code_lists_is_current() -> None:
    assert code_lists.PAGE.read_text(encoding="utf-8") == code_lists.page(), "out of date; run: make docs"
