"""Every role and every act, as the permission table says; what is refused has written nothing.

customer | company | owner | collector        team South: carl and cora, whose role in main is under test
C-1      | main    | rita  | carl
C-2      | main    | rob   | cleo
C-3      | east    | rob   | carl
C-9      | main    | rob   | cora
"""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject
from huikuan.apps.dunning.selectors import newest_run, worklist_rows
from huikuan.apps.intake.models import Batch
from huikuan.apps.people.permissions import PERMISSIONS, scope_of
from huikuan.apps.receivables.models import Case
from huikuan.desk.acts import act
from huikuan.desk.rights import HOUSE, About
from huikuan.engine.codes import ROLES
from huikuan.jobs.day import day
from tests.desk.staffed import CUSTOMERS, DAY, RECEIVABLES, hired, house, imported

pytestmark = pytest.mark.django_db
EAST = About("C-3")
REACHED = {
    None: (),
    "own": ("mine",),
    "team": ("mine", "team's"),
    "entity": ("mine", "team's", "other's", "main"),
    "all": ("mine", "team's", "other's", "main", "east", "house"),
}
PLACES = {
    "mine": About("C-9"),
    "team's": About("C-1", ("main",)),
    "other's": About("C-2"),
    "main": About(entities=("main",)),
    "east": About("C-3"),
    "house": HOUSE,
}


def allowed(name: str, actor: Actor, about: About) -> bool:
    try:
        with act(name, actor=actor, on=DAY, subject=Subject("test", "1"), about=about):
            pass
    except Refused:
        return False
    return True


def written() -> tuple[int, int]:
    return Batch.objects.count(), Entry.objects.count()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reaches_as_far_as_the_table_says(role: str, tmp_path: Path) -> None:
    own = "INV-9,C-9,main,2026-10-01,2026-11-04,900\n", "C-9,丁公司,rob,cora\n"
    imported(tmp_path, RECEIVABLES + own[0], CUSTOMERS + own[1])
    hired("carl", team="South")
    cora = hired("cora", role, team="South", entity="main")
    for name in PERMISSIONS:
        for place, about in PLACES.items():
            before = written()
            expected = place in REACHED[scope_of(name, role)]
            assert allowed(name, cora, about) is expected, (name, place)
            assert written() == ((before[0] + 1, before[1] + 1) if expected else before), (name, place)


@pytest.mark.parametrize(
    ("act_name", "role", "scope"),
    [
        ("log_activity", "collector", "own"),
        ("log_activity", "supervisor", "team"),
        ("resolve_dispute", "collector", None),
        ("approve_promise", "supervisor", "team"),
        ("approve_write_off", "boss", "entity"),
        ("approve_write_off", "finance", None),
        ("see_phone", "finance", None),
        ("erase_personal", "admin", None),
        ("import", "clerk", "entity"),
        ("see_worklist", "trainer", None),
    ],
)
def test_the_table_says(act_name: str, role: str, scope: str | None) -> None:
    assert scope_of(act_name, role) == scope


def test_every_role_in_the_table_is_a_role_and_stands_once_an_act() -> None:
    for name, row in PERMISSIONS.items():
        listed = [role for roles in row.values() for role in roles.split()]
        assert len(listed) == len(set(listed)), name
        assert set(listed) <= set(ROLES), name


def test_several_roles_add_up(tmp_path: Path) -> None:
    house(tmp_path)
    carl = hired("carl", "collector", entity="main")
    assert (allowed("log_activity", carl, PLACES["team's"]), allowed("log_activity", carl, EAST)) == (True, False)
    cleo = hired("cleo", "collector", "finance")
    assert (allowed("log_activity", cleo, EAST), allowed("adjust", cleo, EAST)) == (True, True)


def test_a_customer_in_two_companies_is_not_all_of_either_ones(tmp_path: Path) -> None:
    house(tmp_path)
    imported(tmp_path, RECEIVABLES + "INV-4,C-1,east,2026-10-01,2026-11-01,10\n", CUSTOMERS)
    manager = hired("mia", "manager", entity="main")
    assert allowed("override_policy", manager, About("C-1", ("main",)))
    assert not allowed("override_policy", manager, About("C-1"))


def test_an_unknown_act_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError), act("fly", actor=SYSTEM, on=DAY, subject=Subject("test", "1")):
        pass


def test_the_worklist_shows_each_viewer_his_own(tmp_path: Path) -> None:
    house(tmp_path)
    day(DAY)
    run = newest_run()
    assert run is not None
    code_of = dict(Case.objects.values_list("id", "customer__code"))

    def seen(viewer: Actor) -> list[str]:
        return sorted(code_of[case] for case in worklist_rows(run, viewer=viewer)["case_no"])

    assert seen(SYSTEM) == ["C-1", "C-2", "C-3"]
    assert seen(hired("carl", "collector", team="South")) == ["C-1", "C-3"]
    assert seen(hired("cleo", "collector")) == ["C-2"]
    assert seen(hired("sue", "supervisor", team="South", entity="main")) == ["C-1"]
    assert seen(hired("fay", "finance", entity="east")) == ["C-3"]
    assert seen(hired("tom", "trainer")) == []
