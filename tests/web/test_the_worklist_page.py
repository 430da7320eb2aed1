"""The worklist as a page: tabs, search, pages of rows, both languages, and what it must not load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.web.worklist import page
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
_RANK = re.compile(r'<td class="n rank">(\d+)</td>')


def test_before_the_first_day_it_says_what_to_do() -> None:
    said = signed_in("bo", "boss").get("/worklist").content.decode()

    assert "No day has been run yet." in said


def test_rows_stand_in_the_order_of_the_run(tmp_path: Path) -> None:
    opened_house(tmp_path)

    said = signed_in("bo", "boss").get("/worklist").content.decode()

    assert _RANK.findall(said) == ["1", "2", "3"]
    assert "rank 1 to 3, 3 cases" in said


def test_a_search_finds_by_name_code_or_document_and_says_so(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss")
    for text, found in (("丙", ["丙公司"]), ("c-2", ["乙公司"]), ("INV-1", ["甲公司"]), ("nobody", [])):
        said = client.get("/worklist", {"q": text}).content.decode()
        assert re.findall(r'title="[^"]*">([^<]+公司)</a>', said) == found, text
        assert f"Search: {text}" in said


def test_a_tab_counts_and_shows_only_its_own(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss")

    said = client.get("/worklist").content.decode()
    counts = dict(
        re.findall(r'href="/worklist(?:\?tab=(\w+)&amp;whose=all|\?whose=all)"[^>]*>[^<]+<span>(\d+)</span>', said)
    )
    shown = {tab: len(_RANK.findall(client.get("/worklist", {"tab": tab}).content.decode())) for tab in counts}

    assert {tab: int(count) for tab, count in counts.items()} == shown
    assert counts[""] == "3"


def test_long_lists_go_on_behind_the_last_rank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_house(tmp_path)
    monkeypatch.setattr(page, "PAGE_SIZE", 2)
    client = signed_in("bo", "boss")

    first = client.get("/worklist").content.decode()
    second = client.get("/worklist", {"whose": "all", "after": "2"}).content.decode()

    assert (_RANK.findall(first), _RANK.findall(second)) == (["1", "2"], ["3"])
    assert 'rel="next" href="/worklist?whose=all&amp;after=2"' in first
    assert "From the top" in second


def test_an_address_with_nonsense_shows_the_first_page(tmp_path: Path) -> None:
    opened_house(tmp_path)

    said = signed_in("bo", "boss").get("/worklist", {"tab": "'", "after": "x", "whose": "-1"}).content.decode()

    assert _RANK.findall(said) == ["1", "2", "3"]


def test_it_speaks_the_language_that_was_chosen(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss", lang="zh")
    assert "催收清单" in client.get("/worklist").content.decode()

    client.post("/language", {"lang": "en", "next": "/worklist"})

    said = client.get("/worklist").content.decode()
    assert 'lang="en"' in said
    assert not re.search(
        "[一-鿿]", re.sub(r">[^<]*公司|(?:title|aria-label)=\"[^\"]*\"|>中文<|lang=\"zh-Hans\"", "", said)
    )


def test_scripts_come_from_the_house_alone() -> None:
    answer = signed_in("bo", "boss").get("/worklist")

    assert "script-src 'self';" in answer.headers["Content-Security-Policy"] + ";"
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=", answer.content.decode())


def test_the_same_number_of_questions_whatever_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss")
    client.get("/worklist")
    asked = []
    for size in (1, 3):
        monkeypatch.setattr(page, "PAGE_SIZE", size)
        with CaptureQueriesContext(connection) as questions:
            client.get("/worklist")
        asked.append(len(questions))

    assert asked[0] == asked[1]
