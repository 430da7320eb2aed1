"""A kept file comes back as it was, or not at all; the same bytes are kept once; what is left over is listed."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from huikuan.apps.attachments.models import Attachment, StoredFile
from huikuan.apps.attachments.selectors import files_folder, kept_bytes, kept_digests, orphans
from huikuan.apps.attachments.services import attach, store_file
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.gateways.content import digest_of, place

pytestmark = pytest.mark.django_db
SCAN = "对账单，已盖章".encode()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]


def test_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(SCAN)
    number = store_file(tmp_path / "scan.pdf", media_type="application/pdf")
    assert kept_bytes(number) == SCAN
    assert list(StoredFile.objects.values_list("sha256", "size_bytes", "media_type")) == [
        (digest_of(SCAN), len(SCAN), "application/pdf")
    ]


def test_the_same_bytes_are_kept_once_under_many_names() -> None:
    first, second = store_file(SCAN, media_type="application/pdf"), store_file(SCAN, media_type="application/pdf")
    for name in ("scan.pdf", "copy.pdf"):
        attach(first, name=name, subject=Subject("case", "1"), act_id=uuid.uuid4())
    assert first == second
    assert kept_digests() == [digest_of(SCAN)]
    assert list(Attachment.objects.order_by("id").values_list("name", flat=True)) == ["scan.pdf", "copy.pdf"]


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_damaged_bytes_are_refused_and_mended_by_keeping_them_again(damage: str) -> None:
    number = store_file(SCAN, media_type="application/pdf")
    lying = place(files_folder(), digest_of(SCAN))
    if damage == "gone":
        lying.unlink()
    else:
        lying.write_bytes(SCAN + b" ")
    with pytest.raises(Refused, match="file_damaged"):
        kept_bytes(number)
    assert store_file(SCAN, media_type="application/pdf") == number
    assert kept_bytes(number) == SCAN


def test_bytes_without_a_row_are_listed() -> None:
    store_file(SCAN, media_type="application/pdf")
    left_over = place(files_folder(), digest_of(b"left"))
    left_over.parent.mkdir(parents=True, exist_ok=True)
    left_over.write_bytes(b"left")
    half = left_over.with_name(".half-written")
    half.write_bytes(b"ha")
    assert orphans() == [digest_of(b"left")]


def test_a_refused_row_leaves_no_half_written_bytes() -> None:
    with pytest.raises(ValueError, match="no such type"):
        store_file(SCAN, media_type=_Unwritable())  # type: ignore[arg-type]
    assert [file for file in files_folder().rglob("*") if file.is_file()] == []
    assert StoredFile.objects.count() == 0


class _Unwritable:
    """A media type that the database cannot take."""

    def resolve_expression(self, *_: object, **__: object) -> object:
        raise ValueError("no such type")
