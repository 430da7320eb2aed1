"""Codes, flags, counts, months and lists, by our code, the Chinese word or the English one, in any case."""

from pathlib import Path

import pytest
from import_folders import RECEIVABLES, problems, reading, receivables, shown

from huikuan.engine import codes
from huikuan.gateways.imports import Reading
from huikuan.gateways.imports.words import code_words, folded


def table(folder: Path, name: str, text: str) -> Reading:
    return reading(folder, {"receivables.csv": RECEIVABLES, f"{name}.csv": text})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("invoice", "invoice"),
        ("Credit Note", "credit_note"),
        ("CREDIT_NOTE", "credit_note"),
        ("贷项", "credit_note"),
        ("红字发票", "credit_note"),
        ("质保金", "retention"),
        ("期初余额", "opening"),
        ("暂估", "unbilled"),
        ("", "invoice"),
    ],
)
def test_a_kind_is_known_by_code_and_by_word(tmp_path: Path, text: str, kind: str) -> None:
    read = receivables(tmp_path, f"R1,C1,2026-01-01,2026-02-01,5,{text}", header=RECEIVABLES[:-1] + ",kind\n")
    assert read.tables.receivables["kind"].to_list() == [kind]


@pytest.mark.parametrize(
    "codes_of", [value for name, value in vars(codes).items() if name.isupper() and isinstance(value, dict)]
)
def test_every_word_of_every_code_list_leads_back_to_its_code(codes_of: codes.CodeList) -> None:
    words = code_words(codes_of)
    assert {folded(word): code for code, pair in codes_of.items() for word in (code, *pair)}.items() <= words.items()


def test_an_unknown_kind_or_method_sets_the_row_aside(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {
            "receivables.csv": RECEIVABLES[:-1] + ",kind\nR1,C1,2026-01-01,2026-02-01,5,pro forma\n",
            "payments.csv": "payment_no,customer_id,received_on,amount,method\nP1,C1,2026-01-01,5,barter\n",
        },
    )
    assert problems(read, "code", "column", "value", "severity") == [
        ("unknown_code", "method", "barter", "error"),
        ("unknown_code", "kind", "pro forma", "error"),
    ]
    assert read.tables.receivables.is_empty()
    assert read.tables.payments.is_empty()


def test_an_unknown_code_elsewhere_is_emptied_with_a_warning(tmp_path: Path) -> None:
    read = table(tmp_path, "customers", "customer_id,name,grade,status,segment\nC1,A,Z,正常,KEY\n")
    assert shown(read.tables.customers, "grade", "status", "segment") == [(None, "normal", "key")]
    assert problems(read, "code", "value", "severity", "detail") == [("unknown_code", "Z", "warning", "A; B; C; D; E")]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("true", True),
        ("是", True),
        ("Y", True),
        ("1", True),
        ("yes", True),
        ("FALSE", False),
        ("否", False),
        ("0", False),
    ],
)
def test_flags_are_read(tmp_path: Path, text: str, flag: bool) -> None:
    read = table(tmp_path, "activities", f"customer_id,at,channel,delivered\nC1,2026-01-01,电话,{text}\n")
    assert shown(read.tables.activities, "channel", "delivered") == [("phone", flag)]


def test_cells_that_are_no_flag_or_count_are_emptied(tmp_path: Path) -> None:
    read = table(
        tmp_path,
        "customers",
        "customer_id,name,habitual_delayer,grace_days,lat,lon\nC1,A,maybe,ten,31.2N,121.47\nC2,B,是,10天,-31.2,1e9\n",
    )
    assert shown(read.tables.customers, "habitual_delayer", "grace_days", "lat", "lon") == [
        (None, None, None, 121.47),
        (True, 10, -31.2, None),
    ]
    assert sorted(problems(read, "code", "column")) == [
        ("bad_flag", "habitual_delayer"),
        ("bad_number", "grace_days"),
        ("bad_number", "lat"),
        ("bad_number", "lon"),
    ]


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("是", ["all"]),
        ("全部", ["all"]),
        ("否", []),
        ("短信;电话", ["sms", "phone"]),
        ("sms、WeCom", ["sms", "wecom"]),
        ("", None),
        ("pigeon", None),
    ],
)
def test_opting_out_is_of_all_or_of_channels(tmp_path: Path, text: str, channels: list[str] | None) -> None:
    read = table(tmp_path, "contacts", f"customer_id,name,opted_out\nC1,王,{text}\n")
    assert read.tables.contacts["opted_out"].to_list() == [channels]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("R1", ["R1"]),
        ("R1;R2", ["R1", "R2"]),
        ("R1；R2、R3，R4", ["R1", "R2", "R3", "R4"]),
        ("R1 R2", ["R1", "R2"]),
        (";", None),
        ("", None),
    ],
)
def test_lists_of_documents_are_taken_apart(tmp_path: Path, text: str, documents: list[str] | None) -> None:
    read = table(
        tmp_path, "promises", f"customer_id,made_on,due_on,amount,document_nos\nC1,2026-01-01,2026-01-09,5,{text}\n"
    )
    assert read.tables.promises["document_nos"].to_list() == [documents]
    assert [code for code, _, _ in problems(read) if code != "unknown_customer"] == []


@pytest.mark.parametrize(("text", "step"), [("b2b-standard/follow-1", "follow-1"), ("lock", "lock"), ("", None)])
def test_a_step_loses_the_policy_in_front(tmp_path: Path, text: str, step: str | None) -> None:
    read = table(tmp_path, "activities", f"customer_id,at,channel,step\nC1,2026-01-01,email,{text}\n")
    assert read.tables.activities["step"].to_list() == [step]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-03", "2026-03"),
        ("2026/3", "2026-03"),
        ("202603", "2026-03"),
        ("2026年3月", "2026-03"),
        ("2026-03-31", "2026-03"),
    ],
)
def test_a_period_is_a_month(tmp_path: Path, text: str, period: str) -> None:
    read = table(tmp_path, "statements", f"customer_id,period\nC1,{text}\n")
    assert read.tables.statements["period"].to_list() == [period]


def test_what_is_no_month_sets_the_statement_aside(tmp_path: Path) -> None:
    read = table(tmp_path, "statements", "customer_id,period\nC1,2026-13\n")
    assert problems(read) == [("bad_period", 2, "2026-13")]
    assert read.tables.statements.is_empty()
