"""A case that moves while a day is decided makes it decide again, three times at most; then it is written all the same.

| round | meanwhile told of C-1 | then                                                          |
|-------|-----------------------|---------------------------------------------------------------|
| 1, 2  | a call each           | decided again                                                 |
| 3     | a call                | written without it, and counted; the next run decides with it |
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.dunning.models import Run
from huikuan.apps.intake.models import Batch
from huikuan.desk import day as days
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, house

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("calls", "rounds", "moved"), [(0, 1, 0), (1, 2, 0), (2, 3, 0), (3, 3, 1), (9, 3, 1)])
def test_a_day_is_decided_three_times_at_most(
    calls: int, rounds: int, moved: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(tmp_path)
    decide, decided = days.planned, []

    def somebody_calls_meanwhile(*given: Any) -> Any:
        if len(decided) < calls:
            log_contact(Contact("C-1", "phone", "stalling"), actor=SYSTEM, on=DAY)
        decided.append(Batch.objects.count())
        return decide(*given)

    monkeypatch.setattr(days, "planned", somebody_calls_meanwhile)
    result = day(DAY)
    assert (len(decided), result.counts["cases_moved"], result.revision) == (rounds, moved, 1)
    run = Run.objects.get()
    assert run.position == Batch.objects.order_by("-id")[moved].pk  # what it saw, for the replay
    monkeypatch.setattr(days, "planned", decide)
    again = day(DAY)
    assert (again.counts["cases_moved"], again.revision) == (0, 2)
    assert Run.objects.latest("id").position == Batch.objects.latest("id").pk
