"""What was imported is what is planned from; importing it again changes nothing.

| day   | import                                   | then                                                    |
|-------|------------------------------------------|---------------------------------------------------------|
| 11-20 | INV-1 1,000 due 11-01; INV-2 500 due 11-10 | plan of the memory = plan of the folder               |
| 11-20 | the same                                 | no batch, nothing new                                   |
| 11-21 | INV-1 1,200 (corrected)                  | 1,200 known from 11-21; on 11-20 still 1,000            |
| 11-22 | snapshot without INV-2                   | INV-2 settled, cause unknown, 500 posted                |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.intake.models import Batch
from huikuan.apps.receivables.models import Adjustment, Case, ItemFact
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.desk.known import known_tables
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.gateways.policies import preset_policies

pytestmark = pytest.mark.django_db
TWENTIETH, TWENTY_FIRST, TWENTY_SECOND = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
BOTH = "document_no,customer_id,issue_date,due_date,amount\nINV-1,C-1,2026-10-01,2026-11-01,{first}\n"
SECOND = "INV-2,C-2,2026-10-10,2026-11-10,500\n"


def imported(folder: Path, text: str, day: date, *, is_snapshot: bool = False) -> Batch | None:
    (folder / "receivables.csv").write_text(text)
    tables = read_folder(folder, ReadOptions()).tables
    given = Import(tables, day, "CNY", is_snapshot=is_snapshot)
    return record_import(given, previewed(given), actor=SYSTEM)


def test_the_plan_of_the_memory_is_the_plan_of_the_folder(tmp_path: Path) -> None:
    imported(tmp_path, BOTH.format(first=1000) + SECOND, TWENTIETH)
    folder = read_folder(tmp_path, ReadOptions()).tables
    by_folder = plan_day(folder, preset_policies(), Parameters(TWENTIETH))
    by_memory = plan_day(known_tables(), preset_policies(), Parameters(TWENTIETH))
    for table in ("worklist", "items", "ageing", "skipped", "promises", "chances"):
        assert getattr(by_memory, table).equals(getattr(by_folder, table)), table
    assert by_memory.worklist["customer_id"].to_list() == ["C-1", "C-2"]


def test_the_same_folder_again_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, BOTH.format(first=1000) + SECOND, TWENTIETH)
    assert imported(tmp_path, BOTH.format(first=1000) + SECOND, TWENTIETH) is None
    assert Batch.objects.count() == Entry.objects.count() == 1
    assert ItemFact.objects.count() == 2


def test_a_corrected_amount_is_known_from_its_day_on(tmp_path: Path) -> None:
    imported(tmp_path, BOTH.format(first=1000) + SECOND, TWENTIETH)
    imported(tmp_path, BOTH.format(first=1200) + SECOND, TWENTY_FIRST)
    amounts = {
        day: dict(known_tables(day).receivables.select("document_no", "amount_minor").iter_rows())
        for day in (TWENTIETH, TWENTY_FIRST)
    }
    assert amounts == {
        TWENTIETH: {"INV-1": 100_000, "INV-2": 50_000},
        TWENTY_FIRST: {"INV-1": 120_000, "INV-2": 50_000},
    }
    assert dict(Case.objects.values_list("customer__code", "change_no")) == {"C-1": 2, "C-2": 1}


def test_a_snapshot_settles_what_it_no_longer_lists(tmp_path: Path) -> None:
    imported(tmp_path, BOTH.format(first=1000) + SECOND, TWENTIETH)
    batch = imported(tmp_path, BOTH.format(first=1000), TWENTY_SECOND, is_snapshot=True)
    assert batch is not None
    assert batch.totals["receivables"] == {"new": 0, "changed": 0, "unchanged": 1, "settled": 1}
    posted = Adjustment.objects.values_list("item__document_no", "kind", "amount_minor", "effective_on")
    assert list(posted) == [("INV-2", "settled_unknown", -50_000, TWENTY_SECOND)]
    still_open = plan_day(known_tables(), preset_policies(), Parameters(TWENTY_SECOND)).items
    assert still_open["document_no"].to_list() == ["INV-1"]
