"""Signing in by the company's own account, against a real provider (OpenID Connect) of its own process on this machine.

carl@our.example: carl, collector · eve@our.example: nobody of ours · twin@our.example: two people of ours
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client

from huikuan.apps.people.models import User
from huikuan.gateways import clock
from tests.desk.staffed import DAY, hired
from tests.web.visits import opened_house

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that knows whoever is put to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=5).raise_for_status()
            break
        except requests.RequestException:
            time.sleep(0.1)
    yield address
    running.terminate()
    running.wait()


@pytest.fixture
def client(issuer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest) -> Client:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    hired("carl", "collector")
    hired("twin", "collector")
    hired("twin2", "collector")
    for code in ("carl", "twin", "twin2"):
        User.objects.filter(code=code).update(email=f"{code[:4]}@our.example")
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = issuer, "huikuan", "secret"  # type: ignore[attr-defined]
    return Client(headers={"accept-language": "en"})


def known_there(issuer: str, who: str, **claims: object) -> None:
    requests.put(f"{issuer}/users/{who}", json={"sub": who, **claims}, timeout=5).raise_for_status()


def back(client: Client, who: str, onward: str = "/worklist") -> tuple[int, str]:
    """Go there, sign in as somebody, come back; returns status and where it leads, or what the page says."""
    there = client.get("/sign-in/provider", {"next": onward}).headers["Location"]
    answer = requests.post(there, data={"sub": who}, allow_redirects=False, timeout=5)
    address = urlsplit(answer.headers["Location"])
    came = client.get(f"{address.path}?{address.query}")
    return came.status_code, came.headers.get("Location") or came.content.decode()


def test_whoever_the_company_knows_and_works_here_is_let_in(client: Client, issuer: str) -> None:
    known_there(issuer, "1", email="Carl@our.example", email_verified=True)

    assert back(client, "1") == (302, "/worklist")
    assert client.get("/worklist").status_code == 200
    assert User.objects.count() == 3


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "eve@our.example", "email_verified": True},
        {"email": "carl@our.example", "email_verified": False},
        {"email": "twin@our.example", "email_verified": True},
        {},
    ],
)
def test_nobody_becomes_one_of_us_by_it(claims: dict[str, object], client: Client, issuer: str) -> None:
    known_there(issuer, "2", **claims)
    status, page = back(client, "2")

    assert (status, "does not say who of us you are" in page) == (400, True)
    assert client.get("/worklist").status_code == 302
    assert User.objects.count() == 3


def test_an_answer_to_nothing_that_was_asked_is_refused(client: Client) -> None:
    answer = client.get("/sign-in/back?code=stolen&state=guessed")
    assert (answer.status_code, "did not let you in" in answer.content.decode()) == (400, True)


def test_one_is_led_nowhere_outside_and_second_factors_are_still_asked_for(client: Client, issuer: str) -> None:
    known_there(issuer, "3", email="carl@our.example", email_verified=True)
    assert back(client, "3", "https://elsewhere.example/") == (302, "/")
    User.objects.filter(code="carl").update(totp_since=clock.now())
    assert back(Client(), "3") == (302, "/sign-in/second")


def test_without_a_provider_there_is_no_such_door(client: Client, settings: pytest.FixtureRequest) -> None:
    assert "the company's account" in client.get("/sign-in").content.decode().replace("&#x27;", "'")
    settings.OIDC_ISSUER = ""  # type: ignore[attr-defined]
    led = [client.get(one).headers["Location"] for one in ("/sign-in/provider", "/sign-in/back")]
    assert led == ["/sign-in", "/sign-in"]
    assert "account" not in client.get("/sign-in").content.decode()
