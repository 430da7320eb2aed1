"""A policy document is changed in single places; the rest stays as its writer put it."""

from __future__ import annotations

import pytest

from huikuan.gateways.policies import PRESETS, policy_of_text, preset_policies, preset_text
from huikuan.gateways.policies.editing import (
    NOTHING,
    RungEdit,
    steps_written,
    with_rung,
    with_rung_behind,
    with_version,
    without_rung,
)

TEXT = preset_text("b2b-standard")


def changed_lines(before: str, after: str) -> list[str]:
    kept = set(before.splitlines())
    return [line.strip() for line in after.splitlines() if line not in kept]


@pytest.mark.parametrize("name", PRESETS)
def test_a_new_number_touches_one_line(name: str) -> None:
    before = preset_text(name)

    assert changed_lines(before, with_version(before, 41)) == ["version: 41"]


@pytest.mark.parametrize("name", PRESETS)
def test_every_rung_of_every_ladder_may_be_rewritten_and_means_the_same_elsewhere(name: str) -> None:
    """The rewritten document is read again by the reader of all documents: nothing but the name differs."""
    policy, text = preset_policies()[name], preset_text(name)
    for rung in policy.rungs:
        edited = with_rung(text, RungEdit(rung.id, {"name": {"zh": "甲", "en": "A, b: c"}}, {}))
        read, problems = policy_of_text(edited, preset_policies())
        assert read is not None, problems
        assert read.rung(rung.id).name == {"zh": "甲", "en": "A, b: c"}
        assert [one.begins for one in read.rungs] == [one.begins for one in policy.rungs]
        others = [one for one in policy.rungs if one.id != rung.id]
        assert [one for one in read.rungs if one.id != rung.id] == others


def test_entries_are_set_and_taken_out() -> None:
    step = {"every": "3 wd", "channels": ["wecom", "email"], "min_amount": "500", "customer_facing": NOTHING}

    read, _ = policy_of_text(with_rung(TEXT, RungEdit("manager", {"from_day": 25}, {"manager": step})), {})

    assert read is not None
    manager = read.step("manager")
    assert (read.rung("manager").from_day, manager.channels, manager.min_amount) == (25, ("wecom", "email"), "500")
    assert manager.every is not None
    assert (manager.every.count, manager.every.unit, manager.customer_facing) == (3, "wd", True)


def test_a_rung_comes_behind_another_with_a_step_of_its_own() -> None:
    read, problems = policy_of_text(with_rung_behind(TEXT, "lock", "lock-2", 98), {})

    assert read is not None, problems
    ids = [rung.id for rung in read.rungs]
    assert ids[ids.index("lock") + 1] == "lock-2"
    assert (read.rung("lock-2").from_day, [step.id for step in read.rung("lock-2").steps]) == (98, ["lock-2"])


def test_a_rung_that_others_need_cannot_be_taken_out_unseen() -> None:
    """The text is made; that nothing may require a step that is gone is said by the reader."""
    read, problems = policy_of_text(without_rung(TEXT, "lock"), {})

    assert (read, {problem.code for problem in problems}) == (None, {"unknown_step"})
    shorter, faults = policy_of_text(without_rung(TEXT, "follow-1"), {})
    whole, _none = policy_of_text(TEXT, {})
    assert shorter
    assert whole
    assert [rung.id for rung in shorter.rungs] == [rung.id for rung in whole.rungs if rung.id != "follow-1"]
    assert faults == []


def test_what_continues_another_ladder_has_no_steps_of_its_own() -> None:
    assert steps_written(preset_text("remind-1"), "next") == []
    assert steps_written(TEXT, "lock") == ["lock-warning", "lock"]
