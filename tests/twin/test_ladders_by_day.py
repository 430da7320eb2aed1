"""Both ladders on every boundary day, told by twin and engine alike (P-1, P-2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from .boundaries import CREDIT_BOUNDARIES, STANDARD_BOUNDARIES, Boundary
from .rows import folder, receivable
from .views import SPEAKERS

# A Wednesday with weeks of nothing but plain weekends on both sides.
AS_OF = date(2026, 8, 12)
DAYS = [("b2b-standard", days, expected) for days, expected in STANDARD_BOUNDARIES.items()] + [
    ("credit-15-30-60", days, expected) for days, expected in CREDIT_BOUNDARIES.items()
]


@pytest.mark.parametrize("speaker", SPEAKERS)
@pytest.mark.parametrize(("policy", "days", "expected"), DAYS)
def test_every_boundary_day_when_nothing_was_done(speaker: str, policy: str, days: int, expected: Boundary) -> None:
    rows = folder(receivables=[receivable("A", AS_OF - timedelta(days=days), 100_000)])
    view = SPEAKERS[speaker](rows, AS_OF, policy)
    case = view.cases.get(("C1", "main"))
    item = view.items["main", "invoice", "A"]
    assert item["overdue_days"] == days
    if case is None:
        assert (item["rung"], "", (), "", "", "") == expected
    else:
        told = (case["step"], tuple(case["also"]), case["action"], case["role"], case["approval"])
        assert (item["rung"], *told) == expected


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_buckets_and_classes_change_on_their_days(speaker: str) -> None:
    """days → bucket, class (files.md ids, D-501)

    0 not_due not_due · 1 1-30 collecting · 30 · 31 31-60 near_doubtful · 60 · 61 61-90 doubtful · 90 · 91 91-180
    180 · 181 181-365 · 365 · 366 over-365 doubtful · 730 · 731 over-365 dead
    """
    expected = {
        -1: ("not_due", "not_due"),
        0: ("not_due", "not_due"),
        1: ("1-30", "collecting"),
        30: ("1-30", "collecting"),
        31: ("31-60", "near_doubtful"),
        60: ("31-60", "near_doubtful"),
        61: ("61-90", "doubtful"),
        90: ("61-90", "doubtful"),
        91: ("91-180", "doubtful"),
        180: ("91-180", "doubtful"),
        181: ("181-365", "doubtful"),
        365: ("181-365", "doubtful"),
        366: ("over-365", "doubtful"),
        730: ("over-365", "doubtful"),
        731: ("over-365", "dead"),
    }
    rows = folder(receivables=[receivable(f"A{days}", AS_OF - timedelta(days=days), 100) for days in expected])
    items = SPEAKERS[speaker](rows, AS_OF, "b2b-standard").items
    assert {
        days: (items["main", "invoice", f"A{days}"]["bucket"], items["main", "invoice", f"A{days}"]["debt_class"])
        for days in expected
    } == expected
