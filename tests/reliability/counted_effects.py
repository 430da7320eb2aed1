"""Effects that can be counted afterwards: an audit entry in the database, a line in a file outside it.

Each sleeps before and after its effect, so that a kill can fall between.
"""

from __future__ import annotations

import os
import random
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject, record_entry

LONGEST_SLEEP = 0.03


def short(payload: Mapping[str, Any]) -> None:
    _sleep()
    _count(payload["marker"])
    _sleep()


def slow(payload: Mapping[str, Any]) -> None:
    _sleep()
    with transaction.atomic():
        if not Entry.objects.filter(act="effect", subject_id=payload["marker"]).exists():
            _count(payload["marker"])
    _sleep()


def letter(payload: Mapping[str, Any]) -> None:
    _sleep()
    line = os.open(payload["post"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(line, f"{payload['marker']}\n".encode())
    os.close(line)
    _sleep()


def long(payload: Mapping[str, Any]) -> None:
    """Write that it began, and end when a file appears or after a minute."""
    Path(payload["began"]).touch()
    for _ in range(600):
        if Path(payload["may_end"]).exists():
            _count(payload["marker"])
            return
        time.sleep(0.1)


def _count(marker: str) -> None:
    record_entry(act_id=uuid.uuid4(), act="effect", actor=SYSTEM, subject=Subject("marker", marker), facts={})


def _sleep() -> None:
    time.sleep(random.uniform(0, LONGEST_SLEEP))
