"""An import is taken back as facts: what it made is gone, what it replaced holds again; the days between stay.

| day   | recorded                                        | INV-1   | INV-2 |
|-------|-------------------------------------------------|---------|-------|
| 11-20 | batch 1: INV-1 1,000, INV-2 500                  | 1,000   | 500   |
| 11-21 | batch 2: snapshot with INV-1 1,200 and INV-3 70  | 1,200   | gone  |
| 11-23 | batch 2 undone                                   | 1,000   | 500   |
| 11-24 | batch 2's folder again                           | 1,200   | gone  |
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.intake.models import Batch
from huikuan.apps.receivables.models import Adjustment, Case
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.desk.disputing import Dispute, open_dispute
from huikuan.desk.known import known_tables
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.desk.undoing import Undoing, undo_import
from huikuan.engine.balances import ledger_on
from tests.desk.staffed import hired
from tests.desk.test_an_import_is_remembered import imported

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD, FOURTH = (date(2026, 11, day) for day in (20, 21, 23, 24))
HEAD = "document_no,customer_id,issue_date,due_date,amount\n"
ONE = HEAD + "INV-1,C-1,2026-10-01,2026-11-01,1000\nINV-2,C-2,2026-10-10,2026-11-10,500\n"
TWO = HEAD + "INV-1,C-1,2026-10-01,2026-11-01,1200\nINV-3,C-3,2026-10-10,2026-11-10,70\n"


def opened(known_on: date | None) -> dict[str, int]:
    documents = ledger_on(known_tables(known_on), as_of=FOURTH).documents
    return dict(documents.filter(documents["open_minor"] != 0).select("document_no", "open_minor").iter_rows())


def two_imports(folder: Path) -> tuple[Batch, Batch]:
    first, second = imported(folder, ONE, FIRST), imported(folder, TWO, SECOND, is_snapshot=True)
    assert first is not None
    assert second is not None
    return first, second


def test_what_it_replaced_holds_again_from_that_day_on(tmp_path: Path) -> None:
    first, second = two_imports(tmp_path)
    moved = dict(Case.objects.values_list("customer__code", "change_no"))
    done = undo_import(Undoing(second.pk, "the wrong folder"), actor=SYSTEM, on=THIRD)
    assert opened(FIRST) == opened(THIRD) == opened(None) == {"INV-1": 100_000, "INV-2": 50_000}
    assert opened(SECOND) == {"INV-1": 120_000, "INV-3": 7_000}
    assert done.facts["taken_back"]["receivables"] == 3
    assert done.facts["holding_again"]["receivables"] == 2
    second.refresh_from_db()
    assert (second.undone_by_id, second.undone_by.kind) == (done.batch, "reversal")  # type: ignore[union-attr]
    assert not Adjustment.objects.filter(replaced_by__isnull=True).exists()
    now = dict(Case.objects.values_list("customer__code", "change_no"))
    assert all(now[code] == moved[code] + 1 for code in ("C-1", "C-2", "C-3"))
    entry = Entry.objects.latest("id")
    assert (entry.act, entry.subject_kind, entry.subject_id) == ("undo_import", "batch", str(second.pk))
    assert first.undone_by_id is None


def test_the_same_folder_may_come_again(tmp_path: Path) -> None:
    _, second = two_imports(tmp_path)
    undo_import(Undoing(second.pk, "too early"), actor=SYSTEM, on=THIRD)
    assert imported(tmp_path, TWO, FOURTH, is_snapshot=True) is not None
    assert opened(None) == {"INV-1": 120_000, "INV-3": 7_000}
    assert opened(THIRD) == {"INV-1": 100_000, "INV-2": 50_000}


def refused(code: str, asked: Undoing, on: date = THIRD, **who: object) -> None:
    before = Batch.objects.count(), Entry.objects.count()
    with pytest.raises(Refused, match=code):
        undo_import(asked, actor=who.get("actor", SYSTEM), on=on)  # type: ignore[arg-type]
    assert (Batch.objects.count(), Entry.objects.count()) == before


def test_what_something_was_built_upon_is_not_undone(tmp_path: Path) -> None:
    first, second = two_imports(tmp_path)
    refused("built_upon", Undoing(first.pk, "r"))  # INV-1 was corrected by the second
    log_contact(Contact("C-1", "phone"), actor=SYSTEM, on=SECOND)  # C-1 was there before
    log_contact(Contact("C-3", "phone"), actor=SYSTEM, on=SECOND)  # only the second import knows C-3
    refused("built_upon", Undoing(second.pk, "r"))


@pytest.mark.parametrize("kind", ["dispute", "promise"])
def test_an_act_on_its_documents_is_built_upon_it(kind: str, tmp_path: Path) -> None:
    imported(tmp_path, ONE, FIRST)
    third = imported(tmp_path, HEAD + "INV-9,C-1,2026-10-01,2026-11-01,90\n", SECOND)
    assert third is not None
    if kind == "dispute":
        open_dispute(Dispute("INV-9", "price"), actor=SYSTEM, on=SECOND)
    else:
        promise = Promise(Decimal(90), date(2026, 11, 30), None, ("INV-9",))
        record_promise(PromiseOf("C-1", promise), actor=SYSTEM, on=SECOND)
    refused("built_upon", Undoing(third.pk, "r"))


def test_what_is_no_import_or_is_undone_already_is_refused(tmp_path: Path) -> None:
    _, second = two_imports(tmp_path)
    refused("batch_unknown", Undoing(0, "r"))
    refused("reason_missing", Undoing(second.pk, ""))
    refused("undone_before_done", Undoing(second.pk, "r"), on=FIRST)
    done = undo_import(Undoing(second.pk, "r"), actor=SYSTEM, on=THIRD)
    refused("batch_undone", Undoing(second.pk, "r"))
    refused("batch_is_no_import", Undoing(done.batch, "r"))


def test_who_may_not_undoes_nothing(tmp_path: Path) -> None:
    _, second = two_imports(tmp_path)
    refused("not_allowed", Undoing(second.pk, "r"), actor=hired("carl", "collector"))
    undo_import(Undoing(second.pk, "r"), actor=hired("kim", "clerk"), on=THIRD)
