"""``huikuan explain`` from the command line: whom it finds and what it derives."""

from __future__ import annotations

import pytest

from huikuan.cli import run
from tests.cli.conftest import CUSTOMERS, RECEIVABLES, Folder

DAY = ["--as-of", "2026-11-20"]
pytestmark = pytest.mark.usefixtures("english")
LEDGER = """
document_no,customer_id,issue_date,due_date,amount,kind
OLD,C1,2026-08-01,2026-10-31,1000.00,invoice
NEW,C1,2026-08-15,2026-11-10,500.00,invoice
CN,C1,2026-11-01,2026-11-01,100.00,credit_note
"""


def _explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["explain", *arguments]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_the_sum_from_overdue_to_eligible_can_be_redone(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    """
    overdue  disputed  promised  credit note  unallocated  to chase
    1,500    300       400       100          50           650       (the vector of spec/files.md)
    """
    company = folder(
        receivables=LEDGER,
        disputes="document_no,amount,opened_on\nOLD,300.00,2026-11-05\n",
        promises="customer_id,made_on,due_on,amount\nC1,2026-11-18,2026-11-25,400.00\n",
        payments="payment_no,customer_id,received_on,amount\nP1,C1,2026-11-12,50.00\n",
    )
    lines = _explained([str(company), "C1", *DAY], capsys)
    at = lines.index("overdue 1,500.00")
    assert lines[at : at + 6] == [
        "overdue 1,500.00",
        "− disputed 300.00",
        "− promised 400.00",
        "− credit notes 100.00",
        "− cash not yet matched 50.00",
        "= to chase 650.00",
    ]


def test_the_rung_is_given_with_its_day_and_its_clause(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _explained([str(folder()), "C1", *DAY], capsys)
    assert "INV-1 drives the stage: the oldest overdue item with something to chase (due 2026-11-09, day 11)." in lines
    assert (
        "Day 11 has reached the rung follow-2 (Daily follow-up), from day 8; "
        "the next, supervisor (Supervisor), begins on day 15."
    ) in lines
    assert any(line.startswith("The manual: ") and "(S3d)" in line for line in lines)


def test_a_step_that_a_contact_met_says_when_it_is_due_again(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    company = folder(
        receivables=RECEIVABLES,
        customers=CUSTOMERS,
        activities="customer_id,at,channel,outcome\nC1,2026-11-19,phone,promised\nC1,2026-11-20,phone,call_back\n",
    )
    lines = _explained([str(company), "C1", *DAY], capsys)
    at = next(number for number, line in enumerate(lines) if line.startswith("□ follow-2"))
    assert lines[at + 1 : at + 4] == [
        "Its newest day by the ladder is 2026-11-20 (day 11).",
        "The last delivered contact is of 2026-11-20.",
        "So it is not due today; it can be again from 2026-11-23.",
    ]
    assert any(line.startswith("The whole case waits:") for line in lines)


def test_the_score_is_a_sum_of_its_terms(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    """120,000.00 × (62 % − 44 %) − (2 + 35) = 21,563.00; ÷ 10,000 = 2.1563, no points."""
    lines = _explained([str(folder()), "C1", *DAY], capsys)
    at = next(number for number, line in enumerate(lines) if line.startswith("amount the contact is about"))
    assert [line.split()[-1] for line in lines[at : at + 7]] == [
        "CNY",
        "18.00%",
        "37.00",
        "21,563.00",
        "2.1563",
        "0",
        "2.1563",
    ]
    assert "with: a contact wins 32.14% of the rest: 62.00%" in lines


def test_a_customer_is_found_by_a_part_of_the_name(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert _explained([str(folder()), "恒通", *DAY], capsys)[0] == "无锡恒通物流有限公司 (C2) on 20 Nov 2026"


def test_several_customers_with_the_part_are_listed(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(folder()), "有限公司", *DAY]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "Error: 2 customers have 有限公司 in the id or the name:",
        "    C1  苏州精工机械有限公司",
        "    C2  无锡恒通物流有限公司",
        "Remedy: Give one id of these.",
    ]


def test_an_unknown_customer_is_answered_with_the_nearest_name(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", str(folder()), "无锡恒大物流有限公司", *DAY]) == 2
    assert "Did you mean 无锡恒通物流有限公司?" in capsys.readouterr().err


def test_a_customer_with_nothing_open_is_said_to_have_nothing(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    company = folder(receivables=RECEIVABLES, customers=CUSTOMERS + "C3,常州新源电气有限公司\n")
    assert _explained([str(company), "C3", *DAY], capsys)[1] == "Nothing is open with this customer on that day."


def test_the_chinese_derivation_holds_no_english_sentence(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(_explained([str(folder()), "C1", *DAY, "--lang", "zh"], capsys))
    for word in ("the", "due", "contact", "Case", "Rank", "Why"):
        assert f" {word} " not in said
