"""What systems read is what the person behind the token may see, in the contract's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.gateways.exports.tables import WORKLIST_CONTRACT
from huikuan.gateways.imports import ReadOptions, read_folder
from tests.api.callers import system_of
from tests.desk.staffed import DAY
from tests.web.visits import opened_house

pytestmark = pytest.mark.django_db


def test_before_the_first_day_there_is_no_worklist() -> None:
    assert system_of("gus", "gm").get("worklist")[1]["code"] == "no_day_yet"


def test_the_worklist_has_the_contracts_columns_and_exact_amounts(tmp_path: Path) -> None:
    opened_house(tmp_path)
    status, said = system_of("carl", "collector").get("worklist")
    assert (status, said["business_date"], said["next"]) == (200, "2026-11-20", None)
    assert [row["customer_id"] for row in said["rows"]] == ["C-3", "C-1"]
    assert (said["rows"][0]["overdue_amount"], said["rows"][0]["currency"]) == ("3000.00", "CNY")
    assert list(said["rows"][0]) == [name.replace("_minor", "_amount") for name in WORKLIST_CONTRACT]
    assert "19 days" in said["rows"][1]["reasons_text"]


def test_the_worklist_comes_in_pages(tmp_path: Path) -> None:
    opened_house(tmp_path)
    gus = system_of("gus", "gm")
    first = gus.get("worklist", limit=2)[1]
    second = gus.get("worklist", limit=2, after=first["next"])[1]
    assert [row["customer_id"] for row in first["rows"] + second["rows"]] == ["C-3", "C-2", "C-1"]
    assert (first["next"], second["next"]) == (2, None)


def test_customers_beyond_reach_are_neither_listed_nor_shown(tmp_path: Path) -> None:
    opened_house(tmp_path)
    carl = system_of("carl", "collector")
    assert [row["customer_id"] for row in carl.get("customers")[1]["rows"]] == ["C-1", "C-3"]
    assert carl.get("customers", limit=1)[1]["next"] == "C-1"
    assert [row["customer_id"] for row in carl.get("customers", after="C-1")[1]["rows"]] == ["C-3"]
    assert carl.get("customers/C-1")[1]["name"] == "甲公司"
    for address in ("customers/C-2", "customers/C-2/receivables", "customers/C-2/contacts"):
        status, said = carl.get(address)
        assert (status, said["code"]) == (403, "out_of_reach")
    status, said = carl.get("customers/C-9")
    assert (status, said["code"]) == (404, "customer_unknown")
    assert said["message"] == "No customer has C-9 in the id or the name."


def test_a_customers_rows_come_in_pages_and_phones_are_masked(tmp_path: Path) -> None:
    opened_house(tmp_path)
    more = tmp_path / "more"
    more.mkdir()
    (more / "receivables.csv").write_text(
        "document_no,customer_id,entity,issue_date,due_date,amount\nINV-8,C-1,main,2026-10-08,2026-11-08,8.50\n",
        encoding="utf-8",
    )
    (more / "contacts.csv").write_text(
        "customer_id,name,role,phone,mobile\nC-1,孙会计,finance,021-55512345,13800001234\n", encoding="utf-8"
    )
    given = Import.of(read_folder(more, ReadOptions()), folder=more, recorded_on=DAY, currency="CNY")
    record_import(given, previewed(given), actor=SYSTEM)
    carl, flo = system_of("carl", "collector"), system_of("flo", "finance")
    first = carl.get("customers/C-1/receivables", limit=1)[1]
    second = carl.get("customers/C-1/receivables", limit=1, after=first["next"])[1]
    told = [(row["document_no"], row["amount"]) for row in first["rows"] + second["rows"]]
    assert told == [("INV-1", "1000.00"), ("INV-8", "8.50")]
    assert second["next"] is None
    assert carl.get("customers/C-1/contacts")[1]["rows"][0]["mobile"] == "13800001234"
    assert "0000" not in flo.get("customers/C-1/contacts")[1]["rows"][0]["mobile"]
