"""Each due minute of a schedule becomes one job; of missed minutes the last counts.

| schedule              | now (UTC)        | newest minute (UTC)                          |
|-----------------------|------------------|----------------------------------------------|
| 05:00 Shanghai        | 11-20 21:00      | 11-20 21:00, business date 11-21             |
| 05:00 Shanghai        | 11-20 20:59      | 11-19 21:00                                  |
| 02:30 Berlin, 03-29   | 03-29 01:29 / 30 | 03-28 01:30 / 03-29 01:30: skipped, an hour later |
| 02:30 Berlin, 10-25   | 10-25 00:30      | 10-25 00:30: it comes twice, the first counts |
| 02:30 Berlin, 10-25   | 10-25 01:30      | the same                                     |
| every 10 min from :03 | 11-20 12:22      | 11-20 12:13                                  |
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from huikuan.apps.outbox.models import Job, Schedule
from huikuan.apps.outbox.reactions import Timetable
from huikuan.apps.outbox.schedules import enqueue_due, name_schedules, newest_minute
from huikuan.gateways import clock

FIVE = Timetable("mark", 5 * 60)
BERLIN = Timetable("mark", 2 * 60 + 30, zone="Europe/Berlin")
TENS = Timetable("mark", 3, every_minutes=10)


def utc(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("timetable", "now", "newest"),
    [
        (FIVE, utc(11, 20, 21, 0), utc(11, 20, 21, 0)),
        (FIVE, utc(11, 20, 20, 59), utc(11, 19, 21, 0)),
        (BERLIN, utc(3, 29, 1, 29), utc(3, 28, 1, 30)),
        (BERLIN, utc(3, 29, 1, 30), utc(3, 29, 1, 30)),
        (BERLIN, utc(10, 25, 0, 30), utc(10, 25, 0, 30)),
        (BERLIN, utc(10, 25, 1, 30), utc(10, 25, 0, 30)),
        (TENS, utc(11, 20, 12, 22), utc(11, 20, 12, 13)),
        (TENS, utc(11, 20, 12, 23), utc(11, 20, 12, 23)),
    ],
)
def test_the_newest_minute_follows_the_clock_of_its_zone(timetable: Timetable, now: datetime, newest: datetime) -> None:
    assert newest_minute(timetable, now) == newest


def told_time(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def keys() -> list[str | None]:
    return list(Job.objects.order_by("id").values_list("key", flat=True))


@pytest.mark.django_db
def test_a_minute_becomes_one_job_and_missed_days_only_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TIMETABLES = (FIVE,)
    told_time(monkeypatch, utc(11, 16, 9, 0))
    name_schedules()
    assert enqueue_due() == 0
    told_time(monkeypatch, utc(11, 16, 21, 0))
    assert [enqueue_due(), enqueue_due()] == [1, 0]
    told_time(monkeypatch, utc(11, 20, 23, 0))  # nobody worked for three mornings
    assert [enqueue_due(), enqueue_due()] == [1, 0]
    assert keys() == ["mark@2026-11-16T21:00Z", "mark@2026-11-20T21:00Z"]
    assert Job.objects.latest("id").payload == {"business_date": "2026-11-21"}


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_make_one_job(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TIMETABLES = (FIVE,)
    told_time(monkeypatch, utc(11, 16, 9, 0))
    name_schedules()
    told_time(monkeypatch, utc(11, 16, 21, 0))
    together = threading.Barrier(4)

    def look(_: int) -> int:
        try:
            together.wait()
            return enqueue_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(look, range(4)))
    assert sorted(made) == [0, 0, 0, 1]
    assert keys() == ["mark@2026-11-16T21:00Z"]


@pytest.mark.django_db
def test_a_paused_schedule_makes_nothing_and_settings_of_people_stay(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TIMETABLES = (FIVE,)
    told_time(monkeypatch, utc(11, 16, 9, 0))
    name_schedules()
    with transaction.atomic():
        Schedule.objects.update(is_paused=True, minute_of_day=60)
    told_time(monkeypatch, utc(11, 20, 23, 0))
    name_schedules()
    assert enqueue_due() == 0
    assert Schedule.objects.get().minute_of_day == 60
