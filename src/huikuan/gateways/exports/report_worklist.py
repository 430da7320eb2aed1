"""The worklist as the report shows it: two lines a row, lanes with headings, and a rank that opens into its sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from huikuan.engine.chances import WEIGHT
from huikuan.engine.ladder.document import Policy
from huikuan.engine.money import decimal_amount
from huikuan.gateways.exports.lines import SumLine
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.palette import REASON_TONES, ramp_colour
from huikuan.gateways.exports.report_judgement import judgement_lines
from huikuan.gateways.exports.tables import worklist_table
from huikuan.gateways.exports.workbook_sheets import slot_texts
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.columns import DASH, MINUS

ROWS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A row of the worklist, all text."""

    lane: str
    customer_id: str
    rank: int
    name: str
    whose: str
    act: str
    reasons: str
    overdue: str
    unit: str
    differs: str
    oldest: str
    colour: str
    contact: str
    outcome: str
    slot_day: str
    slot_hours: str
    slot_why: str
    tag: str
    tone: tuple[str, str] | None
    why_title: str
    why: list[SumLine]
    judgement: list[SumLine]
    distance: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its heading, its number of cases, what orders it, and the rows that are shown."""

    name: str
    cases: int
    order: str
    rows: list[WorkRow]


def lanes(listing: Listing) -> list[Lane]:
    """Return both lanes with the first rows of the list, hard lane first."""
    cases = dict(listing.worklist.unique(["customer_id", "entity"]).group_by("lane").len().iter_rows())
    return lanes_of(work_rows(listing, shown=ROWS_SHOWN), cases, listing.words)


def lanes_of(rows: Sequence[WorkRow], cases: Mapping[str, int], words: Words) -> list[Lane]:
    """Return the lanes that have cases (``cases``: lane → how many in all), each with its rows of these."""
    orders = {
        "hard": words.text("promises, deadlines and alarms come before any score"),
        "value": words.text("amount × better chance of payment − cost of contact, plus policy points"),
    }
    return [
        Lane(words.title("lane", lane), cases[lane], order, [row for row in rows if row.lane == lane])
        for lane, order in orders.items()
        if lane in cases
    ]


def work_rows(listing: Listing, *, shown: int) -> list[WorkRow]:
    """Return the first rows in words; the row after the last is looked at for the distance to it."""
    listing = replace(listing, worklist=listing.worklist.head(shown + 1))
    below = pl.when(pl.col("lane") == pl.col("lane").shift(-1)).then(pl.col("score") - pl.col("score").shift(-1))
    day, hours = slot_texts(listing)
    told = worklist_table(listing, listing.words).with_columns(ahead_by=below, slot_day=day, slot_hours=hours)
    return [_row(listing, row) for row in told.head(shown).iter_rows(named=True)]


def _row(listing: Listing, row: Mapping[str, Any]) -> WorkRow:
    words, as_of = listing.words, listing.as_of
    ladder = words.ladder(listing.policies.values())
    channels = " + ".join(words.title("channel", code) for code in row["channels"] or [])
    step = ladder.steps.get(row["step"], row["step"])
    first = row["reasons"][0] if row["reasons"] else ""
    is_hard = row["lane"] == "hard"
    who = " ".join(part for part in (words.title("role", row["role"]), row["assignee"] or "") if part)
    return WorkRow(
        lane=row["lane"],
        customer_id=row["customer_id"],
        rank=row["rank"],
        name=row["name"] or row["customer_id"],
        whose=f"{who} · {row['entity']}" if listing.has_entities else who,
        act=" · ".join(part for part in (channels, step) if part),
        reasons=row["reasons_text"],
        overdue=words.money(row["overdue_minor"], row["currency"]) if row["overdue_minor"] else DASH,
        unit=words.currency(row["currency"]) if row["overdue_minor"] else "",
        differs=_differs(listing, row),
        oldest=_oldest(listing, row),
        colour=ramp_colour(row["oldest_overdue_days"] or 0),
        contact=" ".join(
            (words.day(row["last_contact_on"], as_of), words.code("channel", row["last_contact_channel"]))
        ).strip(),
        outcome=words.code("outcome", row["last_contact_outcome"]),
        slot_day=row["slot_day"] or "",
        slot_hours=row["slot_hours"] or "",
        slot_why=row["best_slot_text"],
        tag=words.title("reason", first) if is_hard else words.text("{score} pts", score=_points(row["score"])),
        tone=REASON_TONES.get(first) if is_hard else None,
        why_title=words.text("Why rank {rank}: {name}", rank=row["rank"], name=row["name"] or row["customer_id"]),
        why=_hard_why(listing, row) if is_hard else _value_why(listing, row),
        judgement=list(judgement_lines(listing, row)),
        distance=""
        if is_hard or row["ahead_by"] is None
        else words.text("{points} pts ahead of the next", points=_points(row["ahead_by"])),
    )


def _oldest(listing: Listing, row: Mapping[str, Any]) -> str:
    """Return the days past due, or how far off the due date still is."""
    days = row["anchor_days"] or 0
    if not row["overdue_minor"] and days <= 0:
        return (
            listing.words.text("due in {days}", days=listing.words.days(days))
            if days
            else listing.words.text("due today")
        )
    return listing.words.days(row["oldest_overdue_days"] or 0)


def _differs(listing: Listing, row: Mapping[str, Any]) -> str:
    words = listing.words
    if not row["overdue_minor"] and row["due_soon_minor"]:
        due_soon = words.text("due soon")
        return f"{due_soon} {words.money(row['due_soon_minor'], row['currency'])}"
    parts = [
        (words.text("to chase"), row["eligible_minor"], row["eligible_minor"] != row["overdue_minor"]),
        (words.text("promised"), row["promised_minor"], True),
        (words.text("in transit"), row["in_transit_minor"], True),
        (words.text("disputed"), row["disputed_minor"], True),
    ]
    told = [f"{name} {words.money(minor, row['currency'])}" for name, minor, differs in parts if minor and differs]
    return told[0] if told else ""


def _points(score: float) -> str:
    """Return points with one decimal; where that would show none of a small score, with the four it is ranked by."""
    shown = f"{score:,.1f}" if abs(score) >= 0.1 or not score else f"{score:.4f}"
    return shown.replace("-", MINUS)


def _subtraction(listing: Listing, row: Mapping[str, Any]) -> str:
    words = listing.words
    parts = [(words.text("overdue"), row["overdue_minor"])]
    taken = ("disputed", "promised", "in_transit", "credit", "unallocated")
    names = {
        "disputed": words.text("disputed"),
        "promised": words.text("promised"),
        "in_transit": words.text("in transit"),
        "credit": words.text("credit notes"),
        "unallocated": words.text("unmatched cash"),
    }
    parts += [(names[name], row[f"{name}_minor"]) for name in taken if row[f"{name}_minor"]]
    return " − ".join(f"{name} {words.money(minor, row['currency'])}" for name, minor in parts)


def _hard_why(listing: Listing, row: Mapping[str, Any]) -> list[SumLine]:
    words, as_of = listing.words, listing.as_of
    lines = [SumLine(words.text("Rule"), words.title("reason", row["reasons"][0] if row["reasons"] else ""))]
    if row["promise_due_on"]:
        level = words.text("level {n}", n=row["promise_level"] or 1)
        lines.append(SumLine(words.text("Promised for"), words.day(row["promise_due_on"], as_of), level))
        lines.append(SumLine(words.text("Promised"), words.money(row["promise_minor"] or 0, row["currency"])))
        lines.append(
            SumLine(words.text("Received for it"), words.money(row["promise_kept_minor"] or 0, row["currency"]))
        )
    for name, column in (
        (words.text("Said to be paid on"), "said_paid_on"),
        (words.text("Bill or cheque refused on"), "bill_refused_on"),
        (words.text("Notice delivered on"), "notice_delivered_on"),
    ):
        if row[column]:
            lines.append(SumLine(name, words.day(row[column], as_of)))
    amount = words.money(row["eligible_minor"], row["currency"])
    lines.append(SumLine(words.text("Amount to chase"), amount, _subtraction(listing, row), is_sum=True))
    return lines


def _value_why(listing: Listing, row: Mapping[str, Any]) -> list[SumLine]:
    words, base = listing.words, row["base_currency"]
    with_contact, without = row["chance_with"] or 0.0, row["chance_without"] or 0.0
    counts = (row["chance_count_with"] or 0) + (row["chance_count_without"] or 0)
    evidence = words.text(
        "paid within 14 days: {with_contact} with contact, {without} without; seen {n} and {m} times",
        with_contact=f"{with_contact:.1%}",
        without=f"{without:.1%}",
        n=row["chance_count_with"] or 0,
        m=row["chance_count_without"] or 0,
    )
    if counts < WEIGHT:
        evidence += words.text("; few cases, so mostly the usual figures of the trade")
    lines = [
        SumLine(
            _base_name(listing, row), words.money(row["value_base_minor"], row["currency"]), _subtraction(listing, row)
        )
    ]
    if row["rate_ppm"] is not None and row["currency"] != base:
        rate = Decimal(row["rate_ppm"]) / 1_000_000
        lines.append(SumLine(words.text("× rate"), f"{rate.normalize():f}", f"{row['currency']} → {base}"))
    lines.append(SumLine(words.text("× chance that a contact adds"), f"{with_contact - without:.3f}", evidence))
    lines.append(SumLine(words.text("− cost of the contact"), words.money(row["cost_minor"] or 0, base)))
    value = words.money(row["value_minor"] or 0, base)
    policy = listing.policies.get(row["policy"])
    per_point = Decimal(policy.value_per_point) if policy else Decimal(10_000)
    value_points = decimal_amount(row["value_minor"] or 0, base) / per_point
    per = words.text("value {value}; {per} make a point", value=value, per=f"{per_point:,f}")
    lines.append(SumLine(words.text("= value of the contact"), _points(float(value_points)), per, is_sum=True))
    points = " · ".join(_point_rule(listing, code, policy) for code in row["points_given"] or [])
    lines.append(SumLine(words.text("+ policy points"), _points(row["policy_points"] or 0.0), points))
    lines.append(SumLine(words.text("Score"), words.text("{score} pts", score=_points(row["score"])), is_sum=True))
    return lines


def _point_rule(listing: Listing, code: str, policy: Policy | None) -> str:
    """Return ``Customer segment: key 5.0`` for the code ``segment=key``."""
    condition, _equals, parameter = code.partition("=")
    name = listing.words.title("points", condition)
    if parameter:
        known = listing.words.code(condition, parameter) if condition in ("segment", "status") else parameter
        name = listing.words.text("{name}: {value}", name=name, value=known)
    rules = policy.points if policy else ()
    given = [rule.points for rule in rules if (rule.condition, rule.parameter) == (condition, parameter)]
    return f"{name} {_points(given[0])}" if given else name


def _base_name(listing: Listing, row: Mapping[str, Any]) -> str:
    falls_due = row["value_base_minor"] == row["due_soon_minor"] and not row["eligible_minor"]
    return listing.words.text("Due soon") if falls_due else listing.words.text("Amount to chase")
