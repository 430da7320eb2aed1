"""``huikuan policy assign`` and ``--assign``: who gets which policy, said before and after a plan (D-702, D-710)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from huikuan.cli import run
from tests.cli.conftest import Folder

pytestmark = pytest.mark.usefixtures("english")
DAY = ["--as-of", "2026-11-20"]
# As of the day: C1 owes 1,500.00, day 30; C2 200.00, day 11; C3 90.00, not due; C4 nothing.
RECEIVABLES = """
document_no,customer_id,issue_date,due_date,amount
A,C1,2026-09-20,2026-10-21,1000.00
B,C1,2026-10-20,2026-11-30,500.00
C,C2,2026-10-09,2026-11-09,200.00
D,C3,2026-11-09,2026-12-09,90.00
"""
CUSTOMERS = """
customer_id,name,segment,grade,policy
C1,Harbour Pumps,key,D,
C2,Westgate Textiles,small,A,credit-15-30-60
C3,Corner Workshop,small,B,
C4,Hill Bakery,small,B,
"""
ASSIGNMENT = """format: huikuan-assignment/1
id: ours
version: 2
rules:
  - when: {grade: [D, E], amount_at_least: 1000}
    policy: credit-15-30-60
    because: {zh: 额大级低, en: Large and doubtful}
  - when: {segment: key}
    policy: school
    because: {zh: 重点客户, en: A key customer}
  - when: {industry: mining}
    policy: school
    because: {zh: 矿业, en: Mining pays late}
overrides:
  - {customer: C3, policy: school, reason: agreed with their owner, until: 2026-11-20}
  - {customer: C4, policy: school, reason: was on trial, until: 2026-11-19}
  - {customer: C9, policy: school, reason: a typing error, until: 2026-12-31}
