"""Whatever the folder, the twin's items sum to its cases' formula, and its ageing to its ledger (files.md, R-17)."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .folders import DAYS, folders
from .reference import reference_plan

POLICY = "b2b-standard"
everyday = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@everyday
@given(data=st.data(), as_of=st.sampled_from(DAYS))
def test_items_sum_to_the_formula_of_their_case(data: st.DataObject, as_of: date) -> None:
    plan = reference_plan(data.draw(folders(as_of, POLICY)), as_of=as_of, policy=POLICY)
    for money in {document.money for document in plan.documents}:
        own = [document for document in plan.documents if document.money == money]
        overdue = [document for document in own if document.overdue_days(as_of) > 0]
        # Money on its way for a document that is closed already stands at the case.
        named = (document for document in plan.ledger.documents if document.money == money)
        on_items = sum(document.named_in_transit for document in named)
        elsewhere = sum(document.in_transit for document in own if document not in overdue)
        in_transit = plan.ledger.in_transit.get(money, 0) + on_items - elsewhere
        credit = -sum(document.open_minor for document in own if document.kind == "credit_note")
        rest = sum(document.open_minor - document.bills - document.disputed - document.promised for document in overdue)
        expected = max(rest - in_transit - credit - plan.ledger.unallocated.get(money, 0), 0)
        assert sum(document.eligible for document in own) == expected


@everyday
@given(data=st.data(), as_of=st.sampled_from(DAYS))
def test_ageing_sums_to_the_ledger_and_no_money_is_lost(data: st.DataObject, as_of: date) -> None:
    rows = data.draw(folders(as_of, POLICY))
    plan = reference_plan(rows, as_of=as_of, policy=POLICY)
    unallocated = sum(plan.ledger.unallocated.values())
    assert sum(plan.ageing.values()) == sum(document.open_minor for document in plan.documents) - unallocated
    received = sum(
        row["amount_minor"]
        for row in rows["payments"]
        if row["received_on"] <= as_of and not (row.get("refused_on") and row["refused_on"] <= as_of)
    )
    assert sum(part.amount for part in plan.ledger.parts) == received
