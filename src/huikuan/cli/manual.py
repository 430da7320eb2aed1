"""``huikuan policy use`` and ``list``, and what a person wants one day to go by instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from huikuan.cli import choices
from huikuan.cli.choices import Given
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.memory import memory_is_there, open_memory
from huikuan.cli.people import acting
from huikuan.cli.speech import _, spoken_language
from huikuan.engine.calling.presets import PRESETS as CALL_TIMES
from huikuan.gateways.policies import CYCLE_PRESET, PRESETS, is_assignment, is_cycle, preset_policies, preset_text
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.desk.manual import Manual
    from huikuan.desk.using import Choice
    from huikuan.engine.assignment import Assignment
    from huikuan.engine.ladder.document import Policy
    from huikuan.engine.statements.document import StatementCycle


def given_manual(on: date, given: Given, *, base: Manual | None = None) -> Manual:
    """Return what that day goes by: the house's choices (or ``base``), unless a person gave another. Raises: Fault."""
    from huikuan.desk.manual import manual_on

    manual = base or manual_on(on)
    if given.assign is not None:
        reading = choices.assignment_reading(given.assign, manual.policies)
        assert reading.assignment is not None
        manual = replace(
            manual,
            policies=reading.policies,
            texts={**manual.texts, **reading.texts},
            assignment_text=document_of(given.assign),
            names=reading.names,
            parameters=replace(manual.parameters, assignment=reading.assignment),
        )
        manual = manual.with_default(reading.assignment.default or manual.parameters.default_policy)
    if given.policy is not None:
        manual = _with_policy(manual, given.policy)
    parameters = manual.parameters
    if given.calls_per_hour is not None:
        parameters = replace(parameters, calls_per_hour=given.calls_per_hour)
    if given.force:
        parameters = replace(parameters, force_policy=True)
    if given.call_times is not None:
        choices.check_call_times(given.call_times)
        parameters = replace(parameters, call_times=given.call_times)
    if given.cycle is not None:
        cycle = choices.statement_cycle(given.cycle)
        parameters = replace(parameters, statement_cycle=cycle)
        manual = replace(manual, texts={**manual.texts, cycle.id: _document(given.cycle, (CYCLE_PRESET,))})
    return replace(manual, parameters=parameters)


def _with_policy(manual: Manual, given: str) -> Manual:
    if given in manual.policies:
        return manual.with_default(given)
    own = choices.policy_from_file(Path(given), known=tuple(manual.policies))
    policies, texts = {**manual.policies, own.id: own}, {**manual.texts, own.id: document_of(Path(given))}
    return replace(manual, policies=policies, texts=texts).with_default(own.id)


def _document(given: str, shipped: tuple[str, ...]) -> str:
    return preset_text(given) if given in shipped else document_of(Path(given))


def document_of(path: Path) -> str:
    """Return what a document says; it has been read without a mistake before."""
    return path.read_text(encoding="utf-8-sig")


def step_names(versions: Iterable[tuple[str, int]], on: date) -> Mapping[str, str]:
    """Return what the steps are called by what the house goes by that day, and by these versions of policies."""
    from huikuan.desk.manual import manual_with

    manual, lang = manual_with(versions, on), spoken_language()
    cycle = manual.parameters.statement_cycle
    of_cycle = {rung.id: rung.name[lang] for rung in cycle.rungs} if cycle else {}
    return {**of_cycle, **words(lang).ladder(manual.policies.values()).steps}


def use(given: str, *, first: date | None, as_default: bool, by: str | None, on: date) -> int:
    """Let the house go by a policy, a cycle, an assignment or a preset of call times; returns the exit code."""
    open_memory()
    from huikuan.desk.using import use as choose

    choice, earliest = chosen(given, as_default=as_default)
    first_on = first or max(on, earliest or on)
    if earliest is not None and first_on < earliest:
        raise Fault(
            _("{name} says of itself that it takes effect on {day}.").format(name=choice.what, day=earliest),
            _("Let it hold from that day on, or change effective_from in the document."),
        )
    used = choose(choice, first_on=first_on, actor=acting(by), on=on)
    if used.is_known:
        print(_("The house goes by {name} already on {day}.").format(name=choice.what, day=first_on))
    elif used.request_no is not None:
        print(
            _("Recorded: {name}. It takes effect on {day} once request {number} is approved.").format(
                name=choice.what, day=first_on, number=used.request_no
            )
        )
    else:
        print(_("The house goes by {name} from {day} on.").format(name=choice.what, day=first_on))
    print(_("huikuan policy list shows what holds; huikuan simulate shows beforehand what a change would do."))
    return DONE


def chosen(given: str, *, as_default: bool) -> tuple[Choice, date | None]:
    """Return what is meant by a name or a file, and the first day on which it says that it holds."""
    from huikuan.desk import using

    if given in CALL_TIMES:
        return using.of_call_times(given), None
    if given in PRESETS:
        policy = preset_policies()[given]
        return using.of_policy(policy, preset_text(given), as_default=as_default), policy.effective_from
    path = Path(given)
    if given == CYCLE_PRESET or (path.is_file() and is_cycle(document_of(path))):
        cycle = choices.statement_cycle(given)
        return using.of_cycle(cycle, _document(given, (CYCLE_PRESET,))), cycle.effective_from
    if path.is_file() and is_assignment(path):
        return _assignment_choice(path), None
    policy = choices.policy_from_file(path, known=(*PRESETS, CYCLE_PRESET, *CALL_TIMES))
    return using.of_policy(policy, document_of(path), as_default=as_default), policy.effective_from


def _assignment_choice(path: Path) -> Choice:
    from huikuan.desk import using
    from huikuan.desk.manual import manual_on

    known = manual_on(date.max).policies
    reading = choices.assignment_reading(path, known)
    assert reading.assignment is not None
    brought = {name: (reading.policies[name], text) for name, text in reading.texts.items()}
    return using.of_assignment(reading.assignment, document_of(path), reading.names, brought)


def in_force_lines(on: date) -> Iterator[str]:
    """Yield what the house goes by on that day, and what is to hold later; nothing where there is no memory."""
    if not memory_is_there():
        return
    open_memory()
    from huikuan.apps.policies.selectors import choices_after
    from huikuan.desk.manual import manual_on

    manual = manual_on(on)
    given, shipped = manual.parameters, preset_policies()
    own = [policy for name, policy in manual.policies.items() if shipped.get(name) != policy]
    yield _("On {day} the house goes by:").format(day=on)
    yield "  " + _("default policy: {name}").format(name=_versioned(manual.policies[given.default_policy]))
    if own:
        yield "  " + _("policies of its own: {names}").format(names=_(", ").join(map(_versioned, own)))
    rules = given.assignment
    yield "  " + _("assignment: {name}").format(name=_versioned(rules) if rules else _("none"))
    yield "  " + _("statement cycle: {name}").format(
        name=_versioned(given.statement_cycle) if given.statement_cycle else _("none")
    )
    yield "  " + _("call times: {name}").format(name=given.call_times)
    for first_on, name, value in choices_after(on):
        yield _("From {day} on: {name} {value}").format(day=first_on, name=name, value=value)


def _versioned(document: Policy | Assignment | StatementCycle) -> str:
    return _("{name} version {version}").format(name=document.id, version=document.version)
