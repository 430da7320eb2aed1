"""Every page but the way in asks who looks; a guessed password is slowed down."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from huikuan.apps.people.models import SignIn
from huikuan.apps.people.services import FAILURES_OF_ONE_CODE
from tests.web.visits import PASSWORD, with_password

pytestmark = pytest.mark.django_db
OPEN_TO_ALL = {
    "sign_in",
    "sign_in_second",
    "sign_in_provider",
    "sign_in_back",
    "language",
}  # the second leads to the first


def addresses() -> dict[str, str]:
    """Every name of the pages with an address that fits it."""
    return {
        str(pattern.name): "/" + re.sub("<str:[a-z_]+>", "C-1", re.sub("<int:[a-z_]+>", "1", str(pattern.pattern)))
        for included in get_resolver().url_patterns[:1]  # the interface for systems asks for a token
        for pattern in included.url_patterns
    }


def test_every_page_but_the_way_in_asks_who_looks() -> None:
    led = {name: Client().get(address) for name, address in addresses().items() if name not in OPEN_TO_ALL}

    assert {name: answer.headers.get("Location", "") for name, answer in led.items()} == {
        name: f"/sign-in?next={address}" for name, address in addresses().items() if name not in OPEN_TO_ALL
    }


def test_the_right_password_leads_to_where_one_wanted_to_go() -> None:
    with_password("carl", "collector")

    answer = Client().post("/sign-in", {"code": "carl", "password": PASSWORD, "next": "/worklist?tab=hard"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/worklist?tab=hard")


def test_nobody_is_led_out_of_the_house() -> None:
    with_password("carl", "collector")

    answer = Client().post("/sign-in", {"code": "carl", "password": PASSWORD, "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_a_wrong_password_says_what_to_do_and_keeps_the_code() -> None:
    with_password("carl", "collector")

    answer = Client(headers={"accept-language": "en"}).post("/sign-in", {"code": "carl", "password": "guess"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "This code and password do not belong together." in page
    assert 'value="carl"' in page


def test_guessing_is_slowed_down_even_for_the_right_password() -> None:
    with_password("carl", "collector")
    client = Client(headers={"accept-language": "en"})
    for _attempt in range(FAILURES_OF_ONE_CODE):
        client.post("/sign-in", {"code": "carl", "password": "guess"})

    answer = client.post("/sign-in", {"code": "carl", "password": PASSWORD})

    assert answer.status_code == 400
    assert "Wait 15 minutes, then try again." in answer.content.decode()
    assert SignIn.objects.filter(code="carl").count() == FAILURES_OF_ONE_CODE


def test_a_slip_of_the_finger_is_forgiven_by_a_success() -> None:
    with_password("carl", "collector")
    Client().post("/sign-in", {"code": "carl", "password": "guess"})

    Client().post("/sign-in", {"code": "carl", "password": PASSWORD})

    assert list(SignIn.objects.values_list("code", "succeeded")) == [("carl", True)]


def test_somebody_who_left_does_not_come_in() -> None:
    person = with_password("carl", "collector")
    person.is_active = False
    person.save()

    assert Client().post("/sign-in", {"code": "carl", "password": PASSWORD}).status_code == 400
