"""``cycle`` is written where a statements table is given, and nowhere else; one may have a cycle of one's own (P-0)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from huikuan.cli import run
from huikuan.gateways.policies import preset_text

RECEIVABLES = "document_no,customer_id,issue_date,due_date,amount\nINV-1,C1,2026-10-12,2026-12-12,1000\n"
HEADER = "customer_id,period,sent_on,confirmed_on\n"
pytestmark = pytest.mark.usefixtures("english")
CONTRACT = ["customer_id", "entity", "period", "step", "due_on", "days_late", "action", "role"]


def planned(root: Path, statements: str | None, *options: str, as_of: str = "2026-11-24") -> Path:
    folder = root / "company"
    folder.mkdir(exist_ok=True)
    (folder / "receivables.csv").write_text(RECEIVABLES, encoding="utf-8")
    if statements is not None:
        (folder / "statements.csv").write_text(HEADER + statements, encoding="utf-8")
    out = root / "plan"
    command = ["plan", str(folder), "--as-of", as_of, "--out", str(out), "--overwrite"]
    assert run([*command, "--formats", "csv,json,parquet", "--lang", "en", *options]) == 0
    return out


def cycle_rows(out: Path) -> list[dict[str, str]]:
    with (out / "cycle.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_cycle_is_written_with_the_contracts_columns_first(tmp_path: Path) -> None:
    out = planned(tmp_path, "C1,2026-10,2026-11-09,\n")

    rows = cycle_rows(out)
    assert list(rows[0])[: len(CONTRACT)] == CONTRACT
    assert [list(row.values())[: len(CONTRACT)] for row in rows] == [
        ["C1", "main", "2026-10", "confirm", "2026-11-20", "4", "contact", "collector"],
        ["C1", "main", "2026-10", "supervisor", "2026-11-24", "0", "escalate", "supervisor"],
    ]
    assert rows[1]["reasons_text"] == "The statement for 2026-10 went out on 9 Nov, 15 days ago, and is not confirmed."
    assert (out / "cycle.json").exists()
    assert (out / "cycle.parquet").exists()
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))["cycle"]
    assert (summary["policy"], summary["open"], summary["due"], summary["late"]) == ("statement-cycle", 1, 1, 1)
    assert {step: count for step, count in summary["steps"].items() if count} == {"supervisor": 1, "confirm": 1}


def test_without_a_statements_table_nothing_of_it_is_written(tmp_path: Path) -> None:
    out = planned(tmp_path, None)

    assert sorted(file.name for file in out.iterdir() if file.suffix == ".csv") == [
        "ageing.csv",
        "alerts.csv",
        "items.csv",
        "problems.csv",
        "skipped.csv",
        "watch.csv",  # the ladder's follow-up forwards it too
        "worklist.csv",
    ]
    assert "cycle" not in json.loads((out / "summary.json").read_text(encoding="utf-8"))


def test_an_empty_statements_table_says_that_nothing_was_drafted(tmp_path: Path) -> None:
    assert [row["step"] for row in cycle_rows(planned(tmp_path, ""))] == ["draft", "check", "send"]


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        ("", "", ["confirm", "supervisor"]),
        ("two_weeks: within", "two_weeks: beyond", ["confirm", "follow-2"]),  # S+15, daily to S+28 (D-607)
        ("{month_day: 20}", "{month_day: 28}", ["supervisor"]),
    ],
)
def test_a_cycle_of_ones_own_takes_its_place(tmp_path: Path, old: str, new: str, steps: list[str]) -> None:
    own = tmp_path / "my-cycle.yaml"
    own.write_text(preset_text("statement-cycle").replace(old, new), encoding="utf-8")

    out = planned(tmp_path, "C1,2026-10,2026-11-09,\n", "--cycle", str(own))

    assert [row["step"] for row in cycle_rows(out)] == steps


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("when: {month_day: 5}", "when: {month_day: 35}", "draft month_day is 35."),
        ("when: {month_day: 5}", "when: {day: 5}", "draft does not say its day."),
        ("every: 2 cal", "every: 2 wd", "follow-1 every counts working days."),
        ("goal: drafted", "goal: written", "draft goal is written."),
        ("  - id: check", "  - id: draft", "rung draft stands here a second time."),
        ("covers: everybody", "covers: nobody", "statement cycle covers is nobody."),
    ],
)
def test_every_mistake_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: str
) -> None:
    text = preset_text("statement-cycle")
    own = tmp_path / "my-cycle.yaml"
    own.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert run(["policy", "check", str(own)]) == 2
    said = capsys.readouterr().out
    assert line in said
    assert "Mistakes: 1." in said


@pytest.mark.django_db  # the list also says what a house goes by
def test_the_shipped_cycle_is_listed_shown_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "my-cycle.yaml"
    assert run(["policy", "list"]) == 0
    assert "statement-cycle" in capsys.readouterr().out
    assert run(["policy", "show", "statement-cycle", "--source"]) == 0
    own.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["policy", "check", str(own)]) == 0
    assert "statement-cycle (version 1) can be used: 10 rungs, 10 steps." in capsys.readouterr().out
    assert run(["policy", "show", str(own)]) == 0
    assert "tell-courier  as soon as it was posted" in capsys.readouterr().out


def test_explain_shows_every_rung_of_the_customers_cycle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planned(tmp_path, "C1,2026-10,2026-11-09,\n")
    capsys.readouterr()

    assert run(["explain", str(tmp_path / "company"), "C1", "--as-of", "2026-11-24", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "Statement of 2026-10: sent on 2026-11-09, not confirmed." in said
    rungs = [line.split()[0] for line in said.split("Statement of 2026-10")[1].splitlines()[3:13]]
    assert rungs == [
        *("draft", "check", "send", "follow-1", "follow-2", "supervisor", "confirm", "pod", "invoice", "tell-courier"),
    ]


@pytest.mark.parametrize(
    ("lang", "title", "tag"),
    [
        ("en", "Monthly statements: 1 late, 1 with something due", "4 days late"),
        ("zh", "月度对账：1 份有待办，其中 1 份已晚", "晚 4 天"),
    ],
)
def test_the_report_shows_the_board_red_where_a_day_has_passed(tmp_path: Path, lang: str, title: str, tag: str) -> None:
    out = planned(tmp_path, "C1,2026-10,2026-11-09,\n", "--formats", "html,xlsx", "--lang", lang)

    page = (out / "report.html").read_text(encoding="utf-8")
    assert title in page
    assert f'<span class="tag" style="color:#b3261e;background:#fcedeb">{tag}</span>' in page


def test_without_statements_the_report_has_no_board(tmp_path: Path) -> None:
    page = (planned(tmp_path, None, "--formats", "html") / "report.html").read_text(encoding="utf-8")

    assert "Monthly statements" not in page