"""


@pytest.fixture
def company(folder: Folder) -> Path:
    return folder(receivables=RECEIVABLES, customers=CUSTOMERS)


@pytest.fixture
def assign(tmp_path: Path) -> Path:
    file = tmp_path / "assign.yaml"
    file.write_text(ASSIGNMENT, encoding="utf-8")
    return file


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_each_rule_says_how_many_customers_it_decides_about_and_what_they_owe(
    company: Path, assign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY]) == 0
    lines = said(capsys)
    assert lines[0] == "Who gets which policy on 20 Nov 2026, by ours, version 2:"
    assert lines[4:10] == [
        "an override school 1 1 90.00",
        "the customer's own credit-15-30-60 1 1 200.00",
        "1 grade: D or E; owes at least 1,000 credit-15-30-60 1 1 1,500.00",
        "2 segment: key school 0",
        "3 industry: mining school 0",
        "the default b2b-standard 1 0 0.00",
    ]


def test_every_rule_and_every_override_in_force_says_why(
    company: Path, assign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY]) == 0
    assert said(capsys)[11:15] == [
        "Rule 1: Large and doubtful",
        "Rule 2: A key customer",
        "Rule 3: Mining pays late",
        "Override of C3, through 20 Nov 2026: agreed with their owner",
    ]


def test_rules_that_decide_about_nobody_and_overrides_that_ended_are_said(
    company: Path, assign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY]) == 0
    lines = said(capsys)
    for line in (
        "Rule 2 decides about nobody: of the 1 it fits, each has an earlier rule, a policy of its own or an override.",
        "Rule 3 fits nobody on this day: check its conditions against the customers table.",
        "The override of the policy of C4 ended on 2026-11-19; it no longer counts.",
        "The assignment ours overrides the policy of C9, who is in no customers table.",
        "Remedy: Correct the customer's number in the overrides, or remove the entry.",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("order", "customers"),
    [
        ("amount", ["C1", "C2", "C3", "C4"]),
        ("days", ["C1", "C2", "C3", "C4"]),
        ("policy", ["C4", "C1", "C2", "C3"]),
        ("customer", ["C1", "C2", "C3", "C4"]),
    ],
)
def test_customers_are_listed_in_the_order_that_was_asked(
    company: Path, assign: Path, order: str, customers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY, "--sort", order]) == 0
    lines = said(capsys)
    listed = lines[lines.index("Customer Name Policy Decided by Open amount Days overdue") + 2 :]
    assert [line.split()[0] for line in listed] == customers
    assert "C1 Harbour Pumps credit-15-30-60 rule 1 1,500.00 30" in listed


def test_a_limit_says_how_many_are_not_shown(company: Path, assign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY, "--limit", "1"]) == 0
    assert said(capsys)[-1] == "and 3 more; --limit 0 prints all, --out FILE writes all."


def test_the_file_has_every_customer_with_the_decision(company: Path, assign: Path, tmp_path: Path) -> None:
    out = tmp_path / "who.csv"
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY, "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("customer_id", "policy", "assigned_by", "rule_no", "open_base_amount", "oldest_overdue_days", "reason")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("C1", "credit-15-30-60", "rule", "1", "1500.00", "30", ""),
        ("C2", "credit-15-30-60", "own", "", "200.00", "11", ""),
        ("C3", "school", "override", "", "90.00", "0", "agreed with their owner"),
        ("C4", "b2b-standard", "default", "", "0.00", "0", ""),
    ]
    assert (rows[2]["until"], rows[2]["currency"]) == ("2026-11-20", "CNY")


def test_the_json_file_has_the_rules_beside(company: Path, assign: Path, tmp_path: Path) -> None:
    out = tmp_path / "who.json"
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY, "--out", str(out)]) == 0
    document = json.loads(out.read_text(encoding="utf-8"))
    assert (document["as_of"], document["assignment"]) == ("2026-11-20", {"id": "ours", "version": 2})
    assert [(rule["rule_no"], rule["fits"]) for rule in document["rules"]] == [(1, 1), (2, 1), (3, 0)]
    assert document["customers"][0]["open_base_amount"] == "1500.00"


def test_a_file_that_is_there_or_of_no_known_format_is_refused(
    company: Path, assign: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "who.csv"
    there.write_text("mine", encoding="utf-8")
    command = ["policy", "assign", str(company), "--assign", str(assign), *DAY, "--out"]
    assert run([*command, str(there)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert there.read_text(encoding="utf-8") == "mine"
    assert run([*command, str(tmp_path / "who.xlsx")]) == 2
    assert "names no format that can be written here" in capsys.readouterr().err


@pytest.mark.parametrize(("option", "given"), [("--sort", "name"), ("--assign", "nowhere.yaml")])
def test_what_cannot_be_meant_is_refused_with_a_remedy(
    company: Path, assign: Path, option: str, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY, option, given]) == 2
    told = capsys.readouterr().err
    assert given in told
    assert "Remedy: " in told


def test_a_plan_by_an_assignment_with_mistakes_writes_nothing(
    company: Path, assign: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assign.write_text(ASSIGNMENT.replace("policy: school\n", "policy: schol\n", 1), encoding="utf-8")
    out = tmp_path / "plan"
    assert run(["plan", str(company), "--assign", str(assign), *DAY, "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert "line 9: rule 2 names the policy schol, which is neither shipped nor a file beside this document." in told
    assert not out.exists()


def test_the_check_knows_an_assignment_from_a_policy(assign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "check", str(assign)]) == 0
    assert said(capsys) == ["ours (version 2) can be used. Rules: 3; overrides: 3."]
    assign.write_text(ASSIGNMENT.replace("grade: [D, E]", "grade: F", 1), encoding="utf-8")
    assert run(["policy", "check", str(assign)]) == 2
    assert said(capsys) == [
        "line 5: rule 1 grade is F.",
        "Remedy: Use one of: A, B, C, D, E.",
        "Mistakes: 1. The assignment cannot be used yet.",
    ]


def test_the_check_warns_of_a_copy_that_kept_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "show", "school", "--source"]) == 0
    copy = tmp_path / "mine.yaml"
    copy.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["policy", "check", str(copy)]) == 0
    assert len(said(capsys)) == 1
    copy.write_text(copy.read_text(encoding="utf-8").replace("from_day: 8", "from_day: 9", 1), encoding="utf-8")
    assert run(["policy", "check", str(copy)]) == 0
    assert said(capsys)[1].startswith("Its id is that of a shipped policy")


def _planned(company: Path, out: Path, *more: str) -> dict[str, str]:
    assert run(["plan", str(company), *DAY, "--out", str(out), "--formats", "csv", "--overwrite", *more]) == 0
    with (out / "items.csv").open(encoding="utf-8", newline="") as file:
        return {row["document_no"]: row["policy"] for row in csv.DictReader(file)}


def test_the_plan_uses_what_the_assignment_says(company: Path, assign: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    named = _planned(company, out, "--assign", str(assign))
    assert named == {"A": "credit-15-30-60", "B": "credit-15-30-60", "C": "credit-15-30-60", "D": "school"}
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["assignment"] == {"id": "ours", "version": 2}
    assert summary["policy_customers"] == {"b2b-standard": 1, "credit-15-30-60": 2, "school": 1}
    assert summary["assigned_by"] == {"forced": 0, "override": 1, "own": 1, "rule": 1, "default": 1}


def test_the_default_is_the_documents_unless_a_policy_is_given(company: Path, assign: Path, tmp_path: Path) -> None:
    """
    --policy      the document's  so the default is
    -             -               b2b-standard
    -             school          school
    b2b-standard  school          b2b-standard
    """

    def default(*more: str) -> str:
        out = tmp_path / "plan"
        _planned(company, out, "--assign", str(assign), *more)
        return str(json.loads((out / "summary.json").read_text(encoding="utf-8"))["policy"])

    assert default() == "b2b-standard"
    assign.write_text(ASSIGNMENT + "default: school\n", encoding="utf-8")
    assert default() == "school"
    assert default("--policy", "b2b-standard") == "b2b-standard"


def test_a_forced_policy_wins_over_the_assignment(company: Path, assign: Path, tmp_path: Path) -> None:
    named = _planned(company, tmp_path / "plan", "--assign", str(assign), "--policy", "school", "--force-policy")
    assert set(named.values()) == {"school"}


def test_a_policy_of_ones_own_by_its_file_climbs_its_own_days(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C1's oldest is 30 days overdue: its rung is supervisor; by the company's own ladder manager, from day 25."""
    assert run(["policy", "show", "b2b-standard", "--source"]) == 0
    text = capsys.readouterr().out.replace("id: b2b-standard", "id: tight", 1)
    (tmp_path / "tight.yaml").write_text(text.replace("from_day: 31", "from_day: 25", 1), encoding="utf-8")
    short = "format: huikuan-assignment/1\nid: ours\nversion: 1\nrules:\n"
    short += "  - {when: {grade: D}, policy: tight.yaml, because: {zh: 级低, en: Doubtful}}\n"
    (tmp_path / "assign.yaml").write_text(short, encoding="utf-8")
    out = tmp_path / "plan"
    _planned(company, out, "--assign", str(tmp_path / "assign.yaml"))
    with (out / "items.csv").open(encoding="utf-8", newline="") as file:
        item = next(row for row in csv.DictReader(file) if row["document_no"] == "A")
    assert (item["policy"], item["rung"]) == ("tight", "manager")


