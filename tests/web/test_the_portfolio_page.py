"""The portfolio: sums that close to the ledger, each of which opens into its rows, within what the visitor reaches.

INV-1 1,000.00 (main, rita, carl), INV-2 2,000.00 (main, rob, cleo), INV-3 3,000.00 (east, rob, carl); all 1 to 30 days.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huikuan.apps.audit.models import Entry
from huikuan.apps.customers.models import CustomerFact
from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.portfolio import Part, debts_seen, sums_seen
from huikuan.desk.standing import snapshots_folder
from huikuan.engine.portfolio import ALL_AGES
from tests.desk.staffed import hired
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db


def test_every_sum_closes_to_the_ledger(tmp_path: Path) -> None:
    opened_house(tmp_path)
    run = newest_run()
    assert run is not None
    boss = hired("bo", "boss")
    ages = sums_seen(run, viewer=boss).ages
    debts = debts_seen(run, Part(), viewer=boss)
    assert ages.filter(ages["bucket"] != ALL_AGES)["amount_minor"].sum() == 600_000 == debts["amount_minor"].sum()
    assert ages.filter(ages["bucket"] == ALL_AGES)["customers"].sum() == 3
    assert debts["customer_id"].to_list() == ["C-3", "C-2", "C-1"]


@pytest.mark.parametrize(
    ("roles", "kept", "seen"),
    [
        ({"code": "carl", "role": "collector"}, True, {"C-1", "C-3"}),
        ({"code": "rob", "role": "rep"}, True, {"C-2", "C-3"}),
        ({"code": "mia", "role": "credit_manager", "entity": "east"}, True, {"C-3"}),
        ({"code": "mia", "role": "credit_manager", "entity": "east"}, False, {"C-3"}),
    ],
)
def test_everybody_sees_what_he_reaches_with_or_without_a_snapshot(
    roles: dict[str, str], kept: bool, seen: set[str], tmp_path: Path
) -> None:
    opened_house(tmp_path)
    run = newest_run()
    assert run is not None
    if not kept:
        for path in (snapshots_folder() / run.act_id.hex).iterdir():
            path.unlink()
    viewer = hired(roles["code"], roles["role"], entity=roles.get("entity"))
    assert set(debts_seen(run, Part(), viewer=viewer)["customer_id"]) == seen
    assert sums_seen(run, viewer=viewer).rungs["cases"].sum() == len(seen)


def test_a_sum_opens_into_its_rows(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss")
    page = client.get("/portfolio").content.decode()
    assert "6,000.00" in page
    assert "/portfolio/cases?currency=CNY&amp;bucket=1-30" in page
    rows = client.get("/portfolio/cases", {"currency": "CNY", "bucket": "1-30", "entity": "main"}).content.decode()
    assert "乙公司" in rows
    assert "丙公司" not in rows
    assert "乙公司" not in client.get("/portfolio/cases", {"person": "rita"}).content.decode()
    assert "There is nothing here" in client.get("/portfolio/cases", {"bucket": "over-365"}).content.decode()


def test_taking_the_rows_is_recorded_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    opened_house(tmp_path)
    CustomerFact.objects.filter(customer__code="C-2").update(name="=乙公司")
    client = signed_in("bo", "boss")
    answer = client.post("/portfolio/export?currency=CNY")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [(row[1], row[6]) for row in rows[1:]] == [("丙公司", 3000), ("=乙公司", 2000), ("甲公司", 1000)]
    assert Entry.objects.get(act="export").subject_id == "portfolio"


def test_whoever_may_not_export_sees_no_button_and_gets_nothing(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("carl", "collector")
    assert "/portfolio/export" not in client.get("/portfolio").content.decode()
    assert client.post("/portfolio/export").status_code == 403
    assert not Entry.objects.filter(act="export").exists()


def test_questions_to_the_database_do_not_grow_with_the_rows(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss")

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    assert asked("/portfolio/cases") == asked("/portfolio/cases?person=rita")
    assert asked("/portfolio") == asked("/portfolio?entity=east")


def test_before_the_first_day_it_says_what_to_do() -> None:
    assert "No day has been run yet" in signed_in("bo", "boss").get("/portfolio").content.decode()
