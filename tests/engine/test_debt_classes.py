"""The class of an item by its age (D-501): every boundary day, and the flag for law within the doubtful ones."""

import pytest

from tests.engine.folder_rows import invoice, planned, row_of


@pytest.mark.parametrize(
    ("overdue", "debt_class", "is_flagged"),
    [
        (0, "not_due", False),
        (1, "collecting", False),
        (30, "collecting", False),
        (31, "near_doubtful", False),
        (60, "near_doubtful", False),
        (61, "doubtful", False),
        (365, "doubtful", False),
        (366, "doubtful", True),
        (730, "doubtful", True),
        (731, "dead", False),
    ],
)
def test_the_class_follows_the_age(overdue: int, debt_class: str, is_flagged: bool) -> None:
    item = row_of(planned(receivables=[invoice("A", overdue=overdue)]).items, document_no="A")
    assert (item["debt_class"], item["legal_flag"]) == (debt_class, is_flagged)


def test_the_debt_of_a_debtor_that_is_gone_is_dead_whatever_its_age() -> None:
    gone = [{"customer_id": "C1", "name": "甲", "status": "closed"}]
    plan = planned(receivables=[invoice("A", overdue=400), invoice("B", overdue=-9)], customers=gone)
    assert plan.items.select("document_no", "debt_class", "legal_flag").sort("document_no").rows() == [
        ("A", "dead", False),
        ("B", "dead", False),
    ]
