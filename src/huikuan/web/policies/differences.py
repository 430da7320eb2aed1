"""Two versions of a policy held side by side: rung by rung in words, and line by line as documents."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from huikuan.engine.ladder.document import Policy
from huikuan.gateways.texts import Words
from huikuan.web.policies.described import policy_facts, rung_said

_CONTEXT = 2  # lines around a changed one


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one rung, or in what holds on every rung (without an id): name, was, is now."""

    rung: str
    name: str
    kind: str  # changed, added, removed
    lines: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the two documents: ``kind`` is same, added, removed or gap."""

    kind: str
    text: str


def changes(before: Policy, after: Policy, words: Words) -> list[Change]:
    """Return what differs, what holds everywhere first, then the rungs in the order of the later version."""
    found = []
    if lines := list(_differing(_whole(before, words), _whole(after, words))):
        found.append(Change("", words.text("On every rung"), "changed", lines))
    was, now = _rungs(before, words), _rungs(after, words)
    for rung, (name, facts) in now.items():
        lines = list(_differing(was.get(rung, ("", {}))[1], facts))
        if lines:
            found.append(Change(rung, name, "changed" if rung in was else "added", lines))
    for rung, (name, facts) in was.items():
        if rung not in now:
            found.append(Change(rung, name, "removed", list(_differing(facts, {}))))
    return found


def _differing(was: dict[str, str], now: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in [*now, *(name for name in was if name not in now)]:
        if was.get(name, "") != now.get(name, ""):
            yield name, was.get(name, ""), now.get(name, "")


def _whole(policy: Policy, words: Words) -> dict[str, str]:
    return {words.text("Name"): policy.name[words.lang], **dict(policy_facts(policy, words))}


def _rungs(policy: Policy, words: Words) -> dict[str, tuple[str, dict[str, str]]]:
    return {rung.id: (rung.name[words.lang], dict(_facts(policy, rung.id, words))) for rung in policy.rungs}


def _facts(policy: Policy, rung_id: str, words: Words) -> Iterator[tuple[str, str]]:
    said = rung_said(policy.rung(rung_id), policy, words)
    yield words.text("Name"), said.name
    yield words.text("Starts"), said.when
    yield words.text("The manual"), said.clause
    for step in said.steps:
        for name, value in step.facts:
            is_only = len(said.steps) == 1
            yield name if is_only else words.text("{step}: {name}", step=step.name, name=name), value


def text_lines(before: str, after: str) -> list[TextLine]:
    """Return the lines that differ between two documents, with those around them."""
    found = []
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_CONTEXT)
    for line in list(lines)[2:]:
        if line.startswith("@@"):
            found.append(TextLine("gap", ""))
        else:
            kind = {"+": "added", "-": "removed"}.get(line[:1], "same")
            found.append(TextLine(kind, line[1:]))
    return found[1:] if found and found[0].kind == "gap" else found
