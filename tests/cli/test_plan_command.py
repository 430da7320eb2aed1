"""``huikuan plan`` from the command line: files, exit codes and the closing summary (spec/files.md, "Out"; R-29)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from huikuan.cli import run
from tests.cli.conftest import CUSTOMERS, RECEIVABLES, Folder

DAY = ["--as-of", "2026-11-20"]
pytestmark = pytest.mark.usefixtures("english")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_becomes_todays_worklist(folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    case  document  due         day  step
    C1    INV-1     2026-11-09   11  follow-2
    C2    INV-3     2026-11-27   −7  remind
    """
    out = tmp_path / "plan"
    assert run(["plan", str(folder()), *DAY, "--out", str(out)]) == 0
    assert [
        (row["rank"], row["customer_id"], row["step"], row["eligible_amount"]) for row in _rows(out / "worklist.csv")
    ] == [
        ("1", "C1", "follow-2", "120000.00"),
        ("2", "C2", "remind", "0.00"),
    ]
    said = capsys.readouterr().out.splitlines()
    assert [" ".join(line.split()) for line in said[:5]] == [
        "Read: customers 2, receivables 3.",
        "Nothing was set aside.",
        "CNY: open 158.0K, overdue 120.0K, to chase 120.0K.",
        "Worklist of 20 Nov 2026: 0 cases that cannot wait, 2 by value.",
        "No. Customer Do today How Amount Overdue for",
    ]
    tables = "ageing, alerts, items, problems, skipped, watch, worklist"
    assert said[-1] == f"Written to {out}: report.html, plan.xlsx, summary.json; tables (CSV, JSON) {tables}"


def test_all_formats_but_parquet_are_written_unless_others_are_asked_for(folder: Folder, tmp_path: Path) -> None:
    assert run(["plan", str(folder()), *DAY, "--out", str(tmp_path / "all")]) == 0
    assert {path.suffix for path in (tmp_path / "all").iterdir()} == {".csv", ".json", ".xlsx", ".html"}
    assert run(["plan", str(folder()), *DAY, "--out", str(tmp_path / "one"), "--formats", "parquet"]) == 0
    assert {path.name for path in (tmp_path / "one").iterdir()} >= {"worklist.parquet", "summary.json"}
    assert {path.suffix for path in (tmp_path / "one").iterdir()} == {".parquet", ".json"}


def test_the_files_speak_chinese_unless_told_otherwise_whatever_the_terminal(folder: Folder, tmp_path: Path) -> None:
    assert run(["plan", str(folder()), *DAY, "--out", str(tmp_path / "zh"), "--formats", "csv"]) == 0
    assert run(["plan", str(folder()), *DAY, "--out", str(tmp_path / "en"), "--formats", "csv", "--lang", "en"]) == 0
    chinese, english = (_rows(tmp_path / lang / "worklist.csv")[0]["reasons_text"] for lang in ("zh", "en"))
    assert "逾期" in chinese
    assert "overdue" in english


