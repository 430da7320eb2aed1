"""Who follows which policy and why (D-702, D-710): a person's word, the customer's own, the rules, the default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from django.urls import reverse

from huikuan.desk.manual import manual_on
from huikuan.desk.portfolio import given_seen
from huikuan.gateways.texts.assignment_words import rule_words
from huikuan.gateways.texts.catalogue import N_
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

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
class Page:
    """The whole page; ``facts``: which document the rules stand in."""

    facts: str
    lines: list[Line]


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
    return Page(facts, lines)


def _counts(run: Run | None, visit: Visit) -> dict[tuple[str, int], int]:
    if run is None:
        return {}
    given = given_seen(run, viewer=visit.actor).group_by("assigned_by", "rule_no").agg(pl.col("cases").sum())
    return {(by, number or 0): int(cases) for by, number, cases in given.iter_rows()}


def _count(counts: dict[tuple[str, int], int], by: str, number: int = 0) -> str:
    return f"{counts.get((by, number), 0):,}"
