"""Absences as pages, and acting in the name of somebody who is away.

carl: collector of C-1, team South · sue: supervisor, team South · dora: trainer, who stands in · bo: boss, team South
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from huikuan.apps.audit.models import Entry
from huikuan.apps.people.models import Absence, User
from huikuan.gateways import clock
from tests.desk.staffed import DAY, hired
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
WEEK = {"code": "carl", "deputy": "dora", "first_on": "2026-11-20", "last_on": "2026-11-27", "key": "a"}


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


def number(code: str) -> str:
    return str(User.objects.get(code=code).pk)


def test_a_deputy_takes_the_name_acts_in_it_and_both_are_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    carl, dora = signed_in("carl", "collector"), signed_in("dora", "trainer")
    carl.post("/settings/absences/new", WEEK)
    carl.post("/settings/absences/new", WEEK)  # a double click
    assert Absence.objects.count() == 1
    assert "Dora stands in for you through 27 Nov." in carl.get("/today").content.decode()
    assert "You stand in for Carl through 27 Nov." in dora.get("/today").content.decode()
    assert dora.get("/customers/C-1").status_code == 403

    dora.post("/standing-in", {"principal": number("carl")})
    assert "You act for Carl, through 27 Nov. The record names both." in dora.get("/today").content.decode()
    assert dora.get("/customers/C-1").status_code == 200
    dora.post("/customers/C-1/numbers")
    entry = Entry.objects.latest("id")
    assert (entry.act, str(entry.actor_id), str(entry.on_behalf_of_id)) == ("see_phone", number("dora"), number("carl"))

    monkeypatch.setattr(clock, "business_date", lambda *_: DAY + timedelta(days=8))
    assert dora.get("/customers/C-1").status_code == 403  # the absence is over, and so is the name
    assert "You act for" not in dora.get("/today").content.decode()


def test_nobody_takes_a_name_that_was_not_lent() -> None:
    hired("carl", "collector")
    dora = signed_in("dora", "trainer")
    dora.post("/standing-in", {"principal": number("carl")})

    assert dora.get("/customers/C-1").status_code == 403
    assert dora.get("/today").status_code == 200


def test_coming_back_sooner_ends_the_standing_in() -> None:
    carl, dora = signed_in("carl", "collector"), signed_in("dora", "trainer")
    carl.post("/settings/absences/new", WEEK)
    dora.post("/standing-in", {"principal": number("carl")})
    away = Absence.objects.get()

    assert dora.post(f"/settings/absences/{away.pk}").status_code == 400  # not in his name
    assert carl.post(f"/settings/absences/{away.pk}").status_code == 302

    assert Absence.objects.get().ended_on == DAY
    assert dora.get("/customers/C-1").status_code == 403
    assert "never began" in carl.get("/settings/absences?tab=over").content.decode()


@pytest.mark.parametrize(
    ("who", "role", "changed", "said"),
    [
        ("sue", "supervisor", {"code": "carl", "deputy": "sue"}, "Nobody makes himself the deputy of somebody else."),
        ("sue", "supervisor", {"code": "bo", "deputy": "dora"}, "Your roles do not let you change people and roles."),
        ("sue", "supervisor", {"code": "nora", "deputy": "dora"}, "who is not of your team"),
        ("cleo", "collector", {"code": "carl", "deputy": "dora"}, "who is not of your team"),
        ("carl", "collector", {"code": "carl", "deputy": "carl"}, "Nobody is his own deputy."),
        ("carl", "collector", {"last_on": "2026-11-19"}, "lies before the first day"),
    ],
)
def test_nobody_comes_by_anothers_rights_himself(who: str, role: str, changed: dict[str, str], said: str) -> None:
    hired("nora", "collector", team="North")
    for code, held in {"carl": "collector", "bo": "boss", "dora": "trainer"}.items():
        if code != who:
            hired(code, held, team="South")
    client = signed_in(who, role, team="South")
    entries = Entry.objects.count()

    refused = client.post("/settings/absences/new", {**WEEK, **changed})

    assert (refused.status_code, said in refused.content.decode()) == (400, True)
    assert (Absence.objects.count(), Entry.objects.count()) == (0, entries)


def test_a_supervisor_records_the_absence_of_a_member_of_the_team() -> None:
    hired("carl", "collector", team="South")
    hired("dora", "trainer")
    sue = signed_in("sue", "supervisor", team="South")

    assert sue.post("/settings/absences/new", WEEK).status_code == 302
    assert Absence.objects.get().last_on == date(2026, 11, 27)
    assert Entry.objects.latest("id").act == "record_absence"


def test_an_absence_of_others_is_not_found() -> None:
    carl, cleo = signed_in("carl", "collector"), signed_in("cleo", "collector")
    hired("dora", "trainer")
    carl.post("/settings/absences/new", WEEK)
    address = f"/settings/absences/{Absence.objects.get().pk}"

    assert (cleo.get(address).status_code, carl.get(address).status_code) == (404, 200)
    assert "Dora" not in cleo.get("/settings/absences").content.decode()
