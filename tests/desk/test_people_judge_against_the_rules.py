"""Disputes, overrides and postponed tasks: what a person decides holds from that day on, and no earlier.

C-1 owes INV-1, 1,000.00 due 11-01, to main; C-3 owes INV-3 to east. Everybody follows b2b-standard.

| day   | told                                    | then                                                    |
|-------|-----------------------------------------|---------------------------------------------------------|
| 11-20 | 300 of INV-1 disputed, quality          | eligible 700                                            |
| 11-23 | resolved as settled                     | eligible 1,000; on 11-20 still 700                      |
| 11-20 | C-1 follows credit-15-30-60 to 11-30    | on 11-23 by override, on 12-01 by default again         |
| 11-20 | its task is postponed through 11-24     | left alone on 11-23; asked for again on 11-25           |
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.customers.models import PolicyOverride
from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.intake.models import Batch
from huikuan.apps.tasks.models import Task
from huikuan.desk.contact_log import Finish, finish_task
from huikuan.desk.disputing import Dispute, Resolution, open_dispute, resolve_dispute
from huikuan.desk.history import history
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.desk.known import known_tables, overrides_counting, planned
from huikuan.desk.overriding import Ending, Overriding, end_override, override_policy
from huikuan.desk.postponing import Postponement, postpone
from huikuan.engine.outcome import Plan
from huikuan.engine.plan import Parameters
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.gateways.policies import preset_policies
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, hired, house

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
POLICIES = tuple(preset_policies())
PART = Dispute("INV-1", "quality", Decimal(300), "three boxes broken")
OTHER = Overriding("C-1", "credit-15-30-60", date(2026, 11, 30), "asked for by their board")


def plan_of(as_of: date, known_on: date | None = None) -> Plan:
    known_on = known_on or as_of
    overrides = overrides_counting(as_of, known_on)
    return planned(known_tables(known_on), preset_policies(), Parameters(as_of), overrides)


def eligible(on: date) -> int:
    items = plan_of(on).items
    return int(items.filter(items["document_no"] == "INV-1")["eligible_minor"].item())


def decided_by(on: date, known_on: date | None = None) -> tuple[str, str]:
    assigned = plan_of(on, known_on).assignments
    row = assigned.filter(assigned["customer_id"] == "C-1").row(0, named=True)
    return row["policy"], row["assigned_by"]


def refused(code: str, work: object) -> Refused:
    before = Batch.objects.count(), Entry.objects.count()
    with pytest.raises(Refused, match=code) as refusal:
        work()  # type: ignore[operator]
    assert (Batch.objects.count(), Entry.objects.count()) == before
    return refusal.value


def test_a_dispute_holds_its_amount_back_until_it_is_resolved(tmp_path: Path) -> None:
    house(tmp_path)
    opened = open_dispute(PART, actor=SYSTEM, on=DAY)
    assert (opened.facts["customer"], opened.facts["amount_minor"], eligible(DAY)) == ("C-1", 30_000, 70_000)
    over = resolve_dispute(Resolution("INV-1", "和解"), actor=SYSTEM, on=MONDAY)
    assert (over.facts["disputes"], over.facts["resolution"]) == ([opened.facts["dispute"]], "settled")
    assert (eligible(DAY), eligible(MONDAY)) == (70_000, 100_000)
    assert list(Entry.objects.order_by("-id").values_list("act", "subject_id")[:2]) == [
        ("resolve_dispute", "C-1"),
        ("open_dispute", "C-1"),
    ]
    refused("nothing_disputed", lambda: resolve_dispute(Resolution("INV-1", "settled"), actor=SYSTEM, on=MONDAY))


def test_a_folder_that_says_what_it_said_does_not_open_a_resolved_dispute_again(tmp_path: Path) -> None:
    house(tmp_path)
    told = "document_no,opened_on,reason\nINV-1,2026-11-10,price\n"

    def imported(text: str, on: date) -> Batch | None:
        (tmp_path / "disputes.csv").write_text(text)
        given = Import(read_folder(tmp_path, ReadOptions()).tables, on, "CNY")
        return record_import(given, previewed(given), actor=SYSTEM)

    assert imported(told, DAY) is not None
    resolve_dispute(Resolution("INV-1", "rejected"), actor=SYSTEM, on=DAY)
    assert imported(told, MONDAY) is None
    assert eligible(MONDAY) == 100_000
    assert imported(told.replace("reason\n", "reason,resolved_on\n").replace("price", "price,2026-11-21"), MONDAY)
    assert DisputeFact.objects.get(replaced_by__isnull=True).resolved_on == date(2026, 11, 21)


def test_what_cannot_be_disputed_is_refused(tmp_path: Path) -> None:
    house(tmp_path)
    guess = refused("no_such_document", lambda: open_dispute(Dispute("INV-11", "price"), actor=SYSTEM, on=DAY))
    assert guess.facts["near"] == "INV-1"
    refused("reason_unknown", lambda: open_dispute(Dispute("INV-1", "priec"), actor=SYSTEM, on=DAY))
    too_much = Dispute("INV-1", "price", Decimal(1001))
    refused("more_than_the_document", lambda: open_dispute(too_much, actor=SYSTEM, on=DAY))
    open_dispute(Dispute("INV-1", "price"), actor=SYSTEM, on=DAY)
    refused("disputed_already", lambda: open_dispute(PART, actor=SYSTEM, on=DAY))


def test_an_override_decides_from_its_day_to_its_last(tmp_path: Path) -> None:
    house(tmp_path)
    boss = hired("bea", "boss")
    override_policy(OTHER, policies=POLICIES, actor=boss, on=DAY)
    assert decided_by(date(2026, 11, 19), known_on=MONDAY) == ("b2b-standard", "default")
    assert decided_by(date(2026, 11, 30)) == ("credit-15-30-60", "override")
    assert decided_by(date(2026, 12, 1)) == ("b2b-standard", "default")
    told = PolicyOverride.objects.get()
    assert (told.made_by_id, told.reason, told.last_on) == (boss.id, OTHER.reason, OTHER.until)


def test_an_override_that_is_ended_still_counts_for_the_days_before(tmp_path: Path) -> None:
    house(tmp_path)
    override_policy(OTHER, policies=POLICIES, actor=SYSTEM, on=DAY)
    second = Overriding("C-1", "remind-1", date(2026, 12, 31), "they changed their mind")
    replaced = override_policy(second, policies=POLICIES, actor=SYSTEM, on=MONDAY)
    assert replaced.facts["instead_of"] == "override-" + str(Batch.objects.order_by("-id")[1].pk)
    end_override(Ending("C-1", "over"), actor=SYSTEM, on=WEDNESDAY)
    days = (DAY, MONDAY, TUESDAY, WEDNESDAY)
    expected = [("credit-15-30-60", "override"), *[("remind-1", "override")] * 2, ("b2b-standard", "default")]
    assert [decided_by(on) for on in days] == expected
    assert [decided_by(on, known_on=WEDNESDAY) for on in days] == expected
    refused("nothing_overridden", lambda: end_override(Ending("C-1", "again"), actor=SYSTEM, on=WEDNESDAY))


def test_what_cannot_be_overridden_is_refused(tmp_path: Path) -> None:
    house(tmp_path)

    def asked(policy: str = "remind-1", until: date = MONDAY, reason: str = "r") -> object:
        given = Overriding("C-1", policy, until, reason)
        return lambda: override_policy(given, policies=POLICIES, actor=SYSTEM, on=DAY)

    assert refused("policy_unknown", asked(policy="remind-9")).facts["near"] == "remind-3"
    refused("until_is_past", asked(until=date(2026, 11, 19)))
    refused("reason_missing", asked(reason=" "))


def test_a_postponed_task_is_left_alone_and_comes_back(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    day(DAY)
    task = Task.objects.get(case__customer__code="C-1")
    done = postpone(Postponement("C-1", TUESDAY, "their accountant is away"), actor=carl, on=DAY)
    assert done.facts["tasks"] == [{"task": task.pk, "policy": "b2b-standard", "policy_version": 1, "step": task.step}]
    day(MONDAY)
    day(TUESDAY)
    assert list(Task.objects.filter(case__customer__code="C-1").values_list("pk", "state")) == [(task.pk, "postponed")]
    day(WEDNESDAY)
    assert list(Task.objects.filter(case__customer__code="C-1", state="open").values_list("step")) == [(task.step,)]


def test_a_task_that_somebody_else_moved_is_refused(tmp_path: Path) -> None:
    house(tmp_path)
    day(DAY)
    number = Task.objects.get(case__customer__code="C-1").pk
    seen = Postponement(str(number), TUESDAY, "r", version=1)
    postpone(seen, actor=SYSTEM, on=DAY)
    refused("task_moved", lambda: postpone(seen, actor=SYSTEM, on=DAY))


def test_done_is_a_record_of_the_step(tmp_path: Path) -> None:
    house(tmp_path)
    fourth = date(2026, 12, 4)
    day(fourth)
    task = Task.objects.get(case__customer__code="C-1", step="manager")  # inside the house: no contact meets it
    done = finish_task(Finish(task.pk, at=datetime(2026, 12, 4, 9)), actor=SYSTEM, on=fourth)
    assert [met["task"] for met in done.facts["tasks"]] == [task.pk]
    day(fourth)
    managed = Task.objects.filter(case__customer__code="C-1", step="manager").values_list("pk", "state", "ended_as")
    assert list(managed) == [(task.pk, "done", "met")]
    refused("task_ended", lambda: finish_task(Finish(task.pk), actor=SYSTEM, on=fourth))
    refused("task_unknown", lambda: finish_task(Finish(0), actor=SYSTEM, on=fourth))


def test_who_may_not_decides_nothing(tmp_path: Path) -> None:
    house(tmp_path)
    day(DAY)
    carl, cleo = hired("carl", "collector"), hired("cleo", "collector")
    open_dispute(PART, actor=carl, on=DAY)

    def acts(actor: Actor) -> list[object]:
        return [
            lambda: open_dispute(Dispute("INV-1", "price", Decimal(1)), actor=actor, on=DAY),
            lambda: postpone(Postponement("C-1", TUESDAY, "r"), actor=actor, on=DAY),
            lambda: override_policy(OTHER, policies=POLICIES, actor=actor, on=DAY),
            lambda: resolve_dispute(Resolution("INV-1", "settled"), actor=actor, on=DAY),
        ]

    for work in acts(cleo)[:2]:
        refused("out_of_reach", work)
    for work in acts(carl)[2:]:
        refused("not_allowed", work)
    with pytest.raises(Refused, match="out_of_reach"):
        history("C-1", viewer=cleo, on=DAY)


def test_the_history_tells_what_was_done_by_whom(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector")
    day(DAY)
    open_dispute(PART, actor=carl, on=DAY)
    override_policy(OTHER, policies=POLICIES, actor=SYSTEM, on=DAY)
    finish_task(Finish(Task.objects.get(case__customer__code="C-1").pk), actor=carl, on=DAY)
    customer, events = history("甲", viewer=carl, on=DAY)
    told = sorted((event.kind, event.by, event.is_imported) for event in events)
    assert (customer, told) == (
        "C-1",
        [("activity", "carl", False), ("dispute", "carl", False), ("override", None, False), ("task", "carl", False)],
    )
