"""The search of the top bar: names by their sound, numbers by beginning or end, within one's own reach (R-212).

上海阔朔环保   shanghaikuoshuohuanbao   shkshb
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.customers.models import Findable
from huikuan.apps.customers.services import renew_findable
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.desk.undoing import Undoing, undo_import
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.gateways.texts.pinyin import findable_texts
from tests.desk.staffed import DAY, imported
from tests.web.visits import signed_in

pytestmark = pytest.mark.django_db
RECEIVABLES = """document_no,customer_id,entity,issue_date,due_date,amount
INV-2026-1,C-1,main,2026-10-01,2026-11-01,1000
INV-2026-2,C-2,main,2026-10-01,2026-11-02,2000
"""
CUSTOMERS = """customer_id,name,owner,collector
C-1,上海阔朔环保,rita,carl
C-2,重庆银杏科技,rob,cleo
"""
CONTACTS = """customer_id,name,mobile
C-1,周敏,13800002210
C-2,孙浩,13900002210
"""


@pytest.fixture(autouse=True)
def house(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    imported(tmp_path, RECEIVABLES, CUSTOMERS)


def found(code: str, text: str, *roles: str) -> set[str]:
    said = signed_in(code, *roles).get("/search", {"q": text, "as": "list"}).content.decode()
    return set(re.findall(r'href="/customers/([^"]+)"', said))


@pytest.mark.parametrize(
    ("typed", "customers"),
    [
        ("阔朔", {"C-1"}),
        ("SHKS", {"C-1"}),
        ("kuoshuo", {"C-1"}),
        ("chongqing", {"C-2"}),  # the city's reading, not zhong
        ("cqyx", {"C-2"}),
        ("c-2", {"C-2"}),
        ("inv-2026", {"C-1", "C-2"}),
        ("INV-2026-2", {"C-2"}),
        ("2210", {"C-1", "C-2"}),
        ("210", set()),
        ("nobody", set()),
    ],
)
def test_what_was_typed_finds(typed: str, customers: set[str]) -> None:
    assert found("bo", typed, "boss") == customers


def test_a_person_finds_own_customers_only() -> None:
    for typed in ("cqyx", "INV-2026-2", "2210"):
        assert "C-2" not in found(f"carl-{typed}", typed, "collector")


def test_who_may_not_call_finds_nobody_by_a_number() -> None:
    assert found("flo", "2210", "finance") == set()


def test_numbers_stay_masked() -> None:
    said = signed_in("bo", "boss").get("/search", {"q": "2210"}).content.decode()

    assert "周敏 138****2210" in said
    assert "13800002210" not in said


def test_the_only_one_is_opened_at_once() -> None:
    assert signed_in("bo", "boss").get("/search", {"q": "shks"}).headers["Location"] == "/customers/C-1"


def test_a_new_name_is_found_and_the_old_one_no_more_until_the_import_is_undone(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "customers.csv").write_text(CUSTOMERS.replace("上海阔朔环保", "昆山明达"), encoding="utf-8")
    (folder / "receivables.csv").write_text(RECEIVABLES, encoding="utf-8")
    given = Import(read_folder(folder, ReadOptions()).tables, DAY, "CNY")
    batch = record_import(given, previewed(given), actor=SYSTEM)
    assert batch is not None
    assert (found("bo", "ksmd", "boss"), found("bea", "shks", "boss")) == ({"C-1"}, set())

    undo_import(Undoing(batch.pk, "wrong file"), actor=SYSTEM, on=DAY)

    assert (found("ben", "ksmd", "boss"), found("bob", "shks", "boss")) == (set(), {"C-1"})


def test_what_is_findable_is_made_once() -> None:
    assert renew_findable() == 0
    Findable.objects.filter(customer__code="C-1").delete()
    assert renew_findable() == 1


def test_what_is_kept_for_looking_stands_line_by_line() -> None:
    told = findable_texts(pl.DataFrame({"code": ["K9", "X"], "named": ["长春银行\n", "\n"]}))

    assert list(told) == ["\nk9\n长春银行\nchangchunyinhang\nccyh", "\nx"]
