"""Passwords, one-time codes and sessions: what lets a person in, what has to be done first, and what ends it.

carl: collector, signs in by PASSWORD · ada: admin
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from django.test import Client

from huikuan.apps.audit.models import Entry
from huikuan.apps.people.models import OpenSession, RecoveryCode, SignIn, SignInRules, User
from huikuan.gateways import clock
from huikuan.gateways.ciphering import deciphered, enciphered
from tests.desk.staffed import DAY
from tests.web.visits import PASSWORD, back_in, opened_house, signed_in, with_password

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Time:
    """The house's clock, which a test moves on."""

    at = NOW

    def pass_by(self, **span: int) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Time:
    told = Time()
    opened_house(tmp_path)
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    monkeypatch.setattr(clock, "now", lambda: told.at)
    return told


def browser() -> Client:
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"})
    client.cookies["huikuan_language"] = "en"
    return client


def signing_in(client: Client, code: str = "carl", password: str = PASSWORD) -> str:
    """Returns where it leads; empty where it leads nowhere."""
    answer = client.post("/sign-in", {"code": code, "password": password})
    return answer.headers.get("Location", "")


def with_second_factor(client: Client, time: Time) -> tuple[pyotp.TOTP, list[str]]:
    """Begin it for whoever is signed in; returns the app and the recovery codes."""
    page = client.get("/me/second-factor").content.decode()
    assert "<svg" in page
    found = re.search(r"Or type it there: ([A-Z2-7 ]+)<", page)
    assert found
    app = pyotp.TOTP(found[1].replace(" ", ""))
    codes = client.post("/me/second-factor", {"one_time_code": app.at(time.at)}).content.decode()
    return app, re.findall(r"<li>((?:[0-9a-f]{4}-){3}[0-9a-f]{4})</li>", codes)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("short", "This password is too short."),
        ("carl.wang@our", "This password is too like the person"),
        ("password123", "This password is one of those that are tried first."),
        (PASSWORD, "This is the password that you have."),
    ],
)
def test_a_password_that_does_not_do_says_why_and_stands_nowhere(new: str, said: str, time: Time) -> None:
    with_password("carl", "collector")
    User.objects.update(email="carl.wang@our.example")
    client, before = back_in("carl"), User.objects.get(code="carl").password
    answer = client.post("/me/password", {"old_password": PASSWORD, "new_password": new, "once_more": new})
    page = answer.content.decode()

    assert (answer.status_code, said in page) == (400, True)
    assert f'value="{new}"' not in page
    assert User.objects.get(code="carl").password == before


def test_another_password_ends_the_other_sessions_and_is_on_record(time: Time) -> None:
    with_password("carl", "collector")
    here, there = browser(), browser()
    signing_in(here)
    signing_in(there)
    new = "an-even-longer-way"
    wrong = here.post("/me/password", {"old_password": "x", "new_password": new, "once_more": new})
    unlike = here.post("/me/password", {"old_password": PASSWORD, "new_password": new, "once_more": "other"})
    assert (wrong.status_code, unlike.status_code) == (400, 400)

    here.post("/me/password", {"old_password": PASSWORD, "new_password": new, "once_more": new})

    assert (here.get("/today").status_code, there.get("/today").status_code) == (200, 302)
    assert (signing_in(browser()), signing_in(browser(), password=new)) == ("", "/")
    entry = Entry.objects.filter(act="own_account").latest("id")
    assert '"change":"own password"' in entry.facts
    assert new not in entry.facts


def test_a_first_password_is_shown_once_and_replaced_before_anything_else(time: Time) -> None:
    with_password("carl", "collector")
    ada, carl = signed_in("ada", "admin"), browser()
    signing_in(carl)
    number = User.objects.get(code="carl").pk

    page = ada.post(f"/settings/people/{number}/password").content.decode()
    first = re.findall(r'<dd class="spelled">([^<]+)</dd>', page)[0]

    assert carl.get("/today").status_code == 302  # signed out
    assert first not in ada.get(f"/settings/people/{number}").content.decode()
    signing_in(carl, password=first)
    assert carl.get("/worklist").headers["Location"] == "/me/password"
    assert carl.post("/customers/C-1/numbers").headers["Location"] == "/me/password"
    new = {"old_password": first, "new_password": PASSWORD, "once_more": PASSWORD}
    carl.post("/me/password", new)
    assert carl.get("/worklist").status_code == 200


def test_a_one_time_code_is_asked_for_and_opens_once(time: Time) -> None:
    with_password("carl", "collector")
    app, recovery = with_second_factor(back_in("carl"), time)
    assert len(set(recovery)) == 10
    client, other = browser(), browser()
    time.pass_by(minutes=1)

    assert signing_in(client) == "/sign-in/second"
    assert client.get("/today").status_code == 302  # not in yet
    assert client.post("/sign-in/second", {"one_time_code": "000000"}).status_code == 400
    code = app.at(time.at)
    assert client.post("/sign-in/second", {"one_time_code": code}).headers["Location"] == "/"
    assert client.get("/today").status_code == 200

    signing_in(other)
    assert other.post("/sign-in/second", {"one_time_code": code}).status_code == 400  # used
    assert other.post("/sign-in/second", {"one_time_code": recovery[0].upper()}).status_code == 302
    third = browser()
    signing_in(third)
    assert third.post("/sign-in/second", {"one_time_code": recovery[0]}).status_code == 400
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1


