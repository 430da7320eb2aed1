"""What is read through a copy on the disk is what the database holds, whatever happened since the copy was made.

| since the copy                                   | read                                          |
|--------------------------------------------------|-----------------------------------------------|
| nothing                                          | the copy                                      |
| a corrected, a new and an unchanged document     | the new versions, in the order of recording   |
| an import known from a later day                 | the earlier day: without it                   |
| the house was set back, and told something else  | nothing of the copy                           |
| the copy's file was cut off                      | the database                                  |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from polars.testing import assert_frame_equal

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject
from huikuan.apps.intake.present import copies_folder
from huikuan.apps.receivables.selectors import items_known
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.desk.erasing import erase_personal
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.desk.known import known_tables
from huikuan.engine.tables import Tables
from huikuan.gateways.columns import one_state
from huikuan.gateways.copies import forget_copies
from huikuan.gateways.imports import ReadOptions, read_folder

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
HEAD = "document_no,customer_id,issue_date,due_date,amount\n"
FIRST = "INV-1,C-1,2026-10-01,2026-11-01,1000\nINV-2,C-2,2026-10-01,2026-11-02,500\n"
THEN = (
    "INV-2,C-2,2026-10-01,2026-11-02,700\nINV-3,C-3,2026-10-01,2026-11-03,300\nINV-1,C-1,2026-10-01,2026-11-01,1000\n"
)
AFTER = [("INV-1", 100_000), ("INV-3", 30_000), ("INV-2", 70_000)]  # in the order of recording: new ones first


@pytest.fixture(autouse=True)
def _every_table_is_copied(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.COPIED_ROWS = 1  # type: ignore[attr-defined]
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]


def told(folder: Path, rows: str, day: date) -> None:
    (folder / "receivables.csv").write_text(HEAD + rows)
    given = Import(read_folder(folder, ReadOptions()).tables, day, "CNY")
    assert record_import(given, previewed(given), actor=SYSTEM) is not None


def read(day: date | None = None) -> Tables:
    with one_state(connection):
        return known_tables(day)


def amounts(tables: Tables) -> list[tuple[str, int]]:
    return list(tables.receivables.select("document_no", "amount_minor").iter_rows())


def test_an_unchanged_house_is_read_from_its_copies(tmp_path: Path) -> None:
    told(tmp_path, FIRST, FRIDAY)
    from_database = read()
    kept = sorted(file.name.split(".")[0] for file in copies_folder().glob("*.arrow"))
    assert kept == ["customers_customerfact", "receivables_itemfact"]
    assert_frame_equal(read().receivables, from_database.receivables)
    assert_frame_equal(read().customers, from_database.customers)


@pytest.mark.django_db(transaction=True)
def test_no_copy_keeps_what_was_erased(tmp_path: Path) -> None:
    told(tmp_path, FIRST, FRIDAY)
    for customer, note in (("C-1", "王会计离婚了"), ("C-2", "等老板签字")):
        log_contact(Contact(customer, "phone", note=note), actor=SYSTEM, on=FRIDAY)
    assert read().activities["note"].to_list() == ["王会计离婚了", "等老板签字"]
    before = {file.name: file.read_bytes() for file in copies_folder().iterdir()}
    assert any("王会计离婚了".encode() in content for content in before.values())
    erase_personal(Subject("customer", "C-1"), reason="asked for", actor=SYSTEM, on=FRIDAY)
    assert not copies_folder().exists()
    copies_folder().mkdir()  # another machine, or a day that had read before and wrote its copies now
    for name, content in before.items():
        (copies_folder() / name).write_bytes(content)
    assert read().activities["note"].to_list() == [None, "等老板签字"]
    assert not any("王会计离婚了".encode() in file.read_bytes() for file in copies_folder().iterdir())
    assert not Entry.objects.filter(personal__contains="王会计").exists()


def test_a_copy_is_brought_up_to_date(tmp_path: Path) -> None:
    told(tmp_path, FIRST, FRIDAY)
    read()
    told(tmp_path, THEN, MONDAY)
    by_copy = items_known()  # outside of one state: the copy stays that of Friday
    assert list(by_copy.select("document_no", "amount_minor").iter_rows()) == AFTER
    forget_copies(copies_folder())
    assert_frame_equal(by_copy, items_known())


def test_what_changed_once_is_read_once(tmp_path: Path) -> None:
    told(tmp_path, FIRST, FRIDAY)
    read()
    told(tmp_path, THEN, MONDAY)
    assert amounts(read()) == amounts(read()) == AFTER


def test_an_earlier_day_knows_nothing_later(tmp_path: Path) -> None:
    told(tmp_path, FIRST, FRIDAY)
    told(tmp_path, THEN, MONDAY)
    read()
    assert amounts(read(FRIDAY)) == [("INV-1", 100_000), ("INV-2", 50_000)]
    assert amounts(read(MONDAY)) == AFTER


def test_a_house_set_back_has_no_copy(tmp_path: Path) -> None:
    with transaction.atomic():
        told(tmp_path, FIRST, FRIDAY)
        read()
        transaction.set_rollback(True)
    told(tmp_path, "INV-9,C-9,2026-10-01,2026-11-01,9\n", FRIDAY)
    assert amounts(read()) == [("INV-9", 900)]


def test_a_copy_that_was_cut_off_is_none(tmp_path: Path) -> None:
    told(tmp_path, FIRST, FRIDAY)
    read()
    for file in copies_folder().glob("*.arrow"):
        file.write_bytes(file.read_bytes()[:100])
    assert amounts(read()) == [("INV-1", 100_000), ("INV-2", 50_000)]
