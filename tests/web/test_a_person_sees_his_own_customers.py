"""Pages show what the visitor reaches, and nothing else; the numbers of the staffed house.

customer | company | owner | collector | overdue
C-1      | main    | rita  | carl      | 1,000
C-2      | main    | rob   | cleo      | 2,000
C-3      | east    | rob   | carl      | 3,000
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(tmp_path: Path) -> None:
    opened_house(tmp_path)


def named(client: Client, address: str = "/worklist?whose=all") -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'class="name" href="[^"]+" title="[^"]*">([^<]+)<', page)


def test_a_collector_sees_his_own() -> None:
    assert sorted(named(signed_in("carl", "collector"))) == ["丙公司", "甲公司"]


def test_the_boss_sees_all_and_a_boss_of_one_company_its_own() -> None:
    assert sorted(named(signed_in("bo", "boss"))) == ["丙公司", "乙公司", "甲公司"]
    assert sorted(named(signed_in("bea", "boss", entity="east"))) == ["丙公司"]


def test_somebody_without_a_role_is_told_whom_to_ask() -> None:
    answer = signed_in("nina").get("/worklist")

    assert answer.status_code == 403
    assert "Your roles do not let you see the worklist." in answer.content.decode()


def test_a_customer_of_somebody_else_is_refused() -> None:
    client = signed_in("carl", "collector")

    assert client.get("/customers/C-1").status_code == 200
    assert client.get("/customers/C-2").status_code == 403
    assert "乙公司" not in client.get("/customers/C-2").content.decode()


def test_a_customer_that_is_not_there_is_not_found() -> None:
    assert signed_in("bo", "boss").get("/customers/C-99").status_code == 404
