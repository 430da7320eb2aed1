"""``huikuan people``: who works here, said in sentences; a refusal names the remedy and writes nothing."""

from __future__ import annotations

import pytest

from huikuan.apps.people.models import Absence, RoleGrant, User
from huikuan.apps.people.permissions import PERMISSIONS
from huikuan.cli import run
from huikuan.gateways.texts.act_words import ACT_WORDS
from huikuan.gateways.texts.refusal_words import REFUSALS, refusal_sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIKUAN_USER", raising=False)


def people(*words: str) -> int:
    return run(["people", *words])


def test_people_are_added_given_roles_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert people("add", "carl", "Carl Wang", "--team", "South", "--on", "2026-11-20") == 0
    assert people("add", "dora", "Dora Li", "--on", "2026-11-20") == 0
    assert people("grant", "carl", "collector", "--on", "2026-11-20") == 0
    assert people("absence", "carl", "dora", "2026-11-20", "2026-11-22", "--on", "2026-11-20") == 0
    capsys.readouterr()
    assert people("list", "--on", "2026-11-22") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Code  Name       Team   Roles      Deputy  Left on",
        "────  ─────────  ─────  ─────────  ──────  ───────",
        "carl  Carl Wang  South  collector  dora",
        "dora  Dora Li",
    ]


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    people("add", "erp", "ERP", "--on", "2026-11-20")
    capsys.readouterr()
    issued = ["token", "erp", "SAP", "--scope", "import", "--scope", "read", "--until", "2026-12-31"]
    assert people(*issued, "--on", "2026-11-20") == 0
    number, secret, once = capsys.readouterr().out.splitlines()
    assert (number, secret[:3]) == ("Token 1 for SAP, acting as erp:", "hk_")
    assert once == "It is shown only now. huikuan people revoke 1 closes it."
    assert people("revoke", "1", "--on", "2026-11-21") == 0
    capsys.readouterr()
    assert people("tokens", "--on", "2026-11-21") == 0
    assert capsys.readouterr().out.splitlines()[2].split() == [
        "1", "erp", "SAP", "read,", "import", "2026-11-20", "2026-12-31", "2026-11-21",
    ]  # fmt: skip
    assert people("revoke", "9", "--on", "2026-11-21") == 2
    assert "There is no token 9." in capsys.readouterr().err


def test_without_the_right_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    people("add", "carl", "Carl", "--on", "2026-11-20")
    people("grant", "carl", "collector", "--on", "2026-11-20")
    capsys.readouterr()
    assert people("add", "eve", "Eve", "--as", "carl", "--on", "2026-11-20") == 2
    assert capsys.readouterr().err.splitlines() == [
        "Error: Your roles do not let you change people and roles.",
        "Remedy: Ask somebody with one of these roles: general manager, boss, administrator.",
    ]
    assert list(User.objects.values_list("code", flat=True)) == ["carl"]


def test_the_environment_says_who_is_at_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIKUAN_USER", "nobody")
    assert people("list") == 2
    assert capsys.readouterr().err.startswith("Error: Nobody here is called nobody.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("grant", "carl", "king"), "Error: There is no role king."),
        (("grant", "carl", "boss", "--entity", "north"), "Error: There is no company north here."),
        (("grant", "zoe", "boss"), "Error: Nobody here is called zoe."),
        (("add", "carl", "Carl"), "Error: There is somebody called carl already."),
        (("absence", "carl", "carl", "2026-11-20", "2026-11-21"), "Error: Nobody is his own deputy."),
        (
            ("absence", "carl", "dora", "2026-11-20", "2026-11-19"),
            "Error: The last day 2026-11-19 lies before the first day 2026-11-20.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    people("add", "carl", "Carl", "--on", "2026-11-20")
    capsys.readouterr()
    assert people(*words) == 2
    assert capsys.readouterr().err.splitlines()[0] == sentence
    assert (User.objects.count(), RoleGrant.objects.count(), Absence.objects.count()) == (1, 0, 0)


def test_every_act_has_words_in_both_languages() -> None:
    assert set(ACT_WORDS) == set(PERMISSIONS)
    for act in ACT_WORDS:
        zh = refusal_sentences("not_allowed", {"act": act, "roles": ["boss"]}, "zh")
        assert zh[0] != refusal_sentences("not_allowed", {"act": act, "roles": ["boss"]}, "en")[0]
        assert zh[1] == "请找有以下角色的同事：老板。"


def test_every_refusal_has_a_remedy() -> None:
    assert [code for code, (sentence, remedy) in REFUSALS.items() if not sentence or not remedy] == []
