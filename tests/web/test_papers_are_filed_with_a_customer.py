"""Papers of a customer: kept as what they are, opened on record, refused to whoever does not look after it (R-233)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from huikuan.apps.attachments.models import Attachment, StoredFile
from huikuan.apps.audit.models import Entry
from huikuan.desk import filing
from huikuan.gateways import clock
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a contract"


@pytest.fixture
def carl(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    return signed_in("carl", "collector")


def filed(client: Client, name: str, content: bytes, key: str = "k1") -> int:
    paper = SimpleUploadedFile(name, content)
    return client.post("/customers/C-1/files", {"paper": paper, "key": key}).status_code


def test_a_paper_is_kept_and_opened_on_record(carl: Client) -> None:
    assert [filed(carl, "合同 2026.pdf", PDF) for _ in range(2)] == [302, 302]  # a double click files it once

    number = Attachment.objects.get(subject_kind="customer").pk
    assert "合同 2026.pdf" in carl.get("/customers/C-1").content.decode()
    answer = carl.post(f"/documents/{number}")
    assert (answer.content, answer.headers["Content-Type"]) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(act="open_document", subject_id="C-1").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.html", b"<script>", "is of a kind that is not filed"),
        ("contract.pdf", b"<html>", "does not begin as a pdf file does"),
        ("contract.pdf", b"", "is empty"),
    ],
)
def test_what_is_no_paper_is_refused(carl: Client, name: str, content: bytes, said: str) -> None:
    paper = SimpleUploadedFile(name, content)
    answer = carl.post("/customers/C-1/files", {"paper": paper, "key": "k"})

    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert not StoredFile.objects.filter(attachments__subject_kind="customer").exists()


def test_what_is_too_large_is_refused(carl: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "LARGEST_BYTES", 10)

    assert filed(carl, "a.pdf", PDF) == 403
    assert not Attachment.objects.filter(subject_kind="customer").exists()


def test_whoever_does_not_look_after_the_customer_files_and_opens_nothing(carl: Client) -> None:
    filed(carl, "a.pdf", PDF)
    number = Attachment.objects.get(subject_kind="customer").pk
    cleo = signed_in("cleo", "collector")

    assert (filed(cleo, "b.pdf", PDF), cleo.post(f"/documents/{number}").status_code) == (403, 403)
    assert Entry.objects.filter(act="open_document").count() == 0
    assert cleo.post("/documents/999").status_code == 403
