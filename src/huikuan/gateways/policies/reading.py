"""Reads a policy document (YAML, format ``huikuan-policy/1``) into the engine's Policy, explaining every mistake.

The format is described in docs/reference/policy-format.md; the presets beside this file are its examples.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from huikuan.engine.codes import CHANNELS, GRADES, ROLES
from huikuan.engine.ladder.document import Action, Interval, PointRule, Policy, Requirement, Rung, Step, Words
from huikuan.engine.ladder.points import POINT_CONDITIONS
from huikuan.engine.warning_signs.registry import SIGNS
from huikuan.gateways.policies.conditions import ConditionFields, check_conditions, check_rising
from huikuan.gateways.policies.document_tree import PolicyProblem, Problems, Tree, parsed_tree

FORMAT = "huikuan-policy/1"
_THRESHOLDS = {sign.id: tuple(sign.thresholds) for sign in SIGNS}
_OFF = "off"
Shipped = Callable[[str], Policy | None]
_POLICY_KEYS = (
    "format", "id", "version", "effective_from", "name", "source", "tolerance", "habitual_delayer", "grace",
    "rungs", "value_per_point", "points", "costs", "warning_signs", "on_warning",
    "judgement",
)  # fmt: skip
_RUNG_KEYS = (
    "id",
    "from_day",
    "when",
    "name",
    "clause",
    "source",
    "steps",
    "continue_with",
    "class",
    "monthly_grace_days",
)
_STEP_KEYS = (
    "id", "name", "action", "channels", "role", "with_roles", "template", "customer_facing", "own_record", "approval",
    "when", "ends", "every", "slots", "once", "channels_in_turn", "goes_on", "notice_only", "requires", "sanction",
    "min_amount", "template_when_stale",
)  # fmt: skip
_SANCTIONS = ("stop_supply", "suspend_credit", "stop_credit", "stop_service", "end_authorisation", "blacklist", "legal")


def policy_from_text(text: str, *, shipped: Shipped = lambda _: None) -> tuple[Policy | None, list[PolicyProblem]]:
    """Return the policy, or None and what is wrong; a policy with any mistake is not used.

    ``shipped``: finds the policies whose rungs a document may continue with.
    """
    problems = Problems()
    tree = parsed_tree(text, problems)
    if tree is None:
        return None, list(problems)
    policy = _Reader(problems, shipped).policy(tree)
    found = list(problems)
    return (None if found else policy), found


class _Reader(ConditionFields):
    """Turns trees into the parts of a policy; every mistake goes to ``problems`` and reading continues."""

    def __init__(self, problems: Problems, shipped: Shipped) -> None:
        super().__init__(problems)
        self.shipped = shipped

    def policy(self, tree: Tree) -> Policy:
        entries = self._entries(tree, "policy", _POLICY_KEYS)
        if (given := self._text(entries, "format", tree, "policy")) != FORMAT:
            self.problems.add(tree.line, "wrong_format", value=given, detail=FORMAT)
        rungs = tuple(self._rung(item) for item in self._items(entries, "rungs", tree, "policy"))
        delayer = self._entries(
            entries.get("habitual_delayer", Tree(tree.line, entries={})), "habitual_delayer", ("instead_of", "role")
        )
        signs = self._entries(entries.get("warning_signs", Tree(tree.line, entries={})), "warning_signs", _THRESHOLDS)
        policy = Policy(
            id=self._id(entries, tree, "policy"),
            version=self._whole(entries, "version", tree, "policy"),
            name=self._words(entries, "name", tree, "policy"),
            source=self._text(entries, "source", tree, "policy"),
            effective_from=self._day(entries, "effective_from", tree),
            rungs=rungs,
            tolerance=self._amount(entries, "tolerance", "1.00"),
            visit_habitual_delayers="phone" if delayer else "",
            visit_role=self._choice(delayer, "role", ROLES, tree, "habitual_delayer") if delayer else "rep",
            points=tuple(self._points(item) for item in self._items(entries, "points", tree, "policy", required=False)),
            value_per_point=self._amount(entries, "value_per_point", "10000"),
            costs=self._costs(entries.get("costs")),
            grace=self._grace(entries.get("grace")),
            warning_thresholds=self._thresholds(signs),
            halves_on_warning=self._halves(entries.get("on_warning")),
            warnings_off=tuple(sign for sign, moved in signs.items() if moved.text == _OFF),
            uses_judgement=self._choice(entries, "judgement", ("on", "off"), tree, "policy", required=False) != "off",
        )
        self._check_whole(policy, entries.get("rungs", tree))
        return policy

    def _rung(self, tree: Tree) -> Rung:
        entries = self._entries(tree, "rung", _RUNG_KEYS)
        rung_id = self._id(entries, tree, "rung")
        name = self._words(entries, "name", tree, rung_id)
        steps = self._steps(entries, tree, rung_id, rung_name=name)
        return Rung(
            id=rung_id,
            name=name,
            begins=self._begins(entries, tree, rung_id),
            clause=self._words(entries, "clause", tree, rung_id),
            source=self._text(entries, "source", tree, rung_id),
            steps=steps,
            policy_class=self._text(entries, "class", tree, rung_id, required=False),
            monthly_grace_days=self._whole(entries, "monthly_grace_days", tree, rung_id, default=0),
        )

    def _steps(self, entries: dict[str, Tree], tree: Tree, where: str, *, rung_name: Words) -> tuple[Step, ...]:
        if "continue_with" in entries:
            if "steps" in entries:
                self.problems.add(tree.line, "steps_twice", where=where)
            return self._continued(entries["continue_with"], where)
        steps = tuple(self._step(item, rung_name=rung_name) for item in self._items(entries, "steps", tree, where))
        if not steps:
            self.problems.add(tree.line, "no_steps", where=where)
        return steps

    def _continued(self, tree: Tree, where: str) -> tuple[Step, ...]:
        policy_id, _slash, rung_id = (tree.text or "").partition("/")
        policy = self.shipped(policy_id)
        if policy is None or rung_id not in [rung.id for rung in policy.rungs]:
            self.problems.add(tree.line, "unknown_continuation", where=where, value=tree.text or "")
            return ()
        return policy.continued(rung_id)

    def _step(self, tree: Tree, *, rung_name: Words) -> Step:
        entries = self._entries(tree, "step", _STEP_KEYS)
        step_id = self._id(entries, tree, "step")
        action = self._choice(entries, "action", get_args(Action), tree, step_id)
        approval = self._choice(entries, "approval", ROLES, tree, step_id, required=False)
        if approval and action != "propose":
            self.problems.add(tree.line, "approval_first", where=step_id, value=action)
        facing = self._flag(entries, "customer_facing", tree, default=True)
        every, slots = self._rhythm(entries, tree, step_id)
        return Step(
            id=step_id,
            name=self._words(entries, "name", tree, step_id) if "name" in entries else rung_name,
            action=action,  # type: ignore[arg-type]  # one of the choices
            channels=self._codes(entries, "channels", CHANNELS, tree, step_id),
            role=self._choice(entries, "role", ROLES, tree, step_id),
            with_roles=self._codes(entries, "with_roles", ROLES, tree, step_id, required=False),
            template=self._text(entries, "template", tree, step_id),
            customer_facing=facing,
            own_record=self._flag(entries, "own_record", tree, default=bool(approval) or not facing),
            approval=approval,
            every=every,
            slots=slots,
            is_once=self._flag(entries, "once", tree, default=False),
            channels_in_turn=self._flag(entries, "channels_in_turn", tree, default=False),
            begins=self._when(entries["when"], f"{step_id} when") if "when" in entries else None,
            ends=self._when(entries["ends"], f"{step_id} ends") if "ends" in entries else None,
            goes_on=self._flag(entries, "goes_on", tree, default=False),
            only_as_notice=self._flag(entries, "notice_only", tree, default=False),
            requires=self._requirement(entries.get("requires"), step_id),
            sanction=self._choice(entries, "sanction", _SANCTIONS, tree, step_id) if "sanction" in entries else "",
            template_when_stale=self._text(entries, "template_when_stale", tree, step_id, required=False),
            min_amount=self._amount(entries, "min_amount", ""),
        )

    def _rhythm(self, entries: dict[str, Tree], tree: Tree, where: str) -> tuple[Interval | None, tuple[Interval, ...]]:
        if "every" in entries and "slots" in entries:
            self.problems.add(tree.line, "two_rhythms", where=where)
        every = self._interval(entries["every"], f"{where} every") if "every" in entries else None
        slots = self._items(entries, "slots", tree, where, required=False)
        return every, tuple(self._slot(item, f"{where} slots") for item in slots)

    def _requirement(self, tree: Tree | None, where: str) -> Requirement | None:
        if tree is None:
            return None
        entries = self._entries(tree, f"{where} requires", ("step", "or_refused", "wait"))
        return Requirement(
            step=self._text(entries, "step", tree, f"{where} requires"),
            or_refused=self._flag(entries, "or_refused", tree, default=False),
            wait=self._interval(entries["wait"], f"{where} wait") if "wait" in entries else Interval(0, "cal"),
        )

    def _points(self, tree: Tree) -> PointRule:
        entries = self._entries(tree, "points", ("when", "is", "points"))
        return PointRule(
            condition=self._choice(entries, "when", tuple(POINT_CONDITIONS), tree, "points"),
            points=float(self._amount(entries, "points", "0") or 0),
            parameter=self._text(entries, "is", tree, "points", required=False),
        )

    def _costs(self, tree: Tree | None) -> dict[str, str]:
        entries = self._entries(tree, "costs", tuple(CHANNELS)) if tree else {}
        return {channel: self._amount(entries, channel, "0") for channel in entries}

    def _grace(self, tree: Tree | None) -> dict[str, int]:
        entries = self._entries(tree, "grace", GRADES) if tree else {}
        return {grade: self._whole(entries, grade, entries[grade], "grace") for grade in entries}

    def _halves(self, tree: Tree | None) -> bool:
        """Tell whether a warning sign halves the repeat intervals (D-307)."""
        if tree is None:
            return False
        return (
            self._choice(self._entries(tree, "on_warning", ("cadence",)), "cadence", ("half",), tree, "on_warning")
            != ""
        )

    def _thresholds(self, signs: dict[str, Tree]) -> dict[str, dict[str, int]]:
        """Return the thresholds that are moved, by sign; ``off`` instead of them turns a sign off."""
        moved: dict[str, dict[str, int]] = {}
        for sign, tree in signs.items():
            if tree.text == _OFF:
                continue
            entries = self._entries(tree, sign, _THRESHOLDS.get(sign, ()))
            moved[sign] = {name: self._whole_of(value, f"{sign} {name}") for name, value in entries.items()}
        return moved

    def _check_whole(self, policy: Policy, rungs: Tree) -> None:
        """Check what concerns several rungs: unique ids, rising days, and that all that is named is there."""
        lines = [item.line for item in rungs.items or ()]
        ids: set[str] = set()
        if not self.problems.found:  # a day that could not be read would look out of order
            check_rising(policy, lines, self.problems)
            check_conditions(policy, lines, self.problems)
        for index, rung in enumerate(policy.rungs):
            if rung.id in {before.id for before in policy.rungs[:index]}:
                self.problems.add(lines[index], "duplicate_id", where="rung", value=rung.id)
            for step in rung.steps:
                if step.id in ids:
                    self.problems.add(lines[index], "duplicate_id", where="step", value=step.id)
                ids.add(step.id)
        for index, rung in enumerate(policy.rungs):
            for step in rung.steps:
                self._check_requirement(policy, step, ids, lines[index])

    def _check_requirement(self, policy: Policy, step: Step, ids: set[str], line: int) -> None:
        seen = [step.id]
        while step.requires is not None:
            if step.requires.step not in ids:
                detail = ", ".join(sorted(ids))
                self.problems.add(line, "unknown_step", where=step.id, value=step.requires.step, detail=detail)
                return
            if step.requires.step in seen:
                self.problems.add(line, "circular", where=step.id)
                return
            seen.append(step.requires.step)
            step = policy.step(step.requires.step)
