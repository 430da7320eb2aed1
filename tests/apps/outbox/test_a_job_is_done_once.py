"""A job's effect happens once, whoever loses what on the way.

| the job                                   | is then         | its effect |
|-------------------------------------------|-----------------|------------|
| promised in a transaction that is undone  | not there       | 0          |
| promised twice under one key              | one job         | 1          |
| done                                      | done            | 1          |
| fails after writing, attempts left        | waiting, later  | 0          |
| fails, none left                          | dead, with why  | 0          |
| its lease ended, another worker took it   | the other's     | 1          |
| of a name that nobody knows               | dead at once    | 0          |
| given back                                | waiting, as new | 0          |
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from huikuan.apps.audit.errors import Refused
from huikuan.apps.outbox import services
from huikuan.apps.outbox.models import Job
from huikuan.apps.outbox.services import (
    LeaseLost,
    bury_hopeless,
    claim,
    extend_lease,
    fail,
    finish,
    give_back,
    pause_after,
    prune,
    retry_dead,
)
from huikuan.apps.outbox.worker import Done, serve, work_off
from huikuan.gateways import chance, clock
from tests.apps.outbox.effects import LEASE, claimed, job, lease_ends, markers, promised, unhurried

pytestmark = pytest.mark.django_db


def test_work_promised_in_a_transaction_that_is_undone_is_not_there() -> None:
    with transaction.atomic():
        promised("mark")
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_the_same_key_is_the_same_job() -> None:
    promised("mark", "first", key="k")
    promised("mark", "second", key="k")
    serve("worker", stopping=unhurried(), tell=lambda _: None, once=True)
    promised("mark", "third", key="k")
    assert (Job.objects.count(), markers()) == (1, ["first"])


def test_jobs_without_a_key_are_each_their_own_and_run_in_the_order_of_their_time() -> None:
    promised("mark", "second", run_at=clock.now() - timedelta(minutes=1))
    promised("mark", "first", run_at=clock.now() - timedelta(minutes=2))
    promised("mark", "not yet", run_at=clock.now() + timedelta(minutes=1))
    serve("worker", stopping=unhurried(), tell=lambda _: None, once=True)
    assert markers() == ["first", "second"]
    assert list(Job.objects.order_by("run_at").values_list("state", flat=True)) == ["done", "done", "waiting"]


def test_an_effect_that_fails_is_undone_and_tried_again_later() -> None:
    promised("mark_then_fail")
    assert work_off(claimed(), stopping=unhurried()).outcome == "again"
    assert markers() == []
    left = job()
    assert (left.state, left.attempts_left, left.worker) == ("waiting", 1, "")
    assert left.last_error == "ValueError: the far side said no"
    assert timedelta(seconds=4) < left.run_at - clock.now() < timedelta(seconds=15)
    assert claim("worker", lease=LEASE) is None


def test_a_job_without_attempts_is_dead_and_may_be_retried_by_a_person() -> None:
    promised("mark_then_fail")
    Job.objects.update(attempts_left=1)
    assert work_off(claimed(), stopping=unhurried()).outcome == "dead"
    dead = job()
    assert (dead.state, dead.attempts_left) == ("dead", 0)
    assert claim("worker", lease=LEASE) is None

    assert retry_dead(dead.pk) == {"name": "mark_then_fail", "last_error": "ValueError: the far side said no"}
    alive = job()
    assert (alive.state, alive.attempts_left, alive.attempt) == ("waiting", 2, 1)
    with pytest.raises(Refused):
        retry_dead(dead.pk)


def test_pauses_double_up_to_an_hour_and_are_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "fraction", lambda: 0.5)
    assert [pause_after(attempt).total_seconds() for attempt in (1, 2, 3, 9, 10, 99)] == [10, 20, 40, 2560, 3600, 3600]
    monkeypatch.setattr(chance, "fraction", lambda: 0.0)
    assert pause_after(1) == timedelta(seconds=5)


def test_a_worker_that_lost_its_lease_changes_nothing() -> None:
    promised("mark")
    slow = claimed("slow")
    lease_ends()
    quick = claimed("quick")
    assert (quick.job_id, quick.attempt, quick.attempts_left) == (slow.job_id, 2, 3)

    with pytest.raises(LeaseLost):
        finish(slow)
    assert not extend_lease(slow, lease=LEASE)
    assert fail(slow, "too late") == "lost"
    give_back(slow)
    assert work_off(slow, stopping=unhurried()).outcome == "lost"
    assert markers() == []
    now = job()
    assert (now.state, now.worker, now.attempt, now.last_error) == ("running", "quick", 2, "")
    assert work_off(quick, stopping=unhurried()).outcome == "done"
    assert markers() == ["m"]


def test_the_same_worker_is_held_to_its_newest_attempt() -> None:
    promised("mark")
    before = claimed("worker")
    lease_ends()
    claimed("worker")
    with pytest.raises(LeaseLost):
        finish(before)


def test_a_running_job_is_nobody_elses_until_its_lease_ends() -> None:
    promised("mark")
    held = claimed()
    assert claim("other", lease=LEASE) is None
    assert extend_lease(held, lease=2 * LEASE)
    assert job().lease_until > clock.now() + LEASE  # type: ignore[operator]


def test_a_job_whose_workers_are_lost_again_and_again_is_dead() -> None:
    promised("mark")
    for _ in range(5):
        lease_ends()
        claimed()
    lease_ends()
    assert claim("worker", lease=LEASE) is None
    assert bury_hopeless() == [services.Buried(job().pk, "mark", services.LOST)]
    assert (job().state, job().last_error) == ("dead", services.LOST)


def test_a_name_that_nobody_knows_is_dead_at_once_and_says_so() -> None:
    promised("no_such_name")
    told: list[Done] = []
    serve("worker", stopping=unhurried(), tell=told.append, once=True)
    assert (job().state, job().last_error, job().attempt) == ("dead", services.UNKNOWN, 0)
    assert told == [Done(job().pk, "no_such_name", "dead", error=services.UNKNOWN)]


def test_what_is_given_back_is_as_if_it_had_not_been_tried() -> None:
    promised("mark")
    give_back(claimed())
    assert (job().state, job().attempts_left, job().worker) == ("waiting", 5, "")
    assert claimed("next").attempt == 2


def test_work_is_promised_inside_a_transaction_only(transactional_db: None) -> None:
    with pytest.raises(AssertionError):
        services.enqueue("mark", {})
    assert Job.objects.count() == 0


def test_only_what_was_done_long_ago_is_forgotten() -> None:
    states = ("waiting", "done", "dead", "done")
    for state, days in zip(states, (40, 40, 40, 29), strict=True):
        at = clock.now() - timedelta(days=days)
        Job.objects.create(
            name="mark", payload={}, state=state, run_at=at, created_at=at, finished_at=at, attempts_left=1
        )
    assert prune(older_than=timedelta(days=30)) == 1
    assert list(Job.objects.order_by("id").values_list("state", flat=True)) == ["waiting", "dead", "done"]
