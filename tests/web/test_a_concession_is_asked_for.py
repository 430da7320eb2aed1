"""特批: asked for on a page, agreed to on the approvals page, asked after by whoever waits (D-1005, R-235…R-237)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huikuan.apps.approvals.models import Request
from huikuan.gateways import clock
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
ASKED = {"kind": "settlement", "amount": "2 万", "reason": "客户愿一次付清", "documents": "INV-1", "until": "+7"}


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


def test_a_collector_asks_and_is_told_who_decides() -> None:
    client = signed_in("carl", "collector")
    assert "Ask for a concession" in client.get("/customers/C-1").content.decode()
    form = client.get("/customers/C-1/concession").content.decode()
    assert "credit manager → general manager" in form

    page = client.post("/customers/C-1/concession", {**ASKED, "key": "k"}, follow=True).content.decode()
    assert "Asked for. Now it is with credit manager." in page
    assert "CNY 20.0K" in page
    assert "客户愿一次付清" in page
    found = Request.objects.get()
    assert (found.kind, found.role, found.facts["documents"]) == ("settlement", "credit_manager", ["INV-1"])
    assert found.facts["until"] == "2026-11-27"


def test_what_is_missing_is_told_and_nothing_is_asked() -> None:
    client = signed_in("carl", "collector")
    answer = client.post("/customers/C-1/concession", {**ASKED, "reason": "", "amount": "viel"})
    assert answer.status_code == 400
    assert answer.content.decode().count('aria-invalid="true"') == 2
    assert not Request.objects.exists()


def test_a_yes_goes_on_to_the_next_role_and_says_so() -> None:
    carl = signed_in("carl", "collector")
    carl.post("/customers/C-1/concession", {**ASKED, "key": "k"})
    number = Request.objects.get().pk
    page = signed_in("max", "credit_manager").get(f"/approvals/{number}").content.decode()
    assert "It goes on to general manager." in page
    assert re.search(r"<dt>Who agrees</dt><dd>1 / 2</dd>", page)
    assert "INV-1</dd>" in page
    assert "offered until 27 Nov" in page
    assert "It is agreed." in signed_in("bo", "boss").get(f"/approvals/{number}").content.decode()


def test_whoever_asked_asks_after_it_and_the_list_shows_it() -> None:
    carl = signed_in("carl", "collector")
    carl.post("/customers/C-1/concession", {**ASKED, "key": "k"})
    number = Request.objects.get().pk
    page = carl.post(f"/approvals/{number}", {"answer": "reminded", "key": "r"}, follow=True).content.decode()
    assert "Whoever decides sees that you ask after it." in page
    assert 'value="reminded"' not in page
    assert "asked after on 20 Nov" in signed_in("max", "credit_manager").get("/approvals").content.decode()


def test_a_customer_of_others_is_not_conceded_anything() -> None:
    client = signed_in("cleo", "collector")
    assert client.get("/customers/C-1/concession").status_code == 403
    assert client.post("/customers/C-1/concession", {**ASKED, "key": "k"}).status_code == 403
    assert not Request.objects.exists()
