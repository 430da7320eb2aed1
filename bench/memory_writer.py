"""Somebody who works while a day is written: takes a task in hand every twentieth of a second, until told to stop.

``python -m bench.memory_writer DATE``; says how long each act took, in seconds, as JSON when its input ends.
"""

from __future__ import annotations

import json
import os
import random
import select
import sys
import time
from datetime import date

import django

PAUSE_SECONDS = 0.05


def main(on: date) -> None:
    """Act until the input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
    django.setup()
    from huikuan.apps.tasks.models import Task

    chosen = random.Random(1)
    tasks = list(Task.objects.filter(state="open").values_list("pk", flat=True))
    _acted(chosen.choice(tasks), on)  # the first act pays for the connection
    print("begun", flush=True)
    took = []
    while not select.select([sys.stdin], [], [], PAUSE_SECONDS)[0]:
        began = time.perf_counter()
        _acted(chosen.choice(tasks), on)
        took.append(time.perf_counter() - began)
    print(json.dumps(took))


def _acted(task_no: int, on: date) -> None:
    """Change a task under an act of its own, as a person's act does: batch, change, audit entry, one transaction."""
    from django.db.models import F

    from huikuan.apps.audit.actors import SYSTEM
    from huikuan.apps.audit.services import Subject
    from huikuan.apps.tasks.models import Task
    from huikuan.desk.acts import act

    with act("postpone_task", actor=SYSTEM, on=on, subject=Subject("task", str(task_no))):
        Task.objects.filter(pk=task_no).update(version=F("version") + 1)


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))
