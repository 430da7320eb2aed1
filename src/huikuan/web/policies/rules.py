"""Who follows which policy and why (D-702, D-710): a person's word, the customer's own, the rules, the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from django.urls import reverse

from huikuan.desk.known import overrides_counting
from huikuan.desk.manual import manual_on
from huikuan.desk.portfolio import accounts_seen, given_seen
from huikuan.gateways.texts.assignment_words import rule_words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

_CHOSEN_SHOWN = 50
_BEFORE_THE_RULES = {
    "override": N_("a person's word for one customer, with a last day"),
    "own": N_("the policy named with the customer"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row: who decides, whom it takes, which policy that gives, why, and for how many cases."""

    place: str
    who: str
    policy: str
    address: str
    because: str
    cases: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A customer for whom a person chose a policy: which, why, and through which day."""

    name: str
    address: str
    policy: str
    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page; ``facts``: which document the rules stand in."""

    facts: str
    lines: list[Line]
    chosen: list[Chosen]
    more: int  # chosen ones that are not shown


def rules_screen(run: Run | None, visit: Visit) -> Page:
    """Return the order in which the policy of a customer is decided, with the cases that the visitor reaches."""
    words, manual = visit.words, manual_on(visit.business_date)
    rules = manual.parameters.assignment
    names = {name: policy.name[words.lang] for name, policy in manual.policies.items()}
    counts = _counts(run, visit)
    lines = [
        Line("", words.text(said), words.text("as named there"), "", "", _count(counts, by))
        for by, said in _BEFORE_THE_RULES.items()
    ]
    for number, rule in enumerate(rules.rules if rules else (), 1):
        address = reverse("policy", args=[rule.policy])
        because, name = rule.because[words.lang], names.get(rule.policy, rule.policy)
        cases = _count(counts, "rule", number)
        lines.append(Line(str(number), rule_words(rule, words), name, address, because, cases))
    default = manual.parameters.default_policy
    everybody = words.text("whoever is left: the default")
    address = reverse("policy", args=[default])
    lines.append(Line("", everybody, names.get(default, default), address, "", _count(counts, "default")))
    facts = words.text("There are no rules: everybody without a policy of its own follows the default.")
    if rules is not None:
        facts = words.text(
            "By {id}, version {version}. The first line that fits decides.", id=rules.id, version=rules.version
        )
    chosen = _chosen(run, names, visit)
    return Page(facts, lines, chosen[:_CHOSEN_SHOWN], max(0, len(chosen) - _CHOSEN_SHOWN))


def _chosen(run: Run | None, names: Mapping[str, str], visit: Visit) -> list[Chosen]:
    """Return the overrides that count, of customers that the visitor reaches; those of a document too (R-59, R-126)."""
    words, day = visit.words, visit.business_date
    rules = manual_on(day).parameters.assignment
    people = overrides_counting(day)
    named = {one.customer_id for one in people}
    document = [one for one in (rules.overrides if rules else ()) if one.until >= day and one.customer_id not in named]
    counting = [*people, *document]
    if run is None or not counting:
        return []
    accounts = accounts_seen(run, viewer=visit.actor).filter(
        pl.col("customer_id").is_in([one.customer_id for one in counting])
    )
    reached = dict(accounts.select("customer_id", "name").iter_rows())
    return [
        Chosen(
            name=reached[one.customer_id] or one.customer_id,
            address=reverse("customer", args=[one.customer_id]),
            policy=names.get(one.policy, one.policy),
            reason=one.reason,
            until=words.day(one.until, day),
        )
        for one in counting
        if one.customer_id in reached
    ]


def _counts(run: Run | None, visit: Visit) -> dict[tuple[str, int], int]:
    if run is None:
        return {}
    given = given_seen(run, viewer=visit.actor).group_by("assigned_by", "rule_no").agg(pl.col("cases").sum())
    return {(by, number or 0): int(cases) for by, number, cases in given.iter_rows()}


def _count(counts: dict[tuple[str, int], int], by: str, number: int = 0) -> str:
    return f"{counts.get((by, number), 0):,}"
