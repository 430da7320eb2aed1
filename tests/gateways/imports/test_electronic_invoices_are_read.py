"""Electronic invoices become receivables, one a file (spec/files.md, "In")."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from import_folders import problems, reading, shown
from invoice_files import beside, einvoice, ubl

from huikuan.gateways.imports import Reading, Unusable

FACTS = ("document_no", "kind", "issue_date", "due_date", "amount_minor", "open_minor", "currency")
# The buyers' terms, for the documents that bring no due date a program can read.
TERMS = """customer_id,name,tax_id,terms
C1,甲公司,91440000000000001Y,net 30
C2,乙公司,91320500MAXXXXXX1F,net 30
987654321,LE CLIENT,,net 30
"""
BUYERS = TERMS + "[Buyer identifier],[Buyer name],,net 30\nBI123456,[Buyer name],,net 30\n"


def day(text: str) -> date:
    return date.fromisoformat(text)


def alone(folder: Path, name: str, customers: str = "") -> Reading:
    """Read one file beside the checkout from where it lies, with a customers table where one is given."""
    path = beside(name)
    files: dict[str, str | bytes] = {"invoice.xml": path.read_bytes()}
    return reading(folder, {**files, "customers.csv": customers} if customers else files)


@pytest.mark.parametrize(
    ("name", "facts", "customer"),
    [
        (
            "peppol/base-example.xml",
            ("Snippet1", "invoice", "2017-11-13", "2017-12-01", 165625, None, "EUR"),
            ("SE4598375937", "Buyer Official Name", "SE4598375937"),
        ),
        (
            "peppol/Allowance-example.xml",
            ("Snippet1", "invoice", "2017-11-13", "2017-12-01", 712500, 612500, "EUR"),
            ("SE4598375937", "Buyer Official Name", "SE4598375937"),
        ),
        (
            "peppol/Vat-category-S.xml",
            ("Snippet1", "invoice", "2017-11-13", "2017-12-01", 855000, None, "EUR"),
            ("SE4598375937", "Buyer Official Name", "SE4598375937"),
        ),
        (
            "peppol/base-creditnote-correction.xml",
            ("Snippet1", "credit_note", "2017-11-13", None, -165625, None, "EUR"),
            ("SE4598375937", "Buyer Official Name", "SE4598375937"),
        ),
        (
            "en16931/ubl-tc434-example1.xml",
            ("12115118", "invoice", "2015-01-09", "2015-01-09", 25033, None, "EUR"),
            ("10202", "ODIN 59", None),
        ),
        (
            "en16931/CII_example1.xml",
            ("12115118", "invoice", "2015-01-09", "2015-01-09", 25033, None, "EUR"),
            ("10202", "ODIN 59", None),
        ),
        (
            "en16931/ubl-tc434-example3.xml",
            ("TOSL108", "invoice", "2013-04-10", "2013-05-10", 200500, None, "DKK"),
            ("NO987654321MVA", "Buyercompany ltd", "NO987654321MVA"),
        ),
        (
            "en16931/ubl-tc434-example5.xml",
            ("TOSL110", "invoice", "2013-04-10", "2013-05-10", 467500, 233750, "DKK"),
            ("DK16356607", "Buyercompany ltd", "DK16356607"),
        ),
        (
            "facturx/factur-x-basic.xml",
            ("F20260023", "invoice", "2026-01-31", "2026-03-02", 10490, None, "EUR"),
            ("FR05987654321", "LE CLIENT", "FR05987654321"),
        ),
    ],
)
def test_each_invoice_with_its_due_date_loads_whole(
    tmp_path: Path, name: str, facts: tuple[Any, ...], customer: tuple[str, str, str | None]
) -> None:
    read = alone(tmp_path, name)
    days = tuple(day(value) if at in (2, 3) and value else value for at, value in enumerate(facts))
    assert shown(read.tables.receivables, *FACTS) == [days]
    assert shown(read.tables.customers, "customer_id", "name", "tax_id") == [customer]
    assert problems(read) == []


@pytest.mark.parametrize(
    ("name", "facts", "customer_id"),
    [
        ("cn/official-gd-special.xml", ("23440000000000100001", "2023-02-23", 212, "CNY"), "C1"),
        ("cn/synthetic-multirate-einv.xml", ("26320000000000100006", "2026-08-20", 66300, "CNY"), "C2"),
        ("facturx/factur-x-minimum.xml", ("F20260023", "2026-01-31", 10490, "EUR"), "987654321"),
        ("xrechnung/01.01a-INVOICE_ubl.xml", ("123456XX", "2016-04-04", 33690, "EUR"), "[Buyer identifier]"),
        ("xrechnung/01.01a-INVOICE_uncefact.xml", ("123456XX", "2016-04-04", 33690, "EUR"), "[Buyer identifier]"),
        ("xrechnung/01.03a-INVOICE_ubl.xml", ("RR123456", "2016-06-24", 18220, "EUR"), "BI123456"),
    ],
)
def test_an_invoice_without_a_due_date_waits_for_its_customers_terms(
    tmp_path: Path, name: str, facts: tuple[str, str, int, str], customer_id: str
) -> None:
    number, issued, amount, currency = facts
    lost = alone(tmp_path / "bare", name)
    assert lost.totals["receivables"].set_aside == 1
    assert ("missing_due_date", "error") in problems(lost, "code", "severity")
    read = alone(tmp_path / "with", name, BUYERS)
    assert shown(
        read.tables.receivables, "document_no", "customer_id", "issue_date", "due_date", "amount_minor", "currency"
    ) == [(number, customer_id, day(issued), None, amount, currency)]


def test_invoices_of_one_number_in_a_folder_conflict_and_the_first_stands(tmp_path: Path) -> None:
    names = ("Allowance-example", "Vat-category-S", "base-creditnote-correction", "base-example")
    read = reading(tmp_path, {f"{name}.xml": beside(f"peppol/{name}.xml").read_bytes() for name in names})
    assert shown(read.tables.receivables, "document_no", "kind", "amount_minor") == [
        ("Snippet1", "invoice", 712500),
        ("Snippet1", "credit_note", -165625),
    ]
    assert problems(read, "code", "detail") == [("duplicate_conflict", "Allowance-example.xml:1")] * 2
    totals = read.totals["receivables"]
    assert (totals.rows_in, totals.loaded, totals.set_aside) == (4, 2, 2)
    assert totals.amounts_in == {"EUR": 712500 + 855000 - 165625 + 165625}


def test_what_was_prepaid_is_part_of_the_document_and_not_of_its_balance(tmp_path: Path) -> None:
    total = "<cbc:PrepaidAmount>40</cbc:PrepaidAmount><cbc:PayableAmount>60.5</cbc:PayableAmount>"
    read = reading(tmp_path, {"a.xml": ubl(total=total)})
    assert shown(read.tables.receivables, "amount_minor", "open_minor", "balance_date") == [
        (10050, 6050, date(2026, 10, 1))
    ]


def test_paid_beyond_the_total_is_money_owed_to_the_customer(tmp_path: Path) -> None:
    total = "<cbc:PrepaidAmount>40</cbc:PrepaidAmount><cbc:PayableAmount>-5</cbc:PayableAmount>"
    read = reading(tmp_path, {"a.xml": ubl(total=total)})
    assert shown(read.tables.receivables, "kind", "amount_minor", "open_minor") == [("credit_note", -500, None)]
    assert problems(read, "code") == [("negative_amount",)]


@pytest.mark.parametrize(
    ("code", "root", "kind"),
    [
        ("380", "Invoice", "invoice"),
        ("326", "Invoice", "invoice"),
        ("383", "Invoice", "debit_note"),
        ("381", "Invoice", "credit_note"),
        ("381", "CreditNote", "credit_note"),
        ("396", "CreditNote", "credit_note"),
    ],
)
def test_the_code_of_a_document_says_its_kind(tmp_path: Path, code: str, root: str, kind: str) -> None:
    read = reading(tmp_path, {"a.xml": ubl(code=code, root=root)})
    assert shown(read.tables.receivables, "kind") == [(kind,)]


@pytest.mark.parametrize(
    ("document", "code", "value"),
    [
        (ubl(code="325"), "unknown_code", "325"),  # pro forma: nothing to pay
        (ubl(code="380", root="CreditNote"), "unknown_code", "380"),  # the root says otherwise
        (ubl(total=""), "missing_value", ""),
        (ubl(number=""), "missing_value", ""),
        (ubl(issued="01/10/2026"), "bad_date", "01/10/2026"),
        (ubl(issued="2026-13-01"), "bad_date", "2026-13-01"),
        (ubl(due="<cbc:DueDate>2026-10-31</cbc:DueDate>" * 2), "", ""),
        (
            ubl(due="<cbc:DueDate>2026-10-31</cbc:DueDate><cbc:DueDate>2026-11-30</cbc:DueDate>"),
            "several_values",
            "2026-10-31 / 2026-11-30",
        ),
        (
            ubl(total='<cbc:PayableAmount currencyID="SEK">5</cbc:PayableAmount>'),
            "amount_currency_differs",
            "5 SEK",
        ),
        (ubl(total="<cbc:PayableAmount>1.234,50</cbc:PayableAmount>"), "bad_amount", "1.234,50"),
        (ubl(total="<cbc:PayableAmount>1E5</cbc:PayableAmount>"), "bad_amount", "1E5"),
        (ubl(total="<cbc:PayableAmount>1.005</cbc:PayableAmount>"), "excess_decimals", "1.005"),
        (
            ubl(total="<cbc:TaxInclusiveAmount>90</cbc:TaxInclusiveAmount><cbc:PayableAmount>100</cbc:PayableAmount>"),
            "totals_disagree",
            "100 ≠ 90",
        ),
        (einvoice(total="114.00"), "totals_disagree", "114.00 ≠ 113.00"),
    ],
)
def test_a_document_that_is_not_clear_is_set_aside_whole(tmp_path: Path, document: str, code: str, value: str) -> None:
    customers = "customer_id,name,tax_id,terms\nC1,苏州精工,91320500MA1,net 30\n"
    read = reading(tmp_path, {"a.xml": document, "customers.csv": customers})
    totals = read.totals["receivables"]
    assert (totals.rows_in, totals.loaded, totals.set_aside) == ((1, 0, 1) if code else (1, 1, 0))
    errors = [found[1:] for found in problems(read, "severity", "code", "value", "row_no") if found[0] == "error"]
    assert errors == ([(code, value, 1)] if code else [])


def test_rounding_belongs_to_what_is_payable(tmp_path: Path) -> None:
    total = (
        "<cbc:TaxInclusiveAmount>99.98</cbc:TaxInclusiveAmount>"
        "<cbc:PayableRoundingAmount>0.02</cbc:PayableRoundingAmount><cbc:PayableAmount>100.00</cbc:PayableAmount>"
    )
    assert shown(reading(tmp_path, {"a.xml": ubl(total=total)}).tables.receivables, "amount_minor") == [(10000,)]


def test_the_buyer_is_found_by_tax_number_where_one_customer_has_it(tmp_path: Path) -> None:
    one = "customer_id,name,tax_id\nC7,易北,de111222\n"
    read = reading(tmp_path / "one", {"a.xml": ubl(), "customers.csv": one})
    assert shown(read.tables.receivables, "customer_id") == [("C7",)]
    assert problems(read) == []
    two = reading(tmp_path / "two", {"a.xml": ubl(), "customers.csv": one + "C8,易北二,DE111222\n"})
    assert shown(two.tables.receivables, "customer_id") == [("DE111222",)]
    assert problems(two, "code", "value") == [("unknown_customer", "DE111222")]


def test_a_column_of_tax_numbers_finds_the_customer_too(tmp_path: Path) -> None:
    """An Excel list of 数电发票 names the buyer by name and tax number."""
    rows = "发票号码,客户名称,客户编码,购方税号,开票日期,到期日,金额\n1,甲,甲,91A,2026-01-01,2026-02-01,5\n"
    files: dict[str, str | bytes] = {"应收.csv": rows, "客户.csv": "客户编码,客户名称,税号\nC1,甲公司,91a\n"}
    assert shown(reading(tmp_path, files).tables.receivables, "customer_id") == [("C1",)]


def test_a_red_invoice_is_a_credit_note(tmp_path: Path) -> None:
    red = einvoice(blue="N", total="-113.00", parts=("-100.00", "-13.00"))
    read = reading(tmp_path, {"red.xml": red})
    assert shown(read.tables.receivables, "kind", "amount_minor", "issue_date", "customer_id") == [
        ("credit_note", -11300, date(2026, 9, 1), "91320500MA1")
    ]


def test_an_invoice_written_in_gbk_is_read(tmp_path: Path) -> None:
    content = ('<?xml version="1.0" encoding="GBK"?>' + einvoice(blue="N")).encode("gbk")
    read = reading(tmp_path, {"数电.xml": content})
    assert shown(read.tables.customers, "customer_id", "name") == [("91320500MA1", "苏州精工机械有限公司")]


def test_invoices_stand_beside_tables_and_other_xml_is_left_unread(tmp_path: Path) -> None:
    rows = "document_no,customer_id,issue_date,due_date,amount\nR1,C1,2026-01-01,2026-02-01,100\n"
    read = reading(tmp_path, {"receivables.csv": rows, "x.xml": ubl(), "feed.xml": "<rss><channel/></rss>"})
    assert shown(read.tables.receivables, "document_no", "file_no", "row_no") == [("R1", 0, 2), ("INV-1", 1, 1)]
    assert [(file.file, file.table, file.rows) for file in read.inputs] == [
        ("receivables.csv", "receivables", 1),
        ("x.xml", "receivables", 1),
    ]
    assert read.unread == ("feed.xml",)


def test_a_broken_invoice_named_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        reading(tmp_path, {"receivables.xml": ubl()[:-20]})
    assert refused.value.code == "not_well_formed"


def test_a_chinese_invoice_is_in_yuan_whatever_the_house_currency(tmp_path: Path) -> None:
    """Its format knows no other currency: 113.00 yuan for a house that reckons in yen, which has no decimals."""
    read = reading(tmp_path, {"a.xml": einvoice(blue="N")}, currency="JPY")
    assert shown(read.tables.receivables, "amount_minor", "currency") == [(-11300, "CNY")]
