"""A telephone number is masked until whoever may call that customer asks for it, which is put on record.

| visitor, having asked                               | the number of C-1 (main, carl's)  |
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
from huikuan.apps.audit.models import Entry
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


def asked(client: Client) -> int:
    return int(client.post("/customers/C-1/numbers").status_code)


def recorded() -> list[tuple[str, str]]:
    return list(Entry.objects.filter(act="see_phone").values_list("subject_id", "actor_kind"))


def test_whose_customer_it_is_sees_the_number_once_he_asks_and_that_is_recorded() -> None:
    carl = signed_in("carl", "collector")
    before = numbers_seen(carl)

    assert (before, asked(carl), numbers_seen(carl)) == ({MASKED}, 302, {WHOLE})
    assert recorded() == [("C-1", "person")]


def test_another_customer_is_another_question() -> None:
    carl = signed_in("carl", "collector")
    carl.post("/customers/C-3/numbers")

    assert numbers_seen(carl) == {MASKED}


def test_whoever_only_keeps_the_books_sees_a_part() -> None:
    fay = signed_in("fay", "finance")

    assert (asked(fay), numbers_seen(fay), recorded()) == (403, {MASKED}, [])
    assert "/customers/C-1/numbers" not in fay.get("/customers/C-1").content.decode()


def test_calling_other_customers_does_not_show_this_number() -> None:
    cora = signed_in("cora", "finance", "collector")

    assert (asked(cora), numbers_seen(cora), recorded()) == (403, {MASKED}, [])
