"""``huikuan policy``: the shipped ladders to read and to copy, and a checker for one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from huikuan.cli import choices
from huikuan.cli.cycle_words import cycle_lines
from huikuan.cli.faults import DONE, UNUSABLE, Fault
from huikuan.cli.manual import in_force_lines
from huikuan.cli.mistakes import printed_mistakes
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _, spoken_language
from huikuan.engine.statements.document import StatementCycle
from huikuan.engine.worklist import VERIFY
from huikuan.gateways.policies import (
    CYCLE_PRESET,
    is_assignment,
    is_cycle,
    preset_cycle,
    preset_policies,
    preset_text,
    read_assignment,
    read_cycle,
    read_policy,
)
from huikuan.gateways.texts import words
from huikuan.gateways.texts.policy_words import interval_text, rhythm_text

if TYPE_CHECKING:
    from huikuan.engine.ladder.document import PointRule, Policy, Rung, Step
    from huikuan.gateways.policies import PolicyProblem
    from huikuan.gateways.texts import Words
    from huikuan.gateways.texts.step_words import LadderWords


def print_list(on: date) -> int:
    """Print each shipped policy with its version, its number of rungs and where its manual says so.

    With a memory also what the house goes by on that day.
    """
    lang, spoken = spoken_language(), words(spoken_language())
    shipped: list[Policy | StatementCycle] = [*preset_policies().values(), preset_cycle()]
    rows = [
        [policy.id, policy.name[lang], str(policy.version), str(len(policy.rungs)), spoken.source(policy.source)]
        for policy in shipped
    ]
    print(sheet([_("Policy"), _("Name"), _("Version"), _("Rungs"), _("Source")], rows, right={2, 3}))
    print()
    for line in in_force_lines(on):
        print(line)
    print(_("huikuan policy show NAME prints one; with --source, as a file to copy and change."))
    return DONE


def print_policy(name: str) -> int:
    """Print a policy rung by rung, each with the clause of the manual it comes from (D-701)."""
    if name == CYCLE_PRESET or _is_cycle_file(Path(name)):
        print("\n".join(cycle_lines(choices.statement_cycle(name), words(spoken_language()))))
        return DONE
    presets = preset_policies()
    policy = presets.get(name) or choices.policy_from_file(Path(name), known=tuple(presets))
    print("\n".join(_policy_lines(policy)))
    return DONE


def print_source(name: str) -> int:
    """Print the document of a policy as it is written, comments included."""
    presets = preset_policies()
    if name in (*presets, CYCLE_PRESET):
        print(preset_text(name), end="")
    elif _is_cycle_file(Path(name)):
        choices.statement_cycle(name)
        print(Path(name).read_text(encoding="utf-8"), end="")
    else:
        choices.policy_from_file(Path(name), known=tuple(presets))
        print(Path(name).read_text(encoding="utf-8"), end="")
    return DONE


def check_file(file: Path) -> int:
    """Print what is wrong with a policy file, or that nothing is; exit code 2 when something is."""
    if not file.is_file():
        raise Fault(
            _("There is no file {path}.").format(path=file),
            _("Start from a shipped one: huikuan policy show b2b-standard --source > my-policy.yaml"),
        )
    if is_assignment(file):
        return _check_assignment(file)
    policy, mistakes = read_cycle(file) if _is_cycle_file(file) else read_policy(file)
    if policy is None:
        return _refused(mistakes, _("Mistakes: {count}. The policy cannot be used yet."))
    steps = len(policy.rungs) if isinstance(policy, StatementCycle) else len(policy.steps)
    print(
        _("{name} (version {version}) can be used: {rungs} rungs, {steps} steps.").format(
            name=policy.id, version=policy.version, rungs=len(policy.rungs), steps=steps
        )
    )
    shipped = preset_policies().get(policy.id)
    if shipped is not None and shipped != policy:
        print(_("Its id is that of a shipped policy, which it replaces; give it an id of its own to keep both."))
    return DONE


def _is_cycle_file(path: Path) -> bool:
    try:
        return path.is_file() and is_cycle(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return False


def _check_assignment(file: Path) -> int:
    reading = read_assignment(file, preset_policies())
    assignment = reading.assignment
    if assignment is None:
        return _refused(reading.problems, _("Mistakes: {count}. The assignment cannot be used yet."))
    print(
        _("{name} (version {version}) can be used. Rules: {rules}; overrides: {overrides}.").format(
            name=assignment.id,
            version=assignment.version,
            rules=len(assignment.rules),
            overrides=len(assignment.overrides),
        )
    )
    return DONE


def _refused(mistakes: Sequence[PolicyProblem], verdict: str) -> int:
    print(printed_mistakes(mistakes))
    print(verdict.format(count=len(mistakes)))
    return UNUSABLE


def _policy_lines(policy: Policy) -> list[str]:
    lang = spoken_language()
    spoken = words(lang)
    lines = [
        _("{name} ({id}), version {version}, in force from {day}; source: {source}").format(
            name=policy.name[lang],
            id=policy.id,
            version=policy.version,
            day=policy.effective_from,
            source=spoken.source(policy.source),
        ),
        *_first_day(policy),
        "",
    ]
    for rung, following in zip(policy.rungs, [*policy.rungs[1:], None], strict=True):
        lines += _rung_lines(rung, following, spoken, spoken.ladder([policy]))
    lines += _notes(policy, spoken)
    return lines


def _first_day(policy: Policy) -> list[str]:
    """Return what the days count from, where any of the policy's count from the due date."""
    is_plain = any(rung.from_day is not None for rung in policy.rungs)
    return [_("Days count from the due date: 1 is the first overdue day.")] if is_plain else []


