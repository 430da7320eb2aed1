"""Work that comes again: each due minute becomes one job, however many workers look at the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from huikuan.apps.outbox.models import Schedule
from huikuan.apps.outbox.reactions import Timetable
from huikuan.apps.outbox.services import enqueue
from huikuan.gateways import clock

_DAY = timedelta(days=1)


def name_schedules() -> None:
    """Add the timetables that have no row yet; they begin with their next minute. What is there stays as it is."""
    known = set(Schedule.objects.values_list("name", flat=True))
    missing = [timetable for timetable in settings.TIMETABLES if timetable.name not in known]
    Schedule.objects.bulk_create(
        [
            Schedule(
                name=timetable.name,
                minute_of_day=timetable.minute_of_day,
                every_minutes=timetable.every_minutes,
                zone=timetable.zone,
                last_due_at=clock.now(),
            )
            for timetable in missing
        ],
        ignore_conflicts=True,
    )


def enqueue_due() -> int:
    """Turn the minutes that have come into jobs; returns how many. Of minutes that were missed only the last counts."""
    now, made = clock.now(), 0
    for schedule in Schedule.objects.filter(is_paused=False):
        timetable = Timetable(schedule.name, schedule.minute_of_day, schedule.every_minutes, schedule.zone)
        due_at = newest_minute(timetable, now)
        if schedule.last_due_at is not None and due_at <= schedule.last_due_at:
            continue
        with transaction.atomic():
            unseen = Schedule.objects.filter(pk=schedule.pk, last_due_at=schedule.last_due_at)
            if unseen.update(last_due_at=due_at):
                on = due_at.astimezone(ZoneInfo(schedule.zone)).date()
                enqueue(
                    schedule.name, {"business_date": on.isoformat()}, key=f"{schedule.name}@{due_at:%Y-%m-%dT%H:%MZ}"
                )
                made += 1
    return made


def newest_minute(timetable: Timetable, now: datetime) -> datetime:
    """Return the last due minute up to ``now``, in UTC.

    Once a day: the minute on the zone's clock. Where the clock skips it in spring it falls as much later; where it
    comes twice in autumn the first counts. Every so many minutes: counted in UTC from ``minute_of_day``.
    """
    if timetable.every_minutes:
        step = timedelta(minutes=timetable.every_minutes)
        start = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=timetable.minute_of_day)
        return start + (now - start) // step * step
    zone = ZoneInfo(timetable.zone)
    at = time(*divmod(timetable.minute_of_day, 60), tzinfo=zone)
    today = now.astimezone(zone).date()
    due_at = datetime.combine(today, at).astimezone(UTC)
    return due_at if due_at <= now else datetime.combine(today - _DAY, at).astimezone(UTC)
