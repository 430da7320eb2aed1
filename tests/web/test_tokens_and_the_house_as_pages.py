"""Tokens of other systems, and what the house counts by, as pages.

ada: admin · carl: collector, as whom a system comes in
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from huikuan.apps.audit.models import Entry
from huikuan.apps.people.models import ApiToken, RoleGrant
from huikuan.engine.codes import OUTCOMES
from huikuan.gateways import clock
from tests.desk.staffed import DAY, hired
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
SAP = {"name": "SAP", "code": "carl", "scopes": ["read", "import"], "last_on": "2026-12-31", "key": "a"}


@pytest.fixture
def ada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    hired("carl", "collector", entity="main")
    return signed_in("ada", "admin")


def test_a_token_is_shown_once_opens_what_was_ticked_and_is_revoked(ada: Client) -> None:
    secret = re.findall(r">(hk_[^<]+)<", ada.post("/settings/tokens/new", SAP).content.decode())[0]
    system = Client(headers={"authorization": f"Bearer {secret}"})
    assert system.get("/api/v1/customers").status_code == 200
    assert secret not in ada.get("/settings/tokens").content.decode()
    again = ada.post("/settings/tokens/new", SAP)  # a double click
    assert (again.status_code, ApiToken.objects.count()) == (400, 1)
    assert "SAP has a token already that opens." in again.content.decode()

    address = f"/settings/tokens/{ApiToken.objects.get().pk}"
    assert ada.post(address).status_code == 302
    assert system.get("/api/v1/customers").status_code == 401
    assert "Revoke the token" not in ada.get(address).content.decode()
    assert [entry.act for entry in Entry.objects.filter(act="manage_people")] == ["manage_people"] * 2


def test_a_token_without_a_scope_or_a_person_is_not_issued(ada: Client) -> None:
    answer = ada.post("/settings/tokens/new", {**SAP, "scopes": [], "code": ""})
    assert (answer.status_code, ApiToken.objects.count()) == (400, 0)


def test_whoever_does_not_manage_people_issues_and_sees_none(ada: Client) -> None:
    ada.post("/settings/tokens/new", SAP)
    sue = signed_in("sue", "supervisor")
    entries = Entry.objects.count()
    address = f"/settings/tokens/{ApiToken.objects.get().pk}"

    assert [sue.get(one).status_code for one in ("/settings/tokens", address, "/settings/tokens/new")] == [403] * 3
    assert [sue.post(one, SAP).status_code for one in (address, "/settings/tokens/new")] == [403] * 2
    assert (Entry.objects.count(), ApiToken.objects.filter(revoked_on__isnull=True).count()) == (entries, 1)


def test_the_calendar_is_the_one_that_tasks_follow(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: date(2026, 2, 20))
    RoleGrant.objects.update(valid_from=date(2026, 1, 1))
    page = ada.get("/settings/house").content.decode()

    assert '<td class="day-holiday">16<small>holiday</small></td>' in page  # Spring Festival, a Monday
    assert '<td class="day-moved">28<small>working day</small></td>' in page  # made up for on a Saturday
    assert '<td class="day-work">25</td>' in page
    assert "<dt>USD</dt><dd>7.1</dd>" in page


def test_every_code_stands_with_both_its_words(ada: Client) -> None:
    page = ada.get("/settings/codes").content.decode()
    missing = [
        code
        for code, (zh, en) in OUTCOMES.items()
        if f'<code>{code}</code></th><td lang="zh-Hans">{zh}</td><td lang="en">{en}</td>' not in page
    ]
    assert missing == []
