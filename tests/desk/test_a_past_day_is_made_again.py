"""A past day, made again from what its run saw, is the one on record: no hindsight, and the manual of that day.

| later                                         | the 20th made again            |
|-----------------------------------------------|--------------------------------|
| a payment of the 19th, told on the 20th after the run | equal: the run did not see it |
| another amount, told on the 23rd              | equal                          |
| another default policy from the 23rd          | equal, by the policy of then    |
| the stored row was tampered with              | names row and column            |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.dunning.models import WorklistRow
from huikuan.desk.replaying import replayed
from huikuan.desk.using import of_policy, use
from huikuan.gateways.policies import preset_policies, preset_text
from huikuan.jobs.day import day
from tests.desk.staffed import hired, house
from tests.desk.test_a_proposed_step_asks_for_its_approval_once import TABLES, told

pytestmark = pytest.mark.django_db
DAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
PAID = "payment_no,customer_id,received_on,amount,allocations\nP-1,C-1,2026-11-19,300,INV-1:300\n"


def test_what_was_told_after_the_run_changes_nothing_of_it(tmp_path: Path) -> None:
    house(tmp_path)
    told(tmp_path / "told", DAY, **TABLES)
    day(DAY)
    told(tmp_path / "told", DAY, **TABLES, payments=PAID)
    told(tmp_path / "told", MONDAY, **{**TABLES, "receivables": TABLES["receivables"].replace("1000", "5000")})
    policy = preset_policies()["credit-15-30-60"]
    choice = of_policy(policy, preset_text(policy.id), as_default=True)
    use(choice, first_on=MONDAY, actor=SYSTEM, on=MONDAY)
    day(MONDAY)
    friday, monday = replayed(DAY, viewer=SYSTEM), replayed(MONDAY, viewer=SYSTEM)
    assert (friday.revision, friday.rows, friday.differences) == (1, 3, [])
    assert (monday.rows, monday.differences) == (3, [])


def test_a_stored_row_that_was_changed_is_named(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, **TABLES)
    day(DAY)
    row = WorklistRow.objects.get()
    row.facts = row.facts.replace('"eligible_minor":100000', '"eligible_minor":1')
    row.save()
    found = replayed(DAY, viewer=SYSTEM).differences
    assert [(each.customer_id, each.column, each.was, each.now) for each in found] == [
        ("C-1", "eligible_minor", "1", "100000")
    ]


def test_a_day_that_was_never_run_and_who_may_not_are_refused(tmp_path: Path) -> None:
    house(tmp_path)
    with pytest.raises(Refused, match="run_unknown"):
        replayed(DAY, viewer=SYSTEM)
    day(DAY)
    with pytest.raises(Refused, match="not_allowed"):
        replayed(DAY, viewer=hired("carl", "collector"))
