"""The order of the worklist (lesson 15) and the evidence behind it; docs/engine/ranking.md has the same numbers."""

from datetime import date
from pathlib import Path

import polars as pl

from huikuan.engine.chances import chance_table, observations
from huikuan.engine.contacts import known_activities
from huikuan.engine.numbering import CaseNumbers
from huikuan.engine.ranking import with_value
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import AS_OF, activity, ago, folder, invoice, planned, promise, row_of

DOCS = Path(__file__).parents[2] / "docs" / "engine" / "ranking.md"


def observed(*, contacted: bool, count: int, paid: int, bucket: str = "1-30") -> list[dict]:
    return [
        {"bucket": bucket, "promises": "none", "contacted": contacted, "is_paid": number < paid}
        for number in range(count)
    ]


def worklist_row(**facts) -> pl.DataFrame:
    row = {
        "value_base_minor": 128_450_000,
        "currency": "CNY",
        "channels": ["email", "phone"],
        "bucket": "1-30",
        "promises": "none",
        "segment": "key",
        "status": "normal",
        "habitual_delayer": False,
        "failed_promises": 0,
        "base_open_minor": 128_450_000,
        "credit_limit_minor": 200_000_000,
    }
    return pl.DataFrame([row | facts])


def test_the_worked_example_of_the_docs():
    """114 contacted of which 78 paid, 100 left alone of which 41 paid; the prior is worth 100 observations each.

    without (0.44 x 100 + 78 + 41) / 314 = 0.5191    lift (0.62 - 0.44) / (1 - 0.44) = 0.3214
    with    0.5191 + 0.3214 x 0.4809 = 0.6737
    1,284,500.00 x 0.1546 - 37.00 = 198,546.70       /10,000 = 19.8547, + 5 for a key customer = 24.8547
    """
    history = pl.DataFrame(observed(contacted=True, count=114, paid=78) + observed(contacted=False, count=100, paid=41))
    chances = chance_table(history)
    row = with_value(worklist_row(), chances, preset_policies()["b2b-standard"], base="CNY").row(0, named=True)
    assert (row["chance_with"], row["chance_without"]) == (0.6737, 0.5191)
    assert (row["chance_count_with"], row["chance_count_without"]) == (114, 100)
    assert (row["value_minor"], row["cost_minor"]) == (19_854_670, 3_700)
    assert (row["policy_points"], row["points_given"], row["score"]) == (5.0, ["segment=key"], 24.8547)


def test_the_docs_show_the_numbers_of_the_worked_example():
    text = DOCS.read_text(encoding="utf-8")
    for number in ("0.5191", "0.6737", "198,546.70", "24.8547"):
        assert number in text


def test_without_history_the_prior_holds():
    chances = chance_table(pl.DataFrame(observed(contacted=True, count=0, paid=0), schema=_schema()))
    row = row_of(chances, bucket="61-90", promises="none", contacted=True)
    assert (row["prior"], row["count"], row["chance"]) == (0.32, 0, 0.32)


def test_the_order_changes_when_the_evidence_does():
    """80,000 ten days late against 100,000 forty days late: contact helps the younger more, until history shows that
    those of forty days mostly pay by themselves."""
    young = {"value_base_minor": 8_000_000, "bucket": "1-30", "segment": "regular"}
    old = {"value_base_minor": 10_000_000, "bucket": "31-60", "segment": "regular"}
    rows = pl.concat([worklist_row(**young), worklist_row(**old)])
    policy = preset_policies()["b2b-standard"]

    def order(history: list[dict]) -> list[str]:
        chances = chance_table(pl.DataFrame(history, schema=_schema()))
        return with_value(rows, chances, policy, base="CNY").sort("score", descending=True)["bucket"].to_list()

    assert order([]) == ["31-60", "1-30"]
    assert order(observed(contacted=False, count=300, paid=270, bucket="31-60")) == ["1-30", "31-60"]


def test_that_the_slower_payers_were_contacted_does_not_make_contact_look_harmful():
    history = pl.DataFrame(observed(contacted=True, count=900, paid=0))
    chances = chance_table(history)
    with_contact = row_of(chances, bucket="1-30", promises="none", contacted=True)["chance"]
    without = row_of(chances, bucket="1-30", promises="none", contacted=False)["chance"]
    assert (without, with_contact) == (0.044, 0.3513)


def test_the_folders_own_history_is_counted():
    """Due dates 30 and 60 days ago, each entering 1-30; paid after 5 days with a call, after 20 without.

    The second also entered 31-60 nothing: it was paid on its 20th day.
    """
    tables = folder(
        receivables=[
            invoice("A", overdue=30, settled_on=ago(25)),
            invoice("B", overdue=60, settled_on=ago(40), customer_id="C2"),
            invoice("C", overdue=50, customer_id="C3"),
        ],
        activities=[activity(27)],
    )
    plan = planned(receivables=[], customers=[{"customer_id": "C1", "name": "甲"}])
    assert plan.chances["count"].sum() == 0
    numbers = CaseNumbers.of(tables.receivables)
    documents = numbers.numbered(tables.receivables).with_columns(
        open_minor=pl.when(pl.col("settled_on").is_null()).then("amount_minor").otherwise(0), paid_on="settled_on"
    )
    contacts = numbers.numbered(known_activities(tables.activities, as_of=AS_OF).filter("is_delivered"))
    promises = plan.promises
    seen = observations(documents, contacts, promises, as_of=AS_OF).sort("bucket", "contacted", "is_paid")
    assert seen.filter(pl.col("bucket") != "not_due").rows() == [
        ("1-30", "none", False, False),
        ("1-30", "none", False, False),
        ("1-30", "none", True, True),
        ("31-60", "none", False, False),
    ]


def test_hard_lane_comes_first_then_score_then_customer_id():
    plan = planned(
        receivables=[
            invoice("A", overdue=5, amount=9_000_000),
            invoice("B", overdue=5, amount=1_000_000, customer_id="C2"),
            invoice("C", overdue=5, amount=1_000_000, customer_id="C3"),
            invoice("D", overdue=20, amount=10_000, customer_id="C4"),
        ],
        promises=[promise(made=10, due=5, amount=10_000, customer_id="C4")],
    )
    assert plan.worklist.select("customer_id", "lane", "rank").rows() == [
        ("C4", "hard", 1),
        ("C1", "value", 2),
        ("C2", "value", 3),
        ("C3", "value", 4),
    ]


def test_a_currency_without_a_rate_ranks_at_par_and_says_so():
    plan = planned(date(2026, 11, 20), receivables=[invoice("A", overdue=5, currency="UYU")])
    assert plan.problems["code"].to_list() == ["rate_missing"]
    assert plan.worklist["rate_ppm"].to_list() == [1_000_000]


def _schema() -> dict:
    return {"bucket": pl.String, "promises": pl.String, "contacted": pl.Boolean, "is_paid": pl.Boolean}
