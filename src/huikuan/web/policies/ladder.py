"""One policy on a page: the staircase, and each rung with its steps and the clause of the manual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl
from django.urls import reverse

from huikuan.apps.policies.selectors import DraftSeen, draft_of
from huikuan.desk.manual import manual_on
from huikuan.desk.portfolio import sums_seen
from huikuan.desk.rights import may
from huikuan.desk.versions import Held, held, versions_of
from huikuan.engine.ladder.document import Policy, Rung
from huikuan.gateways.exports.palette import AMBER, GREEN
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.policy_words import rhythm_text
from huikuan.web.paging import Tab
from huikuan.web.policies.described import RungSaid, Said, policy_facts, rung_said
from huikuan.web.policies.listing import draft_words, since_words
from huikuan.web.stairs import Stair, day_of, height_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

Tone = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RungLine:
    """A rung in words, with how many cases stand on it."""

    said: RungSaid
    cases: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, all text."""

    policy: str
    title: str
    tags: list[tuple[str, Tone]]
    facts: str
    tabs: list[Tab]
    stairs: list[Stair]
    rungs: list[RungLine]
    whole: list[Said]
    may_draft: bool
    has_draft: bool


def policy_screen(policy_id: str, run: Run | None, visit: Visit) -> Page | None:
    """Return the page of a policy that the house goes by; None where there is none of that id."""
    manual = manual_on(visit.business_date)
    policy = manual.policies.get(policy_id)
    if policy is None:
        return None
    words, draft = visit.words, draft_of(policy_id)
    cases = _cases_by_rung(policy_id, run, visit)
    return Page(
        policy=policy_id,
        title=policy.name[words.lang],
        tags=tags(policy, draft, visit),
        facts=words.text("by {source}", source=words.source(policy.source)),
        tabs=policy_tabs(policy_id, "policy", draft, visit),
        stairs=policy_stairs(policy, words),
        rungs=[RungLine(rung_said(rung, policy, words), _cases(cases.get(rung.id, 0), words)) for rung in policy.rungs],
        whole=list(policy_facts(policy, words)),
        may_draft=may("draft_policy", actor=visit.actor, on=visit.business_date),
        has_draft=draft is not None,
    )


def _cases(count: int, words: Words) -> str:
    return words.count("{n} case", "{n} cases", count) if count else ""


def _cases_by_rung(policy_id: str, run: Run | None, visit: Visit) -> dict[str, int]:
    if run is None:
        return {}
    rungs = sums_seen(run, viewer=visit.actor).rungs.filter(policy=policy_id)
    return {str(name): int(n) for name, n in rungs.group_by("rung").agg(pl.col("cases").sum()).iter_rows()}


def tags(policy: Policy, draft: DraftSeen | None, visit: Visit) -> list[tuple[str, Tone]]:
    """Return what stands beside the name: the version in force, and the draft if there is one."""
    words = visit.words
    now = in_force(held([policy.id])[policy.id], visit)
    said = words.text("v{version} in force", version=policy.version)
    if now is not None and now.first_on is not None:
        day = words.day(now.first_on, visit.business_date)
        said = words.text("v{version} in force since {day}", version=policy.version, day=day)
    found = [(said, GREEN)]
    return [(draft_words(draft, visit), AMBER), *found] if draft else found


def in_force(times: list[Held], visit: Visit) -> Held | None:
    """Return the time that the business date lies in."""
    begun = [one for one in times if one.first_on is None or one.first_on <= visit.business_date]
    return begun[-1] if begun else None


def policy_tabs(policy_id: str, here: str, draft: DraftSeen | None, visit: Visit) -> list[Tab]:
    """Return the tabs of a policy; those of a draft where there is one."""
    words = visit.words
    named: dict[str, tuple[str, str]] = {}
    if versions := versions_of(policy_id):
        named["policy"] = (words.text("Ladder"), "")
        named["policy_versions"] = (words.text("Versions"), f"{len(versions)}")
    if draft is not None:
        named["policy_draft"] = (words.text("Draft"), "")
        named["policy_draft_changes"] = (words.text("What it changes"), "")
        named["policy_simulation"] = (words.text("Simulation"), "")
    return [Tab(word, count, reverse(view, args=[policy_id]), view == here) for view, (word, count) in named.items()]


def policy_stairs(
    policy: Policy,
    words: Words,
    *,
    before: Policy | None = None,
    changed: frozenset[str] = frozenset(),
    here: str = "",
    addresses: Mapping[str, str] | None = None,
) -> list[Stair]:
    """Return the staircase of a policy; with the version ``before`` it, what was moved; ``here``: the rung shown."""
    earlier = {rung.id: day_of(rung) for rung in before.rungs} if before else {}
    return [
        Stair(
            name=rung.name[words.lang],
            begins="",
            day=day_of(rung),
            state=_state(rung, here),
            height=height_of(place, len(policy.rungs)),
            below=_below(rung, words),
            is_locked=any(step.approval for step in rung.steps),
            is_changed=rung.id in changed,
            was=earlier.get(rung.id, "") if earlier.get(rung.id, day_of(rung)) != day_of(rung) else "",
            address=(addresses or {}).get(rung.id, f"#{rung.id}"),
        )
        for place, rung in enumerate(policy.rungs)
    ]


def _state(rung: Rung, here: str) -> str:
    if rung.id == here:
        return "here"
    return "outer" if any(step.customer_facing for step in rung.steps) else "inner"


def _below(rung: Rung, words: Words) -> list[str]:
    step = next((one for one in rung.steps if not one.only_as_notice), rung.steps[0])
    role = words.code("role", step.role)
    if step.approval:
        return [role, words.text("approved by {role}", role=words.code("role", step.approval))]
    return (
        [role, rhythm_text(replace(step, goes_on=False, channels_in_turn=False), words)] if not step.slots else [role]
    )


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version: when it held, who let it, and where it is compared with the one before."""

    version: int
    since: str
    until: str
    person: str
    state: str
    tone: Tone
    compare: str
    times: list[str] = field(default_factory=list)


def version_lines(policy_id: str, visit: Visit) -> list[VersionLine]:
    """Return all versions of a policy, the newest first."""
    words, day = visit.words, visit.business_date
    times, numbers = held([policy_id])[policy_id], versions_of(policy_id)
    now = in_force(times, visit)
    lines = []
    for number, before in zip(numbers, [*numbers[1:], None], strict=True):
        own = [one for one in times if one.version == number]
        last = own[-1] if own else None
        holds = now is not None and now.version == number
        is_coming = last is not None and last.first_on is not None and last.first_on > day
        state = words.text("in force") if holds else words.text("comes") if is_coming else words.text("no longer")
        if last is None:
            state = words.text("never in force")
        compare = f"{reverse('policy_compare', args=[policy_id])}?from={before}&to={number}" if before else ""
        lines.append(
            VersionLine(
                version=number,
                since=since_words(last, visit) if last else "",
                until=words.day(last.last_on, day) if last and last.last_on else "",
                person=last.person if last else "",
                state=state,
                tone=GREEN if holds else AMBER if is_coming else ("#465160", "#eef0f3"),
                compare=compare,
            )
        )
    return lines
