"""What a simulation says in sentences, each chosen by a rule from the figures; terminal and files share them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from huikuan.engine.simulate.outcome import MIDDLE, NOBODY, SIDES, SideName, Simulation
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.columns import DASH, MINUS
from huikuan.gateways.texts.step_words import LadderWords

_TOLD = ("calls", "visits", "letters", "escalations", "approvals", "holds")
_TOLD_AT_MOST = 4


@dataclass(frozen=True)
class Comparison:
    """A simulation with the words it is told in."""

    simulation: Simulation
    words: Words
    customers: Mapping[str, str] = field(default_factory=dict)  # their names, by id

    @cached_property
    def names(self) -> dict[SideName, str]:
        """Return what the two policies are called; A and B where their names do not tell them apart."""
        text, lang, sides = self.words.text, self.words.lang, self.simulation.sides
        policies = {side: chosen.policy for side, chosen in sides.items()}
        named = {
            side: text("{policy}, version {version}", policy=policy.name[lang], version=policy.version)
            for side, policy in policies.items()
        }
        if named["a"] != named["b"]:
            return named
        if policies["a"].id != policies["b"].id:  # a copy that keeps its model's name
            return {
                side: text(
                    "{policy} ({id}), version {version}", policy=policy.name[lang], id=policy.id, version=policy.version
                )
                for side, policy in policies.items()
            }
        return {side: text("{name} ({mark})", name=name, mark=side.upper()) for side, name in named.items()}

    @cached_property
    def main_currency(self) -> str:
        """Return the currency of most of what may come in, counted in documents."""
        ordered = self.simulation.payable.sort(pl.col("currency") != "CNY", -pl.col("items").cast(pl.Int64))
        return str(ordered["currency"][0]) if ordered.height else "CNY"

    @cached_property
    def ladders(self) -> dict[SideName, LadderWords]:
        """Return the words of each side's steps and rungs, those of its own policy first."""
        return {
            side: self.words.ladder([chosen.policy, *chosen.policies.values()])
            for side, chosen in self.simulation.sides.items()
        }

    def stand(self, mover: Mapping[str, Any], side: SideName) -> tuple[str, str]:
        """Return the rung and the step of a row of MOVERS on one side, in words; who and how if only that differs."""
        ladder, rung, step = self.ladders[side], mover[f"rung_{side}"], mover[f"step_{side}"]
        told = ladder.steps.get(step, step) if step else self.words.text("no step")
        if mover["what"] == "manner":
            told = self.words.text("{step} ({manner})", step=told, manner=self._manner(mover[f"manner_{side}"]))
        return (ladder.rungs.get(rung, rung) if rung else DASH), told

    def stand_once(self, mover: Mapping[str, Any], side: SideName) -> tuple[str, str]:
        """Return the same for people to read in one place: a step that is called as its rung is left empty."""
        stands, told = self.stand(mover, side)
        return stands, ("" if told == stands else told)

    def _manner(self, codes: str) -> str:
        """Return who does a step, who approves and through which channels; ``codes`` as in MOVERS."""
        words = self.words
        action, role, approval, channels = codes.split(";")
        parts = [words.code("action", action), words.code("role", role)]
        parts += [words.text("approval: {role}", role=words.code("role", approval))] if approval else []
        parts += [words.code("channel", channel) for channel in channels.split("+") if channel]
        return ("、" if words.lang == "zh" else ", ").join(part for part in parts if part)

    def total(self, measure: str, world: str = MIDDLE) -> dict[str, int]:
        """Return a, b and difference of a measure over all days."""
        row: dict[str, int] = self.simulation.totals.row(
            by_predicate=(pl.col("world") == world) & (pl.col("measure") == measure), named=True
        )
        return row

    def cash(self, side: str, currency: str, week: int = 0) -> dict[str, Any] | None:
        """Return the row of CASH, or nothing where nothing can come in."""
        rows = self.simulation.cash.filter(side=side, currency=currency, week=week)
        return rows.row(0, named=True) if rows.height else None

    def headline(self) -> str:
        """Return what B does beside A, and how many customers move."""
        words = self.words
        moved = self.simulation.movers["customer_id"].n_unique()
        customers = words.count("{n} customer is treated differently", "{n} customers are treated differently", moved)
        changes = sorted(
            ((measure, self.total(measure)["difference"]) for measure in _TOLD),
            key=lambda change: -abs(change[1]),
        )
        told = [_change(words, measure, by) for measure, by in changes[:_TOLD_AT_MOST] if by]
        if not told and not moved:
            return words.text("{policy}: the same work, nobody moves.", policy=self.names["b"])
        work = ("、" if words.lang == "zh" else ", ").join(told) or words.text("the same work")
        return words.text("{policy}: {work}; {customers}.", policy=self.names["b"], work=work, customers=customers)

    def findings(self) -> Iterator[str]:
        """Return the headline, then cash, people over their capacity, and the bound."""
        yield self.headline()
        yield from self.cash_findings()
        yield from self.capacity_findings()
        a, b = (self.total("tasks", NOBODY)[side] for side in SIDES)
        yield self.words.text(
            "If nobody paid, the days would bring {a} tasks under A and {b} under B.", a=f"{a:,}", b=f"{b:,}"
        )

    def cash_findings(self) -> Iterator[str]:
        """Return what is expected in the main currency, and what B changes in it."""
        words, currency = self.words, self.main_currency
        theirs, ours, difference = (self.cash(side, currency) for side in (*SIDES, "difference"))
        if theirs is None or ours is None or difference is None:
            return
        yield words.text(
            "Expected to come in by {day}: {before} under A, {expected} under B ({low} to {high}); {beside}.",
            day=words.day(self.simulation.last_day, self.simulation.as_of),
            before=words.priced_short(theirs["expected_minor"], currency),
            expected=words.priced_short(ours["expected_minor"], currency),
            low=words.money_short(ours["low_minor"], currency),
            high=words.money_short(ours["high_minor"], currency),
            beside=self._beside(difference),
        )

    def _beside(self, difference: Mapping[str, Any]) -> str:
        """Return the difference that B makes, with its interval, or that there is none."""
        words, amounts = self.words, [difference[f"{name}_minor"] for name in ("expected", "low", "high")]
        if not any(amounts):
            return words.text("no difference between them")
        change, low, high = (self.change(amount, difference["currency"]) for amount in amounts)
        return words.text("the difference, B less A: {change} ({low} to {high})", change=change, low=low, high=high)

    def change(self, minor: int, currency: str) -> str:
        """Return a difference in short: with its sign, or a plain 0."""
        return signed(self.words.money_short(minor, currency), minor) if minor else "0"

    def span(self, row: Mapping[str, Any]) -> str:
        """Return the days of a row of CASH: a week, or all of them."""
        words, first, last = self.words, row["from_on"], row["to_on"]
        if not row["week"]:
            return words.text("all days")
        return words.day(first, first) + (f"–{words.day(last, first)}" if last != first else "")

    def capacity_findings(self) -> Iterator[str]:
        """Return who has more contacts than a day holds under B, on which day most, or that nobody has."""
        words = self.words
        capacity = self.simulation.assumptions.capacity
        over = self.simulation.workload.filter(pl.col("over") > 0, side="b")
        if over.is_empty():
            yield words.text("Under B no day asks anybody for more than {n} contacts.", n=capacity)
            return
        days = words.count("{n} day", "{n} days", over["day"].n_unique())
        worst = over.sort(-pl.col("over").cast(pl.Int64), "day", "role").row(0, named=True)
        yield words.text(
            "Over capacity under B: {days}, most on {day}: {who} {contacts} contacts, {over} more than {n}.",
            days=days,
            day=words.day(worst["day"], self.simulation.as_of),
            who=person(words, worst["role"], worst["assignee"]),
            contacts=worst["contacts"],
            over=worst["over"],
            n=capacity,
        )

    def assumptions(self) -> list[str]:
        """Return the model in words and numbers: what is taken for granted, and what is left out."""
        return list(_assumptions(self.simulation, self.words))


