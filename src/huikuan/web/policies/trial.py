"""What a draft changes on the present portfolio: how far the simulation is, or what came of it (D-707)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import polars as pl
from django.urls import reverse

from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.policies.selectors import DraftSeen, SimulationSeen, simulation_numbered, simulation_of_text
from huikuan.desk.rights import may
from huikuan.desk.simulating import outcome_of
from huikuan.engine.simulate.comparison import MEASURES
from huikuan.engine.simulate.outcome import SIDES
from huikuan.gateways import clock
from huikuan.gateways.exports.simulation_findings import Comparison, person, signed_count
from huikuan.gateways.exports.simulation_report import Line, busiest_chart, tasks_chart
from huikuan.web.visitors import Visit

MOVERS_SHOWN = 8
_SOON = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer that is treated differently: since when, what is to be chased, where it stands under each version."""

    name: str
    address: str
    since: str
    amount: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cash:
    """What is expected to come in, in one currency."""

    unit: str
    before: str
    after: str
    interval: str
    change: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A simulation on a page. ``state``: none, waiting, running, done, failed; the rest is there when it is done."""

    state: str
    progress: str = ""
    is_left: bool = False  # nobody has taken it for half a minute
    facts: str = ""
    headline: str = ""
    capacity: str = ""
    is_over: bool = False  # somebody has more to do than a day holds
    measures: list[tuple[str, str, str, str]] = field(default_factory=list)
    names: tuple[str, str] = ("", "")
    charts: list[Line] = field(default_factory=list)
    cash: list[Cash] = field(default_factory=list)
    movers: list[Mover] = field(default_factory=list)
    all_movers: str = ""
    assumptions: list[str] = field(default_factory=list)


def trial_of(draft: DraftSeen | None, visit: Visit, *, movers: int = MOVERS_SHOWN) -> Trial | None:
    """Return what is known of a draft's simulation; None to those who may not see it."""
    if draft is None or not may("simulate_policy", actor=visit.actor, on=visit.business_date):
        return None
    seen = simulation_of_text(draft.policy, draft.sha256, for_everybody=draft.for_everybody)
    return trial_seen(seen, visit, movers=movers) if seen else Trial("none")


def trial_numbered(number: int | None, visit: Visit) -> Trial | None:
    """Return what came of a simulation that somebody names; None to those who may not see it."""
    if number is None or not may("simulate_policy", actor=visit.actor, on=visit.business_date):
        return None
    return trial_seen(simulation_numbered(number), visit, movers=MOVERS_SHOWN)


def trial_seen(seen: SimulationSeen, visit: Visit, *, movers: int) -> Trial:
    """Return a simulation as far as it is."""
    words = visit.words
    if seen.state != "done":
        done = words.text("{done} of {total} days", done=seen.days_done, total=seen.days_total)
        is_left = seen.state == "waiting" and clock.now() - seen.asked_at > _SOON
        return Trial(seen.state, done if seen.state == "running" else "", is_left)
    simulation = outcome_of(seen, viewer=visit.actor, on=visit.business_date)
    shown = simulation.movers["customer_id"].head(movers).to_list()
    comparison = Comparison(simulation, words, names_of_customers(set(shown)))
    days = words.days(simulation.assumptions.days)
    on = words.day_full(simulation.as_of)
    before, after = (f"v{simulation.sides[side].policy.version}" for side in SIDES)
    same = simulation.sides["a"].policy.id == simulation.sides["b"].policy.id
    return Trial(
        state="done",
        facts=words.text("On the portfolio of {day}, {days} ahead. Nothing was changed or sent.", day=on, days=days),
        headline=comparison.headline(),
        capacity=_capacity(comparison),
        is_over=bool(simulation.workload.filter(pl.col("over") > 0, side="b").height),
        measures=list(_measures(comparison)),
        names=(before if same else words.text("now"), after if same else words.text("draft")),
        charts=[tasks_chart(comparison), busiest_chart(comparison)],
        cash=list(_cash(comparison)),
        movers=list(_movers(comparison, movers)),
        all_movers=_all_movers(comparison, seen, movers),
        assumptions=comparison.assumptions(),
    )


def _capacity(comparison: Comparison) -> str:
    """Return whether the draft asks somebody for more than a day holds, whom, and on which day most (D-707)."""
    words, simulation = comparison.words, comparison.simulation
    n, over = simulation.assumptions.capacity, simulation.workload.filter(pl.col("over") > 0, side="b")
    if over.is_empty():
        return words.text("No day asks anybody for more than {n} contacts.", n=n)
    worst = over.sort(-pl.col("over").cast(pl.Int64), "day", "role").row(0, named=True)
    return words.text(
        "Too much for one person on {days}; most on {day}: {who} {contacts} contacts, {over} more than {n}.",
        days=words.count("{n} day", "{n} days", over["day"].n_unique()),
        day=words.day(worst["day"], simulation.as_of),
        who=person(words, worst["role"], worst["assignee"]),
        contacts=worst["contacts"],
        over=worst["over"],
        n=n,
    )


def _all_movers(comparison: Comparison, seen: SimulationSeen, shown: int) -> str:
    count = comparison.simulation.movers.height
    if count <= shown:
        return ""
    return f"{reverse('policy_simulation', args=[seen.policy])}?movers=all"


def _measures(comparison: Comparison) -> Iterator[tuple[str, str, str, str]]:
    for measure in MEASURES:
        total = comparison.total(measure)
        if any(total[side] for side in SIDES):
            name = comparison.words.title("measure", measure)
            yield name, f"{total['a']:,}", f"{total['b']:,}", signed_count(total["difference"])


def _cash(comparison: Comparison) -> Iterator[Cash]:
    words = comparison.words
    for currency in comparison.simulation.payable["currency"]:
        theirs, ours, change = (comparison.cash(side, currency) for side in (*SIDES, "difference"))
        if theirs is None or ours is None or change is None:
            continue
        low, high = (words.money_short(ours[name], currency) for name in ("low_minor", "high_minor"))
        yield Cash(
            unit=words.currency(currency),
            before=words.money_short(theirs["expected_minor"], currency),
            after=words.money_short(ours["expected_minor"], currency),
            interval=f"{low} – {high}",
            change=comparison.change(change["expected_minor"], currency),
        )


def _movers(comparison: Comparison, shown: int) -> Iterator[Mover]:
    words, simulation = comparison.words, comparison.simulation
    for row in simulation.movers.head(shown).iter_rows(named=True):
        stands = [" · ".join(filter(None, comparison.stand_once(row, side))) for side in SIDES]
        amount = words.money(row["eligible_minor"] or 0, row["currency"])
        yield Mover(
            name=comparison.customers.get(row["customer_id"]) or row["customer_id"],
            address=reverse("customer", args=[row["customer_id"]]),
            since=words.day(row["moved_on"], simulation.as_of),
            amount=f"{amount} {words.currency(row['currency'])}",
            before=stands[0],
            after=stands[1],
        )
