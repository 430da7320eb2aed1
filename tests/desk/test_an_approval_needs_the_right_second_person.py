"""Who decides a request: the role it names, or the boss, where they reach, and never who asked (R-130, R-131).

C-1 and C-2 are of main, C-3 of east; what is denied has written nothing.

| request on | for        | asked by | may decide              | may not                                     |
|------------|------------|----------|-------------------------|---------------------------------------------|
| C-1, main  | manager    | carl     | manager, boss           | supervisor, manager of east, collector carl |
| C-1, main  | manager    | mia      | boss                    | mia herself, though she is manager          |
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from huikuan.apps.approvals.models import Request
from huikuan.apps.approvals.services import Question, ask, withdraw
from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject
from huikuan.apps.intake.models import Batch
from huikuan.apps.people.services import grant_role, record_absence
from huikuan.apps.promises.models import PromiseFact
from huikuan.apps.receivables.models import Case
from huikuan.desk.approving import Decision, TakenBack, decide, requests_seen, take_back
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from tests.desk.staffed import DAY, hired, house

pytestmark = pytest.mark.django_db


def question(key: str = "promise/1", **changed: str) -> Question:
    given = {"customer_id": "C-1", "entity": "main", "role": "manager", **changed}
    return Question(key=key, kind="promise", subject=Subject("promise", key), facts={"amount_minor": 5}, **given)


def asked(actor: Actor, key: str = "promise/1", **changed: str) -> int:
    waiting_promise(key)
    with transaction.atomic():
        return ask(question(key, **changed), actor=actor, on=DAY)


def waiting_promise(handle: str) -> None:
    """What follows from a decision finds the promise that was asked about."""
    if not PromiseFact.objects.filter(handle=handle).exists():
        case = Case.objects.get(customer__code="C-1", entity__code="main")
        PromiseFact.objects.create(
            batch=Batch.objects.latest("id"),
            recorded_on=DAY,
            handle=handle,
            customer_id=case.customer_id,
            entity_id=case.entity_id,
            made_on=DAY,
            due_on=date(2026, 12, 20),
            amount_minor=5,
            currency="CNY",
            standing="waiting",
        )


def answer_of(number: int, actor: Actor, answer: str = "approved", reason: str = "") -> str:
    """Return the refusal's code, or the state after the decision; what is denied has written nothing."""
    before = Request.objects.values_list("state", flat=True).get(pk=number), Entry.objects.count()
    try:
        return decide(Decision(number, answer, reason), actor=actor, on=DAY).state  # type: ignore[arg-type]
    except Refused as refused:
        assert (Request.objects.values_list("state", flat=True).get(pk=number), Entry.objects.count()) == before
        return refused.code


