"""Outside effects cannot be undone: what perhaps left is for a person to decide, never tried again by itself.

| the worker                              | the job is then        |
|-----------------------------------------|------------------------|
| sends                                   | done                   |
| is refused by the far side              | waiting, tried again   |
| cannot tell whether it was sent         | dead: perhaps sent     |
| is lost before the sending mark         | anybody's              |
| is lost after the sending mark          | dead: perhaps sent     |
"""

from __future__ import annotations

import pytest

from huikuan.apps.outbox.services import UNSURE, LeaseLost, bury_hopeless, claim, mark_sending, retry_dead
from huikuan.apps.outbox.worker import work_off
from tests.apps.outbox.effects import LEASE, claimed, job, lease_ends, markers, promised, unhurried

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_sent_is_done() -> None:
    promised("send")
    assert work_off(claimed(), stopping=unhurried()).outcome == "done"
    assert (job().state, markers()) == ("done", ["m"])
    assert job().sending_at is not None


def test_what_the_far_side_refused_is_tried_again() -> None:
    promised("send_refused")
    assert work_off(claimed(), stopping=unhurried()).outcome == "again"
    assert (job().state, job().sending_at) == ("waiting", None)


def test_what_was_perhaps_sent_is_dead_until_a_person_decides() -> None:
    promised("send_unsure")
    done = work_off(claimed(), stopping=unhurried())
    assert (done.outcome, done.error) == ("dead", "the line broke after the last word")
    assert (job().state, job().last_error) == ("dead", UNSURE)
    retry_dead(job().pk)
    assert (job().state, job().sending_at) == ("waiting", None)


def test_a_worker_lost_before_the_mark_has_sent_nothing() -> None:
    promised("send")
    claimed("lost")
    lease_ends()
    assert bury_hopeless() == []
    assert work_off(claimed("next"), stopping=unhurried()).outcome == "done"
    assert markers() == ["m"]


def test_a_worker_lost_after_the_mark_has_perhaps_sent() -> None:
    promised("send")
    mark_sending(claimed("lost"))
    lease_ends()
    assert claim("next", lease=LEASE) is None
    assert len(bury_hopeless()) == 1
    assert (job().state, job().last_error) == ("dead", UNSURE)


def test_a_worker_without_its_lease_sends_nothing() -> None:
    promised("send")
    slow = claimed("slow")
    lease_ends()
    claimed("quick")
    with pytest.raises(LeaseLost):
        mark_sending(slow)
    assert work_off(slow, stopping=unhurried()).outcome == "lost"
    assert markers() == []
