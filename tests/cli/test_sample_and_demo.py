"""``huikuan sample`` and ``make demo``: a company of our own, planned; nothing of the person's is touched."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from huikuan.cli import demo, run

pytestmark = pytest.mark.usefixtures("english")


def test_a_sample_company_is_written_and_the_next_command_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "company"
    assert run(["sample", str(folder), "--customers", "120"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"A sample company is in {folder}: customers 120, ")
    ladders = f"{folder}-ladders.yaml"
    assert said[1] == f"Who of it gets which policy: {ladders}"
    assert said[2] == f"Plan it: huikuan plan {folder} --assign {ladders} --as-of 2026-11-20 --out {folder}-plan"
    assert run(["policy", "check", ladders]) == 0
    assert {path.stem for path in folder.iterdir()} == {
        "customers",
        "contacts",
        "receivables",
        "payments",
        "promises",
        "disputes",
        "activities",
        "statements",
        "hours",
    }


def test_a_sample_is_not_written_over_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "receivables.csv").write_text("mine", encoding="utf-8")
    assert run(["sample", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["receivables.csv"]
    assert "is not empty" in capsys.readouterr().err


def test_an_assignment_of_ones_own_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "company-ladders.yaml"
    mine.write_text("mine", encoding="utf-8")
    assert run(["sample", str(tmp_path / "company")]) == 2
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "company").exists()
    assert "There is a file" in capsys.readouterr().err


def _demo(into: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["demo", "--into", str(into), "--as-of", "2026-11-20"])
    return demo.main()


def test_the_demo_shows_the_top_of_the_list_and_where_the_rest_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "demo"
    assert _demo(into, monkeypatch) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "A sample company of our own, planned for 20 Nov 2026."
    assert said[2].split() == ["No.", "Customer", "Do", "today", "How", "Amount", "Overdue", "for"]
    assert len(said[4 : said.index("", 4)]) == 12
    assert said[-2:] == [f"Workbook: {into / 'plan' / 'plan.xlsx'}", f"Report:   {into / 'plan' / 'report.html'}"]
    assert (into / "plan" / "plan.xlsx").is_file()
    assert (into / "plan" / "report.html").is_file()
    first = json.loads((into / "plan" / "worklist.json").read_text(encoding="utf-8"))[0]
    company, ladders = into / "company", into / "company-ladders.yaml"
    assert f"  huikuan explain {company} {first['customer_id']} --assign {ladders} --as-of 2026-11-20" in said

    assert _demo(into, monkeypatch) == 0, "a demo replaces an earlier one"


def test_the_demo_leaves_a_folder_of_other_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert _demo(tmp_path, monkeypatch) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert "holds something that is not a demo of ours." in capsys.readouterr().err
