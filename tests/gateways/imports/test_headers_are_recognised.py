"""Headers: ours, the usual Chinese ones, a person's mapping; what is unknown is kept and reported."""

from datetime import date
from pathlib import Path

import pytest
from import_folders import RECEIVABLES, problems, receivables, shown, written

from huikuan.gateways.imports import ReadOptions, Unusable, read_folder, read_mapping
from huikuan.gateways.imports.columns import TABLES, header_key, known_headers


def test_chinese_headers_are_known(tmp_path: Path) -> None:
    read = receivables(
        tmp_path,
        "R1,C1,2026-01-01,2026-02-01,100,60,2026-01-31,USD,货款",
        header="单据号,客户编码,开票日期,到期日,金额（元）,未收金额,余额日期,币种,备注\n",
    )
    assert shown(read.tables.receivables, "document_no", "customer_id", "open_minor", "balance_date", "currency") == [
        ("R1", "C1", 6000, date(2026, 1, 31), "USD")
    ]
    assert problems(read) == []


@pytest.mark.parametrize(
    "header", ["Document No", "DOCUMENT_NO", "document-no*", " 单据号 ", "发票号", "Invoice Number"]
)
def test_case_gaps_and_stars_do_not_matter(tmp_path: Path, header: str) -> None:
    read = receivables(
        tmp_path, "R1,C1,2026-01-01,2026-02-01,5", header=f"{header},customer_id,issue_date,due_date,amount\n"
    )
    assert read.tables.receivables["document_no"].to_list() == ["R1"]


def test_a_unit_in_the_header_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        receivables(tmp_path, "R1,C1,2026-01-01,2026-02-01,5", header="单据号,客户编码,开票日期,到期日,金额(万元)\n")
    assert refused.value.params["columns"] == "amount"


def test_unknown_columns_are_kept_as_text_and_reported(tmp_path: Path) -> None:
    read = receivables(
        tmp_path,
        "R1,C1,2026-01-01,2026-02-01,5,华东,\nR2,C1,2026-01-01,2026-02-01,5,,7",
        header=RECEIVABLES[:-1] + ",大区,x\n",
    )
    assert problems(read, "code", "row_no", "column", "severity") == [
        ("unknown_column", None, "大区", "warning"),
        ("unknown_column", None, "x", "warning"),
    ]
    assert read.extras["receivables"].to_dicts() == [
        {"file_no": 0, "row_no": 2, "大区": "华东", "x": None},
        {"file_no": 0, "row_no": 3, "大区": None, "x": "7"},
    ]


def test_of_two_columns_that_mean_the_same_our_own_name_wins(tmp_path: Path) -> None:
    read = receivables(
        tmp_path,
        "bad,R1,C1,2026-01-01,2026-02-01,5",
        header="单据号,document_no,customer_id,issue_date,due_date,amount\n",
    )
    assert read.tables.receivables["document_no"].to_list() == ["R1"]
    assert problems(read, "code", "column", "detail") == [("duplicate_column", "单据号", "document_no")]


def test_a_mapping_wins_over_the_words(tmp_path: Path) -> None:
    written(tmp_path, {"map.yaml": "应收:\n  Betrag netto: amount\n  单据号: order_no\n  Beleg: document_no\n"})
    header = "Beleg,单据号,客户编码,开票日期,到期日,Betrag Netto,金额\n"
    mapping = read_mapping(tmp_path / "map.yaml")
    assert mapping == {"receivables": {"Betrag netto": "amount", "单据号": "order_no", "Beleg": "document_no"}}
    read = receivables(tmp_path / "in", "R1,SO1,C1,2026-01-01,2026-02-01,5,9", header=header, mapping=mapping)
    assert shown(read.tables.receivables, "document_no", "order_no", "amount_minor") == [("R1", "SO1", 500)]
    assert problems(read, "code", "column", "detail") == [("duplicate_column", "金额", "amount")]


def test_a_mapping_to_a_header_that_is_not_there_is_said(tmp_path: Path) -> None:
    written(tmp_path, {"receivables.csv": RECEIVABLES})
    read = read_folder(tmp_path, ReadOptions(mapping={"receivables": {"Betrag": "note"}}))
    assert problems(read, "code", "column", "severity") == [("unknown_mapped_column", "Betrag", "warning")]


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("receivable:\n  A: amount\n", "mapping_unknown_table", {"line": "1", "name": "receivable"}),
        (
            "receivables:\n  A: amount\n  B: due_dat\n",
            "mapping_unknown_column",
            {"line": "3", "choices": "due_date, issue_date, pod_date"},
        ),
        ("- a\n- b\n", "mapping_unreadable", {"line": "1"}),
        ("receivables:\n  - amount\n", "mapping_unreadable", {"line": "2"}),
        ("receivables:\n  A: [amount]\n", "mapping_unreadable", {"line": "2"}),
        ("receivables: {A: amount\n", "mapping_unreadable", {"line": "2"}),
        ("receivables:\n  A: amount\n B: note\n", "mapping_unreadable", {"line": "3"}),
    ],
)
def test_a_slip_in_a_mapping_is_named_with_its_line(
    tmp_path: Path, text: str, code: str, params: dict[str, str]
) -> None:
    path = written(tmp_path, {"map.yaml": text}) / "map.yaml"
    with pytest.raises(Unusable) as refused:
        read_mapping(path)
    assert refused.value.code == code
    assert {name: refused.value.params[name] for name in params} == params


def test_an_empty_mapping_maps_nothing_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    assert read_mapping(written(tmp_path, {"map.yaml": "# nothing yet\n"}) / "map.yaml") == {}
    with pytest.raises(Unusable) as refused:
        read_mapping(tmp_path / "none.yaml")
    assert refused.value.code == "mapping_unreadable"


@pytest.mark.parametrize("table", TABLES)
def test_no_header_of_a_table_means_two_of_its_columns(table: str) -> None:
    words = [header_key(word) for column in TABLES[table] for word in dict.fromkeys((column.name, *column.headers))]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert set(known_headers(table).values()) == {column.name for column in TABLES[table]}
