"""Reads a statement cycle (YAML, ``kind: statement-cycle``) into the engine's StatementCycle, explaining mistakes.

It is a policy document like the ladders: the same head, rungs with clauses, the same words for channels and roles.
"""

from __future__ import annotations

from typing import get_args

from huikuan.engine.codes import CHANNELS, ROLES
from huikuan.engine.statements.document import Base, CycleAction, CycleRung, Goal, StatementCycle
from huikuan.gateways.policies.document_tree import PolicyProblem, Problems, Tree, parsed_tree
from huikuan.gateways.policies.fields import Fields
from huikuan.gateways.policies.reading import FORMAT

KIND = "statement-cycle"
_KEYS = (
    "format", "kind", "id", "version", "effective_from", "name", "source", "runs_in", "covers", "two_weeks",
    "late_confirmer", "rungs",
)  # fmt: skip
_RUNG_KEYS = (
    "id", "goal", "when", "every", "until", "beyond", "lapses_after", "name", "source", "clause", "action", "channels",
    "role", "template", "own_record",
)  # fmt: skip
_DAYS = {"month_day": (1, 31), "sent_day": (0, 365), "posted_day": (0, 365)}


def is_cycle(text: str) -> bool:
    """Tell whether a document says that it is a statement cycle; unreadable ones do not."""
    tree = parsed_tree(text, Problems())
    kind = (tree.entries or {}).get("kind") if tree else None
    return kind is not None and kind.text == KIND


def cycle_from_text(text: str) -> tuple[StatementCycle | None, list[PolicyProblem]]:
    """Return the cycle, or None and what is wrong; a cycle with any mistake is not used."""
    problems = Problems()
    tree = parsed_tree(text, problems)
    if tree is None:
        return None, list(problems)
    cycle = _Reader(problems).cycle(tree)
    found = list(problems)
    return (None if found else cycle), found


class _Reader(Fields):
    """Turns trees into the parts of a cycle; every mistake goes to ``problems`` and reading continues."""

    def cycle(self, tree: Tree) -> StatementCycle:
        entries = self._entries(tree, "statement cycle", _KEYS)
        if (given := self._text(entries, "format", tree, "statement cycle")) != FORMAT:
            self.problems.add(tree.line, "wrong_format", value=given, detail=FORMAT)
        self._choice(entries, "kind", (KIND,), tree, "statement cycle")
        is_beyond = self._one_of(entries, "two_weeks", ("within", "beyond"), tree) == "beyond"
        late = self._entries(
            entries.get("late_confirmer", Tree(tree.line, entries={})),
            "late_confirmer",
            ("instead_of", "role", "count", "of"),
        )
        cycle = StatementCycle(
            id=self._id(entries, tree, "statement cycle"),
            version=self._whole(entries, "version", tree, "statement cycle"),
            name=self._words(entries, "name", tree, "statement cycle"),
            source=self._text(entries, "source", tree, "statement cycle"),
            effective_from=self._day(entries, "effective_from", tree),
            rungs=tuple(
                self._rung(item, is_beyond=is_beyond) for item in self._items(entries, "rungs", tree, "statement cycle")
            ),
            runs_in=self._one_of(entries, "runs_in", ("next_month", "same_month"), tree),  # type: ignore[arg-type]
            covers=self._one_of(entries, "covers", ("everybody", "listed"), tree),  # type: ignore[arg-type]
            visit_instead_of=self._choice(late, "instead_of", CHANNELS, tree, "late_confirmer") if late else "",
            visit_role=self._choice(late, "role", ROLES, tree, "late_confirmer") if late else "rep",
            late_count=self._whole(late, "count", tree, "late_confirmer", default=3),
            late_of=self._whole(late, "of", tree, "late_confirmer", default=6),
        )
        self._check_ids(cycle, entries.get("rungs", tree))
        return cycle

    def _rung(self, tree: Tree, *, is_beyond: bool) -> CycleRung:
        entries = self._entries(tree, "rung", _RUNG_KEYS)
        rung_id = self._id(entries, tree, "rung")
        timed = {key: entry for key, entry in entries.items() if key in ("when", "every", "until", "lapses_after")}
        if "beyond" in entries:
            other = self._entries(entries["beyond"], f"{rung_id} beyond", ("when", "every", "until"))
            timed = {**timed, **other} if is_beyond else timed
        base, day = self._day_of(timed.get("when", tree), rung_id)
        channels = self._items(entries, "channels", tree, rung_id)
        return CycleRung(
            id=rung_id,
            name=self._words(entries, "name", tree, rung_id),
            clause=self._words(entries, "clause", tree, rung_id),
            source=self._text(entries, "source", tree, rung_id),
            goal=self._choice(entries, "goal", get_args(Goal), tree, rung_id),  # type: ignore[arg-type]
            base=base,
            day=day,
            action=self._choice(entries, "action", get_args(CycleAction), tree, rung_id),  # type: ignore[arg-type]
            channels=tuple(self._choice({"channels": item}, "channels", CHANNELS, item, rung_id) for item in channels),
            role=self._choice(entries, "role", ROLES, tree, rung_id),
            template=self._text(entries, "template", tree, rung_id),
            every_days=self._every(timed, rung_id),
            last_day=self._whole(timed, "until", tree, rung_id) if "until" in timed else None,
            own_record=self._flag(entries, "own_record", tree, default=False),
            lapses_after=self._whole(timed, "lapses_after", tree, rung_id) if "lapses_after" in timed else None,
        )

    def _day_of(self, tree: Tree, where: str) -> tuple[Base, int]:
        """Return what ``when: {month_day: 5}`` counts from, and how many days."""
        entries = tree.entries or {}
        base = next((name for name in get_args(Base) if name in entries), None)
        if base is None or len(entries) != 1:
            self.problems.add(tree.line, "no_cycle_day", where=where)
            return "month_day", 1
        day = self._whole_of(entries[base], f"{where} {base}")
        low, high = _DAYS[base]
        if not low <= day <= high:
            self.problems.add(entries[base].line, "day_out_of_range", where=f"{where} {base}", value=str(day))
        return base, day

    def _every(self, timed: dict[str, Tree], where: str) -> int:
        if "every" not in timed:
            return 0
        interval = self._interval(timed["every"], f"{where} every")
        if interval.unit != "cal":
            self.problems.add(timed["every"].line, "not_calendar_days", where=f"{where} every")
        return interval.count

    def _one_of(self, entries: dict[str, Tree], key: str, choices: tuple[str, ...], tree: Tree) -> str:
        """Return the choice that was made, the first one where nothing is said."""
        return self._choice(entries, key, choices, tree, "statement cycle", required=False) or choices[0]

    def _check_ids(self, cycle: StatementCycle, rungs: Tree) -> None:
        ids = [rung.id for rung in cycle.rungs]
        for place, item in enumerate(rungs.items or ()):
            if ids[place] in ids[:place]:
                self.problems.add(item.line, "duplicate_id", where="rung", value=ids[place])
