"""What was typed survives the end of a session and a token that another window changed; nothing is done by itself."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from huikuan.apps.approvals.models import Request
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.gateways import clock
from tests.desk.staffed import DAY, hired
from tests.web.test_a_request_is_answered_on_a_page import LATE
from tests.web.visits import PASSWORD, opened_house, with_password

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    promise = PromiseOf("C-1", Promise(Decimal(500), LATE))
    with_password("bo", "boss")
    return int(record_promise(promise, actor=hired("carl", "collector"), on=DAY).facts["request"])


def test_signing_in_again_brings_the_text_back_and_decides_nothing(number: int) -> None:
    client, typed = Client(), {"answer": "approved", "confirmed": "yes", "reason": "先别动这句话"}

    way_in = client.post(f"/approvals/{number}", typed)

    page = way_in.content.decode()
    assert way_in.status_code == 403
    carried = dict(re.findall(r'name="(kept\.[a-z]+)" value="([^"]*)"', page))
    assert carried == {"kept.answer": "approved", "kept.reason": "先别动这句话"}
    wrong = client.post("/sign-in", {"code": "bo", "password": "x", "next": f"/approvals/{number}", **carried})
    assert 'value="先别动这句话"' in wrong.content.decode()
    back = client.post(
        "/sign-in", {"code": "bo", "password": PASSWORD, "next": f"/approvals/{number}", **carried}, follow=True
    ).content.decode()
    assert ">先别动这句话</textarea>" in back
    assert Request.objects.get(pk=number).state == "waiting"
    assert "先别动这句话" not in client.get(f"/approvals/{number}").content.decode()


def test_a_token_changed_by_another_window_keeps_the_text(number: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(with_password("ben", "boss"))
    sent = {"answer": "approved", "reason": "先别动这句话", "csrfmiddlewaretoken": "old"}

    back = client.post(f"/approvals/{number}", sent, headers=OURS, follow=True)

    assert ">先别动这句话</textarea>" in back.content.decode()
    assert Request.objects.get(pk=number).state == "waiting"


def test_what_another_site_sends_is_thrown_away(number: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(with_password("ben", "boss"))
    elsewhere = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}

    said = client.post(f"/approvals/{number}", {"answer": "approved", "reason": "x"}, headers=elsewhere)

    assert said.status_code == 403
    assert "kept_form" not in client.session
