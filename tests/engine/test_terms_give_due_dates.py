"""Payment terms become due dates: the printed date first, then own terms, then the customer's (D-303)."""

import calendar
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.engine.tables import Tables
from huikuan.engine.terms import EVENT_COLUMNS, Terms, due_dates, parsed_terms, terms_table

READABLE = """
net 30                  | issue           | 30
NET30                   | issue           | 30
n/45                    | issue           | 45
2/10 net 30             | issue           | 30
30                      | issue           | 30
30天                    | issue           | 30
３０ 天                 | issue           | 30
账期60天                | issue           | 60
0                       | issue           | 0
due on receipt          | issue           | 0
预付                    | issue           | 0
开票后15天              | issue           | 15
月结                    | month_end       | 0
月结30天                | month_end       | 30
月结60                  | month_end       | 60
月结 + 30               | month_end       | 30
EOM+30                  | month_end       | 30
30 days EOM             | month_end       | 30
COD                     | cash            | 0
货到付款                | cash            | 0
现款                    | cash            | 0
验收后30天              | acceptance      | 30
验收合格后30日内付款    | acceptance      | 30
acceptance+30           | acceptance      | 30
30 days after acceptance| acceptance      | 30
回单后30天              | pod             | 30
pod+30                  | pod             | 30
签收后                  | delivery        | 0
货到30天                | delivery        | 30
delivery + 7            | delivery        | 7
票到30天                | invoice_receipt | 30
"""


@pytest.mark.parametrize("line", READABLE.strip().splitlines())
def test_terms_are_read_in_the_forms_people_write(line: str) -> None:
    text, basis, days = (part.strip() for part in line.split("|"))
    assert parsed_terms(text) == Terms(basis=basis, days=int(days))


@pytest.mark.parametrize(
    "text", ["", "次月15日", "as agreed", "-30", "30-60", "30 60", "net", "99999", "3个月", "转账"]
)
def test_terms_in_no_known_form_are_not_guessed(text: str) -> None:
    assert parsed_terms(text) is None


def table(text: str) -> Tables:
    """Columns: customer | kind | issue | due | terms | delivered | accepted | pod; customers A 月结30天, B net 10."""
    names = ("customer_id", "kind", "issue_date", "due_date", "terms", "delivered_on", "accepted_on", "pod_date")
    cells = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    rows = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")
    days = [name for name in names if name.endswith(("date", "_on"))]
    customers = pl.DataFrame({"customer_id": ["A", "B", "C"], "terms": ["月结30天", "net 10", None]})
    return Tables.of(receivables=rows.with_columns(pl.col(days).str.to_date("%Y-%m-%d")), customers=customers)


CASES = """
A | invoice     | 2026-01-15 | 2026-02-01 | | | | || 2026-02-01 | true  |
A | invoice     | 2026-01-15 | | | | | || 2026-03-02 | true  |
A | invoice     | 2026-01-31 | | net 5      | | | || 2026-02-05 | false |
B | invoice     | 2026-01-15 | | | | | || 2026-01-25 | false |
B | invoice     | 2024-02-10 | | 月结       | | | || 2024-02-29 | true  |
B | invoice     | 2026-12-01 | | 月结60天   | | | || 2027-03-01 | true  |
C | invoice     | 2026-01-15 | | | | | || | false |
C | invoice     | 2026-01-15 | | 验收后30天 | | | || | false | accepted
C | invoice     | 2026-01-15 | | 验收后30天 | | 2026-02-01 | || 2026-03-03 | false |
C | invoice     | 2026-01-15 | | pod+30     | | | 2026-02-10 || 2026-03-12 | false |
C | invoice     | 2026-01-15 | | 签收后     | 2026-01-20 | | || 2026-01-20 | false |
C | invoice     | 2026-01-15 | | 签收后     | | | || | false | delivered
C | invoice     | 2026-01-15 | | COD        | | | || 2026-01-15 | false |
C | invoice     | 2026-01-15 | | COD        | 2026-01-18 | | || 2026-01-18 | false |
B | unbilled    | 2026-01-15 | | | 2026-01-05 | | || 2026-01-15 | false |
B | unbilled    | 2026-01-15 | | | | | || 2026-01-25 | false |
A | credit_note | 2026-01-15 | 2026-09-09 | | | | || 2026-01-15 | true  |
A | invoice     | 2026-01-15 | | 看情况     | | | || 2026-03-02 | true  |
"""


