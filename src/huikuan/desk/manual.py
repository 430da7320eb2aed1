"""The written manual that a day goes by: policies, who gets which, the statement cycle, when to call.

What the house has chosen is on record by day; what nobody has chosen is as it ships (R-133). A run records every
document that it could have used, so that it can be made again word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from huikuan.apps.policies.selectors import assignment_numbered, choices_on, policy_texts
from huikuan.apps.policies.services import choose, new_versions, record_assignment, record_versions
from huikuan.engine.ladder.document import Policy
from huikuan.engine.plan import Parameters
from huikuan.gateways.policies import (
    CYCLE_PRESET,
    PRESETS,
    is_cycle,
    preset_cycle,
    preset_policies,
    preset_text,
    recorded_assignment,
    recorded_cycle,
    recorded_policies,
)

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

DEFAULT_POLICY, ASSIGNMENT, CYCLE, CALL_TIMES = "default_policy", "assignment", "statement_cycle", "call_times"
POLICY = "policy:"  # and its id: the version in force
BEGINNING = date(2000, 1, 1)  # what ships holds for every day before the first choice
_STORED = (
    "default_policy",
    "force_policy",
    "base_currency",
    "country",
    "promise_tolerance_days",
    "call_times",
    "calls_per_hour",
)


@dataclass(frozen=True)
class Manual:
    """What a day goes by, with the documents it stands in.

    ``texts``: of policies and statement cycle, by id; what is not there is as it ships. ``names``: what the assignment
    calls the files of policies.
    """

    policies: Mapping[str, Policy]
    parameters: Parameters
    texts: Mapping[str, str] = field(default_factory=dict)
    assignment_text: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def with_default(self, policy: str) -> Manual:
        """Return the same manual with another default policy."""
        return replace(self, parameters=replace(self.parameters, default_policy=policy))

    @property
    def documents(self) -> dict[tuple[str, int], str]:
        """Return what its policies and its statement cycle say, by id and version."""
        cycle = self.parameters.statement_cycle
        versions = {policy.id: policy.version for policy in self.policies.values()}
        if cycle is not None:
            versions[cycle.id] = cycle.version
        return {(name, version): self._text(name) for name, version in versions.items()}

    def _text(self, name: str) -> str:
        return self.texts[name] if name in self.texts else preset_text(name)


def manual_on(day: date) -> Manual:
    """Return what the house goes by on that day."""
    chosen = choices_on(day)
    cycle = preset_cycle()
    cycle_id, cycle_version = chosen.get(CYCLE, f"{cycle.id}/{cycle.version}").rsplit("/", 1)
    versions = {policy.id: policy.version for policy in preset_policies().values()}
    versions |= {name.removeprefix(POLICY): int(at) for name, at in chosen.items() if name.startswith(POLICY)}
    # A version on record stays what it was, whatever has been shipped since.
    recorded = policy_texts([*versions.items(), (cycle_id, int(cycle_version))])
    cycle_text = recorded.pop(cycle_id, "") or preset_text(CYCLE_PRESET)
    texts = {name: recorded.get(name) or preset_text(name) for name in versions}
    shipped = Parameters(as_of=day)
    parameters = replace(
        shipped,
        default_policy=chosen.get(DEFAULT_POLICY, shipped.default_policy),
        call_times=chosen.get(CALL_TIMES, shipped.call_times),
    )
    number = int(chosen[ASSIGNMENT]) if ASSIGNMENT in chosen else None
    return _assembled(parameters, texts, cycle_text, number)


def manual_with(versions: Iterable[tuple[str, int]], day: date) -> Manual:
    """Return what the house goes by on that day, with these recorded versions of policies: those of older tasks."""
    manual = manual_on(day)
    held = {(policy.id, policy.version) for policy in manual.policies.values()}
    recorded = policy_texts(version for version in set(versions) if version not in held)
    older = {name: text for name, text in recorded.items() if not is_cycle(text)}
    if not older:
        return manual
    texts = {name: manual.texts[name] for name in manual.policies} | older
    return replace(manual, policies=recorded_policies(texts), texts={**manual.texts, **older})


def manual_of(run: Run) -> Manual:
    """Return what a run went by, from the documents that it recorded."""
    stored: Mapping[str, Any] = run.parameters
    parameters = Parameters(as_of=run.business_date, **{name: stored[name] for name in _STORED if name in stored})
    if "versions" not in stored:  # written before documents were recorded
        return Manual(preset_policies(), replace(parameters, statement_cycle=preset_cycle()))
    texts, cycle_text = policy_texts(stored["versions"].items()), ""
    if stored[CYCLE] is not None:
        name, version = stored[CYCLE]
        cycle_text = policy_texts([(name, version)])[name]
    return _assembled(parameters, texts, cycle_text, stored[ASSIGNMENT])


def _assembled(parameters: Parameters, texts: Mapping[str, str], cycle_text: str, number: int | None) -> Manual:
    policies = recorded_policies(texts)
    cycle = recorded_cycle(cycle_text) if cycle_text else None
    manual = Manual(policies, replace(parameters, statement_cycle=cycle), dict(texts))
    if cycle is not None:
        manual = replace(manual, texts={**texts, cycle.id: cycle_text})
    if number is None:
        return manual
    text, names = assignment_numbered(number)
    assignment = recorded_assignment(text, policies, names)
    return replace(
        manual,
        parameters=replace(manual.parameters, assignment=assignment),
        assignment_text=text,
        names=names,
    )


def check_documents(manual: Manual) -> None:
    """Refuse a manual that says something else under a version on record. Raises: Refused policy_text_differs."""
    new_versions(manual.documents)


def record_manual(manual: Manual, *, act_id: UUID) -> dict[str, Any]:
    """Record the documents of a day's manual and return its parameters, as a run stores them.

    Raises: Refused policy_text_differs.
    """
    given, on = manual.parameters, manual.parameters.as_of
    record_versions(manual.documents, on=on, act_id=act_id)
    _hold_what_ships(manual, act_id)
    number, cycle = None, given.statement_cycle
    if (rules := given.assignment) is not None:
        number = record_assignment(rules.id, rules.version, manual.assignment_text, manual.names, on=on, act_id=act_id)
    return {
        **{name: getattr(given, name) for name in _STORED},
        CYCLE: None if cycle is None else [cycle.id, cycle.version],
        ASSIGNMENT: number,
        "versions": {policy.id: policy.version for policy in manual.policies.values()},
    }


def _hold_what_ships(manual: Manual, act_id: UUID) -> None:
    """Let the shipped versions hold that nobody has chosen another of: a later program changes nobody's manual."""
    held = choices_on(date.max)
    shipped = {
        f"{POLICY}{name}": str(policy.version)
        for name, policy in manual.policies.items()
        if name in PRESETS and manual.texts.get(name) == preset_text(name)
    }
    cycle = manual.parameters.statement_cycle
    if cycle == preset_cycle():
        shipped[CYCLE] = f"{cycle.id}/{cycle.version}"
    missing = {name: value for name, value in shipped.items() if name not in held}
    if missing:
        choose(missing, first_on=BEGINNING, act_id=act_id)
