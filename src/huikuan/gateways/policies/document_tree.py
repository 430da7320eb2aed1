"""YAML as a tree of plain texts that remember their line, so that a mistake can be shown where it stands.

Nothing is converted on the way in: ``no`` stays "no" and ``1.00`` stays "1.00"; the reader decides what a field means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

# The same grammar, read in C where the library has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """A mistake in a policy document. ``code`` is a key of POLICY_PROBLEMS; ``line`` counts from 1."""

    line: int
    code: str
    where: str = ""
    value: str = ""
    detail: str = ""


# code -> (what is wrong, how to mend it); {where} {value} {detail} are filled in.
POLICY_PROBLEMS = {
    "not_yaml": ("This is not readable as YAML: {detail}.", "Check the indentation and the colons around this line."),
    "not_found": ("There is no file {value}.", "Check the path, or name a preset: {detail}."),
    "wrong_format": ("The first line says format {value}.", "Write: format: {detail}"),
    "missing": ("{where} lacks {value}.", "Add a line {value}: …"),
    "unknown_key": ("{where} has an unknown entry {value}.", "Did you mean {detail}?"),
    "not_a_choice": ("{where} is {value}.", "Use one of: {detail}."),
    "not_a_number": ("{where} is {value}.", "Write a whole number of days, for example 15 or -7."),
    "not_an_amount": ("{where} is {value}.", "Write an amount in figures, for example 500 or 0.10."),
    "not_a_slot": ("{where} is {value}.", "Write a day such as -7, or working days such as -5 wd."),
    "not_a_count": ("{where} is {value}.", "Write a whole number from 1; a day of the month goes up to 31."),
    "not_a_date": ("{where} is {value}.", "Write a date like 2026-01-01."),
    "not_an_interval": ("{where} is {value}.", "Write a number and cal or wd, for example 2 wd."),
    "not_a_list": ("{where} should be a list.", "Write it like [email, phone] or with one dash a line."),
    "not_a_map": ("{where} should have entries of its own.", "Write name: value pairs below it."),
    "no_words": ("{where} has no Chinese or no English.", "Write {{zh: 中文, en: English}}."),
    "bad_id": ("{where} is {value}.", "Use small letters, digits and hyphens, for example follow-1."),
    "duplicate_id": ("{where} {value} stands here a second time.", "Give each rung and step an id of its own."),
    "duplicate_key": ("{where} has {value} twice.", "Keep one of the two."),
    "not_rising": (
        "Rung {where} begins on day {value}, not after the rung before it.",
        "Put the rungs in the order of their days.",
    ),
    "two_beginnings": ("{where} has both from_day and when.", "Keep one of them."),
    "no_condition": ("{where} names no condition.", "Use one of: {detail}."),
    "two_conditions": ("{where} names several conditions: {value}.", "Keep one, or list them under any or all."),
    "too_few": ("{where} lists fewer than two conditions.", "List two or more, or write the one by itself."),
    "unknown_base": (
        "{where} counts after {value}, which is neither a day that is known nor an earlier rung.",
        "Use one of: {detail}.",
    ),
    "unknown_record": (
        "{where} waits for a record of the step {value}, which this document does not have.",
        "Name one of: {detail}.",
    ),
    "unknown_continuation": (
        "{where} continues with {value}, which is no rung of a shipped policy.",
        "Write policy and rung, for example b2b-standard/supervisor.",
    ),
    "steps_twice": ("{where} has both steps and continue_with.", "Keep one of them."),
    "no_steps": ("Rung {where} has no steps.", "Add at least one step, or leave the rung out."),
    "unknown_step": ("{where} requires the step {value}, which this document does not have.", "Name one of: {detail}."),
    "circular": ("{where} requires itself in a circle.", "Let each step require an earlier one."),
    "no_cycle_day": (
        "{where} does not say its day.",
        "Write {{month_day: 5}}, {{sent_day: 2}} or {{posted_day: 0}}.",
    ),
    "day_out_of_range": ("{where} is {value}.", "A month has days 1 to 31; days after an event count from 0."),
    "not_calendar_days": ("{where} counts working days.", "Statements go by calendar days, such as 2 cal."),
    "two_rhythms": ("{where} has both every and slots.", "Keep one of them."),
    "unknown_policy": (
        "{where} names the policy {value}, which is neither shipped nor a file beside this document.",
        "Name one of these, or a file of your own by its path from this document: {detail}.",
    ),
    "policy_has_mistakes": (
        "{where} names the file {value}, which has mistakes: {detail}.",
        "See them with huikuan policy check, and mend them there.",
    ),
    "policy_id_taken": (
        "{where} names the file {value}, whose id {detail} belongs to another policy in use.",
        "Give the policy in that file an id of its own.",
    ),
    "no_values": ("{where} is an empty list, which nobody fits.", "Name at least one value, or remove the entry."),
    "never_reached": ("{where} is never reached: {value} above it takes everybody.", "Put it above {value}."),
    "overridden_twice": ("The customer {value} is overridden a second time.", "Keep one of the two."),
    "approval_first": ("{where} needs an approval but its action is {value}.", "Write action: propose."),
}


@dataclass(frozen=True, slots=True)
class Tree:
    """One YAML value: a text, a list or a map of trees."""

    line: int
    text: str | None = None
    items: tuple[Tree, ...] | None = None
    entries: dict[str, Tree] | None = None


@dataclass(slots=True)
class Problems:
    """Collects mistakes; reading goes on, so that one run shows them all."""

    found: list[PolicyProblem] = field(default_factory=list)

    def add(self, line: int, code: str, *, where: str = "", value: str = "", detail: str = "") -> None:
        """Note a mistake."""
        assert code in POLICY_PROBLEMS
        self.found.append(PolicyProblem(line, code, where, value, detail))

    def __iter__(self) -> Iterator[PolicyProblem]:
        return iter(sorted(self.found, key=lambda problem: problem.line))


def document_text(path: Path, problems: Problems, *, shipped: Collection[str] = ()) -> str | None:
    """Return what stands in the file, or None after noting why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.add(1, "not_found", value=str(path), detail=", ".join(shipped))
    except (OSError, UnicodeDecodeError) as unreadable:
        problems.add(1, "not_yaml", value=str(path), detail=str(unreadable))
    return None


def parsed_tree(text: str, problems: Problems) -> Tree | None:
    """Return the document as a tree, or None after noting that it is not YAML."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as mistake:
        mark = getattr(mistake, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problems.add(line, "not_yaml", detail=str(getattr(mistake, "problem", "") or "unreadable"))
        return None
    return _tree(node, problems) if node is not None else Tree(1, entries={})


def _tree(node: yaml.Node, problems: Problems) -> Tree:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Tree] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in entries:
                problems.add(key.start_mark.line + 1, "duplicate_key", where="document", value=name)
            entries[name] = _tree(value, problems)
        return Tree(line, entries=entries)
    if isinstance(node, yaml.SequenceNode):
        return Tree(line, items=tuple(_tree(item, problems) for item in node.value))
    return Tree(line, text=str(node.value).strip())
