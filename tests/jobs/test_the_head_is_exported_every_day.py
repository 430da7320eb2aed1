"""The worker's clock brings the end of the audit chain into the file of heads, where it shows a record made anew.

| then                                   | the file            | verify                                 |
|----------------------------------------|---------------------|----------------------------------------|
| 04:00 comes, with one entry on record  | one head            | sound                                  |
| 04:00 comes again, nothing new         | still one           | sound                                  |
| an entry more, 04:00 comes             | two heads           | sound                                  |
| somebody makes the chain anew          | two heads           | the heads differ                       |
"""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry, Head, Seal
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.outbox.models import Schedule
from huikuan.apps.outbox.schedules import name_schedules
from huikuan.config.reactions import REACTIONS, TIMETABLES
from huikuan.desk.record import verify_record
from huikuan.gateways.heads import read_heads
from huikuan.jobs.audit import export_head_due

DAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db(transaction=True)


def recorded(subject: str) -> None:
    with transaction.atomic():
        record_entry(act_id=uuid.uuid4(), act="day", actor=SYSTEM, subject=Subject("run", subject), facts={})


def test_a_chain_made_anew_is_found_by_the_exported_heads(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    heads = settings.AUDIT_HEADS = tmp_path / "elsewhere" / "heads.jsonl"  # type: ignore[attr-defined]
    recorded("1")
    export_head_due({})
    export_head_due({})
    assert [number for _, number, _ in read_heads(heads)] == [1]
    recorded("2")
    export_head_due({})
    assert [number for _, number, _ in read_heads(heads)] == [1, 2]
    assert verify_record(heads, actor=SYSTEM, on=DAY).is_sound
    for model in (Head, Seal):
        model.objects.all().delete()
    Entry.objects.filter(subject_id="1").update(subject_id="9")
    from huikuan.jobs.audit import seal

    seal()
    assert {finding.code for finding in verify_record(heads, actor=SYSTEM, on=DAY).findings} == {"head_differs"}


def test_four_in_the_morning_is_its_time() -> None:
    assert REACTIONS["export_audit_head"].function == "huikuan.jobs.audit.export_head_due"
    assert [each.minute_of_day for each in TIMETABLES if each.name == "export_audit_head"] == [240]
    name_schedules()
    assert Schedule.objects.get(name="export_audit_head").minute_of_day == 240