@pytest.mark.parametrize(
    ("customer", "lines"),
    [
        (
            "C1",
            [
                "Policy: Credit management in four degrees (credit-15-30-60), version 1: rule 1.",
                "Rule 1 of ours, version 2: grade: D or E; owes at least 1,000.",
                "Because: Large and doubtful",
                "What the rules looked at: owes 1,500.00 CNY, overdue for 30 days.",
            ],
        ),
        (
            "C3",
            [
                "Policy: School fees (school), version 1: an override.",
                "A person chose it, through 20 Nov 2026: agreed with their owner",
            ],
        ),
        ("C2", ["Policy: Credit management in four degrees (credit-15-30-60), version 1: the customer's own."]),
    ],
)
def test_explain_says_who_decided_and_why(
    company: Path, assign: Path, customer: str, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", str(company), customer, *DAY, "--assign", str(assign)]) == 0
    told = said(capsys)
    at = told.index(lines[0])
    assert told[at : at + len(lines)] == lines


def test_the_listing_is_what_the_plan_does(company: Path, assign: Path, tmp_path: Path) -> None:
    out = tmp_path / "who.csv"
    assert run(["policy", "assign", str(company), "--assign", str(assign), *DAY, "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        listed = {row["customer_id"]: row["policy"] for row in csv.DictReader(file)}
    named = _planned(company, tmp_path / "plan", "--assign", str(assign))
    assert {named["A"], named["B"]} == {listed["C1"]}
    assert (named["C"], named["D"]) == (listed["C2"], listed["C3"])