def person(words: Words, role: str, assignee: str | None) -> str:
    """Return the role, with the name where there is one."""
    title = words.title("role", role)
    return f"{title} {assignee}" if assignee else title


def signed(shown: str, amount: int) -> str:
    """Return a figure with a plus where it grows; a minus stands already."""
    return f"+{shown}" if amount > 0 else shown


def signed_count(count: int) -> str:
    """Return ``+38``, ``−4``, ``0``."""
    return f"+{count:,}" if count > 0 else f"{count:,}".replace("-", MINUS)


def _change(words: Words, measure: str, by: int) -> str:
    count = words.count
    n = abs(by)
    more = {
        "calls": count("{n} more call", "{n} more calls", n),
        "visits": count("{n} more visit", "{n} more visits", n),
        "letters": count("{n} more letter", "{n} more letters", n),
        "escalations": count("{n} more escalation", "{n} more escalations", n),
        "approvals": count("{n} more approval", "{n} more approvals", n),
        "holds": count("{n} more sanction", "{n} more sanctions", n),
    }
    fewer = {
        "calls": count("{n} call fewer", "{n} calls fewer", n),
        "visits": count("{n} visit fewer", "{n} visits fewer", n),
        "letters": count("{n} letter fewer", "{n} letters fewer", n),
        "escalations": count("{n} escalation fewer", "{n} escalations fewer", n),
        "approvals": count("{n} approval fewer", "{n} approvals fewer", n),
        "holds": count("{n} sanction fewer", "{n} sanctions fewer", n),
    }
    return (more if by > 0 else fewer)[measure]


