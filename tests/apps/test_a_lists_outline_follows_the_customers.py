"""R-222: counts and neighbours come from an outline that is kept, and read again when customers change hands.

customer | collector | rank
C-3      | carl      | 1
C-2      | cleo      | 2
C-1      | carl      | 3
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.apps.dunning.outlines import outline_of
from huikuan.apps.dunning.selectors import Wanted, neighbours, newest_run, worklist_counts
from huikuan.apps.people.permissions import EVERYTHING
from tests.desk.staffed import CUSTOMERS, RECEIVABLES, hired, imported
from tests.web.visits import opened_house

pytestmark = pytest.mark.django_db


def test_who_comes_before_and_behind(tmp_path: Path) -> None:
    opened_house(tmp_path)
    run, boss, carl = newest_run(), hired("bo", "boss"), hired("carl", "collector")
    assert run is not None

    middle = neighbours(run, "C-2", viewer=boss)
    assert middle is not None
    assert (middle.place, middle.cases, middle.before, middle.after) == (2, 3, "C-3", "C-1")
    last = neighbours(run, "C-1", viewer=carl)
    assert last is not None
    assert (last.place, last.cases, last.before, last.after) == (2, 2, "C-3", None)
    assert neighbours(run, "C-2", viewer=carl) is None


def test_it_is_read_once_until_a_customer_changes_hands(tmp_path: Path) -> None:
    opened_house(tmp_path)
    run, carl = newest_run(), hired("carl", "collector")
    assert run is not None
    outline_of(run, EVERYTHING)
    with CaptureQueriesContext(connection) as asked:
        assert outline_of(run, EVERYTHING).height == 3
    assert not any("dunning_worklistrow" in question["sql"] for question in asked)
    assert sum(worklist_counts(run, Wanted(), viewer=carl).values()) == 2

    (tmp_path / "later").mkdir()
    imported(tmp_path / "later", RECEIVABLES, CUSTOMERS.replace("C-2,乙公司,rob,cleo", "C-2,乙公司,rob,carl"))

    assert sum(worklist_counts(run, Wanted(), viewer=carl).values()) == 3
