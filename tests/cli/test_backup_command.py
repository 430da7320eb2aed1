"""``huikuan backup`` and ``restore``: what was saved and restored is counted, what is wrong is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from huikuan.apps.attachments.selectors import files_folder
from huikuan.apps.attachments.services import store_file
from huikuan.apps.people.models import User
from huikuan.cli import run
from huikuan.gateways.content import digest_of, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Carl is known here; where to write the backup."""
    monkeypatch.delenv("HUIKUAN_USER", raising=False)
    assert run(["people", "add", "carl", "Carl", "--on", "2026-11-20"]) == 0
    capsys.readouterr()
    return tmp_path / "house.backup"


def test_what_was_saved_comes_back(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", str(file)]) == 0
    # carl, the batch of his adding, its entry
    assert capsys.readouterr().out.splitlines() == [
        "Rows saved: 3; files saved: 0.",
        f"Written to {file}. Keep it away from this machine.",
    ]
    call_command("flush", verbosity=0, interactive=False)
    assert run(["restore", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[-1]) == (
        "Rows restored: 3; files restored: 0.",
        "Every entry, link and exported head is as it was recorded.",
    )
    assert list(User.objects.values_list("code", flat=True)) == ["carl"]


def test_a_damaged_file_is_named_and_the_rest_is_saved(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store_file(b"scan", media_type="application/pdf")
    place(files_folder(), digest_of(b"scan")).write_bytes(b"scam")
    assert run(["backup", str(file)]) == 1
    assert f"Not saved, because it is damaged or gone: {digest_of(b'scan')}." in capsys.readouterr().out
    assert file.is_file()


def test_what_cannot_be_restored_is_a_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["backup", str(file)])
    capsys.readouterr()
    assert run(["restore", str(file)]) == 2
    assert capsys.readouterr().err.splitlines()[0] == (
        "Error: Something is remembered here already; a backup is restored into an empty memory only."
    )
    assert run(["backup", str(file)]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"Error: {file} is there already."