def _assumptions(simulation: Simulation, words: Words) -> Iterator[str]:
    text, given = words.text, simulation.assumptions
    assignment = simulation.sides["a"].assignment
    if assignment is not None:
        yield text(
            "Both sides: who gets which policy is decided by {id}, version {version}; A and B are its default.",
            id=assignment.id,
            version=assignment.version,
        )
    yield text(
        "Every due step is done on its day, on working days; {days} days from {day} on, seed {seed}.",
        days=given.days,
        day=words.day_full(simulation.as_of),
        seed=given.seed,
    )
    yield text(
        "Payments: a rate a day by age, learned from {paid} payments of the last year, times the customer's own speed "
        "(payments made against expected ones, shrunk by five); {draws} draws, the interval holds eight of ten.",
        paid=f"{int(simulation.rates['paid'].sum()):,}",
        draws=given.draws,
    )
    if given.with_lift:
        ratio = float(simulation.rates.filter(band="1-7")["ratio"][0])
        yield text(
            "A delivered contact makes payment {ratio} times as likely for 14 days in the first month past due, and a "
            "second one within them adds nothing; this is a house estimate until a comparison group has measured it.",
            ratio=f"{ratio:.2f}",
        )
    else:
        yield text("Contacts change nothing about when customers pay: the lift is switched off.")
    yield text(
        "A step that needs approval is approved and goes out {n} working days after it was asked for.",
        n=given.approval_workdays,
    )
    yield from _statements(simulation, words)
    yield text(
        "Day by day, the figures are those of the middle draw by what comes in (draw {n}).", n=simulation.middle_draw
    )
    yield text(
        "Left out: new invoices, what is disputed, promises made in these days, part payments, and whatever a customer "
        "does beside paying."
    )


def _statements(simulation: Simulation, words: Words) -> Iterator[str]:
    given = simulation.confirming
    if given is not None:
        yield words.text(
            "Statements beside both: {cycle}, version {version}. We do our steps on their days; of the statements that "
            "wait, {share} are confirmed each day, learned from {confirmed} confirmed ones and an unverified house "
            "estimate. Missing proofs of delivery stay missing.",
            cycle=given.cycle.name[words.lang],
            version=given.cycle.version,
            share=f"{given.rate:.1%}",
            confirmed=f"{given.confirmed:,}",
        )
