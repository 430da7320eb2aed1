"""``huikuan inspect``: what a file seems to be, how it would be read, what is unsure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from huikuan.cli import run
from huikuan.gateways.imports import running_ledgers
from huikuan.gateways.imports.formats import FORMATS
from huikuan.gateways.texts.import_words import FORMAT_WORDS

EXPORT = """单据号,客户编码,开票日期,到期日,金额,备用
R1,C1,3/4/2026,2026-05-06,"1,200.50",x
R2,C1,3/4/2026,2026-05-06,一千,y
R3,C1,3/4/2026,,10,y
"""
PLAIN = "document_no,customer_id,issue_date,due_date,amount,currency\nR1,C1,2026-01-01,2026-02-01,5,USD\n"


def said(capsys: pytest.CaptureFixture[str], path: Path, *options: str, code: int = 0) -> list[str]:
    """Return the lines that inspecting a file prints, gaps in them as one blank."""
    assert run(["inspect", str(path), *options]) == code
    captured = capsys.readouterr()
    return [" ".join(line.split()) for line in (captured.err if code else captured.out).splitlines() if line.strip()]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("english")
def test_a_plain_table_is_told_in_five_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, written(tmp_path, "receivables.csv", PLAIN)) == [
        "receivables.csv",
        "It is read as receivables (应收), known by its name.",
        "Headers stand in row 1; rows below: 1.",
        "Header Our column First cell Read as",
        "─────────── ─────────── ────────── ──────────",
        "document_no document_no R1 R1",
        "customer_id customer_id C1 C1",
        "issue_date issue_date 2026-01-01 2026-01-01",
        "due_date due_date 2026-02-01 2026-02-01",
        "amount amount 5 5.00",
        "currency currency USD USD",
        "Currencies by row: USD 1.",
        "Nothing is unsure within this file.",
    ]


@pytest.mark.usefixtures("english")
def test_what_is_unsure_is_listed_with_its_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, written(tmp_path, "导出.csv", EXPORT))
    assert "It is read as receivables (应收), known by its headers." in lines
    assert "开票日期 issue_date 3/4/2026 ?" in lines
    assert "金额 amount 1,200.50 1200.50" in lines
    assert "备用 not used x" in lines
    assert lines[lines.index("Rows that would be set aside: 2 of 3.") :] == [
        "Rows that would be set aside: 2 of 3.",
        "Unsure:",
        "- In a folder it would be left unread. Begin its name with receivables- so that a plan reads it.",
        "- 导出.csv, column 开票日期: in 3/4/2026 the day and the month cannot be told apart, and no other row"
        " decides it. Say --dates dmy (day first) or --dates mdy (month first).",
        "- row 3: 金额: 一千 cannot be read as one amount."
        " Write plain digits with a point before the decimals, such as 1234.50.",
        "- row 4: There is neither a due date nor payment terms, on the document or its customer."
        " Fill in due_date or terms, or give the customer its terms.",
    ]


@pytest.mark.usefixtures("english")
def test_an_answer_settles_the_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "导出.csv", EXPORT)
    assert "开票日期 issue_date 3/4/2026 2026-03-04" in said(capsys, path, "--dates", "mdy")
    assert "开票日期 issue_date 3/4/2026 2026-04-03" in said(capsys, path, "--dates", "dmy")


def test_it_speaks_chinese_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "zh")
    monkeypatch.setenv("LANGUAGE", "zh_Hans")
    lines = said(capsys, written(tmp_path, "应收.csv", EXPORT))
    assert lines[1:3] == ["按应收（receivables）读取，依据是名称。", "表头在第 1 行，其下 3 行。"]
    assert "没有币种列：全部按 CNY 读取（--currency）。" in lines
    assert "会被搁置的行：2 / 3。" in lines


@pytest.mark.usefixtures("english")
def test_a_file_that_nothing_names_is_guessed_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, written(tmp_path, "list.csv", "编码,客户名称,税号\nC1,甲公司,91\n"))
    assert lines[1] == "Nothing says what it is. By its headers it could be customers (客户)."
    assert lines[-1] == "- In a folder it would be left unread. Begin its name with customers- so that a plan reads it."


@pytest.mark.usefixtures("english")
def test_an_invoice_is_known_by_what_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """<EInvoice><EInvoiceData><BuyerInformation><BuyerName>甲</BuyerName></BuyerInformation><BasicInformation>
    <TotalTax-includedAmount>7.50</TotalTax-includedAmount></BasicInformation></EInvoiceData><TaxSupervisionInfo>
    <InvoiceNumber>26</InvoiceNumber><IssueTime>2026-09-01 10:08:05</IssueTime></TaxSupervisionInfo></EInvoice>"""
    lines = said(capsys, written(tmp_path, "数电.xml", text))
    assert lines[1:3] == [
        "It is read as receivables (应收), known by what is in it: Chinese electronic invoice (数电发票).",
        "Rows: 1.",
    ]
    assert "einvoice:BasicInformation/TotalTax-includedAmount amount 7.50 7.50" in lines
    assert lines[-1].startswith("- row 1: There is neither a due date nor payment terms")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notes.txt", "hello", "Error: notes.txt is nothing that can be read as a table"),
        ("other.csv", "a,b\n1,2\n", "Error: other.csv is nothing that can be read as a table"),
        ("a.xml", "<a", "Error: a.xml is not well-formed XML: line 1"),
        ("a.sta", ":20:1\n:25:NL\n", "Error: a.sta seems to be an account statement of a bank or wallet"),
        ("b.xml", '<a xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', "Error: b.xml seems to be an account"),
        ("c.ofx", "OFXHEADER:100\n", "Error: c.ofx seems to be an account statement"),
        ("流水.csv", "序号,支付宝账户\n1,2\n", "Error: 流水.csv seems to be an account statement"),
        ("h.jsonl", '{"billingDocument": "1"}\n', "Error: h.jsonl is a part of an SAP extract"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, sentence: str
) -> None:
    lines = said(capsys, written(tmp_path, name, content), code=2)
    assert lines[0].startswith(sentence)
    assert lines[1].startswith("Remedy: ")


@pytest.mark.usefixtures("english")
def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, tmp_path, code=2)[-1] == "Remedy: Name one file in it."


def test_its_help_does_not_wait_for_the_engine() -> None:
    code = "import sys; from huikuan.cli import run; run(['inspect', '--help']); print('polars' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("False")


def test_every_format_has_its_words() -> None:
    names = {known.name for known in FORMATS} | {running_ledgers.NAME}
    assert set(FORMAT_WORDS) == names


def test_chinese_sentences_stand_together_without_a_gap(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "zh")
    monkeypatch.setenv("LANGUAGE", "zh_Hans")
    lines = said(capsys, written(tmp_path, "应收.csv", EXPORT))
    assert "。 " not in "".join(lines)
    assert any("。请" in line for line in lines)
