"""A deputy has the rights of whom he stands in for, on the days of the absence alone, and both are on record.

carl: collector of C-1, away 11-20 … 11-22 · dora: his deputy, trainer, no customers of her own
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject
from huikuan.apps.people.models import RoleGrant, User
from huikuan.desk import staff
from huikuan.desk.acts import act
from huikuan.desk.rights import About, require
from tests.desk.staffed import DAY, hired, house

pytestmark = pytest.mark.django_db
CARLS = About("C-1")


def away(folder: Path) -> tuple[Actor, Actor]:
    house(folder)
    carl, dora = hired("carl", "collector"), hired("dora", "trainer")
    staff.record_absence(staff.Absence("carl", "dora", DAY, date(2026, 11, 22)), actor=SYSTEM, on=DAY)
    return carl, Actor("person", dora.id, on_behalf_of=carl.id)


def refusal(actor: Actor, on: date = DAY, about: About = CARLS) -> str:
    with pytest.raises(Refused) as refused:
        require("log_activity", actor=actor, on=on, about=about)
    return refused.value.code


def test_a_deputy_may_what_the_absent_may(tmp_path: Path) -> None:
    carl, for_carl = away(tmp_path)
    with act("log_activity", actor=for_carl, on=date(2026, 11, 22), subject=Subject("case", "1"), about=CARLS):
        pass
    entry = Entry.objects.latest("id")
    assert (entry.actor_id, entry.on_behalf_of_id) == (for_carl.id, carl.id)
    assert refusal(for_carl, about=About("C-2")) == "out_of_reach"


@pytest.mark.parametrize("on", [date(2026, 11, 19), date(2026, 11, 23)])
def test_outside_the_absence_a_deputy_is_refused(tmp_path: Path, on: date) -> None:
    _, for_carl = away(tmp_path)
    entries = Entry.objects.count()
    assert refusal(for_carl, on) == "not_deputy"
    assert Entry.objects.count() == entries


def test_as_herself_a_deputy_has_her_own_rights_only(tmp_path: Path) -> None:
    _, for_carl = away(tmp_path)
    assert refusal(Actor("person", for_carl.id)) == "not_allowed"


def test_who_has_left_may_nothing_from_the_day_after(tmp_path: Path) -> None:
    carl, _ = away(tmp_path)
    User.objects.filter(code="carl").update(left_on=DAY)
    require("log_activity", actor=carl, on=DAY, about=CARLS)
    assert refusal(carl, date(2026, 11, 21)) == "person_left"


def test_a_role_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    carl, _ = away(tmp_path)
    RoleGrant.objects.update(valid_to=DAY)
    require("log_activity", actor=carl, on=DAY, about=CARLS)
    assert refusal(carl, date(2026, 11, 21)) == refusal(carl, date(2026, 11, 17)) == "not_allowed"


def test_nobody_gives_a_role_to_himself(tmp_path: Path) -> None:
    house(tmp_path)
    ada = hired("ada", "admin")
    with pytest.raises(Refused, match="own_grant"):
        staff.grant_role(staff.NewRole("ada", "boss"), actor=ada, on=DAY)
    assert list(RoleGrant.objects.values_list("role", flat=True)) == ["admin"]


@pytest.mark.parametrize("kind", ["token", "portal"])
def test_a_token_or_a_link_may_nothing_yet(kind: str) -> None:
    assert refusal(Actor(kind, 1), about=About()) == "not_allowed"  # type: ignore[arg-type]
