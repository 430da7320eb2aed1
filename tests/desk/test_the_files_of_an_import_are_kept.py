"""What an import read is kept byte for byte with it: once for the same bytes, not at all where nothing is recorded.

| day   | imported                                   | kept contents                          |
|-------|--------------------------------------------|----------------------------------------|
| 11-20 | receivables.csv, customers.csv             | 2                                      |
| 11-21 | the same                                   | 2: nothing was recorded                |
| 11-21 | other receivables, the same customers      | 3                                      |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.attachments.models import StoredFile
from huikuan.apps.attachments.selectors import files_folder, kept_digests, orphans
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.models import Batch
from huikuan.cli import run
from huikuan.desk import backup, import_files
from huikuan.desk.import_files import imports_seen, kept_files
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.gateways.content import digest_of, place
from huikuan.gateways.imports import ReadOptions, read_folder
from tests.desk.staffed import CUSTOMERS, RECEIVABLES, hired

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]


def told(folder: Path, on: date, receivables: str = RECEIVABLES) -> Import:
    folder.mkdir(exist_ok=True)
    (folder / "receivables.csv").write_text(receivables, encoding="utf-8")
    (folder / "customers.csv").write_text(CUSTOMERS, encoding="gb18030")
    return Import.of(read_folder(folder, ReadOptions()), folder=folder, recorded_on=on, currency="CNY")


def imported(folder: Path, on: date, receivables: str = RECEIVABLES) -> Batch | None:
    given = told(folder, on, receivables)
    return record_import(given, previewed(given), actor=SYSTEM)


def test_files_come_back_as_they_were_and_are_kept_once(tmp_path: Path) -> None:
    first = imported(tmp_path / "erp", FIRST)
    assert imported(tmp_path / "erp", SECOND) is None
    second = imported(tmp_path / "erp", SECOND, RECEIVABLES.replace("1000", "1200"))
    assert first is not None
    assert second is not None
    assert dict(kept_files(first.pk, viewer=SYSTEM, on=SECOND)) == {
        "customers.csv": CUSTOMERS.encode("gb18030"),
        "receivables.csv": RECEIVABLES.encode(),
    }
    assert [len(kept_digests()), orphans()] == [3, []]
    assert list(StoredFile.objects.values_list("media_type", flat=True).distinct()) == ["text/csv"]
    seen = imports_seen(viewer=SYSTEM, on=SECOND)
    assert [(each.batch.pk, each.files) for each in seen] == [
        (number, {"customers.csv": True, "receivables.csv": True}) for number in (second.pk, first.pk)
    ]


def test_a_damaged_file_is_refused_and_a_backup_holds_the_files(tmp_path: Path) -> None:
    batch = imported(tmp_path / "erp", FIRST)
    assert batch is not None
    assert backup.save(tmp_path / "b.zip", actor=SYSTEM, progress=lambda *_: None).files == 2
    place(files_folder(), digest_of(RECEIVABLES.encode())).write_bytes(b"other")
    with pytest.raises(Refused, match="file_damaged"):
        dict(kept_files(batch.pk, viewer=SYSTEM, on=FIRST))


def test_a_file_that_is_too_large_is_named_by_its_digest_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_files, "KEPT_BYTES", len(RECEIVABLES.encode()) - 1)
    batch = imported(tmp_path / "erp", FIRST)
    assert batch is not None
    assert imports_seen(viewer=SYSTEM, on=FIRST)[0].files == {"customers.csv": True, "receivables.csv": False}
    with pytest.raises(Refused, match="file_not_kept"):
        dict(kept_files(batch.pk, viewer=SYSTEM, on=FIRST))
    assert batch.inputs[1]["sha256"] == digest_of(RECEIVABLES.encode())


def test_a_file_that_changed_meanwhile_refuses_the_import(tmp_path: Path) -> None:
    given = told(tmp_path / "erp", FIRST)
    (tmp_path / "erp" / "receivables.csv").write_text("something else", encoding="utf-8")
    with pytest.raises(Refused, match="input_changed"):
        record_import(given, previewed(given), actor=SYSTEM)
    assert [Batch.objects.count(), kept_digests(), orphans()] == [0, [], []]
    assert [file for file in files_folder().rglob("*") if file.is_file()] == []


def test_who_may_not_import_keeps_and_reads_nothing(tmp_path: Path) -> None:
    given, carl = told(tmp_path / "erp", FIRST), hired("carl", "collector")
    with pytest.raises(Refused, match="not_allowed"):
        record_import(given, previewed(given), actor=carl)
    assert not files_folder().exists()
    batch = imported(tmp_path / "erp", FIRST)
    assert batch is not None
    east = hired("kim", "clerk", entity="east")  # the files hold main's rows too
    for viewer, code in ((carl, "not_allowed"), (east, "out_of_reach")):
        with pytest.raises(Refused, match=code):
            dict(kept_files(batch.pk, viewer=viewer, on=FIRST))
    assert dict(kept_files(batch.pk, viewer=hired("kay", "clerk"), on=FIRST)).keys() == {
        "customers.csv",
        "receivables.csv",
    }


def test_the_command_lists_imports_and_gives_their_files_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "en")
    told(tmp_path / "erp", FIRST)
    assert run(["imports", "--on", str(FIRST)]) == 0
    assert capsys.readouterr().out == "Nothing was imported yet.\n"
    assert run(["import", str(tmp_path / "erp"), "--on", str(FIRST), "--source", "k3"]) == 0
    capsys.readouterr()
    batch = Batch.objects.get()
    assert run(["imports", "--on", str(FIRST)]) == 0
    row = " ".join(capsys.readouterr().out.splitlines()[2].split())
    assert row == f"{batch.pk} {FIRST} k3 customers 3, receivables 3 customers.csv, receivables.csv what changed"
    give_back = ["imports", str(batch.pk), "--out", str(tmp_path / "back"), "--on", str(FIRST)]
    assert run(give_back) == 0
    assert (tmp_path / "back" / "customers.csv").read_bytes() == CUSTOMERS.encode("gb18030")
    capsys.readouterr()
    assert run(give_back) == 2
    assert "is there already" in capsys.readouterr().err
    assert run(give_back[:2]) == 2
    assert capsys.readouterr().err.startswith("Error: --out is missing.")
