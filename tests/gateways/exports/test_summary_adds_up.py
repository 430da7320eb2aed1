"""``summary.json``: every figure can be found again in the tables."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huikuan.gateways.exports import write_plan

from .example_day import NAMES, example_plan, example_reading


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("plan")
    write_plan(example_plan(), example_reading(), out, formats=["csv"], lang="zh", overwrite=False)
    parsed: dict[str, Any] = json.loads(Path(out / "summary.json").read_text(encoding="utf-8"))
    return parsed


def test_the_contracts_keys_are_there(content: dict[str, Any]) -> None:
    keys = ["as_of", "policy", "version", "inputs", "unread", "counts", "currencies", "rungs", "classes", "buckets"]
    keys += ["lanes", "timings"]

    assert [key for key in keys if key not in content] == []
    assert (content["as_of"], content["policy"], content["unread"]) == ("2026-11-20", "b2b-standard", ["notes.docx"])
    assert content["inputs"][1] == {
        "file": "账套.xlsx",
        "sheet": "收款",
        "table": "payments",
        "rows": 12,
        "sha256": "cd" * 32,
    }


def test_customers_are_counted_by_policy_and_by_who_decided(content: dict[str, Any]) -> None:
    customers = len(NAMES)
    assert (content["assignment"], content["policy_customers"]) == (None, {"b2b-standard": customers})
    assert content["assigned_by"] == {"forced": 0, "override": 0, "own": 0, "rule": 0, "default": customers}


def test_counts_are_of_rows_over_all_tables(content: dict[str, Any]) -> None:
    assert content["counts"] == {"loaded": 26, "set_aside": 1, "not_yet_issued": 2, "future_payments": 1}
    assert content["tables"]["receivables"]["amounts_in"] == {"CNY": "750000.00"}


def test_each_currency_closes_to_its_ledger(content: dict[str, Any]) -> None:
    """ledger = open - unallocated = the sum of the ageing, by hand from ITEM_ROWS and UNALLOCATED."""
    yuan = content["currencies"]["CNY"]

    assert yuan["open"] == "7498180.49"
    assert yuan["unallocated"] == "18545.00"
    assert yuan["ledger"] == "7479635.49"
    assert sum(Decimal(amount) for amount in content["bucket_amounts"]["CNY"].values()) == Decimal("7479635.49")
    assert content["currencies"]["KWD"]["open"] == "12345.678"
    assert content["currencies"]["JPY"]["overdue"] == "1180000"


def test_overdue_leaves_out_bills_in_hand_retention_and_credit(content: dict[str, Any]) -> None:
    yuan = content["currencies"]["CNY"]

    assert (yuan["overdue"], yuan["bills_in_hand"]) == ("5666310.49", "96720.00")
    assert (yuan["eligible"], yuan["disputed"]) == ("5145430.49", "112400.00")
    assert (yuan["promised"], yuan["in_transit"]) == ("96000.00", "312480.00")


def test_rungs_classes_and_buckets_count_items_and_lanes_count_cases(content: dict[str, Any]) -> None:
    assert sum(content["buckets"].values()) == 25
    assert sum(content["classes"].values()) == 25
    assert content["rungs"]["letters"] == 4
    assert content["classes"] == {"not_due": 7, "collecting": 9, "near_doubtful": 2, "doubtful": 6, "dead": 1}
    assert content["lanes"] == {"hard": 5, "value": 10}


def test_the_base_currency_comes_first(content: dict[str, Any]) -> None:
    assert list(content["currencies"]) == ["CNY", "EUR", "JPY", "KWD"]
