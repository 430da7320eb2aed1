"""`huikuan worker --once` does what is due; `huikuan jobs` says what became of it and lets a person decide."""

from __future__ import annotations

import pytest
from django.db import transaction
from pytest_django import Settings

from huikuan.apps.audit.models import Entry
from huikuan.apps.outbox.models import Job
from huikuan.apps.outbox.services import enqueue
from huikuan.cli import run
from huikuan.cli.jobs import ERRORS
from huikuan.config.reactions import REACTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Let open_memory find the tests' own database, which pytest has opened; nothing comes by the clock."""
    settings.TIMETABLES = ()
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "settings")


def promised(name: str, payload: dict[str, str]) -> int:
    with transaction.atomic():
        enqueue(name, payload)
    return Job.objects.latest("id").pk


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_what_is_due_is_done_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    number = promised("prune", {})
    assert run(["worker", "--once"]) == 0
    assert f"job {number} prune: finished (" in said(capsys)
    assert run(["worker", "--once"]) == 0
    assert said(capsys) == "Nothing is due.\n"


def test_a_job_that_failed_is_told_with_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    number = promised("day", {"business_date": "never"})
    assert run(["worker", "--once"]) == 1
    assert f"job {number} day: failed, will be tried again (" in said(capsys)
    assert run(["jobs", "list"]) == 0
    assert "1 waiting, 0 running, 0 finished, 0 need a person." in said(capsys)
    assert run(["jobs", "dead"]) == 0
    assert "Invalid isoformat string" not in said(capsys)


def test_a_person_lets_a_dead_job_be_tried_again_once(capsys: pytest.CaptureFixture[str]) -> None:
    number = promised("no_such_name", {})
    assert run(["worker", "--once"]) == 1
    assert run(["jobs", "dead"]) == 0
    assert ERRORS["unknown_name"] in said(capsys)
    assert run(["jobs", "retry", str(number)]) == 0
    assert said(capsys) == f"Job {number} will be tried again by the next worker.\n"
    assert Job.objects.get().state == "waiting"
    entry = Entry.objects.get(act="retry_job")
    assert (entry.actor_kind, entry.subject_id) == ("system", str(number))
    assert entry.facts.endswith('"last_error":"unknown_name","name":"no_such_name"}')
    assert run(["jobs", "retry", str(number)]) == 2
    assert capsys.readouterr().err.startswith(f"Error: Job {number} does not wait for a person.\n")
    assert Entry.objects.filter(act="retry_job").count() == 1


@pytest.mark.parametrize("name", REACTIONS)
def test_every_reaction_of_the_house_is_a_function_that_says_what_it_does(name: str) -> None:
    from django.utils.module_loading import import_string

    function = import_string(REACTIONS[name].function)
    assert callable(function)
    assert function.__doc__
