"""Reads an assignment document (YAML, format ``huikuan-assignment/1``): who gets which policy, and why (D-702).

A rule names its policy by id, or by a file whose path starts from the document's own folder; those files are read here
too, so that whoever uses the assignment has every policy it may lead to.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from huikuan.engine.assignment import ATTRIBUTES, Assignment, Condition, Override, Rule
from huikuan.engine.ladder.document import Policy
from huikuan.gateways.policies.document_tree import PolicyProblem, Problems, Tree, document_text, parsed_tree
from huikuan.gateways.policies.fields import Fields
from huikuan.gateways.policies.reading import policy_from_text

FORMAT = "huikuan-assignment/1"
_KEYS = ("format", "id", "version", "rules", "overrides", "default")
_RULE_KEYS = ("when", "policy", "because")
_OVERRIDE_KEYS = ("customer", "policy", "reason", "until")


@dataclass(frozen=True, slots=True)
class AssignmentReading:
    """An assignment with every policy it may lead to, by id, or the mistakes that forbid its use.

    ``names``: what it calls the files of policies -> their id. ``texts``: what those files say, by id.
    """

    assignment: Assignment | None
    policies: Mapping[str, Policy]
    problems: list[PolicyProblem]
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def is_assignment(path: Path) -> bool:
    """Tell whether a file calls itself an assignment, of whatever version."""
    text = document_text(path, Problems())
    tree = parsed_tree(text, Problems()) if text is not None else None
    given = (tree.entries or {}).get("format") if tree is not None else None
    return given is not None and (given.text or "").startswith("huikuan-assignment")


def assignment_from_text(
    text: str, policies: Mapping[str, Policy], *, folder: Path | None = None, names: Mapping[str, str] | None = None
) -> AssignmentReading:
    """Return the assignment of a document that stands in ``folder``; ``policies``: those known by id already.

    ``names``: what a document that stands nowhere any more calls the files of policies -> their id.
    """
    problems = Problems()
    tree = parsed_tree(text, problems)
    if tree is None:
        return AssignmentReading(None, policies, list(problems))
    reader = _Reader(problems, policies, folder, names or {})
    assignment = reader.assignment(tree)
    found = list(problems)
    return AssignmentReading(None if found else assignment, reader.policies, found, reader.names, reader.texts)


class _Reader(Fields):
    """Turns trees into the parts of an assignment; every mistake goes to ``problems`` and reading continues."""

    def __init__(
        self, problems: Problems, policies: Mapping[str, Policy], folder: Path | None, names: Mapping[str, str]
    ) -> None:
        super().__init__(problems)
        self.policies = dict(policies)
        self.names, self.texts = dict(names), dict[str, str]()
        self._folder = folder
        self._ids_of_files: dict[Path, str] = {}  # a file that several rules name is read once

    def assignment(self, tree: Tree) -> Assignment:
        entries = self._entries(tree, "assignment", _KEYS)
        if (given := self._text(entries, "format", tree, "assignment")) != FORMAT:
            self.problems.add(tree.line, "wrong_format", value=given, detail=FORMAT)
        rules = self._items(entries, "rules", tree, "assignment")
        overrides = self._items(entries, "overrides", tree, "assignment", required=False)
        assignment = Assignment(
            id=self._id(entries, tree, "assignment"),
            version=self._whole(entries, "version", tree, "assignment"),
            rules=tuple(self._rule(item, f"rule {number}") for number, item in enumerate(rules, 1)),
            overrides=tuple(self._override(item) for item in overrides),
            default=self._policy(entries, tree, "default", "assignment") if "default" in entries else "",
        )
        self._check_reached(assignment.rules, rules)
        self._check_overridden_once(assignment.overrides, overrides)
        return assignment

    def _rule(self, tree: Tree, where: str) -> Rule:
        entries = self._entries(tree, where, _RULE_KEYS)
        if "when" not in entries:
            self.problems.add(tree.line, "missing", where=where, value="when")
        when = self._entries(entries.get("when", Tree(tree.line, entries={})), f"{where} when", tuple(ATTRIBUTES))
        return Rule(
            when=tuple(self._condition(name, value, where) for name, value in when.items() if name in ATTRIBUTES),
            policy=self._policy(entries, tree, "policy", where),
            because=self._words(entries, "because", tree, where),
        )

    def _condition(self, name: str, tree: Tree, where: str) -> Condition:
        attribute, place = ATTRIBUTES[name], f"{where} {name}"
        if attribute.asked == "flag":
            said = self._choice({name: tree}, name, ("yes", "no", "true", "false"), tree, where)
            return Condition(name, ("yes" if said in ("yes", "true") else "no",))
        if attribute.asked == "amount":
            return Condition(name, (self._amount({name: tree}, name, "0"),))
        if attribute.asked == "days":
            return Condition(name, (str(self._whole_of(tree, place)),))
        listed = tree.items if tree.items is not None else (tree,)
        if not listed:
            self.problems.add(tree.line, "no_values", where=place)
        if attribute.asked == "text":
            return Condition(name, tuple(self._text({name: item}, name, item, where) for item in listed))
        return Condition(name, tuple(self._choice({name: item}, name, attribute.codes, item, where) for item in listed))

    def _override(self, tree: Tree) -> Override:
        entries = self._entries(tree, "override", _OVERRIDE_KEYS)
        customer = self._text(entries, "customer", tree, "override")
        where = f"override of {customer}" if customer else "override"
        return Override(
            customer_id=customer,
            policy=self._policy(entries, tree, "policy", where),
            reason=self._text(entries, "reason", tree, where),
            until=self._day(entries, "until", tree, where),
        )

    def _policy(self, entries: dict[str, Tree], tree: Tree, key: str, where: str) -> str:
        """Return the id of the policy that an entry names by its id or by its file."""
        named = self._text(entries, key, tree, where)
        if not named or named in self.policies:
            return named
        if self.names.get(named) in self.policies:
            return self.names[named]
        path = None if self._folder is None else self._folder / named
        if path is not None and path.is_file():
            return self._policy_of_file(path, named, entries[key].line, where)
        near = difflib.get_close_matches(named, self.policies, n=1)
        detail = near[0] if near else ", ".join(self.policies)
        self.problems.add(entries[key].line, "unknown_policy", where=where, value=named, detail=detail)
        return named

    def _policy_of_file(self, path: Path, named: str, line: int, where: str) -> str:
        if path in self._ids_of_files:
            return self._ids_of_files[path]
        noted = Problems()
        text = document_text(path, noted)
        policy, mistakes = policy_from_text(text or "", shipped=self.policies.get)
        mistakes = list(noted) or mistakes
        if policy is None:
            self.problems.add(line, "policy_has_mistakes", where=where, value=named, detail=str(len(mistakes)))
            return named
        if self.policies.get(policy.id, policy) != policy:
            self.problems.add(line, "policy_id_taken", where=where, value=named, detail=policy.id)
        self.policies[policy.id] = policy
        self._ids_of_files[path] = policy.id
        self.names[named], self.texts[policy.id] = policy.id, text or ""
        return policy.id

    def _check_reached(self, rules: tuple[Rule, ...], trees: tuple[Tree, ...]) -> None:
        everybody = next((place for place, rule in enumerate(rules) if not rule.when), len(rules))
        for place in range(everybody + 1, len(rules)):
            taken_by = f"rule {everybody + 1}"
            self.problems.add(trees[place].line, "never_reached", where=f"rule {place + 1}", value=taken_by)

    def _check_overridden_once(self, overrides: tuple[Override, ...], trees: tuple[Tree, ...]) -> None:
        seen: set[str] = set()
        for override, tree in zip(overrides, trees, strict=True):
            if override.customer_id in seen:
                self.problems.add(tree.line, "overridden_twice", value=override.customer_id)
            seen.add(override.customer_id)
