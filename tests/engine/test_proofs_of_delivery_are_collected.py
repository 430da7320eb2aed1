"""Where proof of delivery starts the term, all proofs of the period are in by day 20, then daily (D-602, R-54)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from .statement_days import board, bought, day, said, statement

DONE = {"confirmed_on": date(2026, 11, 10), "invoicing_details_on": date(2026, 11, 10)}
STATEMENT = [statement("2026-10", date(2026, 11, 9), **DONE)]


@pytest.mark.parametrize(
    ("own", "theirs", "pod", "november", "due"),
    [
        ("POD+30", None, None, 19, ""),
        ("POD+30", None, None, 20, "pod"),
        ("POD+30", None, None, 24, "pod +4"),
        (None, "回单后30天", None, 24, "pod +4"),
        ("net 30", "POD+30", None, 24, ""),  # the document's own terms win
        ("POD+30", None, date(2026, 11, 21), 20, "pod"),  # not known yet
        ("POD+30", None, date(2026, 11, 21), 24, ""),
        ("net 30", None, None, 24, ""),
    ],
)
def test_missing_proofs_stand_on_the_board(
    own: str | None, theirs: str | None, pod: date | None, november: int, due: str
) -> None:
    plan = day(
        date(2026, 11, november),
        customers=[{"customer_id": "C1", "name": "C1", "terms": theirs}],
        receivables=[bought(date(2026, 10, 12), terms=own, pod_date=pod)],
        statements=STATEMENT,
    )

    assert board(plan) == due


@pytest.mark.parametrize(("november", "due"), [(24, ""), (25, "pod +5")])
def test_a_contact_meets_its_own_day(november: int, due: str) -> None:
    tables: dict[str, Any] = {
        "receivables": [bought(date(2026, 10, 12), terms="POD+30")],
        "activities": [said(date(2026, 11, 24), "pod")],
    }

    assert board(day(date(2026, 11, november), statements=STATEMENT, **tables)) == due
