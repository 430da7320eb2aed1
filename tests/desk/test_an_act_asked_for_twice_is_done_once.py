"""The same key with the same request gives the first answer; with another request it is refused. Keys are one's own.

| key   | who  | asks for            | then                               |
|-------|------|---------------------|------------------------------------|
| k-1   | carl | 600 by 12-01        | promise-1                          |
| k-1   | carl | the same, next day  | promise-1 again, nothing written   |
| k-1   | carl | 700 by 12-01        | refused                            |
| k-1   | rita | 700 by 12-01        | promise-2                          |
"""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.intake.models import ActKey, Batch
from huikuan.apps.promises.models import PromiseFact
from huikuan.desk.once import Done
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from tests.desk.staffed import DAY, hired, house

NEXT = date(2026, 11, 23)


def promised(amount: int, actor: Actor, key: str = "k-1", on: date = DAY) -> Done:
    asked = PromiseOf("C-1", Promise(Decimal(amount), date(2026, 12, 1)))
    return record_promise(asked, actor=actor, on=on, key=key)


def written() -> tuple[int, int, int]:
    return Batch.objects.count(), Entry.objects.count(), PromiseFact.objects.count()


@pytest.mark.django_db
def test_the_same_request_again_gives_the_first_answer(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    first, before = promised(600, carl), written()
    again = promised(600, carl, on=NEXT)
    assert (again.batch, again.facts["promise"], again.was_done_before) == (first.batch, first.facts["promise"], True)
    assert written() == before


@pytest.mark.django_db
def test_another_request_under_the_same_key_is_refused(tmp_path: Path) -> None:
    house(tmp_path)
    carl, rita = hired("carl", "collector"), hired("rita", "rep")
    promised(600, carl)
    before = written()
    with pytest.raises(Refused, match="key_reused"):
        promised(700, carl)
    assert written() == before
    assert not promised(700, rita).was_done_before


@pytest.mark.django_db
def test_a_refused_act_leaves_its_key_free(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    with pytest.raises(Refused, match="amount_not_positive"):
        promised(-5, carl)
    assert not ActKey.objects.exists()
    assert not promised(600, carl).was_done_before


@pytest.mark.django_db(transaction=True)
def test_two_at_once_under_one_key_write_one_promise(tmp_path: Path) -> None:
    house(tmp_path)
    both_ready, done = threading.Barrier(2), []

    def ask() -> None:
        both_ready.wait()
        try:
            done.append(promised(600, SYSTEM))
        finally:
            connection.close()

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(timeout=30)
    assert sorted(answer.was_done_before for answer in done) == [False, True]
    assert len({answer.batch for answer in done}) == 1
    assert PromiseFact.objects.count() == 1
