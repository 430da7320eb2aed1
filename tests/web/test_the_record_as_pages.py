"""The record of who did what, as pages: found by day, person, act and customer; opened, checked, taken, each on record.

ada: admin, reads · carl: collector of C-1, may not
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject, seal
from huikuan.apps.people.models import User
from huikuan.desk.erasing import erase_personal
from huikuan.gateways import clock
from huikuan.web.audit import listing
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
EVE = {"code": "eve", "name": "Eve Li", "email": "eve@our.example", "team": "", "key": "a"}


@pytest.fixture
def ada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest) -> Client:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"  # type: ignore[attr-defined]
    opened_house(tmp_path)
    return signed_in("ada", "admin")


def acts(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/settings/audit{query}").content.decode()
    return re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', page)


def newest() -> str:
    return f"/settings/audit/{Entry.objects.latest('id').pk}"


def test_the_record_is_found_by_person_act_day_and_customer(ada: Client) -> None:
    carl = signed_in("carl", "collector")
    carl.post("/customers/C-1/numbers")
    ada.post("/settings/people/new", EVE)
    Entry.objects.filter(act="see_phone").update(at=datetime(2026, 11, 19, 16, 0, tzinfo=UTC))  # the 20th in Shanghai
    person = User.objects.get(code="carl").pk

    assert acts(ada)[:2] == ["Change people and roles", "See phone numbers"]
    assert acts(ada, f"?person={person}") == ["See phone numbers"]
    assert acts(ada, "?act=manage_people") == ["Change people and roles"]
    assert acts(ada, "?customer=C-1") == ["See phone numbers"]
    assert acts(ada, "?first_on=2026-11-20&last_on=2026-11-20&act=see_phone") == ["See phone numbers"]
    assert acts(ada, "?last_on=2026-11-19&act=see_phone") == []
    assert ada.get("/settings/audit?first_on=x&person=y&act=z&after=w").status_code == 200


def test_a_change_is_opened_to_before_and_after(ada: Client) -> None:
    ada.post("/settings/people/new", EVE)
    eve = User.objects.get(code="eve").pk
    ada.post(f"/settings/people/{eve}/edit", {**EVE, "name": "Eve Wang", "version": "1"})
    page = ada.get(newest()).content.decode()

    assert "<td>Eve Li</td><td>Eve Wang</td>" in re.sub(r"\s+", " ", page)
    assert "not sealed yet" in page
    seal()
    assert "sealed, link" in ada.get(newest()).content.decode()


def test_what_was_erased_is_shown_nowhere(ada: Client) -> None:
    ada.post("/settings/people/new", EVE)
    address = newest()
    ada.get("/settings/people")  # which said her name, once
    erase_personal(Subject("person", "eve"), reason="asked for", actor=SYSTEM, on=DAY)
    page = ada.get(address).content.decode()

    assert "Its personal words were erased" in page
    assert "Eve Li" not in page


def test_a_check_says_what_it_found_and_when_it_was(ada: Client) -> None:
    seal()
    said = ada.post("/settings/audit/verification", follow=True).content.decode()
    assert "Every entry, link and exported head is as it was recorded." in said
    assert re.search(r"Last checked</dt><dd><span[^>]+>[^<]+: whole<", said)

    first = Entry.objects.earliest("id")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET facts = '{}' WHERE id = %s", [first.pk])
    found = ada.post("/settings/audit/verification").content.decode()
    assert f"Link 1: entry {first.pk} is not what was sealed." in found
    assert re.search(r"Last checked</dt><dd><span[^>]+>[^<]+: 1 findings<", ada.get("/settings/audit").content.decode())


def test_taking_the_record_is_on_record_and_no_cell_is_a_formula(ada: Client) -> None:
    ada.post("/settings/people/new", {**EVE, "team": "=1+1"})
    answer = ada.post("/exports/audit?act=manage_people")
    heads, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    told = dict(zip(heads, rows[0], strict=True))

    assert (len(rows), told["By whom"]) == (1, "Ada")
    assert "team: =1+1" in told["Facts"]
    entry = Entry.objects.latest("id")
    assert (entry.act, '"rows":1' in entry.facts, '"act":"manage_people"' in entry.facts) == (
        "export_audit",
        True,
        True,
    )


def test_who_may_not_see_it_finds_nothing_and_nothing_is_written(ada: Client) -> None:
    ada.post("/settings/people/new", EVE)
    address, carl = newest(), signed_in("carl", "collector")
    entries = Entry.objects.count()

    gets = [carl.get(one).status_code for one in ("/settings/audit", address)]
    posts = [carl.post(one).status_code for one in ("/settings/audit/verification", "/exports/audit")]
    assert gets + posts == [403] * 4
    assert Entry.objects.count() == entries


def test_the_record_goes_on_behind_the_last_row(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        ada.post("/settings/people/new", {**EVE, "code": f"eve{number}", "key": str(number)})
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    page = ada.get("/settings/audit?act=manage_people").content.decode()
    onward = re.findall(r'rel="next" href="([^"]+)"', page)[0].replace("&amp;", "&")

    assert len(acts(ada, "?act=manage_people")) == 2
    assert len(re.findall('class="name"', ada.get(onward).content.decode())) == 1
