"""What a policy says, in words and part by part, so that it can be read and two versions can be held side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from huikuan.engine.ladder.document import PointRule, Policy, Rung, Step
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.policy_words import interval_text, rhythm_text
from huikuan.gateways.texts.request_words import SANCTION_WORDS

Said = tuple[str, str]  # what it is called, and what it is


@dataclass(frozen=True, slots=True)
class StepSaid:
    """A step of a rung: its name, and the rest."""

    id: str
    name: str
    facts: list[Said]
    is_locked: bool


@dataclass(frozen=True, slots=True)
class RungSaid:
    """A rung: what it begins on, what the manual says, and its steps."""

    id: str
    name: str
    when: str
    clause: str
    source: str
    notes: list[str]
    steps: list[StepSaid]


def rung_said(rung: Rung, policy: Policy, words: Words) -> RungSaid:
    """Return a rung in words."""
    names = words.ladder([policy]).steps
    return RungSaid(
        id=rung.id,
        name=rung.name[words.lang],
        when=words.when(rung.begins),
        clause=rung.clause[words.lang],
        source=words.source(rung.source),
        notes=list(_notes(rung, words)),
        steps=[
            StepSaid(step.id, names.get(step.id, step.id), list(step_facts(step, words, names)), bool(step.approval))
            for step in rung.steps
        ],
    )


def _notes(rung: Rung, words: Words) -> Iterator[str]:
    if rung.monthly_grace_days:
        yield words.text("Month-settlement customers stay here through day {days}.", days=rung.monthly_grace_days)
    if rung.policy_class:
        yield words.text("This ladder's own class: {name}", name=rung.policy_class)


def step_facts(step: Step, words: Words, names: Mapping[str, str] | None = None) -> Iterator[Said]:
    """Yield what a step is, who does it, how often, and what it waits for."""
    text, joint = words.text, words.text(", ")
    yield text("What is done"), words.title("action", step.action)
    yield text("Channels"), joint.join(words.code("channel", channel) for channel in step.channels)
    yield text("By"), joint.join(words.code("role", role) for role in (step.role, *step.with_roles))
    yield text("How often"), rhythm_text(step, words)
    if step.begins is not None:
        yield text("Begins"), words.when(step.begins)
    if step.ends is not None:
        yield text("Ends"), words.when(step.ends)
    if step.min_amount:
        yield text("Not below"), f"{Decimal(step.min_amount):,}"
    if step.approval:
        yield text("Approved by"), words.code("role", step.approval)
    if step.sanction:
        yield text("Leads to"), text(SANCTION_WORDS[step.sanction])
    if step.requires is not None:
        yield text("Only after"), _requirement(step, words, names or {})
    if step.only_as_notice:
        yield text("When"), text("only as the notice that a later step requires")
    template = step.template
    if step.template_when_stale:
        template = text("{name}; with old bank data {other}", name=template, other=step.template_when_stale)
    yield text("Wording"), template
    yield text("Faces"), text("the customer") if step.customer_facing else text("our own people")


def _requirement(step: Step, words: Words, names: Mapping[str, str]) -> str:
    assert step.requires is not None
    notice = names.get(step.requires.step, step.requires.step)
    said = words.text("after “{step}” was delivered", step=notice)
    if step.requires.or_refused:
        said = words.text("after “{step}” was delivered, or refused on record", step=notice)
    wait = step.requires.wait
    return said + (words.text(" and {interval}", interval=interval_text(wait, words)) if wait.count else "")


def policy_facts(policy: Policy, words: Words) -> Iterator[Said]:
    """Yield what holds on every rung of a policy."""
    text = words.text
    yield text("Left alone below"), policy.tolerance
    if policy.visit_habitual_delayers:
        channel = words.code("channel", policy.visit_habitual_delayers)
        yield text("Habitual delayers"), text("visited where others get: {channel}", channel=channel)
    if policy.grace:
        days = (f"{grade} {count}" for grade, count in policy.grace.items())
        yield text("Days of grace"), words.text(", ").join(days)
    if policy.points:
        value = f"{Decimal(policy.value_per_point):,}"
        points = words.text("; ").join(_points_text(rule, words) for rule in policy.points)
        yield text("Points"), text("{points}; one is worth {value}", points=points, value=value)
    if policy.costs:
        costs = (f"{words.code('channel', channel)} {cost}" for channel, cost in policy.costs.items())
        yield text("Cost of a contact"), words.text(", ").join(costs)
    if policy.halves_on_warning:
        yield text("While a warning sign stands"), text("twice as often")
    if not policy.uses_judgement:
        yield text("Judgement"), text("switched off")


def _points_text(rule: PointRule, words: Words) -> str:
    is_code = rule.condition in ("segment", "status")
    parameter = words.code(rule.condition, rule.parameter) if is_code else rule.parameter
    named = words.code("points", rule.condition)
    told = words.text("{condition}: {value}", condition=named, value=parameter) if parameter else named
    return f"{told} +{rule.points:g}"
