"""What a day goes by is what the house has chosen for that day; what nobody has chosen is as it ships (R-133, R-134).

INV-1 of C-1 is 19 days overdue on 2026-11-20: b2b-standard follows up, credit-15-30-60 proposes the serious step.

| chosen                                   | by         | holds                                      |
|------------------------------------------|------------|--------------------------------------------|
| nothing                                  |            | b2b-standard, as it ships                  |
| credit-15-30-60 as default, from 11-23   | operator   | from 11-23 on; the 20th stays as it was    |
| the same                                 | a manager  | once the general manager or boss says yes  |
| own file, later with other words         | operator   | refused: a version is written once         |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.dunning.models import Run
from huikuan.apps.intake.models import Batch
from huikuan.apps.policies.models import HouseChoice, PolicyVersion
from huikuan.apps.tasks.models import Task
from huikuan.cli import manual as manuals
from huikuan.desk.approving import Decision, decide
from huikuan.desk.manual import manual_of, manual_on
from huikuan.desk.using import Used, use
from huikuan.gateways.policies import PRESETS, preset_text
from huikuan.jobs.day import day
from tests.desk.staffed import hired, house

pytestmark = pytest.mark.django_db
DAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def chosen(
    name: str | Path, *, first_on: date = DAY, on: date = DAY, as_default: bool = True, actor: Actor = SYSTEM
) -> Used:
    choice, _ = manuals.chosen(str(name), as_default=as_default)
    return use(choice, first_on=first_on, actor=actor, on=on)


def default_on(on: date) -> str:
    return manual_on(on).parameters.default_policy


def own(folder: Path, *, version: int = 1, tolerance: str = "1.00") -> Path:
    text = preset_text("b2b-standard").replace("id: b2b-standard", "id: ours", 1)
    text = text.replace("version: 1", f"version: {version}", 1).replace("tolerance: 1.00", f"tolerance: {tolerance}")
    (folder / "ours.yaml").write_text(text, encoding="utf-8")
    return folder / "ours.yaml"


def test_nothing_chosen_is_as_it_ships() -> None:
    manual = manual_on(DAY)
    assert (manual.parameters.default_policy, sorted(manual.policies)) == ("b2b-standard", sorted(PRESETS))
    assert manual.parameters.statement_cycle is not None
    assert manual.parameters.call_times == "mornings-midweek"


def test_a_choice_holds_from_its_day_on() -> None:
    chosen("credit-15-30-60", first_on=MONDAY)
    assert [default_on(DAY), default_on(MONDAY), default_on(date(2027, 1, 1))] == [
        "b2b-standard",
        "credit-15-30-60",
        "credit-15-30-60",
    ]
    chosen("opening-friday", first_on=MONDAY)
    assert (manual_on(DAY).parameters.call_times, manual_on(MONDAY).parameters.call_times) == (
        "mornings-midweek",
        "opening-friday",
    )


def test_a_day_and_its_run_go_by_it_and_untouched_tasks_of_the_old_one_end(tmp_path: Path) -> None:
    house(tmp_path)
    day(DAY)
    chosen("credit-15-30-60", first_on=MONDAY)
    result = day(MONDAY)
    assert result.plan.worklist["policy"].unique().to_list() == ["credit-15-30-60"]
    run = Run.objects.get(business_date=MONDAY)
    assert (run.policies, run.parameters["default_policy"]) == ({"credit-15-30-60": 1}, "credit-15-30-60")
    states = Task.objects.order_by("policy", "state").values_list("policy", "state", "ended_as").distinct()
    assert list(states) == [("b2b-standard", "withdrawn", "not_needed"), ("credit-15-30-60", "open", "")]


def test_a_run_can_be_read_again_with_every_document_it_went_by(tmp_path: Path) -> None:
    house(tmp_path)
    chosen(own(tmp_path))
    day(DAY)
    own(tmp_path, version=2, tolerance="50.00")
    chosen(tmp_path / "ours.yaml", first_on=MONDAY)
    went_by = manual_of(Run.objects.get())
    assert (went_by.policies["ours"].version, went_by.policies["ours"].tolerance) == (1, "1.00")
    assert went_by.parameters == manual_on(DAY).parameters
    assert manual_on(MONDAY).policies["ours"].tolerance == "50.00"


def test_a_version_is_written_once(tmp_path: Path) -> None:
    chosen(own(tmp_path))
    with pytest.raises(Refused, match="policy_text_differs"):
        chosen(own(tmp_path, tolerance="2.00"))
    assert list(PolicyVersion.objects.values_list("policy", "version")) == [("ours", 1)]
    chosen(own(tmp_path, version=2, tolerance="2.00"))
    assert manual_on(DAY).policies["ours"].tolerance == "2.00"


def test_a_day_that_was_decided_stays_as_it_was(tmp_path: Path) -> None:
    house(tmp_path)
    day(MONDAY)
    for on, refusal in ((MONDAY, "choice_too_early"), (DAY, "day_decided")):
        with pytest.raises(Refused, match=refusal):
            chosen("credit-15-30-60", first_on=DAY, on=on)
    assert not HouseChoice.objects.filter(name="default_policy").exists()
    assert not Entry.objects.filter(act="use_policy").exists()


def test_a_persons_choice_waits_for_a_second_one(tmp_path: Path) -> None:
    house(tmp_path)
    mia, gus = hired("mia", "manager"), hired("gus", "gm")
    used = chosen("credit-15-30-60", actor=mia)
    assert used.request_no == Request.objects.get(kind="policy", role="gm").pk
    assert default_on(DAY) == "b2b-standard"
    decide(Decision(used.request_no, "approved", ""), actor=gus, on=DAY)
    assert default_on(DAY) == "credit-15-30-60"
    assert chosen("credit-15-30-60", actor=mia).is_known


def test_a_choice_that_was_refused_never_holds(tmp_path: Path) -> None:
    house(tmp_path)
    used = chosen("credit-15-30-60", actor=hired("mia", "manager"))
    assert used.request_no is not None
    decide(Decision(used.request_no, "refused", "先试跑"), actor=SYSTEM, on=DAY)
    assert default_on(MONDAY) == "b2b-standard"


@pytest.mark.parametrize(("role", "entity"), [("collector", None), ("supervisor", None), ("manager", "east")])
def test_who_may_not_choose_writes_nothing(role: str, entity: str | None, tmp_path: Path) -> None:
    house(tmp_path)
    somebody = hired("sam", role, entity=entity, team="South")
    before = Batch.objects.count(), Entry.objects.count()
    with pytest.raises(Refused):
        chosen("credit-15-30-60", actor=somebody)
    assert (Batch.objects.count(), Entry.objects.count()) == before
    assert not PolicyVersion.objects.exists()


def test_an_assignment_brings_its_policies_and_its_default(tmp_path: Path) -> None:
    own(tmp_path)
    (tmp_path / "who.yaml").write_text(
        "format: huikuan-assignment/1\nid: who\nversion: 1\ndefault: credit-15-30-60\nrules:\n"
        "  - {when: {segment: key}, policy: ours.yaml, because: {zh: 大客户, en: key customers}}\n",
        encoding="utf-8",
    )
    chosen(tmp_path / "who.yaml")
    (tmp_path / "ours.yaml").unlink()
    manual = manual_on(DAY)
    rules = manual.parameters.assignment
    assert rules is not None
    assert (rules.rules[0].policy, manual.policies["ours"].version) == ("ours", 1)
    assert manual.parameters.default_policy == "credit-15-30-60"


def test_the_first_day_records_what_ships_and_lets_it_hold() -> None:
    day(DAY)
    day(MONDAY)
    assert PolicyVersion.objects.count() == len(PRESETS) + 1
    assert HouseChoice.objects.count() == len(PRESETS) + 1
    assert (Batch.objects.count(), default_on(date(2026, 1, 1))) == (0, "b2b-standard")
    PolicyVersion.objects.filter(policy="school").update(text=preset_text("school").replace("学校", "院校"))
    assert manual_on(MONDAY).policies["school"].name["zh"] == "院校欠费催收"