def test_the_printed_date_wins_then_own_terms_then_the_customers() -> None:
    lines = CASES.strip().splitlines()
    given_cells = "\n".join(line.split("||")[0] for line in lines)
    tables = table(given_cells)
    due = due_dates(tables.receivables, tables.customers)
    shown = [
        f"{row['due_date'] or ''} | {str(row['is_monthly']).lower()} | {(row['awaits'] or '').removesuffix('_on')}"
        for row in due.iter_rows(named=True)
    ]
    expected = [" | ".join(part.strip() for part in line.split("||")[1].split("|")) for line in lines]
    assert shown == expected


def test_distinct_texts_are_read_once() -> None:
    texts = pl.Series(["net 30", "net 30", None, "never", "月结"])
    assert sorted(terms_table(texts).rows()) == [("net 30", "issue", 30), ("月结", "month_end", 0)]


def scalar_due_date(row: dict[str, object], customer_terms: str | None) -> date | None:
    """The scalar twin: one document at a time, in plain Python."""
    if row["kind"] == "credit_note":
        return row["issue_date"]
    if row["due_date"]:
        return row["due_date"]
    terms = parsed_terms(str(row["terms"] or "")) or parsed_terms(customer_terms or "")
    if terms is None:
        return None
    issue = row["issue_date"]
    issued = row["delivered_on"] or issue if row["kind"] == "unbilled" else issue
    if terms.basis == "month_end":
        start = issued.replace(day=calendar.monthrange(issued.year, issued.month)[1])
    elif terms.basis == "cash":
        start = row["delivered_on"] or issue
    else:
        start = issued if terms.basis == "issue" else row[EVENT_COLUMNS[terms.basis]]
    return start + timedelta(days=terms.days) if start else None


DAYS = st.dates(min_value=date(2023, 12, 1), max_value=date(2026, 12, 31))
TERMS = st.sampled_from([None, "net 30", "月结30天", "月结", "COD", "验收后7天", "pod+1", "签收后", "票到30天", "??"])
DOCUMENT = st.fixed_dictionaries(
    {
        "customer_id": st.sampled_from(["A", "B", "C", "D"]),
        "kind": st.sampled_from(["invoice", "credit_note", "unbilled", "retention"]),
        "issue_date": DAYS,
        "due_date": st.none() | DAYS,
        "terms": TERMS,
        **{column: st.none() | DAYS for column in EVENT_COLUMNS.values()},
    }
)


@settings(deadline=None)
@given(st.lists(DOCUMENT, min_size=1, max_size=12), st.lists(TERMS, min_size=3, max_size=3))
def test_columns_agree_with_the_scalar_twin(documents: list[dict[str, object]], terms: list[str | None]) -> None:
    customers = pl.DataFrame({"customer_id": ["A", "B", "C"], "terms": terms}, schema_overrides={"terms": pl.String})
    receivables = pl.DataFrame(
        documents,
        schema_overrides=dict.fromkeys(("due_date", *EVENT_COLUMNS.values()), pl.Date) | {"terms": pl.String},
    )
    tables = Tables.of(receivables=receivables, customers=customers)
    by_customer = dict(zip(["A", "B", "C"], terms, strict=True))
    expected = [scalar_due_date(row, by_customer.get(str(row["customer_id"]))) for row in documents]
    assert due_dates(tables.receivables, tables.customers)["due_date"].to_list() == expected
