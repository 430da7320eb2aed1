"""A contact ends the tasks that it meets, by the rule by which the next day is decided; a promise may come with it.

C-1 owes INV-1, 1,000.00 due 11-01 (day 19, supervisor's rung), to main; carl is the collector.

| day   | told                              | then                                                     |
|-------|-----------------------------------|----------------------------------------------------------|
| 11-20 | phone, not reached                | the task stays open                                      |
| 11-20 | phone, promised 600 by 12-01      | task done as met; 600 promised; eligible 400 on 11-23    |
| 11-20 | 600 by 12-05, 15 days ahead       | waits for the supervisor; nothing is held back           |
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huikuan.apps.activities.models import ActivityFact
from huikuan.apps.approvals.selectors import requests_in
from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.intake.models import Batch
from huikuan.apps.promises.models import PromiseFact
from huikuan.apps.receivables.models import Case
from huikuan.apps.tasks.models import Task
from huikuan.desk import approving
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.desk.known import known_tables
from huikuan.desk.promising import Promise, PromiseOf, Withdrawal, record_promise, withdraw_promise
from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, hired, house

pytestmark = pytest.mark.django_db
NEXT = date(2026, 11, 23)  # the next working day
AT_TEN = datetime(2026, 11, 20, 10)
SIX_HUNDRED = Promise(Decimal("600.00"), date(2026, 12, 1))


def tasks(code: str = "C-1") -> list[tuple[str, str, str]]:
    rows = Task.objects.filter(case__customer__code=code).order_by("id")
    return list(rows.values_list("step", "state", "ended_as"))


def eligible_of(code: str, on: date) -> int:
    items = plan_day(known_tables(on), preset_policies(), Parameters(on)).items
    return int(items.filter(items["customer_id"] == code)["eligible_minor"].sum())


def written() -> tuple[int, ...]:
    return tuple(model._default_manager.count() for model in (Batch, Entry, ActivityFact, PromiseFact))


def refused(actor: Actor, contact: Contact, on: date = DAY) -> Refused:
    before = written()
    with pytest.raises(Refused) as refusal:
        log_contact(contact, actor=actor, on=on)
    assert written() == before
    return refusal.value


def test_an_attempt_leaves_the_task_open_and_a_call_ends_it(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    day(DAY)
    (step, state, _), *more = tasks()
    assert (state, more) == ("open", [])
    attempt = log_contact(Contact("C-1", "phone", "not_reached", at=AT_TEN), actor=carl, on=DAY)
    assert (attempt.facts["tasks"], tasks()) == ([], [(step, "open", "")])
    task = Task.objects.get(case__customer__code="C-1")
    done = log_contact(Contact("C-1", "电话", "拖延无日期", note="月底再说", at=AT_TEN), actor=carl, on=DAY)
    assert done.facts["tasks"] == [{"task": task.pk, "policy": "b2b-standard", "policy_version": 1, "step": step}]
    assert tasks() == [(step, "done", "met")]
    assert Task.objects.get(pk=task.pk).touched_by_id == carl.id
    told = ActivityFact.objects.order_by("-id").values_list("channel", "outcome", "note", "actor_id", "at__hour")
    assert told[0] == ("phone", "stalling", "月底再说", carl.id, 10)
    entry = Entry.objects.latest("id")
    assert (entry.act, entry.subject_kind, entry.subject_id) == ("log_activity", "customer", "C-1")
    assert json.loads(entry.facts)["activity"] == done.facts["activity"]
    assert json.loads(entry.personal or "") == {"note": "月底再说"}


def test_the_next_day_asks_for_nothing_that_was_done(tmp_path: Path) -> None:
    house(tmp_path)
    day(DAY)
    before = Case.objects.get(customer__code="C-1").change_no
    log_contact(Contact("C-1", "phone", "stalling", at=AT_TEN), actor=SYSTEM, on=DAY)
    assert Case.objects.get(customer__code="C-1").change_no == before + 1
    day(DAY)
    listed = plan_day(known_tables(DAY), preset_policies(), Parameters(DAY)).worklist["customer_id"].to_list()
    assert "C-1" not in listed
    assert [state for _, state, _ in tasks()] == ["done"]


def test_only_its_own_record_meets_an_internal_step(tmp_path: Path) -> None:
    house(tmp_path)
    day(date(2026, 12, 4))  # day 33
    (step, *_), *_ = tasks()
    assert step == "manager"
    later = datetime(2026, 12, 4, 10)
    log_contact(Contact("C-1", "phone", "stalling", at=later), actor=SYSTEM, on=date(2026, 12, 4))
    assert tasks()[0] == ("manager", "open", "")
    log_contact(Contact("C-1", "email", "delivered", step=step, at=later), actor=SYSTEM, on=date(2026, 12, 4))
    assert tasks()[0] == ("manager", "done", "met")


def test_a_promise_comes_with_the_call_as_one_act(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    done = log_contact(Contact("C-1", "phone", at=AT_TEN, promise=SIX_HUNDRED), actor=carl, on=DAY)
    assert (done.facts["outcome"], done.facts["promise"]) == ("promised", f"promise-{done.batch}")
    assert (done.facts["until"], done.facts["request"]) == (date(2026, 12, 4), None)
    fact = PromiseFact.objects.get()
    assert (fact.made_on, fact.due_on, fact.amount_minor, fact.currency) == (DAY, date(2026, 12, 1), 60_000, "CNY")
    assert Batch.objects.latest("id").pk == fact.batch_id == ActivityFact.objects.get().batch_id
    assert Entry.objects.filter(act_id=fact.batch.act_id).count() == 1
    assert eligible_of("C-1", NEXT) == 40_000


def test_a_promise_that_is_taken_back_holds_nothing_back_from_that_day_on(tmp_path: Path) -> None:
    house(tmp_path)
    handle = record_promise(PromiseOf("C-1", SIX_HUNDRED), actor=SYSTEM, on=DAY).facts["promise"]
    withdraw_promise(Withdrawal(handle, "typed at the wrong customer"), actor=SYSTEM, on=NEXT)
    assert (eligible_of("C-1", DAY), eligible_of("C-1", NEXT)) == (40_000, 100_000)
    with pytest.raises(Refused, match="promise_withdrawn"):
        withdraw_promise(Withdrawal(handle, "again"), actor=SYSTEM, on=NEXT)
    with pytest.raises(Refused, match="reason_missing"):
        withdraw_promise(Withdrawal(handle, " "), actor=SYSTEM, on=NEXT)


def test_a_promise_beyond_fourteen_days_waits_for_the_supervisor(tmp_path: Path) -> None:
    house(tmp_path)
    carl, sue = hired("carl", "collector", team="South"), hired("sue", "supervisor", team="South")
    far = PromiseOf("C-1", Promise(Decimal(600), date(2026, 12, 5)))
    free = record_promise(PromiseOf("C-1", Promise(Decimal(100), date(2026, 12, 4))), actor=carl, on=DAY)
    asked = [record_promise(far, actor=carl, on=DAY).facts["request"] for _ in range(3)]
    assert (free.facts["request"], None in asked, eligible_of("C-1", DAY)) == (None, False, 90_000)
    with pytest.raises(Refused, match="not_allowed"):
        approving.decide(approving.Decision(asked[0], "approved", ""), actor=carl, on=NEXT)
    approving.decide(approving.Decision(asked[0], "approved", ""), actor=sue, on=NEXT)
    approving.decide(approving.Decision(asked[1], "refused", "too far"), actor=sue, on=NEXT)
    assert (eligible_of("C-1", DAY), eligible_of("C-1", NEXT)) == (90_000, 30_000)
    standings = PromiseFact.objects.filter(replaced_by__isnull=True).order_by("handle")
    assert sorted(standings.values_list("standing", flat=True)) == ["", "", "refused", "waiting"]
    third = PromiseFact.objects.get(standing="waiting", replaced_by__isnull=True).handle
    withdraw_promise(Withdrawal(third, "paid already"), actor=carl, on=NEXT)
    assert requests_in(("waiting",)) == []


def test_who_may_approve_a_far_promise_asks_nobody(tmp_path: Path) -> None:
    house(tmp_path)
    hired("carl", "collector", team="South")
    sue = hired("sue", "supervisor", team="South")
    far = PromiseOf("C-1", Promise(Decimal(600), date(2026, 12, 5)))
    assert record_promise(far, actor=sue, on=DAY).facts["request"] is None
    assert eligible_of("C-1", NEXT) == 40_000


@pytest.mark.parametrize(
    ("contact", "code", "near"),
    [
        (Contact("C-1x", "phone"), "customer_unknown", "C-1"),
        (Contact("C-1", "phon"), "channel_unknown", "phone"),
        (Contact("C-1", "phone", "promissed"), "outcome_unknown", "promised"),
        (Contact("C-1", "phone", step="lock-waring"), "step_unknown", "lock-warning"),
        (Contact("C-1", "phone", document_nos=("INV-11",)), "document_unknown", "INV-1"),
        (Contact("C-1", "phone", at=datetime(2026, 11, 21)), "contact_to_come", None),
        (Contact("C-1", "phone", "refused", promise=SIX_HUNDRED), "promise_without_word", None),
        (Contact("公司", "phone"), "customers_alike", None),
        (Contact("C-1", "phone", promise=Promise(Decimal("0.001"), DAY)), "excess_decimals", None),
        (Contact("C-1", "phone", promise=Promise(Decimal(-5), DAY)), "amount_not_positive", None),
        (Contact("C-1", "phone", promise=Promise(Decimal(5), date(2026, 11, 19))), "promise_due_before_made", None),
    ],
)
def test_what_names_nothing_is_refused_with_a_guess(
    contact: Contact, code: str, near: str | None, tmp_path: Path
) -> None:
    house(tmp_path)
    refusal = refused(SYSTEM, contact)
    assert (refusal.code, refusal.facts.get("near")) == (code, near)


def test_who_may_not_writes_nothing(tmp_path: Path) -> None:
    house(tmp_path)
    day(DAY)
    call = Contact("C-1", "phone", "promised", at=AT_TEN, promise=SIX_HUNDRED)
    assert refused(hired("tom", "trainer"), call).code == "not_allowed"
    assert refused(hired("cleo", "collector"), call).code == "out_of_reach"
    assert [state for _, state, _ in tasks()] == ["open"]


def test_nothing_is_learned_on_a_day_that_was_decided_without_it(tmp_path: Path) -> None:
    house(tmp_path)
    day(NEXT)
    assert refused(SYSTEM, Contact("C-1", "phone", "stalling", at=AT_TEN)).code == "day_decided"
    log_contact(Contact("C-1", "phone", "stalling", at=AT_TEN), actor=SYSTEM, on=NEXT)
    assert ActivityFact.objects.get().recorded_on == NEXT