def _rung_lines(rung: Rung, following: Rung | None, spoken: Words, names: LadderWords) -> list[str]:
    lines = [_rung_head(rung, following, spoken)]
    told = _("{clause} ({source})").format(clause=rung.clause[spoken.lang], source=spoken.source(rung.source))
    lines.append(f"    {told}")
    if rung.monthly_grace_days:
        lines.append(
            "    " + _("Month-settlement customers stay here through day {days}.").format(days=rung.monthly_grace_days)
        )
    return [*lines, *(f"    - {step_line(step, spoken, names)}" for step in rung.steps), ""]


def _rung_head(rung: Rung, following: Rung | None, spoken: Words) -> str:
    name, first = rung.name[spoken.lang], rung.from_day
    next_day = following.from_day if following is not None else None
    if first is not None and next_day == first + 1:
        return _("{rung}  day {first}  {name}").format(rung=rung.id, first=first, name=name)
    if first is not None and next_day is not None:
        return _("{rung}  day {first} to {last}  {name}").format(
            rung=rung.id, first=first, last=next_day - 1, name=name
        )
    if first is not None and following is None:
        return _("{rung}  day {first} on  {name}").format(rung=rung.id, first=first, name=name)
    return _("{rung}  from {when}  {name}").format(rung=rung.id, when=spoken.when(rung.begins), name=name)


def step_line(step: Step, spoken: Words, names: LadderWords) -> str:
    """Return what a step is, when it falls, who does it and what it waits for, in one line.

    ``names``: of the ladder's own steps, for the notice that it waits for.
    """
    parts = [
        _("{condition}: {value}").format(condition=named(step, spoken), value=spoken.code("action", step.action)),
        _either([spoken.code("channel", channel) for channel in step.channels]),
        _either([spoken.code("role", role) for role in (step.role, *step.with_roles)]),
        rhythm_text(step, spoken),
    ]
    if step.begins is not None:
        parts.append(_("from {when}").format(when=spoken.when(step.begins)))
    if step.ends is not None:
        parts.append(_("no longer from {when}").format(when=spoken.when(step.ends)))
    if step.min_amount:
        parts.append(_("not below {amount}").format(amount=f"{Decimal(step.min_amount):,}"))
    if step.approval:
        parts.append(_("approved by: {role}").format(role=spoken.code("role", step.approval)))
    if step.requires is not None:
        notice = names.steps.get(step.requires.step, step.requires.step)
        needed = _("after “{step}” was delivered").format(step=notice)
        if step.requires.or_refused:
            needed = _("after “{step}” was delivered, or refused on record").format(step=notice)
        wait = step.requires.wait
        parts.append(needed + (_(" and {interval}").format(interval=interval_text(wait, spoken)) if wait.count else ""))
    if step.only_as_notice:
        parts.append(_("only as the notice that a later step requires"))
    return _("; ").join(part for part in parts if part)


def named(part: Rung | Step, spoken: Words) -> str:
    """Return the id of a rung or step with its name: gm (General manager)."""
    name = part.name[spoken.lang]
    step_names = spoken.code_words("step")
    if part.id in step_names and part.id != VERIFY.id:  # a ladder's own step of that id brings its own words
        name = step_names[part.id]
    return _("{id} ({name})").format(id=part.id, name=name)


def _notes(policy: Policy, spoken: Words) -> list[str]:
    lines = [_("Below {amount} nothing is asked for; it stays in the ledger.").format(amount=policy.tolerance)]
    if policy.visit_habitual_delayers:
        lines.append(
            _("A habitual delayer is visited where others get: {channel}.").format(
                channel=spoken.code("channel", policy.visit_habitual_delayers)
            )
        )
    if policy.points:
        points = _("; ").join(_points_text(rule, spoken) for rule in policy.points)
        value = f"{Decimal(policy.value_per_point):,}"
        lines.append(_("Points: {points}; one is worth {value}.").format(points=points, value=value))
    return lines


def _points_text(rule: PointRule, spoken: Words) -> str:
    is_code = rule.condition in ("segment", "status")
    parameter = spoken.code(rule.condition, rule.parameter) if is_code else rule.parameter
    named = spoken.code("points", rule.condition)
    told = _("{condition}: {value}").format(condition=named, value=parameter) if parameter else named
    return f"{told} +{rule.points:g}"


def _either(names: Sequence[str]) -> str:
    return _(", ").join(names)
