"""Copy a shipped policy, change a day, check it, use it (D-701, D-710)."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.cli import run
from tests.stories.company import Company


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


def _copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["policy", "show", "b2b-standard", "--source"]) == 0
    return capsys.readouterr().out


def test_a_changed_day_changes_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Day 12: the shipped policy still follows up daily; the company's own calls the supervisor from day 11."""
    own = tmp_path / "ours.yaml"
    text = _copied(tmp_path, capsys).replace("id: b2b-standard", "id: ours", 1)
    own.write_text(text.replace("from_day: 15", "from_day: 11", 1), encoding="utf-8")
    assert run(["policy", "check", str(own)]) == 0
    assert capsys.readouterr().out.startswith("ours (version 1) can be used: 8 rungs, ")

    company = Company(tmp_path)
    company.record("receivables", "INV-1,C1,2026-10-08,2026-11-08,5000.00")
    assert [row["step"] for row in company.day("2026-11-20")] == ["follow-2"]
    assert [row["step"] for row in company.day("2026-11-20", "--policy", str(own))] == ["supervisor"]


def test_a_mistake_is_shown_with_its_line_and_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "ours.yaml"
    lines = _copied(tmp_path, capsys).replace("from_day: 15", "from_day: fifteen", 1).splitlines()
    own.write_text("\n".join(lines), encoding="utf-8")
    at = next(number for number, line in enumerate(lines, 1) if "fifteen" in line)

    assert run(["policy", "check", str(own)]) == 2
    said = capsys.readouterr().out.splitlines()
    mistake = said.index(f"line {at}: supervisor from_day is fifteen.")
    assert said[mistake + 1] == "    Remedy: Write a whole number of days, for example 15 or -7."

    company = Company(tmp_path)
    company.record("receivables", "INV-1,C1,2026-10-08,2026-11-08,5000.00")
    company.write()
    out = tmp_path / "plan"
    assert run(["plan", str(company.folder), "--as-of", "2026-11-20", "--policy", str(own), "--out", str(out)]) == 2
    assert not out.exists()
    assert f"line {at}: " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["b2b-standard", "credit-15-30-60"])
def test_a_shipped_policy_passes_its_own_check(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "show", name, "--source"]) == 0
    copy = tmp_path / "copy.yaml"
    copy.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["policy", "check", str(copy)]) == 0


def test_every_rung_is_shown_with_its_clause(capsys: pytest.CaptureFixture[str]) -> None:
    from huikuan.gateways.policies import preset_policies

    for policy in preset_policies().values():
        assert run(["policy", "show", policy.id]) == 0
        said = capsys.readouterr().out
        for rung in policy.rungs:
            assert f"    {rung.clause['en']} ({rung.source})" in said.splitlines()


@pytest.mark.django_db  # the list also says what a house goes by
def test_the_list_names_every_shipped_policy(capsys: pytest.CaptureFixture[str]) -> None:
    from huikuan.gateways.policies import preset_policies

    assert run(["policy", "list"]) == 0
    said = capsys.readouterr().out
    assert [name for name in preset_policies() if name in said] == list(preset_policies())
