"""The page of input tables says what the code does."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "tools"))
import input_tables


def test_the_page_of_input_tables_is_current() -> None:
    assert input_tables.PAGE.read_text(encoding="utf-8") == input_tables.page(), "out of date; run: make docs"
