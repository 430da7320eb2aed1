"""A folder of news alone is read by what the memory knows of the documents and customers that it names.

| known                                   | news                                | read as                          |
|-----------------------------------------|-------------------------------------|----------------------------------|
| INV-J over 5,000 JPY                    | INV-J disputed over 1200            | 1,200 JPY (no decimals)          |
| C-1 pays 30 days after the invoice      | INV-2 of C-1 without a due date     | loaded, due 30 days after issue  |
| C-1                                     | customers.csv with C-9, INV-2 of C-1| no warning about C-1             |
"""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.intake.models import Batch, SetAside
from huikuan.apps.receivables.models import ItemFact
from huikuan.cli import run

pytestmark = pytest.mark.django_db
DAY = "2026-11-20"
KNOWN = {
    "customers": "customer_id,name,terms\nC-1,甲公司,30天\n",
    "receivables": "document_no,customer_id,issue_date,due_date,amount,currency\n"
    "INV-J,C-1,2026-10-01,2026-11-01,5000,JPY\n",
}


def imported(folder: Path, **tables: str) -> None:
    folder.mkdir()
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    assert run(["import", str(folder), "--on", DAY]) == 0


def test_a_dispute_stands_in_the_currency_of_its_known_document(tmp_path: Path) -> None:
    imported(tmp_path / "known", **KNOWN)
    imported(tmp_path / "news", disputes="document_no,amount,reason,opened_on\nINV-J,1200,price,2026-11-19\n")
    assert DisputeFact.objects.get().amount_minor == 1200


def test_the_folders_own_document_comes_first(tmp_path: Path) -> None:
    imported(tmp_path / "known", **KNOWN)
    told = KNOWN["receivables"].replace("JPY", "CNY")
    imported(
        tmp_path / "news",
        receivables=told,
        disputes="document_no,amount,reason,opened_on\nINV-J,1200,price,2026-11-19\n",
    )
    assert DisputeFact.objects.get().amount_minor == 120_000


def test_terms_of_a_known_customer_give_the_due_date(tmp_path: Path) -> None:
    imported(tmp_path / "known", **KNOWN)
    news = {
        "receivables": "document_no,customer_id,issue_date,amount\nINV-2,C-1,2026-11-02,700\nINV-3,C-9,2026-11-02,80\n",
        "customers": "customer_id,name\nC-9,乙公司\n",
    }
    imported(tmp_path / "news", **news)
    assert ItemFact.objects.filter(item__document_no="INV-2").count() == 1
    told = SetAside.objects.filter(batch=Batch.objects.latest("id")).values_list("code", "value")
    assert list(told) == [("missing_due_date", "INV-3")]  # nobody knows C-9's terms; C-1 is no stranger
