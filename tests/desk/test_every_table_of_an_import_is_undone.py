"""Whatever table an import changed, undoing it brings back what was known; and it frees what it was built upon.

The first folder tells one row of every table, the second says one thing more and one thing otherwise in one of them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.models import Batch
from huikuan.apps.receivables.models import Case
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.desk.disputing import Dispute, open_dispute
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.desk.known import known_tables
from huikuan.desk.overriding import Overriding, override_policy
from huikuan.desk.undoing import Undoing, undo_import
from huikuan.engine.tables import INPUTS, PLACE
from huikuan.gateways.imports import ReadOptions, read_folder

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD, FOURTH = (date(2026, 11, day) for day in (20, 21, 23, 24))
TOLD = {
    "customers": "customer_id,name,owner\nC-1,甲公司,rita\nC-2,乙公司,rob\n",
    "contacts": "customer_id,name,phone\nC-1,王,1\n",
    "receivables": "document_no,customer_id,issue_date,due_date,amount\n"
    "INV-1,C-1,2026-10-01,2026-11-01,1000\nINV-2,C-2,2026-10-01,2026-11-01,500\n",
    "payments": "payment_no,customer_id,received_on,amount,allocations\nP-1,C-1,2026-11-02,300,INV-1:300\n",
    "promises": "customer_id,made_on,due_on,amount,document_no\nC-1,2026-11-10,2026-11-30,400,INV-1\n",
    "disputes": "document_no,amount,reason,opened_on\nINV-1,50,price,2026-11-09\n",
    "activities": "customer_id,at,channel,outcome\nC-1,2026-11-05 10:00,phone,stalling\n",
    "statements": "customer_id,period,sent_on\nC-1,2026-10,2026-11-04\n",
    "hours": "customer_id,kind,weekday,from,to\nC-1,open,1,9:00,11:00\n",
}
# What the second folder says instead: a row more, and a row that says something else.
OTHERWISE = {
    "customers": TOLD["customers"].replace("rita", "rosa") + "C-3,丙公司,rob\n",
    "contacts": TOLD["contacts"].replace("王,1", "王,2") + "C-2,李,3\n",
    "receivables": TOLD["receivables"].replace("1000", "1200") + "INV-3,C-2,2026-10-02,2026-11-02,70\n",
    "payments": TOLD["payments"].replace("INV-1:300", "INV-1:200;INV-2:100") + "P-2,C-2,2026-11-03,20,\n",
    "promises": TOLD["promises"] + "C-2,2026-11-11,2026-11-28,100,INV-2\n",
    "disputes": TOLD["disputes"].replace(",50,", ",60,") + "INV-2,10,quality,2026-11-12\n",
    "activities": TOLD["activities"].replace("stalling", "refused") + "C-2,2026-11-06 11:00,email,delivered\n",
    "statements": TOLD["statements"].replace("11-04", "11-05") + "C-2,2026-10,2026-11-04\n",
    "hours": TOLD["hours"] + "C-2,open,2,9:00,12:00\n",
}


def imported(folder: Path, on: date, **tables: str) -> Batch:
    folder.mkdir(exist_ok=True)
    for table, text in {**TOLD, **tables}.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    given = Import.of(read_folder(folder, ReadOptions()), folder=folder, recorded_on=on, currency="CNY")
    batch = record_import(given, previewed(given), actor=SYSTEM)
    assert batch is not None
    return batch


def known(on: date | None = None) -> dict[str, pl.DataFrame]:
    tables = known_tables(on)
    found = {name: getattr(tables, name).drop(*PLACE) for name in INPUTS}
    return {name: rows.sort(pl.struct(pl.all()).struct.json_encode()) for name, rows in found.items()}


def moved() -> dict[str, int]:
    return dict(Case.objects.values_list("customer__code", "change_no"))


@pytest.mark.parametrize("table", OTHERWISE)
def test_what_was_known_holds_again_and_its_cases_move(table: str, tmp_path: Path) -> None:
    imported(tmp_path, FIRST)
    before, counted = known(), moved()
    second = imported(tmp_path, SECOND, **{table: OTHERWISE[table]})
    after = known()
    assert not after[table].equals(before[table])
    touched = {"customers": {"C-1"}, "promises": {"C-2"}, "hours": {"C-2"}}.get(table, {"C-1", "C-2"})
    assert {code for code, number in moved().items() if number > counted[code]} == touched
    counted = moved()
    undo_import(Undoing(second.pk, "the wrong folder"), actor=SYSTEM, on=THIRD)
    assert {code for code, number in moved().items() if number > counted[code]} == touched
    for name, rows in before.items():
        assert_frame_equal(known()[name], rows)
        assert_frame_equal(known(SECOND)[name], after[name])  # the days between keep what they knew
    imported(tmp_path, FOURTH, **{table: OTHERWISE[table]})  # the same folder may come again
    assert_frame_equal(known()[table], after[table])


def test_undoing_a_later_import_frees_the_earlier_one(tmp_path: Path) -> None:
    first = imported(tmp_path, FIRST)
    second = imported(tmp_path, SECOND, **OTHERWISE)
    third = imported(tmp_path, SECOND, **{**OTHERWISE, "receivables": TOLD["receivables"].replace("1000", "1300")})
    for batch in (first, second):
        with pytest.raises(Refused, match="built_upon"):
            undo_import(Undoing(batch.pk, "r"), actor=SYSTEM, on=THIRD)
    for batch in (third, second, first):  # backwards, each in its turn
        undo_import(Undoing(batch.pk, "r"), actor=SYSTEM, on=THIRD)
    assert {name: rows.height for name, rows in known().items() if rows.height} == {}
    assert known(FIRST)["receivables"]["amount_minor"].to_list() == [100_000, 50_000]
    imported(tmp_path, FOURTH)
    assert known()["allocations"]["amount_minor"].to_list() == [30_000]


@pytest.mark.parametrize("kind", ["contact", "dispute", "override"])
def test_what_people_told_after_the_undoing_is_built_upon_the_first(kind: str, tmp_path: Path) -> None:
    first = imported(tmp_path, FIRST)
    second = imported(tmp_path, SECOND, receivables=OTHERWISE["receivables"])
    undo_import(Undoing(second.pk, "r"), actor=SYSTEM, on=THIRD)
    if kind == "contact":
        log_contact(Contact("C-2", "phone"), actor=SYSTEM, on=THIRD)
    elif kind == "dispute":
        open_dispute(Dispute("INV-1", "price"), actor=SYSTEM, on=THIRD)
    else:
        given = Overriding("C-2", "remind-1", date(2026, 12, 1), "new owner")
        override_policy(given, policies=("remind-1",), actor=SYSTEM, on=THIRD)
    written = Batch.objects.count()
    with pytest.raises(Refused, match="built_upon"):
        undo_import(Undoing(first.pk, "r"), actor=SYSTEM, on=FOURTH)
    assert Batch.objects.count() == written


def test_an_allocation_that_came_back_meanwhile_stands_in_the_way(tmp_path: Path) -> None:
    imported(tmp_path, FIRST)
    bare = TOLD["payments"].replace("300,INV-1:300", "310,")
    second = imported(tmp_path, SECOND, payments=bare)
    imported(tmp_path, SECOND, payments=bare.replace("310,", "310,INV-1:300"))
    with pytest.raises(Refused, match="built_upon"):
        undo_import(Undoing(second.pk, "r"), actor=SYSTEM, on=THIRD)


def test_a_document_that_changes_hands_moves_both_cases(tmp_path: Path) -> None:
    imported(tmp_path, FIRST)
    counted = moved()
    imported(tmp_path, SECOND, receivables=TOLD["receivables"].replace("INV-2,C-2", "INV-2,C-1"))
    assert moved() == {code: number + 1 for code, number in counted.items()}
