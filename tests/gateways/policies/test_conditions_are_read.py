"""What ``when`` may say, and the sentence for every way to get it wrong.

- id: first   from_day: 1        steps: call
- id: second  when: <as given>   steps: mail
"""

from __future__ import annotations

import pytest

from huikuan.engine.ladder.document import Interval, Policy, When
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.policies.document_tree import PolicyProblem
from huikuan.gateways.policies.reading import policy_from_text

DOCUMENT = """\
format: huikuan-policy/1
id: ours
version: 1
effective_from: 2026-01-01
name: {zh: 本司, en: Ours}
source: manual
grace: {A: 10, E: 0}
rungs:
  - id: first
    from_day: 1
    name: {zh: 首次, en: First}
    source: manual
    clause: {zh: 首次, en: First}
    steps:
      - {id: call, action: contact, channels: [phone], role: collector, template: call}
  - id: second
    BEGINS
    name: {zh: 再次, en: Second}
    source: manual
    clause: {zh: 再次, en: Second}
    steps:
      - {id: mail, STEP action: contact, channels: [email], role: collector, template: mail}
"""
LINE = next(number for number, line in enumerate(DOCUMENT.splitlines(), 1) if "BEGINS" in line)


def read(begins: str, step: str = "") -> tuple[Policy | None, list[PolicyProblem]]:
    return policy_from_text(DOCUMENT.replace("BEGINS", begins).replace("STEP", step))


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("{day: 7}", When("day", 7)),
        ("{day: 1, after: grace}", When("day", 1, after="grace")),
        ("{workday: 3, after: first}", When("workday", 3, after="first")),
        ("{month_day: 5}", When("month_day", 5)),
        ("{contacts: 6, channel: phone, reached: no}", When("contacts", 6, channel="phone", is_reached=False)),
        ("{conversations: 3, channel: phone}", When("conversations", 3, channel="phone")),
        ("{amount: 500000}", When("amount", amount="500000")),
        ("{term: 10}", When("term", 10)),
        ("{recorded: mail}", When("recorded", step="mail")),
        ("{any: [{day: 61}, {recorded: call}]}", When("any", parts=(When("day", 61), When("recorded", step="call")))),
        ("{all: [{day: 61}, {term: 0}]}", When("all", parts=(When("day", 61), When("term", 0)))),
    ],
)
def test_a_condition_is_read_as_written(written: str, when: When) -> None:
    policy, problems = read(f"when: {written}")
    assert problems == []
    assert policy is not None
    assert policy.rung("second").begins == when
    assert policy.grace == {"A": 10, "E": 0}


def test_a_step_may_begin_end_and_fall_on_days_of_its_own() -> None:
    policy, problems = read("from_day: 5", "when: {day: 9}, ends: {day: 20}, slots: [-5 wd, 0], once: yes,")
    assert problems == []
    assert policy is not None
    mail = policy.step("mail")
    assert (mail.begins, mail.ends, mail.is_once) == (When("day", 9), When("day", 20), True)
    assert mail.slots == (Interval(-5, "wd"), Interval(0, "cal"))


@pytest.mark.parametrize(
    ("begins", "code", "value"),
    [
        ("when: {}", "no_condition", ""),
        ("when: {after: grace}", "no_condition", ""),
        ("when: {day: 3, term: 10}", "two_conditions", "day, term"),
        ("when: {day: three}", "not_a_number", "three"),
        ("when: {contacts: 0}", "not_a_count", "0"),
        ("when: {month_day: 32}", "not_a_count", "32"),
        ("when: {term: 10, after: grace}", "unknown_key", "after"),
        ("when: {conversations: 3, reached: no}", "unknown_key", "reached"),
        ("when: {contacts: 3, channel: pigeon}", "not_a_choice", "pigeon"),
        ("when: {day: 3, after: second}", "unknown_base", "second"),
        ("when: {any: [{day: 9}, {day: 3, after: third}]}", "unknown_base", "third"),
        ("when: {any: [{day: 3}]}", "too_few", ""),
        ("when: {any: 3}", "not_a_list", ""),
        ("when: {recorded: visit}", "unknown_record", "visit"),
        ("when: {amount: much}", "not_an_amount", "much"),
        ("when: {day: 1}", "not_rising", "1"),
        ("when: 7", "no_condition", ""),
    ],
)
def test_a_mistake_is_named(begins: str, code: str, value: str) -> None:
    policy, problems = read(begins)
    assert policy is None
    assert [(problem.code, problem.value) for problem in problems] == [(code, value)]


def test_a_rung_begins_on_one_thing_and_a_slot_is_a_day() -> None:
    policy, problems = read("from_day: 3\n    when: {day: 3}", "slots: [soon],")
    assert policy is None
    assert sorted(problem.code for problem in problems) == ["not_a_slot", "two_beginnings"]


@pytest.mark.parametrize(
    ("rung", "code", "value"),
    [
        ("continue_with: b2b-standard/nowhere", "unknown_continuation", "b2b-standard/nowhere"),
        ("continue_with: nobody/supervisor", "unknown_continuation", "nobody/supervisor"),
        ("continue_with: b2b-standard/supervisor", "steps_twice", ""),
    ],
)
def test_a_continuation_names_a_rung_of_a_shipped_policy(rung: str, code: str, value: str) -> None:
    text = DOCUMENT.replace("BEGINS", f"from_day: 3\n    {rung}").replace("STEP", "")
    if code == "unknown_continuation":
        text = text[: text.rindex("    steps:")]
    policy, problems = policy_from_text(text, shipped=preset_policies().get)
    assert policy is None
    assert [(problem.code, problem.value) for problem in problems] == [(code, value)]


def test_two_rungs_of_one_name_are_refused() -> None:
    policy, problems = policy_from_text(
        DOCUMENT.replace("BEGINS", "from_day: 3").replace("STEP", "").replace("id: second", "id: first")
    )
    assert policy is None
    assert [(problem.code, problem.where, problem.value) for problem in problems] == [("duplicate_id", "rung", "first")]
