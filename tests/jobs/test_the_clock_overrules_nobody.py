"""A day that a person ran is left alone by the clock; one that nobody ran is decided by it.

| run by a person on 11-20 | the clock says 11-20     | the clock says 11-23    |
|--------------------------|--------------------------|-------------------------|
| credit-15-30-60          | still one run, that one  | a run of 11-23          |
"""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.apps.dunning.models import Run
from huikuan.jobs.day import day, due_day

pytestmark = pytest.mark.django_db


def test_the_clock_decides_only_what_nobody_has_decided() -> None:
    day(date(2026, 11, 20), default_policy="credit-15-30-60")
    due_day({"business_date": "2026-11-20"})
    assert [run.parameters["default_policy"] for run in Run.objects.all()] == ["credit-15-30-60"]
    due_day({"business_date": "2026-11-23"})
    assert list(Run.objects.order_by("id").values_list("business_date", "revision")) == [
        (date(2026, 11, 20), 1),
        (date(2026, 11, 23), 1),
    ]
