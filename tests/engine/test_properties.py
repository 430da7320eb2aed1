"""What holds of every plan, whatever the folder: sums, repetition, partitions, order (STYLE, "Properties kept")."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from huikuan.engine.calling.slots import BEST_SLOT
from huikuan.engine.outcome import Plan
from twin.folders import DAYS, folders, renamed
from twin.reference import reference_plan
from twin.rows import Folder
from twin.views import engine_plan

POLICIES = ("b2b-standard", "credit-15-30-60")
TABLES = ("worklist", "items", "ageing", "skipped", "alerts", "promises")
# These rest on the whole portfolio: the rank, the chances and reach rates counted in the folder's own history, and with
# the readiness the day of the newest bank data.
OF_THE_PORTFOLIO = ("rank", "score", "value_minor", "^chance_.*$", "^readiness.*$", "bank_data_on", *BEST_SLOT)

everyday = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
on_any_day = given(data=st.data(), as_of=st.sampled_from(DAYS), policy=st.sampled_from(POLICIES))


def assert_equal_plans(left: Plan, right: Plan) -> None:
    for table in TABLES:
        assert_frame_equal(getattr(left, table), getattr(right, table))


@everyday
@on_any_day
def test_ageing_sums_to_open_less_unallocated_in_every_currency(data: st.DataObject, as_of: date, policy: str) -> None:
    rows = data.draw(folders(as_of, policy))
    plan = engine_plan(rows, as_of, policy)
    ledger: Counter[str] = Counter()
    for currency, open_minor in plan.items.select("currency", "open_minor").iter_rows():
        ledger[currency] += open_minor
    twin = reference_plan(rows, as_of=as_of, policy=policy)
    for (_, _, currency), amount in twin.ledger.unallocated.items():
        ledger[currency] -= amount
    sums = dict(plan.ageing.group_by("currency").agg(pl.col("amount_minor").sum()).iter_rows())
    assert {currency: amount for currency, amount in sums.items() if amount} == {
        currency: amount for currency, amount in ledger.items() if amount
    }


@everyday
@on_any_day
def test_planning_twice_says_the_same(data: st.DataObject, as_of: date, policy: str) -> None:
    rows = data.draw(folders(as_of, policy))
    assert_equal_plans(engine_plan(rows, as_of, policy), engine_plan(rows, as_of, policy))


@everyday
@on_any_day
def test_the_order_of_rows_in_the_files_does_not_matter(data: st.DataObject, as_of: date, policy: str) -> None:
    rows = data.draw(folders(as_of, policy))
    shuffled = {table: data.draw(st.permutations(part)) for table, part in rows.items()}
    assert_equal_plans(engine_plan(rows, as_of, policy), engine_plan(shuffled, as_of, policy))


@everyday
@on_any_day
def test_customers_planned_apart_equal_customers_planned_together(
    data: st.DataObject, as_of: date, policy: str
) -> None:
    some = data.draw(folders(as_of, policy))
    others = renamed(data.draw(folders(as_of, policy)))
    together: Folder = {table: some[table] + others[table] for table in some}
    whole = engine_plan(together, as_of, policy)
    apart = [engine_plan(some, as_of, policy), engine_plan(others, as_of, policy)]
    for table in TABLES:
        left, right = getattr(whole, table), pl.concat(getattr(part, table) for part in apart)
        if table == "worklist":
            left, right = left.select(pl.exclude(OF_THE_PORTFOLIO)), right.select(pl.exclude(OF_THE_PORTFOLIO))
        assert_frame_equal(left, right, check_row_order=False)


def test_renaming_leaves_no_tie_to_the_first_folder() -> None:
    rows: Folder = {"payments": [{"payment_no": "P1", "customer_id": "C1", "bank_reference": "付D-1货款", "n": 1}]}
    assert renamed(rows) == {
        "payments": [{"payment_no": "P91", "customer_id": "C91", "bank_reference": "付D-91货款", "n": 1}]
    }