def test_what_is_kept_of_a_second_factor_opens_nothing(time: Time, settings: pytest.FixtureRequest) -> None:
    with_password("carl", "collector")
    app, recovery = with_second_factor(back_in("carl"), time)
    kept = User.objects.get(code="carl").totp_secret or ""

    assert app.secret not in kept
    assert not {code.replace("-", "") for code in recovery} & set(RecoveryCode.objects.values_list("digest", flat=True))
    assert deciphered(enciphered("a", key="one", purpose="p"), key="another", purpose="p") is None
    assert deciphered(enciphered("a", key="one", purpose="p"), key="one", purpose="p") == "a"


def test_guessing_one_time_codes_is_slowed_down_with_the_password_known(time: Time) -> None:
    with_password("carl", "collector")
    app, _ = with_second_factor(back_in("carl"), time)
    time.pass_by(minutes=1)
    client = browser()
    signing_in(client)
    for _ in range(5):
        client.post("/sign-in/second", {"one_time_code": "000000"})

    answer = client.post("/sign-in/second", {"one_time_code": app.at(time.at)})
    assert (answer.status_code, SignIn.objects.filter(succeeded=False).count()) == (400, 5)
    assert signing_in(browser()) == ""  # a right password does not forgive the guesses
    time.pass_by(minutes=16)
    assert client.get("/sign-in/second").status_code == 302  # and nobody is half in for so long


def test_a_role_may_demand_a_second_factor(time: Time) -> None:
    with_password("carl", "collector")
    ada = signed_in("ada", "admin")
    rules = {"idle_minutes": "30", "session_hours": "8", "demands_second_of": ["collector"], "version": "0"}
    assert ada.post("/settings/sign-in", rules).status_code == 302
    assert ada.post("/settings/sign-in", {**rules, "idle_minutes": "60"}).status_code == 200  # second: both are shown
    assert ada.post("/settings/sign-in", {**rules, "idle_minutes": "2", "version": "1"}).status_code == 400
    assert SignInRules.objects.count() == 1

    carl = browser()
    signing_in(carl)
    assert carl.get("/worklist").headers["Location"] == "/me/second-factor"
    app, _ = with_second_factor(carl, time)
    assert carl.get("/worklist").status_code == 200
    time.pass_by(minutes=1)
    kept = carl.post("/me/second-factor", {"one_time_code": app.at(time.at)})
    assert "A role of yours demands a second factor." in kept.content.decode()
    assert User.objects.get(code="carl").totp_since is not None


def test_a_lost_telephone_is_mended_by_whoever_manages_people(time: Time) -> None:
    with_password("carl", "collector")
    with_second_factor(back_in("carl"), time)
    ada, number = signed_in("ada", "admin"), User.objects.get(code="carl").pk
    assert back_in("carl").post(f"/settings/people/{number}/second-factor").status_code == 403
    ada.post(f"/settings/people/{number}/second-factor")

    assert signing_in(browser()) == "/"
    assert RecoveryCode.objects.count() == 0


@pytest.mark.parametrize(
    ("pauses", "is_in"),
    [([119], True), ([120], False), ([100] * 7, True), ([100] * 8, False)],  # 2 hours idle, 12 hours in all
)
def test_a_session_ends_by_itself(pauses: list[int], is_in: bool, time: Time) -> None:
    with_password("carl", "collector")
    client = browser()
    signing_in(client)
    for minutes in pauses:
        time.pass_by(minutes=minutes)
        status = client.get("/today").status_code

    assert status == (200 if is_in else 302)


def test_a_person_sees_and_ends_the_own_sessions_only(time: Time) -> None:
    for code in ("carl", "cleo"):
        with_password(code, "collector")
    here, there, hers = browser(), browser(), browser()
    signing_in(here)
    signing_in(there)
    signing_in(hers, "cleo")

    page = here.get("/me").content.decode()
    handles = re.findall(r'name="session" value="([0-9a-f]+)"', page)
    assert (len(handles), "Chrome · Windows" in page) == (1, True)
    assert not OpenSession.objects.filter(session_key__in=handles).exists()
    hers.post("/me/sessions", {"session": handles[0]})
    assert there.get("/today").status_code == 200
    here.post("/me/sessions", {"session": handles[0]})
    assert [each.get("/today").status_code for each in (here, there, hers)] == [200, 302, 200]


def test_whoever_has_left_is_let_in_no_more_and_let_out(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with_password("carl", "collector")
    ada, carl = signed_in("ada", "admin"), browser()
    signing_in(carl)
    number = User.objects.get(code="carl").pk
    ada.post(f"/settings/people/{number}/last-day", {"last_on": DAY.isoformat(), "version": "1"})
    assert carl.get("/today").status_code == 200

    monkeypatch.setattr(clock, "business_date", lambda *_: DAY + timedelta(days=1))
    assert carl.get("/today").status_code == 302
    assert signing_in(carl) == ""
