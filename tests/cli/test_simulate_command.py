"""``huikuan simulate`` from the command line: what it says, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from huikuan.cli import run
from tests.cli.conftest import CUSTOMERS, RECEIVABLES, Folder

# C3 stands at D+33 and has been phoned; nothing was ever paid, so the rates are close to the prior.
MORE = RECEIVABLES + "INV-4,C3,2026-09-18,2026-10-18,50000.00\n"
NAMES = CUSTOMERS + "C3,=常州联和轴承有限公司\n"
SHORT = ["--as-of", "2026-11-20", "--days", "5", "--draws", "5"]
P2 = ["--against", "credit-15-30-60"]


@pytest.fixture
def company(folder: Folder) -> Path:
    return folder(receivables=MORE, customers=NAMES)


def _said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["simulate", *arguments]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_the_finding_comes_first_and_the_figures_below(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three working days: Fri 20, Mon 23, Tue 24 November."""
    lines = _said([str(company), *SHORT, *P2, "--lang", "en"], capsys)
    assert lines[0].startswith("Credit management in four degrees, version 1: ")
    assert lines[0].endswith("3 customers are treated differently.")
    assert "All days A B B less A A, nobody pays B, nobody pays" in lines
    assert any(line.startswith("CNY 21 Nov–24 Nov ") for line in lines)
    assert "苏州精工机械有限公司" in " ".join(lines)
    assert any("seed 7" in line for line in lines)


def test_a_policy_beside_itself_changes_nothing(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _said([str(company), *SHORT, "--against", "b2b-standard", "--lang", "zh"], capsys)
    assert lines[0] == "标准账款催收（第 1 版）（B）：工作量相同，没有客户变动。"
    assert not any(line.startswith("催法有变") for line in lines)


def test_the_files_hold_the_figures(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    _said([str(company), *SHORT, *P2, "--lang", "en", "--out", str(out)], capsys)
    document = json.loads((out / "simulation.json").read_text(encoding="utf-8"))
    assert document["policies"]["b"] == {"policy": "credit-15-30-60", "version": 1, "forced": False}
    assert document["assumptions"]["days"] == 5
    assert document["customers_moved"] == 3
    tasks = pl.read_csv(out / "simulated_tasks.csv", schema_overrides={"assignee": pl.String})
    worked = tasks.filter(pl.col("state").is_in(["worked", "asked"]), world="middle", side="a")
    assert document["totals"]["middle"]["tasks"]["a"] == worked.height
    cash = pl.read_csv(out / "simulated_cash.csv", schema_overrides={"expected_amount": pl.String})
    assert cash.filter(side="a", week=0)["expected_amount"].str.contains(r"^\d+\.\d\d$").all()
    names = {path.name for path in out.iterdir()}
    assert {"simulation.html", "simulation.xlsx", "simulated_movers.json"} < names
    assert set(document["files"]) == names


@pytest.mark.parametrize(("lang", "title"), [("en", "Policy simulation"), ("zh", "策略试跑")])
def test_the_page_stands_alone_and_escapes_names(
    lang: str, title: str, company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    _said([str(company), *SHORT, *P2, "--lang", lang, "--formats", "html", "--out", str(out)], capsys)
    page = (out / "simulation.html").read_text(encoding="utf-8")
    assert f"<h1>{title}</h1>" in page
    assert "=常州联和轴承有限公司" in page
    assert page.count("<svg role=") == 3  # two by day, one of the cash
    assert "http" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page


@pytest.mark.usefixtures("english")
def test_a_folder_that_is_not_empty_is_refused_before_the_work(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert run(["simulate", str(company), *SHORT, *P2, "--out", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.usefixtures("english")
def test_an_unknown_policy_is_refused_with_the_nearest_name(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", str(company), *SHORT, "--against", "b2b-standart"]) == 2
    assert "Did you mean b2b-standard?" in capsys.readouterr().err


OURS = """format: huikuan-assignment/1
id: ours
version: 3
rules:
  - when: {grade: [D]}
    policy: school
    because: {zh: 先发书面通知, en: In writing first}
default: credit-15-30-60
"""


def test_an_assignment_holds_on_both_sides(folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    customer  grade  under A       under B
    C1, C3    B      b2b-standard  credit-15-30-60
    C2        D      school        school: treated alike
    """
    graded = NAMES.replace("customer_id,name", "customer_id,name,grade")
    graded = "\n".join(
        line if number == 0 else f"{line},{'D' if line.startswith('C2') else 'B'}"
        for number, line in enumerate(graded.splitlines())
    )
    company = folder(receivables=MORE, customers=graded)
    rules, out = tmp_path / "ours.yaml", tmp_path / "out"
    rules.write_text(OURS, encoding="utf-8")
    given = [str(company), *SHORT, "--lang", "en", "--assign", str(rules), "--out", str(out), "--formats", "csv"]
    lines = _said([*given, "--policy", "b2b-standard", *P2], capsys)
    assert any("decided by ours, version 3" in line for line in lines)
    assert pl.read_csv(out / "simulated_movers.csv")["customer_id"].sort().to_list() == ["C1", "C3"]
    tasks = pl.read_csv(out / "simulated_tasks.csv")
    assert tasks.filter(customer_id="C2")["policy"].unique().to_list() == ["school"]
    document = json.loads((out / "simulation.json").read_text(encoding="utf-8"))
    assert document["assignment"] == {"id": "ours", "version": 3}


def test_the_default_of_an_assignment_is_side_a_where_no_policy_is_given(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "ours.yaml"
    rules.write_text(OURS, encoding="utf-8")
    lines = _said([str(company), *SHORT, *P2, "--lang", "en", "--assign", str(rules)], capsys)
    assert lines[0] == "Credit management in four degrees, version 1 (B): the same work, nobody moves."
    assert "no difference between them." in lines[1]


def test_a_copy_under_another_name_moves_nobody_and_another_role_is_told(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "show", "b2b-standard", "--source"]) == 0
    shown = capsys.readouterr().out
    copy = tmp_path / "mine.yaml"
    copy.write_text(shown.replace("id: b2b-standard", "id: mine"), encoding="utf-8")
    lines = _said([str(company), *SHORT, "--against", str(copy), "--lang", "en"], capsys)
    assert lines[0] == "Standard B2B collection (mine), version 1: the same work, nobody moves."
    copy.write_text(copy.read_text(encoding="utf-8").replace("role: supervisor", "role: manager"), encoding="utf-8")
    lines = _said([str(company), *SHORT, "--against", str(copy), "--lang", "en"], capsys)
    assert any(
        "Supervisor (contact, supervisor, " in line and "Supervisor (contact, manager, " in line for line in lines
    )