def test_a_row_set_aside_leaves_with_1_only_under_strict(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = folder(receivables=RECEIVABLES + "INV-9,C1,2026-10-10,2026-02-30,1.00\n")
    assert run(["plan", str(bad), *DAY, "--out", str(tmp_path / "a"), "--formats", "csv"]) == 0
    assert run(["plan", str(bad), *DAY, "--out", str(tmp_path / "b"), "--formats", "csv", "--strict"]) == 1
    assert [
        (row["row"], row["column"], row["value"], row["code"]) for row in _rows(tmp_path / "b" / "problems.csv")
    ] == [("5", "due_date", "2026-02-30", "bad_date")]
    assert len(_rows(tmp_path / "b" / "worklist.csv")) == 2
    assert "Set aside: 1 rows; noted: 0." in capsys.readouterr().out


def test_a_warning_alone_is_no_problem_under_strict(folder: Folder, tmp_path: Path) -> None:
    warned = folder(
        receivables=RECEIVABLES + "INV-8,C9,2026-10-10,2026-11-01,5.00\n", customers="customer_id,name\nC1,A\nC2,B\n"
    )
    assert run(["plan", str(warned), *DAY, "--out", str(tmp_path / "out"), "--formats", "csv", "--strict"]) == 0
    assert [row["severity"] for row in _rows(tmp_path / "out" / "problems.csv")] == ["warning"]


def test_a_document_that_stands_twice_alike_is_no_problem_under_strict(folder: Folder, tmp_path: Path) -> None:
    """INV-3 twice, the same: the second is set aside and noted; with another amount it is an error."""
    again = RECEIVABLES.rstrip("\n").splitlines()[-1]
    once = folder("once", receivables=RECEIVABLES + again + "\n", customers=CUSTOMERS)
    arguments = [*DAY, "--formats", "csv", "--strict", "--out"]
    assert run(["plan", str(once), *arguments, str(tmp_path / "a")]) == 0
    assert [row["severity"] for row in _rows(tmp_path / "a" / "problems.csv")] == ["warning"]
    other = folder("other", receivables=RECEIVABLES + again.replace("8000.00", "9000.00") + "\n", customers=CUSTOMERS)
    assert run(["plan", str(other), *arguments, str(tmp_path / "b")]) == 1


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        ("customers", "customer_id,name\nC1,A\n", "There is no receivables table in"),
        ("receivables", "document_no,customer_id,issue_date\nA,C1,2026-01-01\n", "has no column for:"),
        (
            "receivables",
            "document_no,customer_id,issue_date,due_date,amount\nA,C1,01/02/2026,03/04/2026,5\n",
            "the day and the month cannot be told apart",
        ),
    ],
)
def test_useless_input_leaves_with_2_and_nothing_is_written(
    folder: Folder, tmp_path: Path, table: str, text: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    assert run(["plan", str(folder(**{table: text})), *DAY, "--out", str(out)]) == 2
    assert not out.exists()
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert sentence in said
    assert "\nRemedy: " in said


def test_a_folder_with_other_files_is_not_written_to(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    out.mkdir()
    (out / "letter.txt").write_text("mine", encoding="utf-8")
    assert run(["plan", str(folder()), *DAY, "--out", str(out)]) == 2
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
    assert "is not empty" in capsys.readouterr().err
    assert run(["plan", str(folder()), *DAY, "--out", str(out), "--formats", "csv", "--overwrite"]) == 0
    assert (out / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert (out / "worklist.csv").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan"
    out.write_text("mine", encoding="utf-8")
    assert run(["plan", str(folder()), *DAY, "--out", str(out), "--overwrite"]) == 2
    assert "is a file; the plan needs a folder." in capsys.readouterr().err


def test_the_day_may_be_left_out_and_is_then_today(folder: Folder, tmp_path: Path) -> None:
    from huikuan.gateways.clock import business_date

    before = business_date()
    assert run(["plan", str(folder()), "--out", str(tmp_path / "out"), "--formats", "json"]) == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert before.isoformat() <= summary["as_of"] <= business_date().isoformat()


def test_headers_of_ones_own_are_read_by_a_mapping(folder: Folder, tmp_path: Path) -> None:
    own = folder(receivables=RECEIVABLES.replace("customer_id,", "Kunde,"))
    mapping = tmp_path / "map.yaml"
    mapping.write_text("receivables:\n  Kunde: customer_id\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(["plan", str(own), *DAY, "--out", str(out), "--formats", "csv", "--map", str(mapping)]) == 0
    assert [row["customer_id"] for row in _rows(out / "worklist.csv")] == ["C1", "C2"]


def test_a_mistake_in_the_mapping_is_named_with_its_line(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("receivables:\n  Kunde: customer\n", encoding="utf-8")
    assert run(["plan", str(folder()), *DAY, "--out", str(tmp_path / "out"), "--map", str(mapping)]) == 2
    assert "line 2: customer is not a column of receivables." in capsys.readouterr().err
