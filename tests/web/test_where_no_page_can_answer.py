"""Nothing at an address, a fault of ours, a request that cannot be read: each says what is safe and leads on."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.test import Client

from huikuan.web.today import views
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db


def broken(*_given: object) -> None:
    msg = "the disk is full"
    raise OSError(msg)


def test_an_address_without_a_page_leads_on_within_the_frame(tmp_path: Path) -> None:
    opened_house(tmp_path)
    answer = signed_in("carl", "collector").get("/nowhere")
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "There is nothing at this address." in page
    assert 'href="/worklist"' in page


def test_a_stranger_learns_no_place_of_the_house() -> None:
    answer = Client().get("/nowhere")

    assert (answer.status_code, 'href="/worklist"' in answer.content.decode()) == (404, False)


def test_a_fault_gives_a_number_under_which_the_log_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened_house(tmp_path)
    carl = signed_in("carl", "collector", lang="zh")
    carl.raise_request_exception = False
    monkeypatch.setattr(views, "today_screen", broken)
    with caplog.at_level(logging.ERROR):
        answer = carl.get("/today")
    page = answer.content.decode()

    assert answer.status_code == 500
    number = re.search(r'class="quoted">([0-9A-F]{6})<', page)
    assert number is not None
    assert f"fault {number[1]} at GET /today" in caplog.text
    assert "the disk is full" not in page
    assert 'href="/today">再试一次' in page
