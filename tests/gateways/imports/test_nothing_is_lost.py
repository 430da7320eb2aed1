"""Properties: rows and amounts in = loaded + set aside, and no damage to a file raises anything but Unusable."""

import contextlib
import random
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_folders import reading

from huikuan.engine.problems import PROBLEMS
from huikuan.engine.tables import INPUTS
from huikuan.gateways.imports import Reading, Unusable
from huikuan.gateways.imports.problem_codes import READING_PROBLEMS

AMOUNTS = st.sampled_from(["100", "1,234.50", "(5)", "-7.25", "x", "", "1.234", "12万", "0", "￥3", "9e2"])
DAYS = st.sampled_from(["2026-01-05", "2026/2/5", "20260305", "2026-02-30", "", "46000", "2026年1月1日"])
RECEIVABLE = st.tuples(
    st.sampled_from(["R1", "R2", "R3", "R4", ""]),
    st.sampled_from(["C1", "C2", "C3", ""]),
    DAYS,
    DAYS,
    AMOUNTS,
    st.sampled_from(["CNY", "JPY", "usd", "??", ""]),
    st.sampled_from(["invoice", "贷项", "??", ""]),
)
PAYMENT = st.tuples(
    st.sampled_from(["P1", "P2", "P3", ""]),
    st.sampled_from(["C1", "C9", ""]),
    DAYS,
    AMOUNTS,
    st.sampled_from(["", "R1:5", "R1:99999", "R1:5;R2", "R1:-5;R2:10"]),
)


def check(read: Reading) -> None:
    """Every number of the totals follows from the tables and the problems."""
    for table, totals in read.totals.items():
        loaded = getattr(read.tables, table)
        assert totals.rows_in == totals.loaded + totals.set_aside
        assert totals.rows_in == sum(file.rows for file in read.inputs if file.table == table)
        added = Counter(totals.amounts_loaded)
        added.update(totals.amounts_set_aside)
        assert added == Counter(totals.amounts_in)
        if table != "customers":
            assert totals.loaded == loaded.height
        if "amount_minor" in loaded.columns and "currency" in loaded.columns:
            sums = {
                code: rows["amount_minor"].sum() for (code,), rows in loaded.group_by("currency", maintain_order=True)
            }
            assert sums == totals.amounts_loaded
        errors = read.problems.filter((pl.col("table") == table) & (pl.col("severity") == "error"))
        repeats = read.problems.filter((pl.col("table") == table) & (pl.col("code") == "duplicate_identical"))
        if "missing_column" not in errors["code"].to_list():
            places = pl.concat([errors, repeats]).select("file_no", "row_no").unique()
            assert places.height == totals.set_aside
    assert set(read.problems["code"]) <= set(READING_PROBLEMS)
    assert dict(read.problems.schema) == dict(PROBLEMS)
    assert all(dict(getattr(read.tables, table).schema) == dict(schema) for table, schema in INPUTS.items())


def lines(rows: list[tuple[str, ...]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECEIVABLE, max_size=8), st.lists(RECEIVABLE, max_size=4), st.lists(PAYMENT, max_size=6), st.booleans())
def test_rows_and_amounts_in_are_loaded_or_set_aside(
    tmp_path: Path,
    first: list[tuple[str, ...]],
    second: list[tuple[str, ...]],
    payments: list[tuple[str, ...]],
    has_customers: bool,
) -> None:
    header = "document_no,customer_id,issue_date,due_date,amount,currency,kind\n"
    customers = "customer_id,name,terms\nC1,A,net 30\nC2,,\nC1,B,net 30\n" if has_customers else "customer_id,name\n"
    read = reading(
        tmp_path,
        {
            "receivables.csv": header + lines(first),
            "receivables-more.csv": header + lines(second),
            "payments.csv": "payment_no,customer_id,received_on,amount,allocations\n" + lines(payments),
            "customers.csv": customers,
        },
    )
    check(read)


WHOLE = {
    "customers.csv": "customer_id,name,terms,grade,credit_limit,habitual_delayer\n"
    'C1,"甲, 有限公司",月结30天,A,100000,是\nC2,乙公司,net 30,B,,否\n',
    "contacts.csv": "customer_id,name,role,mobile,opted_out\nC1,王,财务,13800000000,短信;电话\n",
    "receivables.csv": "document_no,customer_id,kind,issue_date,due_date,amount,open_amount,balance_date,currency,note"
    "\n"
    "R1,C1,invoice,2026-01-05,2026-02-05,1000.00,,,CNY,\n"
    'R2,C2,invoice,15/1/2026,25/2/2026,"1,234.50",200,2026-03-01,USD,"two\nlines"\n'
    "R3,C1,贷项,2026-01-05,,-50,,,CNY,a\n",
    "payments.csv": "payment_no,customer_id,received_on,amount,method,allocations\n"
    "P1,C1,2026-02-01,500,转账,R1:300;R3:-50\nP2,C2,2026-02-01,80,cash,\n",
    "promises.csv": "customer_id,made_on,due_on,amount,document_nos\nC1,2026-02-01,2026-02-10,100,R1\n",
    "disputes.csv": "document_no,amount,reason,opened_on\nR2,10,质量,2026-02-01\n",
    "activities.csv": "customer_id,at,channel,outcome,step\nC1,2026-02-01 09:30,phone,promised,follow-1\n",
    "statements.csv": "customer_id,period,sent_on\nC1,2026-01,2026-02-05\n",
}
SNIPPETS = [b"\x00", b"\xff\xfe", b'"', b",", b"\n", b"\r", b"\t", b";", b"-", b":", b"99999999", b"1/2/2026"]
SNIPPETS += ["（".encode(), "万".encode("gb18030"), b"\xef\xbb\xbf"]


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Return the bytes with one to six cuts, repeats, swaps and insertions."""
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(content) + 1)
        end = min(len(content), at + dice.randint(1, 20))
        content = dice.choice(
            [
                content[:at] + content[end:],
                content[:at] + dice.choice(SNIPPETS) + content[at:],
                content[:end] + content[at:],
                content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :],
                content[:at],
            ]
        )
    return content


@pytest.mark.parametrize("batch", range(8))
def test_damaged_files_are_read_or_refused_but_never_crash(tmp_path: Path, batch: int) -> None:
    """Thirty damaged folders per batch, the same ones every time."""
    dice = random.Random(batch)
    for number in range(30):
        files: dict[str, str | bytes] = {**WHOLE}
        for name in dice.sample(sorted(WHOLE), k=dice.randint(1, 3)):
            files[name] = mutated(str(WHOLE[name]).encode(), dice)
        with contextlib.suppress(Unusable):
            check(reading(tmp_path / str(number), files))


def test_the_undamaged_folder_loads_whole(tmp_path: Path) -> None:
    read = reading(tmp_path, {**WHOLE})
    assert read.problems.select("code", "table", "column", "value").rows() == [
        ("date_order_decided", "receivables", "issue_date", "15/1/2026"),
        ("date_order_decided", "receivables", "due_date", "25/2/2026"),
    ]
    assert {table: totals.loaded for table, totals in read.totals.items()} == {
        "customers": 2,
        "contacts": 1,
        "receivables": 3,
        "payments": 2,
        "promises": 1,
        "disputes": 1,
        "activities": 1,
        "statements": 1,
    }
    check(read)
