"""Reads ``when``: what a rung or a step begins on, each condition with the entries that go with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from huikuan.engine.codes import CHANNELS
from huikuan.engine.ladder.conditions import CONDITIONS
from huikuan.engine.ladder.document import BATCH_DATE, DUE_DATE, GRACE, ISSUE_DATE, Interval, Policy, When
from huikuan.gateways.policies.document_tree import Problems, Tree
from huikuan.gateways.policies.fields import Fields

BASES = (DUE_DATE, GRACE, BATCH_DATE, ISSUE_DATE)
# The entries that go with a condition, beside its own.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "day": ("after",),
    "workday": ("after",),
    "month_day": ("after",),
    "contacts": ("after", "channel", "reached"),
    "conversations": ("after", "channel"),
}
_LEAST_COUNTS = {"month_day": 1, "contacts": 1, "conversations": 1, "term": 0}
_SLOT = re.compile(r"([+-]?\d+)\s*(cal|wd)?")


class ConditionFields(Fields):
    """Reads conditions."""

    def _begins(self, entries: dict[str, Tree], tree: Tree, where: str) -> When:
        """Return what a rung begins on: ``from_day`` or ``when``, one of them."""
        if "from_day" in entries and "when" in entries:
            self.problems.add(tree.line, "two_beginnings", where=where)
        if "when" in entries:
            return self._when(entries["when"], f"{where} when")
        return When("day", self._whole(entries, "from_day", tree, where))

    def _when(self, tree: Tree, where: str) -> When:
        named = [name for name in tree.entries or () if name in CONDITIONS]
        if len(named) != 1:
            code, value = ("two_conditions", ", ".join(named)) if named else ("no_condition", "")
            self.problems.add(tree.line, code, where=where, value=value, detail=", ".join(CONDITIONS))
            return When("day")
        condition = named[0]
        entries = self._entries(tree, where, (condition, *_BESIDE.get(condition, ())))
        own = entries[condition]
        if condition in ("any", "all"):
            items = self._items(entries, condition, tree, where)
            if own.items is not None and len(own.items) < 2:
                self.problems.add(own.line, "too_few", where=f"{where} {condition}")
            return When(condition, parts=tuple(self._when(item, where) for item in items))
        if condition == "amount":
            return When(condition, amount=self._amount(entries, condition, "0"))
        if condition == "recorded":
            return When(condition, step=self._text(entries, condition, tree, where))
        reached = self._choice(entries, "reached", ("yes", "no"), tree, where, required=False)
        return When(
            condition,
            count=self._count(own, condition, where),
            after=self._text(entries, "after", tree, where, required=False) or DUE_DATE,
            channel=self._choice(entries, "channel", CHANNELS, tree, where, required=False),
            is_reached={"yes": True, "no": False}.get(reached),
        )

    def _count(self, tree: Tree, condition: str, where: str) -> int:
        count = self._whole_of(tree, f"{where} {condition}")
        if count < _LEAST_COUNTS.get(condition, count) or (condition == "month_day" and count > 31):
            self.problems.add(tree.line, "not_a_count", where=f"{where} {condition}", value=str(count))
        return count

    def _slot(self, tree: Tree, where: str) -> Interval:
        return self._converted(tree, where, _slot, "not_a_slot", Interval(0, "cal"))


def _slot(text: str) -> Interval:
    found = _SLOT.fullmatch(text)
    if not found:
        raise ValueError(text)
    return Interval(int(found[1]), "wd" if found[2] == "wd" else "cal")


def check_conditions(policy: Policy, lines: list[int], problems: Problems) -> None:
    """Check that conditions count from days that are known and wait for steps that exist."""
    steps = {step.id for step in policy.steps}
    for index, (rung, line) in enumerate(zip(policy.rungs, lines, strict=True)):
        earlier = [*BASES, *(before.id for before in policy.rungs[:index])]
        own = [(rung.id, rung.begins, earlier)]
        for step in rung.steps:
            own += [(step.id, when, [*earlier, rung.id]) for when in (step.begins, step.ends) if when is not None]
        for where, when, bases in own:
            for part in when.all_parts():
                if part.after not in bases:
                    problems.add(line, "unknown_base", where=where, value=part.after, detail=", ".join(bases))
                if part.condition == "recorded" and part.step not in steps:
                    detail = ", ".join(sorted(steps))
                    problems.add(line, "unknown_record", where=where, value=part.step, detail=detail)


def check_rising(policy: Policy, lines: list[int], problems: Problems) -> None:
    """Check that rungs which begin on days stand in the order of their days; other conditions have none to compare."""
    newest: dict[tuple[str, str], int] = {}
    for rung, line in zip(policy.rungs, lines, strict=True):
        when = rung.begins
        if when.condition not in ("day", "workday"):
            continue
        kind = (when.condition, when.after)
        if kind in newest and when.count <= newest[kind]:
            problems.add(line, "not_rising", where=rung.id, value=str(when.count))
        newest[kind] = when.count
