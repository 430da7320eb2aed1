"""A small company on disk for the commands to work on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Folder = Callable[..., Path]
# Two cases: Suzhou on the second week's daily follow-up (day 11), Wuxi reminded a week ahead.
RECEIVABLES = """
document_no,customer_id,issue_date,due_date,amount
INV-1,C1,2026-10-10,2026-11-09,120000.00
INV-2,C1,2026-10-28,2026-11-30,30000.00
INV-3,C2,2026-10-27,2026-11-27,8000.00
"""
CUSTOMERS = """
customer_id,name
C1,苏州精工机械有限公司
C2,无锡恒通物流有限公司
"""


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that speaks English."""
    monkeypatch.setenv("HUIKUAN_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Write tables, given by name as CSV text, into a folder; the two cases above without any."""

    def written(name: str = "company", **tables: str) -> Path:
        target = tmp_path / name
        target.mkdir(exist_ok=True)
        for table, text in (tables or {"receivables": RECEIVABLES, "customers": CUSTOMERS}).items():
            (target / f"{table}.csv").write_text(text.lstrip("\n"), encoding="utf-8")
        return target

    return written
