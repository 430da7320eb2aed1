"""Who works here, as pages: whoever manages people adds, changes and lets go; everybody else looks.

ada: admin · bo: boss · carl: collector of C-1 in team South · dora: trainer
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huikuan.apps.audit.models import Entry
from huikuan.apps.people.models import RoleGrant, User
from huikuan.gateways import clock
from tests.desk.staffed import DAY, hired
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


def number(code: str) -> int:
    return User.objects.get(code=code).pk


def named(client: Client, address: str) -> list[str]:
    return re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', client.get(address).content.decode())


def test_a_person_is_added_once_and_gets_a_role() -> None:
    ada = signed_in("ada", "admin")
    new = {"code": "eve", "name": "Eve Li", "email": "eve@our.example", "team": "South", "key": "a"}

    ada.post("/settings/people/new", new)
    ada.post("/settings/people/new", new)  # a double click
    eve = User.objects.get(code="eve")
    role = {"role": "collector", "entity": "", "first_on": "2026-11-20", "last_on": "", "key": "b"}
    said = ada.post(f"/settings/people/{eve.pk}/role", role, follow=True).content.decode()

    assert (eve.name, eve.email, eve.team.name if eve.team else None) == ("Eve Li", "eve@our.example", "South")
    assert "Eve Li holds a new role: Collector." in said
    assert list(RoleGrant.objects.filter(user=eve).values_list("role", "valid_from")) == [("collector", DAY)]
    assert Entry.objects.filter(act="manage_people", subject_id="eve").count() == 2
    again = ada.post(f"/settings/people/{eve.pk}/role", {**role, "key": "c"})
    assert (again.status_code, "eve holds this role already." in again.content.decode()) == (400, True)


def test_a_code_or_an_address_that_does_not_do_is_said_beside_its_field() -> None:
    ada = signed_in("ada", "admin")
    wrong = ada.post("/settings/people/new", {"code": "ada", "name": "", "email": "no address", "team": "", "key": "a"})

    assert wrong.status_code == 400
    assert "no address is not an e-mail address." in wrong.content.decode()
    assert User.objects.count() == 1


def test_two_people_edit_a_person_and_the_second_sees_both_versions() -> None:
    ada, bo = signed_in("ada", "admin"), signed_in("bo", "boss")
    hired("carl", "collector", team="South")
    address = f"/settings/people/{number('carl')}/edit"
    mine = {"name": "Carl Wang", "email": "", "team": "South", "version": "1", "key": "a"}

    assert ada.post(address, {**mine, "name": "Karl"}).status_code == 302
    second = bo.post(address, mine)

    assert User.objects.get(code="carl").name == "Karl"
    page = second.content.decode()
    assert "Somebody changed this while you were writing." in page
    assert "<td>Carl Wang</td><td>Karl</td>" in page
    assert 'value="Carl Wang"' in page
    assert bo.post(address, {**mine, "version": "2"}).status_code == 302
    assert User.objects.get(code="carl").name == "Carl Wang"


def test_the_last_who_may_change_people_neither_leaves_nor_loses_the_role() -> None:
    ada, bo = signed_in("ada", "admin"), signed_in("bo", "boss")
    grant = {user: RoleGrant.objects.get(user__code=user).pk for user in ("ada", "bo")}

    assert ada.post(f"/settings/roles/{grant['bo']}/end", {"last_on": "2026-11-20"}).status_code == 302
    refused = ada.post(f"/settings/people/{number('ada')}/last-day", {"last_on": "2026-11-30", "version": "1"})
    too = bo.post(f"/settings/roles/{grant['ada']}/end", {"last_on": "2026-11-20"})

    assert "Nobody else could change people and roles after ada." in refused.content.decode()
    assert "Nobody else could change people and roles after ada." in too.content.decode()
    assert User.objects.get(code="ada").left_on is None
    assert RoleGrant.objects.get(pk=grant["ada"]).ended_on is None
    assert RoleGrant.objects.get(pk=grant["bo"]).ended_on == date(2026, 11, 21)


def test_a_role_ends_at_once_with_yesterday_as_its_last_day() -> None:
    ada = signed_in("ada", "admin")
    carl = signed_in("carl", "collector")
    held = RoleGrant.objects.get(user__code="carl").pk
    assert carl.get("/worklist").status_code == 200

    assert ada.post(f"/settings/roles/{held}/end", {"last_on": "2026-11-18"}).status_code == 400
    assert ada.post(f"/settings/roles/{held}/end", {"last_on": "2026-11-19"}).status_code == 302

    assert carl.get("/worklist").status_code == 403
    entry = Entry.objects.latest("id")
    assert '"change":"role ended"' in entry.facts
    assert (entry.subject_kind, entry.subject_id) == ("person", "carl")


def test_the_list_is_sorted_into_tabs_and_can_be_searched() -> None:
    ada = signed_in("ada", "admin")
    hired("carl", "collector", team="South")
    hired("dora", team="North")
    User.objects.filter(code="dora").update(left_on=date(2026, 11, 19))

    assert named(ada, "/settings/people") == ["Carl", "Ada"]
    assert named(ada, "/settings/people?tab=left") == ["Dora"]
    assert (named(ada, "/settings/people?q=south"), named(ada, "/settings/people?q=nobody")) == (["Carl"], [])


def test_an_address_and_the_last_signing_in_are_not_for_colleagues() -> None:
    ada, carl = signed_in("ada", "admin"), signed_in("carl", "collector")
    User.objects.update(email="secret@our.example")
    at_ada = f"/settings/people/{number('ada')}"

    assert "secret@our.example" not in carl.get(at_ada).content.decode()
    assert "Edit…" not in carl.get(at_ada).content.decode()
    assert "secret@our.example" in ada.get(f"/settings/people/{number('carl')}").content.decode()


def test_the_list_asks_the_same_number_of_questions_whatever_it_holds() -> None:
    ada = signed_in("ada", "admin")
    asked = []
    for more in ("x", "y"):
        hired(f"{more}1", "collector", team=f"team {more}")
        with CaptureQueriesContext(connection) as queries:
            ada.get("/settings/people")
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_the_table_of_roles_says_what_the_permissions_say() -> None:
    carl = signed_in("carl", "collector")
    page = carl.get("/settings/roles?role=admin").content.decode()

    assert '<th scope="row">change people and roles</th><td>all</td>' in page
    assert "see the worklist" not in page
