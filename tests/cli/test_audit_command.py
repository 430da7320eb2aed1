"""``huikuan audit``: seals, exports, checks and erases, and says what it found; exit code 1 when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.apps.audit.models import Entry, Seal
from huikuan.apps.people.services import add_person, grant_role
from huikuan.cli import run
from tests.desk.staffed import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def recorded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Two acts are on record: carl and dora were added, with their names as personal words."""
    monkeypatch.delenv("HUIKUAN_USER", raising=False)
    for code, name in (("carl", "Carl Wang"), ("dora", "Dora Li")):
        assert run(["people", "add", code, name, "--on", "2026-11-20"]) == 0
    capsys.readouterr()


def test_a_sealed_record_is_checked_against_the_head_kept_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = tmp_path / "heads.jsonl"
    assert run(["audit", "export-head", "--to", str(heads)]) == 0
    assert run(["audit", "export-head", "--to", str(heads)]) == 0
    assert len(heads.read_text(encoding="utf-8").splitlines()) == 1
    capsys.readouterr()
    assert run(["audit", "verify", "--heads", str(heads)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Entries under seal: 2.",
        "Every entry, link and exported head is as it was recorded.",
    ]


def test_what_was_tampered_with_is_named_and_the_exit_code_is_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "seal"]) == 0
    assert capsys.readouterr().out == "Entries sealed: 2.\n"
    entry = Entry.objects.earliest("id")
    Entry.objects.filter(pk=entry.pk).update(act="backup")
    assert run(["audit", "verify"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Entries under seal: 2.",
        f"Link 1: entry {entry.pk} is not what was sealed.",
        "Compare with a backup from before, and ask who had access to the database.",
    ]


def test_erasing_empties_the_personal_words_and_is_itself_on_record(capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "seal"])
    capsys.readouterr()
    assert run(["audit", "erase", "person", "carl", "--reason", "left, asked for it", "--on", "2026-11-21"]) == 0
    assert capsys.readouterr().out == "Entries whose personal words are gone for good: 1. The chain stays true.\n"
    left = Entry.objects.order_by("id").values_list("act", "subject_id", "personal")
    assert list(left) == [
        ("manage_people", "carl", None),
        ("manage_people", "dora", '{"name":"Dora Li"}'),
        ("erase_personal", "carl", None),
    ]
    run(["audit", "seal"])
    assert run(["audit", "verify"]) == 0


def test_without_the_right_nothing_is_erased_or_sealed() -> None:
    add_person("ada", name="Ada")
    grant_role("ada", "admin", entity=None, first_on=DAY, last_on=None)
    as_ada = ["--as", "ada", "--on", "2026-11-20"]
    assert run(["audit", "erase", "person", "carl", "--reason", "wish", *as_ada]) == 2
    assert Entry.objects.filter(personal__isnull=False).count() == 2
    assert run(["audit", "seal", *as_ada]) == 0
    assert Seal.objects.count() == 2


@pytest.mark.parametrize(("text", "sentence"), [(None, "does not exist."), ("{}\n", "holds a line that is no")])
def test_a_file_that_holds_no_heads_is_a_sentence(
    text: str | None, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = tmp_path / "heads.jsonl"
    if text is not None:
        heads.write_text(text, encoding="utf-8")
    assert run(["audit", "verify", "--heads", str(heads)]) == 2
    assert sentence in capsys.readouterr().err