def test_the_named_role_or_the_boss_decides_where_it_reaches(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector", team="South")
    number = asked(carl)
    assert answer_of(number, hired("sue", "supervisor", team="South")) == "not_decider"
    assert answer_of(number, hired("max", "manager", entity="east")) == "out_of_reach"
    assert answer_of(number, carl) == "not_allowed"
    assert answer_of(number, hired("mia", "manager", entity="main")) == "approved"
    assert answer_of(asked(carl, "promise/2"), hired("bo", "boss")) == "approved"


def test_a_role_elsewhere_does_not_help_out_here(tmp_path: Path) -> None:
    house(tmp_path)
    number = asked(hired("carl", "collector", team="South"))
    both = hired("bea", "supervisor", team="South")
    grant_role("bea", "manager", entity="east", first_on=DAY, last_on=None)
    assert answer_of(number, both) == "not_decider"


def test_nobody_decides_what_he_asked_for_or_what_was_asked_in_his_name(tmp_path: Path) -> None:
    house(tmp_path)
    mia, dee = hired("mia", "manager"), hired("dee", "manager")
    record_absence("mia", deputy="dee", first_on=DAY, last_on=DAY)
    in_her_name = Actor("person", dee.id, on_behalf_of=mia.id)
    number = asked(mia)
    assert answer_of(number, mia) == "own_request"
    assert answer_of(number, in_her_name) == "own_request"
    assert answer_of(number, dee) == "approved"
    assert answer_of(asked(in_her_name, "promise/2"), mia) == "own_request"


def test_the_operator_of_a_house_of_one_decides_and_the_record_says_so(tmp_path: Path) -> None:
    house(tmp_path)
    number = asked(SYSTEM)
    assert answer_of(number, SYSTEM) == "approved"
    entry = Entry.objects.get(act="approve_promise")
    assert (entry.actor_kind, entry.actor_id, entry.subject_id) == ("system", None, str(number))


def test_a_decision_is_made_once_and_a_refusal_says_why(tmp_path: Path) -> None:
    house(tmp_path)
    number = asked(hired("carl", "collector"))
    boss = hired("bo", "boss")
    assert answer_of(number, boss, "refused", " ") == "reason_missing"
    assert answer_of(number, boss, "refused", "太久") == "refused"
    assert answer_of(number, boss) == "request_decided"
    with pytest.raises(Refused, match="request_unknown"):
        decide(Decision(number + 1, "approved", ""), actor=boss, on=DAY)


def test_asking_again_is_the_same_request_until_it_was_withdrawn(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    number = asked(carl)
    assert (asked(carl), asked(carl, "promise/2")) == (number, number + 1)
    with transaction.atomic():
        withdraw(number, on=DAY)
    with pytest.raises(Refused, match="request_decided"), transaction.atomic():
        withdraw(number, on=DAY)
    assert asked(carl) == number
    assert Request.objects.get(pk=number).state == "waiting"


def test_a_thing_is_asked_for_once_under_whatever_key(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    first = asked(carl, "lock/1", thing="lock")
    assert asked(carl, "lock/2", thing="lock") == first
    decide(Decision(first, "refused", "太久"), actor=SYSTEM, on=DAY)
    assert asked(carl, "lock/1", thing="lock") == first
    assert asked(carl, "lock/2", thing="lock") != first


def test_each_viewer_sees_what_he_asked_reaches_or_decides(tmp_path: Path) -> None:
    house(tmp_path)
    carl, cleo = hired("carl", "collector"), hired("cleo", "collector")
    first, second = asked(carl), asked(cleo, "promise/2", customer_id="C-2")
    third = asked(SYSTEM, "policy/1", customer_id="", entity="")

    def seen(viewer: Actor, *, mine: bool = False, on: date = DAY) -> list[int]:
        return [found.number for found in requests_seen(("waiting",), viewer=viewer, on=on, mine=mine)]

    assert seen(SYSTEM) == [first, second, third]
    assert (seen(carl), seen(carl, mine=True)) == ([first], [])
    mia = hired("mia", "manager", entity="main")
    assert (seen(mia), seen(mia, mine=True)) == ([first, second], [first, second])
    assert (seen(hired("fay", "finance"), mine=True), seen(hired("tom", "trainer"))) == ([], [])
    assert seen(hired("bo", "boss"), mine=True) == [first, second, third]
    assert seen(hired("bea", "boss", entity="main"), mine=True) == [first, second]


def test_the_same_answer_sent_twice_is_given_once(tmp_path: Path) -> None:
    house(tmp_path)
    number, boss = asked(hired("carl", "collector")), hired("bo", "boss")
    for _click in range(2):
        decided = decide(Decision(number, "approved", "可以", version=1), actor=boss, on=DAY, key="click")
        assert (decided.state, decided.reason, decided.version) == ("approved", "可以", 2)
    assert Entry.objects.filter(act="approve_promise").count() == 1


def test_what_was_asked_again_meanwhile_is_looked_at_again(tmp_path: Path) -> None:
    house(tmp_path)
    carl, boss = hired("carl", "collector"), hired("bo", "boss")
    number = asked(carl)
    seen = requests_seen(("waiting",), viewer=boss, on=DAY)[0].version
    with transaction.atomic():
        withdraw(number, on=DAY)
    assert asked(carl) == number
    with pytest.raises(Refused, match="request_changed"):
        decide(Decision(number, "approved", version=seen), actor=boss, on=DAY)
    assert decide(Decision(number, "approved", version=seen + 1), actor=boss, on=DAY).state == "approved"


def test_only_whoever_asked_takes_a_request_back(tmp_path: Path) -> None:
    house(tmp_path)
    carl, cleo = hired("carl", "collector"), hired("cleo", "collector")
    late = Promise(Decimal(500), date(2026, 12, 20))
    number = record_promise(PromiseOf("C-1", late), actor=carl, on=DAY).facts["request"]
    with pytest.raises(Refused, match="not_asker"):
        take_back(TakenBack(number, "说错了"), actor=cleo, on=DAY)
    with pytest.raises(Refused, match="reason_missing"):
        take_back(TakenBack(number, " "), actor=carl, on=DAY)
    take_back(TakenBack(number, "说错了"), actor=carl, on=DAY)
    assert Request.objects.get(pk=number).state == "withdrawn"
    assert PromiseFact.objects.get(replaced_by__isnull=True).standing == "withdrawn"
