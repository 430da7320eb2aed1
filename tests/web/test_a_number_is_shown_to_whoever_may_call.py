"""A telephone number is whole for whoever may call that customer; whoever only looks after the books sees a part.

| visitor                                             | the number of C-1 (main, carl's)  |
|-----------------------------------------------------|-----------------------------------|
| carl, collector                                     | 13800002210                       |
| fay, finance                                        | 138****2210                       |
| cora, finance, and collector of other customers     | 138****2210                       |
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from huikuan.apps.audit.actors import SYSTEM
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.jobs.day import day
from tests.desk.staffed import CUSTOMERS, DAY, RECEIVABLES
from tests.web.visits import signed_in

pytestmark = pytest.mark.django_db
WHOLE, MASKED = "13800002210", "138****2210"


@pytest.fixture(autouse=True)
def _house(tmp_path: Path) -> None:
    (tmp_path / "receivables.csv").write_text(RECEIVABLES, encoding="utf-8")
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(f"customer_id,name,mobile\nC-1,王先生,{WHOLE}\n", encoding="utf-8")
    given = Import(read_folder(tmp_path, ReadOptions()).tables, DAY, "CNY")
    record_import(given, previewed(given), actor=SYSTEM)
    day(DAY)


def numbers_seen(client: Client) -> set[str]:
    page = client.get("/customers/C-1").content.decode()
    return {number for number in (WHOLE, MASKED) if number in page}


def test_whose_customer_it_is_sees_the_number() -> None:
    assert numbers_seen(signed_in("carl", "collector")) == {WHOLE}


def test_whoever_only_keeps_the_books_sees_a_part() -> None:
    assert numbers_seen(signed_in("fay", "finance")) == {MASKED}


def test_calling_other_customers_does_not_show_this_number() -> None:
    assert numbers_seen(signed_in("cora", "finance", "collector")) == {MASKED}
