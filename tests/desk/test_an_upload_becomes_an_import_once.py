"""Files that somebody sent are kept, looked at, checked and imported once, whoever asks and however often.

| file             | rows | what is wrong                                  |
|------------------|------|------------------------------------------------|
| receivables.csv  | 3    | INV-8 bears no amount: set aside               |
| 客户清单.csv      | 1    | named by nothing: seen to be customers         |
| 坏的.xlsx         | -    | cut off: left out, the rest goes on            |
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from huikuan.apps.attachments.models import Attachment
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.intake.models import Batch, Layout, SetAside, Upload
from huikuan.apps.intake.uploads import recorded
from huikuan.apps.outbox.models import Job
from huikuan.desk import upload_recording
from huikuan.desk.upload_recording import ask_for, problems_found, work_off
from huikuan.desk.upload_sheets import Sent, Settings
from huikuan.desk.uploads import Mapped, add_files, choose, discard, map_columns, stage, upload_seen
from huikuan.gateways import clock
from tests.desk.staffed import DAY, hired, house

pytestmark = pytest.mark.django_db
RECEIVABLES = """document_no,customer_id,issue_date,due_date,amount
INV-7,C-7,2026-10-01,2026-11-01,700
INV-8,C-7,2026-10-01,2026-11-01,
INV-9,C-1,2026-10-01,2026-11-01,900
"""
CUSTOMERS = "客户编码,客户名称\nC-7,庚公司\n"
DELTA = Settings(mode="delta", known_on=DAY)


@pytest.fixture(autouse=True)
def _today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    (tmp_path / "known").mkdir()
    house(tmp_path / "known")


@pytest.fixture
def clerk() -> Actor:
    return hired("ye", "clerk")


def sent(folder: Path, **files: str | bytes) -> list[Sent]:
    told = []
    for number, (name, content) in enumerate(files.items()):
        path = folder / f"part-{number}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        told.append(Sent(name.replace("__", "."), path))
    return told


def staged(folder: Path, actor: Actor, key: str = "k") -> Upload:
    files = {"receivables__csv": RECEIVABLES, "客户清单__csv": CUSTOMERS, "坏的__xlsx": b"PK\x03\x04 cut off"}
    return stage(sent(folder, **files), actor=actor, on=DAY, key=key)


def checked(folder: Path, actor: Actor, settings: Settings = DELTA) -> Upload:
    upload = staged(folder, actor)
    choose(upload.pk, 1, settings, {}, actor=actor, on=DAY)
    work_off(upload.pk, ask_for("check", upload.pk, 2, actor=actor, on=DAY))
    return Upload.objects.get(pk=upload.pk)


def test_what_was_sent_is_kept_and_looked_at_before_anything_is_a_fact(tmp_path: Path, clerk: Actor) -> None:
    batches = Batch.objects.count()

    upload = staged(tmp_path, clerk)

    assert [(file["name"], file["fault"]) for file in upload.files] == [
        ("receivables.csv", ""),
        ("客户清单.csv", ""),
        ("坏的.xlsx", "broken_file"),
    ]
    assert [(sheet["file"], sheet["table"], sheet["known_by"], sheet["rows"]) for sheet in upload.sheets] == [
        ("receivables.csv", "receivables", "name", 3),
        ("客户清单.csv", "customers", "guess", 1),
    ]
    assert Batch.objects.count() == batches
    assert Attachment.objects.filter(subject_kind="upload").count() == 2
    assert Entry.objects.get(act="stage_import").subject_id == str(upload.pk)


def test_sent_twice_under_one_key_it_is_one_upload(tmp_path: Path, clerk: Actor) -> None:
    assert staged(tmp_path, clerk).pk == staged(tmp_path, clerk).pk
    assert staged(tmp_path, clerk, key="another").pk != staged(tmp_path, clerk).pk
    assert Upload.objects.count() == 2


def test_the_check_counts_and_writes_no_fact(tmp_path: Path, clerk: Actor) -> None:
    batches = Batch.objects.count()

    upload = checked(tmp_path, clerk)

    assert upload.state == "checked"
    assert upload.found["totals"]["receivables"] == {
        "new": 2, "changed": 0, "unchanged": 0, "settled": 0, "rows_in": 3, "loaded": 2, "set_aside": 1,
        "amounts_in": {"CNY": 160_000}, "amounts_loaded": {"CNY": 160_000}, "amounts_set_aside": {},
        "amounts_unreadable": 1,
    }  # fmt: skip
    page = problems_found(upload, code="missing_value")
    assert page.rows.select("file", "row_no", "column").rows() == [("receivables.csv", 3, "amount")]
    assert Batch.objects.count() == batches


def test_it_is_imported_once_whoever_asks_and_works(tmp_path: Path, clerk: Actor) -> None:
    upload = checked(tmp_path, clerk)
    version = ask_for("record", upload.pk, upload.version, actor=clerk, on=DAY)
    other = hired("fin", "finance")
    with pytest.raises(Refused, match="upload_changed"):
        ask_for("record", upload.pk, upload.version, actor=other, on=DAY)

    work_off(upload.pk, version)
    work_off(upload.pk, version)  # the promised job, or a reload

    made = Upload.objects.get(pk=upload.pk)
    assert (made.state, made.batch.recorded_on) == ("recorded", DAY)
    assert SetAside.objects.filter(batch=made.batch, code="missing_value").count() == 1
    assert Entry.objects.filter(act="import", actor_id=clerk.id).count() == 1


def test_of_two_who_work_at_once_the_second_leaves_nothing(tmp_path: Path, clerk: Actor) -> None:
    upload = checked(tmp_path, clerk)
    version = ask_for("record", upload.pk, upload.version, actor=clerk, on=DAY)
    seen = Upload.objects.get(pk=upload.pk)
    work_off(upload.pk, version)
    batches = Batch.objects.count()

    with pytest.raises(Refused, match="upload_changed"):  # as one who had looked before the first was done
        upload_recording._worked(seen, clerk)

    assert Batch.objects.count() == batches
    with pytest.raises(Refused, match="upload_changed"), transaction.atomic():
        recorded(upload.pk, version, None)


def test_the_job_is_promised_with_the_wish(tmp_path: Path, clerk: Actor) -> None:
    upload = checked(tmp_path, clerk)
    version = ask_for("record", upload.pk, upload.version, actor=clerk, on=DAY)
    job = Job.objects.get(key=upload_recording.job_key(upload.pk, version))
    assert (job.name, job.payload) == ("import_upload", {"upload": upload.pk, "version": version})


def test_a_snapshot_shows_what_it_will_settle(tmp_path: Path, clerk: Actor) -> None:
    upload = checked(tmp_path, clerk, Settings(mode="snapshot", known_on=DAY))
    assert upload.found["settled"] == {
        "count": 2,
        "sums": {"CNY": 300_000},
        "rows": [["INV-1", "C-1", 100_000, "CNY"], ["INV-2", "C-2", 200_000, "CNY"]],
    }


def test_whoever_changes_it_second_is_told(tmp_path: Path, clerk: Actor) -> None:
    upload = staged(tmp_path, clerk)
    other = hired("fin", "finance")
    choose(upload.pk, 1, DELTA, {1: ""}, actor=other, on=DAY)

    with pytest.raises(Refused, match="upload_changed"):
        choose(upload.pk, 1, Settings(mode="snapshot"), {}, actor=clerk, on=DAY)

    kept = Upload.objects.get(pk=upload.pk)
    assert (kept.settings["mode"], kept.sheets[1]["choice"]["table"], kept.version) == ("delta", "", 2)


def test_columns_are_remembered_and_known_the_next_time(tmp_path: Path, clerk: Actor) -> None:
    strange = "单子,谁,哪天开,哪天到,多少\nX-1,C-1,2026-10-01,2026-11-01,10\n"
    upload = stage(sent(tmp_path, 导出__csv=strange), actor=clerk, on=DAY, key="a")
    assert upload.sheets[0]["known_by"] == "nothing"
    columns = {
        "单子": "document_no",
        "谁": "customer_id",
        "哪天开": "issue_date",
        "哪天到": "due_date",
        "多少": "amount",
    }
    mapped = Mapped(0, "receivables", columns, "老系统")
    map_columns(upload.pk, 1, mapped, actor=clerk, on=DAY)

    again = stage(sent(tmp_path, 十二月__csv=strange.replace("X-1", "X-2")), actor=clerk, on=DAY, key="b")

    assert (again.sheets[0]["known_by"], again.sheets[0]["layout"]) == ("layout", {"name": "老系统", "version": 1})
    assert {column["header"]: column["ours"] for column in again.sheets[0]["columns"]} == columns
    choose(again.pk, 1, DELTA, {}, actor=clerk, on=DAY)
    work_off(again.pk, ask_for("check", again.pk, 2, actor=clerk, on=DAY))
    assert Upload.objects.get(pk=again.pk).found["totals"]["receivables"]["new"] == 1
    map_columns(upload.pk, 2, mapped, actor=clerk, on=DAY)  # the same again is no new version
    assert Layout.objects.get().version == 1
    assert Entry.objects.filter(act="remember_layout").count() == 2


def test_a_question_of_the_files_is_said_and_can_be_answered(tmp_path: Path, clerk: Actor) -> None:
    both_ways = RECEIVABLES.replace("2026-10-01", "01/10/2026").replace("2026-11-01", "01/11/2026")
    upload = stage(sent(tmp_path, receivables__csv=both_ways), actor=clerk, on=DAY, key="a")
    assert [question["code"] for question in upload.sheets[0]["questions"]] == ["ambiguous_dates"]
    choose(upload.pk, 1, DELTA, {}, actor=clerk, on=DAY)
    work_off(upload.pk, ask_for("check", upload.pk, 2, actor=clerk, on=DAY))
    asked = Upload.objects.get(pk=upload.pk)
    assert (asked.state, asked.fault["code"]) == ("open", "ambiguous_dates")

    choose(upload.pk, asked.version, Settings(mode="delta", dates="dmy"), {}, actor=clerk, on=DAY)

    assert Upload.objects.get(pk=upload.pk).sheets[0]["questions"] == []


def test_only_its_sender_sees_it_and_whoever_imports_for_all(tmp_path: Path, clerk: Actor) -> None:
    upload = staged(tmp_path, clerk)
    assert upload_seen(upload.pk, viewer=hired("fin", "finance"), on=DAY).pk == upload.pk
    with pytest.raises(Refused, match="upload_unknown"):
        upload_seen(upload.pk, viewer=hired("east", "clerk", entity="east"), on=DAY)
    with pytest.raises(Refused, match="not_allowed"):
        upload_seen(upload.pk, viewer=hired("col", "collector"), on=DAY)


def test_of_another_entity_not_even_the_preview_is_shown(tmp_path: Path) -> None:
    east = hired("east", "clerk", entity="east")
    upload = checked(tmp_path, east)
    assert (upload.state, upload.fault["code"], upload.found) == ("open", "out_of_reach", None)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (Settings(mode="delta", known_on=DAY + timedelta(days=1)), "known_ahead"),
        (Settings(mode="delta", currency="XXY"), "currency_unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_moves(
    tmp_path: Path, clerk: Actor, settings: Settings, code: str
) -> None:
    upload = staged(tmp_path, clerk)
    with pytest.raises(Refused, match=code):
        choose(upload.pk, 1, settings, {}, actor=clerk, on=DAY)
    assert Upload.objects.get(pk=upload.pk).version == 1


def test_an_import_on_a_decided_day_is_put_back_with_its_reason(tmp_path: Path, clerk: Actor) -> None:
    from huikuan.jobs.day import day

    day(DAY)
    upload = checked(tmp_path, clerk, Settings(mode="delta", known_on=date(2026, 11, 19)))
    work_off(upload.pk, ask_for("record", upload.pk, upload.version, actor=clerk, on=DAY))
    put_back = Upload.objects.get(pk=upload.pk)
    assert (put_back.state, put_back.fault["code"]) == ("checked", "day_decided")


def test_a_mended_file_takes_the_place_of_the_bad_one(tmp_path: Path, clerk: Actor) -> None:
    upload = staged(tmp_path, clerk)
    mended = RECEIVABLES.replace("2026-11-01,\n", "2026-11-01,800\n")
    add_files(upload.pk, 1, sent(tmp_path, receivables__csv=mended), actor=clerk, on=DAY)
    choose(upload.pk, 2, DELTA, {}, actor=clerk, on=DAY)
    work_off(upload.pk, ask_for("check", upload.pk, 3, actor=clerk, on=DAY))
    assert Upload.objects.get(pk=upload.pk).found["totals"]["receivables"]["new"] == 3


def test_what_was_put_away_cannot_be_imported(tmp_path: Path, clerk: Actor) -> None:
    upload = checked(tmp_path, clerk)
    discard(upload.pk, upload.version, actor=clerk, on=DAY)
    with pytest.raises(Refused, match="upload_changed"):
        ask_for("record", upload.pk, upload.version + 1, actor=clerk, on=DAY)
