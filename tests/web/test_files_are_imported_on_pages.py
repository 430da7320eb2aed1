"""Files become an import page by page: sent, looked at, checked, imported, and taken back.

| file            | rows | what is wrong                       |
|-----------------|------|-------------------------------------|
| receivables.csv | 3    | INV-8: the amount is =1+1, set aside |
| 坏的.xlsx        | -    | cut off: left out                   |
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.intake.models import Batch, Upload
from huikuan.apps.outbox.models import Job
from huikuan.desk import upload_recording
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.gateways import clock, uploads
from huikuan.web.imports import receiving
from tests.desk.staffed import DAY
from tests.web.visits import PASSWORD, back_in, opened_house, signed_in, with_password

pytestmark = pytest.mark.django_db
ROWS = """document_no,customer_id,issue_date,due_date,amount
INV-7,C-1,2026-10-01,2026-11-01,700
INV-8,C-1,2026-10-01,2026-11-01,=1+1
INV-9,C-2,2026-10-01,2026-11-01,900
"""


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


@pytest.fixture
def clerk() -> Client:
    return signed_in("ye", "clerk")


def sent(client: Client, key: str = "one", **more: bytes) -> HttpResponse:
    files = [SimpleUploadedFile("receivables.csv", ROWS.encode()), SimpleUploadedFile("坏的.xlsx", b"PK\x03\x04 off")]
    files += [SimpleUploadedFile(name.replace("__", "."), content) for name, content in more.items()]
    return client.post("/imports", {"key": key, "chosen": "files", "files": files})


def chosen(client: Client, **said: str) -> HttpResponse:
    upload = Upload.objects.latest("id")
    fields = {"version": str(upload.version), "mode": "delta", "currency": "CNY", **said}
    return client.post(f"/imports/uploads/{upload.pk}", fields)


def imported(client: Client, **said: str) -> HttpResponse:
    upload = Upload.objects.latest("id")
    fields = {"version": str(upload.version), "act": "record", **said}
    return client.post(f"/imports/uploads/{upload.pk}/check", fields)


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_files_pass_from_page_to_page_into_the_memory(clerk: Client) -> None:
    assert sent(clerk).headers["Location"] == f"/imports/uploads/{Upload.objects.get().pk}"
    page = text_of(clerk.get(f"/imports/uploads/{Upload.objects.get().pk}"))
    assert "receivables.csv known by its name" in page
    assert "坏的.xlsx cannot be opened" in page

    assert chosen(clerk).status_code == 302
    check = clerk.get(f"/imports/uploads/{Upload.objects.get().pk}/check")
    assert "Import 2 rows" in text_of(check)
    assert "receivables.csv : 3 amount =1+1" in text_of(check)
    assert imported(clerk).status_code == 302

    batch = Batch.objects.latest("id")
    shown = clerk.get(clerk.get(f"/imports/uploads/{Upload.objects.get().pk}/check").headers["Location"])
    assert f"Import {batch.pk}" in text_of(shown)
    assert "Receivables 2" in text_of(shown)
    assert f"Import {batch.pk}" in text_of(clerk.get("/imports"))


def test_where_nothing_is_left_to_import_it_is_said_why(clerk: Client) -> None:
    bad = SimpleUploadedFile("receivables.csv", ROWS.splitlines()[0].encode() + b"\nINV-8,C-1,2026-10-01,2026-11-01,?")
    known = SimpleUploadedFile("customers.csv", "customer_id,name,owner,collector\nC-1,甲公司,rita,carl".encode())
    for file, said in ((bad, "Every row is set aside"), (known, "All of it is known already.")):
        clerk.post("/imports", {"key": file.name, "files": [file]})
        chosen(clerk)
        page = text_of(clerk.get(f"/imports/uploads/{Upload.objects.latest('id').pk}/check"))
        assert said in page
        assert "Back to the imports" in page


def test_a_sheet_that_could_not_be_read_as_guessed_is_left_out_until_somebody_says_more(clerk: Client) -> None:
    sent(clerk, 联系__csv="客户编码,职务\nC-1,会计\n".encode())
    sheet = next(one for one in Upload.objects.get().sheets if one["file"] == "联系.csv")
    assert (sheet["known_by"], sheet["choice"]["table"]) == ("guess", "")


def test_nothing_is_asked_of_the_files_before_it_is_said_what_they_hold(clerk: Client) -> None:
    sent(clerk)
    answer = chosen(clerk, mode="")
    assert answer.status_code == 400
    assert "It is not said whether this is all that is open" in text_of(answer)
    assert Upload.objects.get().state == "open"


def test_a_double_click_sends_and_imports_once(clerk: Client) -> None:
    sent(clerk), sent(clerk)
    assert Upload.objects.count() == 1
    chosen(clerk)
    version = str(Upload.objects.get().version)
    batches = Batch.objects.count()
    imported(clerk)
    again = imported(clerk, version=version)
    assert again.status_code == 302  # to what the first came to
    assert Batch.objects.count() == batches + 1


def test_two_people_who_choose_at_once_see_each_others_choice(clerk: Client) -> None:
    other = signed_in("fin", "finance")
    sent(clerk)
    upload = Upload.objects.get()
    chosen(other, mode="snapshot", version="1")

    answer = chosen(clerk, mode="delta", source="用友", version="1")

    assert answer.status_code == 400
    page = text_of(answer)
    assert "Somebody else chose meanwhile" in page
    assert "What the files hold all that is open: what is not listed counts as settled only what is new" in page
    assert 'value="用友"' in answer.content.decode()  # what was typed is still there
    upload.refresh_from_db()
    assert (upload.settings["mode"], upload.settings["source"]) == ("snapshot", "")


def test_a_total_that_differs_is_said_before_anything_is_imported(clerk: Client) -> None:
    sent(clerk)
    chosen(clerk)
    batches = Batch.objects.count()

    answer = imported(clerk, **{"receivables-CNY": "1,602"})

    assert "+2.00" in text_of(answer)
    assert "Import all the same" in text_of(answer)
    assert Batch.objects.count() == batches
    assert Upload.objects.get().control == {"receivables-CNY": "1,602"}
    imported(clerk, confirmed="yes", **{"receivables-CNY": "1,602"})
    assert Batch.objects.count() == batches + 1


def test_problems_are_filtered_and_taken_as_a_file_without_formulas(clerk: Client) -> None:
    sent(clerk)
    chosen(clerk)
    address = f"/imports/uploads/{Upload.objects.get().pk}"

    assert "1–1 / 1" in text_of(clerk.get(f"{address}/check?code=bad_amount"))
    told = clerk.get(f"{address}/problems?code=bad_amount").content.decode("utf-8-sig").splitlines()

    assert told[0].startswith("file,sheet,row_no,column,value")
    assert told[1].startswith('receivables.csv,"",3,amount,\'=1+1,error,bad_amount')


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a__zip", b"PK\x03\x04", "This is an archive."),
        ("a__exe", b"MZ", "Files of this kind are not read."),
        ("a__csv", b"\x00\x01\x02\x00", "What is in the file is not what its name says."),
        ("a__xlsx", b"%PDF-1.4", "What is in the file is not what its name says."),
        ("a__pdf", b"<html>", "What is in the file is not what its name says."),
        ("a__parquet", b"", "The file is empty."),
    ],
)
def test_a_file_is_known_by_its_bytes_and_the_others_go_on(clerk: Client, name: str, content: bytes, said: str) -> None:
    sent(clerk, **{name: content})
    page = text_of(clerk.get(f"/imports/uploads/{Upload.objects.get().pk}"))
    assert said in page
    assert "receivables.csv known by its name" in page


def test_what_is_too_large_is_read_past_and_said(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "ALL_BYTES", 10)
    monkeypatch.setattr(receiving, "_ALLOWANCE", 0)
    answer = sent(clerk)
    assert answer.status_code == 400
    assert "All files together are larger" in text_of(answer)
    assert not Upload.objects.exists()
    assert uploads.FILE_BYTES < uploads.ALL_BYTES


def test_names_of_files_lead_nowhere(clerk: Client) -> None:
    assert uploads.plain_name("../../etc/receivables.csv") == "receivables.csv"
    assert uploads.plain_name("x\\y\\.~$应收\u202e.csv") == "应收_.csv"
    assert len(uploads.plain_name("长" * 300 + ".csv")) == 120


def test_a_stranger_leaves_no_file_and_signs_in_to_the_form() -> None:
    with_password("ye", "clerk")
    client = Client()
    answer = sent(client)
    assert answer.status_code == 403
    assert not Upload.objects.exists()
    client.post("/sign-in", {"code": "ye", "password": PASSWORD, "next": "/imports", "kept.chosen": "files"})
    assert "Choose them again" in text_of(client.get("/imports", headers={"accept-language": "en"}))


def test_what_was_sent_outlives_the_session(clerk: Client) -> None:
    sent(clerk)
    clerk.logout()
    assert f"Upload {Upload.objects.get().pk}" in text_of(back_in("ye").get("/imports"))


def test_somebody_elses_upload_is_not_found_in_another_company(clerk: Client) -> None:
    sent(clerk)
    east, number = signed_in("east", "clerk", entity="east"), Upload.objects.get().pk
    for part in ("", "/check", "/sheets/0", "/problems"):
        assert east.get(f"/imports/uploads/{number}{part}").status_code == 404
    assert signed_in("col", "collector").get(f"/imports/uploads/{number}").status_code == 403


def test_large_files_wait_for_a_worker_and_the_page_says_when_there_is_none(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_recording, "AT_ONCE_BYTES", 10)
    sent(clerk)
    chosen(clerk)
    upload = Upload.objects.get()
    address = f"/imports/uploads/{upload.pk}/check"
    assert upload.state == "checking"
    assert "You may leave this page" in text_of(clerk.get(address))
    assert "No worker" not in text_of(clerk.get(address))
    Job.objects.update(run_at=clock.now() - timedelta(seconds=60))
    assert "No worker has taken it up" in text_of(clerk.get(address))

    clerk.post(address, {"version": str(upload.version), "act": "here"})

    assert Upload.objects.get().state == "checked"


def test_whoever_will_not_wait_goes_back(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_recording, "AT_ONCE_BYTES", 10)
    sent(clerk)
    chosen(clerk)
    upload = Upload.objects.get()
    clerk.post(f"/imports/uploads/{upload.pk}/check", {"version": str(upload.version), "act": "back"})
    upload_recording.work_off(upload.pk, upload.version)  # the promised job comes too late
    assert Upload.objects.get().state == "open"


def test_an_upload_is_put_away_and_taken_up_again(clerk: Client) -> None:
    sent(clerk)
    address = f"/imports/uploads/{Upload.objects.get().pk}"
    clerk.post(address, {"version": "1", "act": "discard"})
    page = clerk.get("/imports")
    assert "was put away" in text_of(page)
    assert f'action="{address}"' in page.content.decode()
    clerk.post(address, {"version": "2", "act": "restore"})
    assert Upload.objects.get().state == "open"


def test_columns_are_chosen_and_kept(clerk: Client) -> None:
    strange = "单子,谁,哪天开,哪天到,多少\nX-1,C-1,2026-10-01,2026-11-01,10\n".encode()
    clerk.post("/imports", {"key": "k", "files": [SimpleUploadedFile("导出.csv", strange)]})
    address = f"/imports/uploads/{Upload.objects.get().pk}"
    assert "X-1" in text_of(clerk.get(f"{address}/sheets/0"))
    names = ("document_no", "customer_id", "issue_date", "due_date", "amount")
    fields = {f"c{at}": name for at, name in enumerate(names)}

    twice = clerk.post(f"{address}/sheets/0?table=receivables", {**fields, "c4": "due_date", "version": "1"})
    assert "Two of the headers are to fill the same column" in text_of(twice)
    kept = clerk.post(f"{address}/sheets/0?table=receivables", {**fields, "version": "1", "layout": "老系统"})

    assert kept.headers["Location"] == address
    assert "5 of 5 columns are used" in text_of(clerk.get(address))


def test_an_import_is_taken_back_after_a_second_yes_and_says_why_not(clerk: Client) -> None:
    sent(clerk)
    chosen(clerk)
    imported(clerk)
    first = Batch.objects.latest("id").pk
    assert clerk.post(f"/imports/{first}", {"key": "u", "reason": ""}).status_code == 400
    asked = clerk.post(f"/imports/{first}", {"key": "u", "reason": "wrong"})
    assert "Take the import back" in text_of(asked)
    assert Batch.objects.latest("id").pk == first

    gone = clerk.post(f"/imports/{first}", {"key": "u", "reason": "wrong", "confirmed": "yes"})

    assert gone.headers["Location"] == "/imports"
    assert Batch.objects.get(pk=first).undone_by_id is not None
    record_promise(PromiseOf("C-1", Promise(Decimal(1), DAY)), actor=SYSTEM, on=DAY)
    founding = Batch.objects.filter(kind="import").earliest("id").pk
    answer = clerk.post(f"/imports/{founding}", {"key": "v", "reason": "why not"})
    assert answer.status_code == 400
    assert "cannot be taken back" in text_of(answer)


def test_a_file_is_given_back_as_it_was_and_that_is_on_record(clerk: Client) -> None:
    sent(clerk)
    chosen(clerk)
    imported(clerk)
    answer = clerk.post(f"/imports/{Batch.objects.latest('id').pk}/files/0")
    assert answer.content.decode() == ROWS
    assert answer.headers["Content-Disposition"] == 'attachment; filename="receivables.csv"'
    assert Entry.objects.filter(act="export", subject_kind="batch").count() == 1
    assert clerk.post(f"/imports/{Batch.objects.latest('id').pk}/files/9").status_code == 404


def test_files_of_every_company_are_for_whoever_imports_for_all(clerk: Client) -> None:
    sent(clerk)
    chosen(clerk)
    imported(clerk)
    address = f"/imports/{Batch.objects.latest('id').pk}"
    east = signed_in("east", "clerk", entity="east")
    assert "=1+1" not in text_of(east.get(address))
    assert east.post(f"{address}/files/0").status_code == 403
    assert signed_in("col", "collector").post(f"{address}/files/0").status_code == 403
    assert not Entry.objects.filter(act="export").exists()
    assert clerk.get("/imports/999999").status_code == 404


def test_a_clerk_begins_with_the_imports(clerk: Client) -> None:
    assert clerk.get("/").headers["Location"] == "/imports"
    assert signed_in("carl2", "collector").get("/").headers["Location"] == "/today"


def test_no_query_grows_with_the_imports(clerk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            clerk.get("/imports")
        return len(seen)

    sent(clerk)
    one = queries()
    for number in range(4):
        sent(clerk, key=f"more-{number}")
    assert queries() == one
