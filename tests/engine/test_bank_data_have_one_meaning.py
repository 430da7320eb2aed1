"""How new the bank data are decides the words of a reminder and whether the amount counts as verified: always both.

A reminder by SMS (remind-1) on its due day, Friday 20 November 2026; Thursday's data are fresh.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.engine.folder_rows import Row, ago, invoice, payment, planned, row_of

FRESH, STALE = "remind-last-day", "remind-or-ignore"


def of_another(received: int, **more: object) -> Row:
    return payment("P", received=received, amount=100, customer_id="C2", **more)


@pytest.mark.parametrize(
    ("paid", "bank_data_on", "template", "gaps"),
    [
        (of_another(1), ago(1), FRESH, set()),
        (of_another(2), ago(2), STALE, {"amount_stale"}),
        (of_another(9, recorded_on=ago(1)), ago(1), FRESH, set()),  # entered yesterday: the bank was looked at then
        (of_another(1, recorded_on=ago(5)), ago(5), STALE, {"amount_stale"}),  # announced; nobody looked since
        (of_another(1, recorded_on=ago(-1)), None, STALE, {"amount_unknown"}),  # entered tomorrow: not known yet
    ],
)
def test_words_and_readiness_go_by_the_same_day(
    paid: Row, bank_data_on: date | None, template: str, gaps: set[str]
) -> None:
    row = row_of(
        planned(policy="remind-1", receivables=[invoice("A", overdue=0)], payments=[paid]).worklist, customer_id="C1"
    )
    assert (row["bank_data_on"], row["template"]) == (bank_data_on, template)
    assert {gap for gap in row["readiness_gaps"] if gap.startswith("amount_")} == gaps
