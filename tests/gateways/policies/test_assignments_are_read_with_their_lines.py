"""An assignment document is read whole, or every mistake is told with its line (D-702)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.engine.assignment import Assignment, Condition, Override, Rule
from huikuan.gateways.policies import (
    POLICY_PROBLEMS,
    AssignmentReading,
    is_assignment,
    preset_policies,
    preset_text,
    read_assignment,
)

HEAD = "format: huikuan-assignment/1\nid: ours\nversion: 3\n"
BECAUSE = "{zh: 先书面, en: Write first}"
WORDS = {"zh": "先书面", "en": "Write first"}


def read(tmp_path: Path, body: str, *, head: str = HEAD) -> AssignmentReading:
    file = tmp_path / "assign.yaml"
    file.write_text(head + body, encoding="utf-8")
    return read_assignment(file, preset_policies())


def a_rule(**entries: str) -> str:
    parts = {"when": "{segment: key}", "policy": "school", "because": BECAUSE} | entries
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in parts.items() if value) + "}\n"


def an_override(**entries: str) -> str:
    parts = {"customer": "C1", "policy": "school", "reason": "agreed", "until": "2026-12-31"} | entries
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in parts.items() if value) + "}\n"


def test_every_part_of_a_document_is_read(tmp_path: Path) -> None:
    body = (
        "default: school\nrules:\n"
        + a_rule(when="{grade: [D, E], region: 无锡, habitual_delayer: true, amount_at_least: 500000, days_below: 30}")
        + a_rule(when="{}", policy="credit-15-30-60")
        + "overrides:\n"
        + an_override()
    )
    reading = read(tmp_path, body)
    conditions = (
        Condition("grade", ("D", "E")),
        Condition("region", ("无锡",)),
        Condition("habitual_delayer", ("yes",)),
        Condition("amount_at_least", ("500000",)),
        Condition("days_below", ("30",)),
    )
    assert reading.problems == []
    assert reading.assignment == Assignment(
        id="ours",
        version=3,
        rules=(Rule(conditions, "school", WORDS), Rule((), "credit-15-30-60", WORDS)),
        overrides=(Override("C1", "school", "agreed", date(2026, 12, 31)),),
        default="school",
    )


def test_a_policy_may_be_a_file_beside_the_document(tmp_path: Path) -> None:
    own = preset_text("b2b-standard").replace("id: b2b-standard", "id: tight", 1)
    (tmp_path / "ladders").mkdir()
    (tmp_path / "ladders" / "tight.yaml").write_text(own, encoding="utf-8")
    reading = read(tmp_path, "rules:\n" + 2 * a_rule(policy="ladders/tight.yaml"))
    assert reading.assignment is not None
    assert [rule.policy for rule in reading.assignment.rules] == ["tight", "tight"]
    assert set(reading.policies) == {*preset_policies(), "tight"}


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("rules:\n" + a_rule() + a_rule(policy="schol"), "unknown_policy", 6),
        ("rules:\n" + a_rule(policy=""), "missing", 5),
        ("rules:\n" + a_rule(when=""), "missing", 5),
        ("rules:\n" + a_rule(because=""), "no_words", 5),
        ("rules:\n" + a_rule(because="only English"), "no_words", 5),
        ("rules:\n" + a_rule(when="{segmnt: key}"), "unknown_key", 5),
        ("rules:\n" + a_rule(when="{segment: keys}"), "not_a_choice", 5),
        ("rules:\n" + a_rule(when="{segment: []}"), "no_values", 5),
        ("rules:\n" + a_rule(when="[segment]"), "not_a_map", 5),
        ("rules:\n" + a_rule(when="{habitual_delayer: often}"), "not_a_choice", 5),
        ("rules:\n" + a_rule(when="{amount_at_least: much}"), "not_an_amount", 5),
        ("rules:\n" + a_rule(when="{days_at_least: 1.5}"), "not_a_number", 5),
        ("rules:\n" + a_rule(when="{}") + a_rule(), "never_reached", 6),
        ("rules: []\noverrides:\n" + an_override(reason=""), "missing", 6),
        ("rules: []\noverrides:\n" + an_override(until=""), "missing", 6),
        ("rules: []\noverrides:\n" + an_override(until="2026-13-01"), "not_a_date", 6),
        ("rules: []\noverrides:\n" + an_override() + an_override(), "overridden_twice", 7),
        ("rules: []\ndefault: nowhere.yaml\n", "unknown_policy", 5),
        ("rule: []\n", "unknown_key", 4),
        ("rules: []\nrules: []\n", "duplicate_key", 5),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, body: str, code: str, line: int) -> None:
    reading = read(tmp_path, body)
    assert reading.assignment is None
    assert (code, line) in [(problem.code, problem.line) for problem in reading.problems]
    assert all(problem.code in POLICY_PROBLEMS for problem in reading.problems)


def test_one_reading_shows_every_mistake(tmp_path: Path) -> None:
    body = "rules:\n" + a_rule(policy="schol") + a_rule(when="{grade: F}") + "overrides:\n" + an_override(reason="")
    found = [(problem.line, problem.code) for problem in read(tmp_path, body).problems]
    assert found == [(5, "unknown_policy"), (6, "not_a_choice"), (8, "missing")]


def test_a_policy_file_with_mistakes_is_named_with_their_number(tmp_path: Path) -> None:
    broken = preset_text("school").replace("from_day: 8", "from_day: soon", 1)
    (tmp_path / "broken.yaml").write_text(broken, encoding="utf-8")
    (problem,) = read(tmp_path, "rules:\n" + a_rule(policy="broken.yaml")).problems
    assert (problem.line, problem.code, problem.value, problem.detail) == (5, "policy_has_mistakes", "broken.yaml", "1")


def test_a_copy_that_kept_its_id_is_refused_beside_the_shipped_one(tmp_path: Path) -> None:
    changed = preset_text("school").replace("from_day: 8", "from_day: 9", 1)
    (tmp_path / "mine.yaml").write_text(changed, encoding="utf-8")
    (problem,) = read(tmp_path, "rules:\n" + a_rule(policy="mine.yaml")).problems
    assert (problem.code, problem.value, problem.detail) == ("policy_id_taken", "mine.yaml", "school")


def test_another_format_or_no_yaml_is_told_on_its_line(tmp_path: Path) -> None:
    other = read(tmp_path, "rules: []\n", head="format: huikuan-assignment/2\nid: ours\nversion: 1\n")
    assert [(problem.line, problem.code) for problem in other.problems] == [(1, "wrong_format")]
    torn = read(tmp_path, "rules: [\n")
    assert [problem.code for problem in torn.problems] == ["not_yaml"]


def test_an_assignment_is_told_from_a_policy_by_its_format(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "p.yaml").write_text(preset_text("school"), encoding="utf-8")
    assert is_assignment(tmp_path / "a.yaml")
    assert not is_assignment(tmp_path / "p.yaml")
