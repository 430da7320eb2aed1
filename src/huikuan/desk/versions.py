"""The versions of a policy: what each says, from when on the house went by it, and who let it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.apps.audit.selectors import actors_of
from huikuan.apps.people.selectors import codes_of_people, names_of_people
from huikuan.apps.policies.selectors import Chosen, choices_named, policy_texts, versions_recorded
from huikuan.desk.manual import BEGINNING, POLICY
from huikuan.gateways.policies import PRESETS, preset_policies, preset_text

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A time in which the house goes by a version; without a first day it ships so, without a last it goes on.

    ``person``: the name of whoever let it hold; empty: the operator of the system, or nobody had to.
    """

    version: int
    first_on: date | None
    last_on: date | None
    person: str


def held(policies: Iterable[str]) -> dict[str, list[Held]]:
    """Return for each policy the times in which its versions hold, the earliest first."""
    chosen = choices_named(f"{POLICY}{policy}" for policy in policies)
    people = _people([one for several in chosen.values() for one in several])
    return {policy: list(_times(policy, chosen.get(f"{POLICY}{policy}", []), people)) for policy in policies}


def _times(policy: str, chosen: list[Chosen], people: dict[Chosen, str]) -> Iterable[Held]:
    if policy in PRESETS and (not chosen or chosen[0].first_on > BEGINNING):
        last_on = chosen[0].first_on - DAY if chosen else None
        yield Held(preset_policies()[policy].version, None, last_on, "")
    for one, following in zip(chosen, [*chosen[1:], None], strict=True):
        last_on = following.first_on - DAY if following else None
        if last_on is not None and last_on < one.first_on:
            continue  # another was chosen for the same day afterwards
        first_on = one.first_on if one.first_on > BEGINNING else None
        yield Held(int(one.value), first_on, last_on, people[one])


def _people(chosen: list[Chosen]) -> dict[Chosen, str]:
    acts = actors_of([one.act_id for one in chosen])
    codes = codes_of_people({number for _kind, number in acts.values() if number is not None})
    names = names_of_people(codes.values())
    return {one: names.get(codes.get(acts.get(one.act_id, ("", None))[1] or 0, ""), "") for one in chosen}


def versions_of(policy: str) -> list[int]:
    """Return the numbers of all versions of a policy, the newest first."""
    shipped = [preset_policies()[policy].version] if policy in PRESETS else []
    return sorted({*versions_recorded(policy), *shipped}, reverse=True)


def text_of(policy: str, version: int) -> str | None:
    """Return what a version of a policy says; None where there is none."""
    recorded = policy_texts([(policy, version)]).get(policy)
    if recorded is None and policy in PRESETS and preset_policies()[policy].version == version:
        return preset_text(policy)
    return recorded
