"""What is restored into an empty memory, of this database or the other, goes on as if nothing had happened.

day 1   import, day, a person and a role, a kept file, the audit sealed, a backup
day 2   here and in each restored house: the same worklist, the same counts, the file's bytes, a whole record
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from huikuan.apps.attachments.services import store_file
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import seal
from huikuan.apps.dunning.selectors import newest_run, worklist_rows
from huikuan.apps.intake.models import Batch
from huikuan.apps.receivables.models import Case
from huikuan.apps.tasks.services import record_follow_up
from huikuan.desk import staff
from huikuan.desk.backup import restore, save
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, house

pytestmark = pytest.mark.django_db(transaction=True)
NEXT = date(2026, 11, 23)
SCAN = b"\x00\x01 a scan \xff"


@pytest.fixture
def backup(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    """The house after its first day, in one file."""
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
    house(tmp_path)
    day(DAY)
    staff.add_person(staff.NewPerson("carl", 'Carl, "王"\n', "South"), actor=SYSTEM, on=DAY)
    staff.grant_role(staff.NewRole("carl", "collector"), actor=SYSTEM, on=DAY)
    store_file(SCAN, media_type="application/pdf")
    case_no, batch = Case.objects.earliest("id").pk, Batch.objects.latest("id")
    record_follow_up("call_back", datetime(2026, 11, 24, 14, 30), "", case_no=case_no, actor=SYSTEM, batch=batch)
    seal()
    file = tmp_path / "house.backup"
    saved = save(file, actor=SYSTEM, progress=lambda *_: None)
    assert (saved.files, saved.damaged) == (1, ())
    return file


@pytest.fixture
def other_databases() -> Iterator[dict[str, str | None]]:
    """An empty database of each kind that is at hand: DATABASE_URL, or nothing for a SQLite file."""
    server = os.environ.get("HUIKUAN_TEST_DATABASE")
    if not server:
        yield {"sqlite": None}
        return
    name = f"restored_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        yield {"sqlite": None, "postgresql": server.rsplit("/", 1)[0] + "/" + name}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


def restored(backup: Path, folder: Path, address: str | None) -> dict[str, object]:
    out = folder / "told.json"
    own = {"HUIKUAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "huikuan.config.settings"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
    environment |= {"DATABASE_URL": address} if address else {}
    command = [sys.executable, "-m", "tests.desk.restored_elsewhere", str(backup), str(NEXT), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return told


def test_the_next_day_is_the_same_in_every_restored_house(
    backup: Path, tmp_path: Path, other_databases: dict[str, str | None]
) -> None:
    day(NEXT)
    run = newest_run()
    assert run is not None
    here = [json.loads(row) for row in worklist_rows(run, viewer=SYSTEM)["facts"]]
    assert [row["customer_id"] for row in here] == ["C-3", "C-2", "C-1"]
    with zipfile.ZipFile(backup) as archive:
        rows = sum(table["rows"] for table in json.loads(archive.read("manifest.json"))["tables"].values())
    for kind, address in other_databases.items():
        told = restored(backup, tmp_path / kind, address)
        assert [json.loads(row) for row in told["worklist"]] == here, kind  # type: ignore[attr-defined]
        assert told["run"] == [run.revision, run.position, run.counts], kind
        assert told["files"] == [len(SCAN)], kind
        assert told["hours"] == ["14:30:00"], kind
        assert told["restored"] == [rows, 1, 4, 0], kind


def test_a_house_moves_from_sqlite_to_the_other_databases(
    backup: Path, tmp_path: Path, other_databases: dict[str, str | None]
) -> None:
    first = restored(backup, tmp_path / "first", None)
    for kind, address in other_databases.items():
        told = restored(tmp_path / "first" / "again.backup", tmp_path / kind, address)
        assert (told["worklist"], told["files"]) == (first["worklist"], first["files"]), kind
        assert told["restored"][3] == 0, kind  # type: ignore[index]


def test_a_memory_that_holds_something_is_not_restored_into(backup: Path) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="memory_not_empty"):
        restore(backup, progress=lambda *_: None)
    assert Entry.objects.count() == entries


def test_a_backup_never_replaces_an_earlier_one(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(Refused, match="backup_exists"):
        save(backup, actor=SYSTEM, progress=lambda *_: None)
    assert backup.read_bytes() == before


def test_the_backup_is_on_record(backup: Path) -> None:
    entry = Entry.objects.latest("id")
    assert (entry.act, entry.subject_id) == ("backup", "house.backup")


@pytest.mark.parametrize("part", ["tables/audit_entry.parquet", "files/", "manifest.json"])
def test_a_changed_backup_is_refused_as_a_whole(backup: Path, tmp_path: Path, part: str) -> None:
    changed = tmp_path / "changed.backup"
    with zipfile.ZipFile(backup) as whole, zipfile.ZipFile(changed, "w") as copy:
        for name in whole.namelist():
            if not name.startswith(part):
                copy.writestr(name, whole.read(name))
            elif part != "manifest.json":
                copy.writestr(name, whole.read(name) + b" ")
    emptied()
    with pytest.raises(Refused, match="backup_unreadable"):
        restore(changed, progress=lambda *_: None)
    assert Entry.objects.count() == 0
    restore(backup, progress=lambda *_: None)
    assert list(Entry.objects.order_by("id").values_list("act", flat=True))[-2:] == ["manage_people", "restore"]


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"not a zip")
    with pytest.raises(Refused, match="backup_unreadable"):
        restore(tmp_path / "holiday.jpg", progress=lambda *_: None)


def emptied() -> None:
    """Empty every table of ours, as on a machine where huikuan init has just run."""
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False)
    connection.close()
