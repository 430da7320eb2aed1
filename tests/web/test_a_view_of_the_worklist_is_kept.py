"""A way to look at the worklist is kept under a name, shared with the team, and taken off again (R-213)."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from huikuan.apps.audit.models import Entry
from huikuan.apps.dunning.models import WorklistRow
from huikuan.apps.people.models import SavedView
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(tmp_path: Path) -> None:
    opened_house(tmp_path)


def kept(client: Client, name: str, asked: str = "whose=all&least=2500", **more: str) -> str:
    sent = {"name": name, "onward": f"/worklist?{asked}", **more}
    return client.post("/worklist/views", sent, follow=True).content.decode()


def own_tabs(page: str) -> dict[str, str]:
    return dict(re.findall(r'class="own"[^>]*>([^<]+) <span>(\d+)</span>', page))


def test_it_stands_beside_the_tabs_with_its_count_and_shows_its_rows() -> None:
    bo = signed_in("bo", "boss")

    page = kept(bo, "Large")

    assert "View Large is kept." in page
    assert own_tabs(page) == {"Large": "1"}
    assert re.findall(r'class="n rank">(\d+)', page) == ["1"]
    assert Entry.objects.filter(act="save_view").count() == 1


def test_mine_stays_mine_in_what_the_page_sends() -> None:
    rita = signed_in("rita", "rep")
    WorklistRow.objects.update(assignee="rita")
    page = rita.get("/worklist?least=500").content.decode()

    assert re.findall(r'name="onward" value="([^"]+)"', page) == ["/worklist?whose=mine&amp;least=500"] * 2
    assert re.findall(
        r'class="own"[^>]*aria-current="true">([^<]+) <', kept(rita, "My own", "whose=mine&least=500")
    ) == ["My own"]


def test_the_team_sees_what_is_shared_each_within_own_reach_and_cannot_change_it() -> None:
    sue, carl = signed_in("sue", "supervisor", team="a"), signed_in("carl", "collector", team="a")
    stranger = signed_in("bo", "boss")
    kept(sue, "All", "whose=all&least=1", shared="yes")
    kept(sue, "Secret", "whose=all&most=1")

    assert own_tabs(carl.get("/worklist?whose=all").content.decode()) == {"All (Sue)": "2"}
    assert own_tabs(stranger.get("/worklist?whose=all").content.decode()) == {}
    number = SavedView.objects.get(name="All").pk
    assert carl.post(f"/worklist/views/{number}", {"act": "remove", "onward": "/worklist"}).status_code == 403
    assert SavedView.objects.filter(removed_at=None).count() == 2


def test_the_list_opens_with_the_one_that_comes_first() -> None:
    bo = signed_in("bo", "boss")
    kept(bo, "One", "whose=all&least=2500", first="yes")
    kept(bo, "Two", "whose=all&sort=-oldest", first="yes")

    asked = parse_qs(urlsplit(bo.get("/worklist").headers["Location"]).query)  # a database may order names anew
    assert asked == {"whose": ["all"], "sort": ["-oldest"]}
    assert SavedView.objects.filter(is_first=True).count() == 1


def test_a_removed_view_comes_back_by_undo() -> None:
    bo = signed_in("bo", "boss")
    kept(bo, "Large")
    number = SavedView.objects.get().pk

    page = bo.post(f"/worklist/views/{number}", {"act": "remove", "onward": "/worklist?whose=all"}, follow=True)
    assert own_tabs(page.content.decode()) == {}
    back = bo.post(f"/worklist/views/{number}", {"act": "restore", "onward": "/worklist?whose=all"}, follow=True)

    assert own_tabs(back.content.decode()) == {"Large": "1"}


def test_two_of_one_name_and_an_older_version_are_refused() -> None:
    bo = signed_in("bo", "boss")
    kept(bo, "Large")
    view = SavedView.objects.get()

    again = bo.post("/worklist/views", {"name": "Large", "shared": "yes", "onward": "/worklist?whose=all&least=1"})
    page = again.content.decode()
    assert (again.status_code, 'value="Large"' in page, page.count(" checked")) == (400, True, 1)
    sent = {"name": "Larger", "version": str(view.version), "onward": "/worklist?whose=all"}
    assert bo.post(f"/worklist/views/{view.pk}", sent).status_code == 302
    assert bo.post(f"/worklist/views/{view.pk}", {**sent, "name": "Largest"}).status_code == 400
    assert SavedView.objects.get().name == "Larger"
