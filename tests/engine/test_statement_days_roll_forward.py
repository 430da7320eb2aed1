"""Days of the month roll forward to working days, keep their order, and end with a short month (P-0, R-50).

The Chinese national holidays of 2026: 1 to 7 October; Spring Festival 15 to 23 February.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.gateways.policies import preset_cycle

from .statement_days import board, bought, day, only, statement


@pytest.mark.parametrize(
    ("october", "due"), [(5, ""), (7, ""), (8, "draft, check, send"), (9, "draft +1, check +1, send +1")]
)
def test_in_october_the_5th_and_the_8th_both_land_on_the_8th(october: int, due: str) -> None:
    assert board(day(date(2026, 10, october), receivables=[bought(date(2026, 9, 4))])) == due


def test_in_february_the_invoice_is_due_at_the_end_of_the_month() -> None:
    confirmed = {"confirmed_on": date(2026, 2, 12), "invoicing_details_on": date(2026, 2, 12)}
    row = statement("2026-01", date(2026, 2, 9), **confirmed)

    # 28 February 2026 is a make-up working Saturday.
    assert board(day(date(2026, 2, 27), receivables=[bought(date(2026, 1, 5))], statements=[row])) == ""
    assert only(day(date(2026, 2, 28), receivables=[bought(date(2026, 1, 5))], statements=[row]))["due_on"] == date(
        2026, 2, 28
    )


def test_a_cycle_may_run_in_the_month_of_its_period() -> None:
    cycle = replace(preset_cycle(), runs_in="same_month")

    assert board(day(date(2026, 10, 8), cycle, receivables=[bought(date(2026, 10, 4))])) == "draft, check, send"
    assert (
        only(day(date(2026, 10, 8), cycle, receivables=[bought(date(2026, 10, 4))]), step="send")["period"] == "2026-10"
    )
