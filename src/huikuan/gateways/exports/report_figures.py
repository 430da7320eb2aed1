"""The report's figures per currency: headline, ageing with its closing line, ladder, largest customers.

Each chart's title is a finding where a rule fires, else a plain noun (UI.md 10). Shares are of overdue money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl
from markupsafe import Markup

from huikuan.engine.ladder.document import Policy
from huikuan.engine.money import decimal_amount, exponent
from huikuan.gateways.exports.charts import GRID_STEPS, Bar, Segment, axis_end, ladder_plot, stacked_bar
from huikuan.gateways.exports.figures import ageing_by_bucket, ladder_amounts, largest_overdue
from huikuan.gateways.exports.palette import AGEING_RAMP
from huikuan.gateways.exports.summary import OVERDUE_BUCKETS, CurrencyTotals
from huikuan.gateways.exports.workbook_sheets import Scene
from huikuan.gateways.texts import Words
from huikuan.gateways.texts.columns import DASH

YOUNG_SHARE, OLD_SHARE, STUCK_SHARE, FEW_SHARE = 0.40, 0.30, 0.25, 0.30
OLD_BUCKETS = ("91-180", "181-365", "over-365")
CUSTOMERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A headline: its name, the short figure, the exact amount for the tooltip, a line of context."""

    name: str
    figure: str
    exact: str
    context: str


@dataclass(frozen=True, slots=True)
class AgeingLine:
    """A line of the ageing table; ``colour`` is empty for lines outside the ramp, ``bucket`` for the total."""

    bucket: str
    name: str
    colour: str
    amount: str
    share: str
    customers: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder chart: axis labels from the top, the plot, and per rung its name, figure and number of cases."""

    title: str
    unit: str
    axis: list[str]
    plot: Markup
    rungs: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One of the largest customers: overdue, share, days of the oldest, a small ageing bar."""

    name: str
    overdue: str
    share: str
    oldest: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class CurrencyFigures:
    """Everything the report shows of one currency."""

    currency: str
    unit: str
    keys: list[KeyFigure]
    ageing_title: str
    ageing_bar: Markup
    ageing: list[AgeingLine]
    ledger: AgeingLine
    ladder: Ladder | None
    customers_title: str
    customers: list[CustomerLine]


def currency_figures(scene: Scene, currency: str, totals: CurrencyTotals) -> CurrencyFigures:
    """Return the figures of one currency, as text."""
    words = scene.words
    by_bucket = ageing_by_bucket(scene.plan, currency)
    title = ageing_finding(words, by_bucket, totals.overdue)
    customers_title, customers = _customers(scene, currency, totals)
    return CurrencyFigures(
        currency=currency,
        unit=words.currency(currency),
        keys=_key_figures(scene, currency, totals),
        ageing_title=title,
        ageing_bar=stacked_bar(ageing_segments(words, by_bucket, currency), finding=title),
        ageing=ageing_lines(words, by_bucket, currency, totals.ledger),
        ledger=AgeingLine(
            "",
            words.text("Total = ledger"),
            "",
            words.money(totals.ledger, currency),
            "100%" if totals.ledger else "",
            f"{_customer_count(scene, currency):,}",
        ),
        ladder=_ladder(scene, currency),
        customers_title=customers_title,
        customers=customers,
    )


def _customer_count(scene: Scene, currency: str) -> int:
    return int(scene.plan.ageing.filter(pl.col("currency") == currency)["customer_id"].n_unique())


def _key_figures(scene: Scene, currency: str, totals: CurrencyTotals) -> list[KeyFigure]:
    words, text = scene.words, scene.words.text

    def key(name: str, minor: int, context: str) -> KeyFigure:
        exact = f"{words.money(minor, currency)} {words.currency(currency)}"
        return KeyFigure(name, words.money_short(minor, currency), exact, context)

    cases = scene.plan.worklist.filter(pl.col("currency") == currency)
    waits = [
        (text("disputed"), totals.disputed),
        (text("promised"), totals.promised),
        (text("in transit"), totals.in_transit),
    ]
    held = totals.disputed + totals.promised + totals.in_transit
    told = " · ".join(f"{name} {words.money_short(minor, currency)}" for name, minor in waits if minor)
    share = text("{share} of the ledger", share=words.percent(totals.overdue, totals.ledger))
    matched = text("less unmatched cash {amount}", amount=words.money_short(totals.unallocated, currency))
    return [
        key(text("Overdue"), totals.overdue, share),
        key(text("Amount to chase"), totals.eligible, words.count("{n} case today", "{n} cases today", cases.height)),
        key(text("Waiting"), held, told or text("nothing waits")),
        key(text("Ledger"), totals.ledger, matched if totals.unallocated else text("all cash is matched")),
    ]


def ageing_finding(words: Words, by_bucket: pl.DataFrame, overdue: int) -> str:
    """Return the title of the ageing: most is young, much is old, or the plain noun."""
    minor = dict(by_bucket.select("bucket", "minor").iter_rows())
    if overdue <= 0:
        return words.text("Ageing: nothing is overdue")
    old = sum(minor[name] for name in OLD_BUCKETS)
    if old / overdue >= OLD_SHARE:
        return words.text("Ageing: {share} of overdue is past 90 days", share=words.percent(old, overdue))
    young = minor["1-30"]
    if young / overdue >= YOUNG_SHARE:
        return words.text("Ageing: {share} of overdue is within 30 days", share=words.percent(young, overdue))
    return words.text("Ageing")


def ageing_segments(words: Words, by_bucket: pl.DataFrame, currency: str) -> list[Segment]:
    """Return the parts of the ageing bar; ``by_bucket``: bucket, minor."""
    names = words.titles("bucket")
    return [
        Segment(
            bucket,
            minor,
            f"{names[bucket]} {words.money_short(minor, currency)}",
            f"{names[bucket]}: {words.money(minor, currency)}",
        )
        for bucket, minor in by_bucket.select("bucket", "minor").iter_rows()
        if bucket in AGEING_RAMP
    ]


def ageing_lines(words: Words, by_bucket: pl.DataFrame, currency: str, ledger: int) -> list[AgeingLine]:
    """Return the lines of the ageing table; ``by_bucket``: bucket, minor, customers."""
    names = words.titles("bucket")
    return [
        AgeingLine(
            bucket,
            names[bucket],
            AGEING_RAMP.get(bucket, ""),
            words.money(minor, currency),
            words.percent(minor, ledger),
            f"{customers:,}",
        )
        for bucket, minor, customers in by_bucket.iter_rows()
        if bucket in AGEING_RAMP or minor
    ]


def _ladder(scene: Scene, currency: str) -> Ladder | None:
    policy = scene.plan.policies.get(scene.plan.default_policy)
    if policy is None:
        return None
    return ladder_chart(scene.words, policy, ladder_amounts(scene.plan, currency), currency)


def ladder_chart(words: Words, policy: Policy, rungs: pl.DataFrame, currency: str) -> Ladder | None:
    """Return the chart of a ladder; None where nothing is to be chased. ``rungs``: rung, stopped, cases, reached."""
    whole = int(rungs["stopped"].sum())
    if whole <= 0:
        return None
    names = words.ladder([policy]).rungs
    largest = decimal_amount(int(rungs["reached"].max() or 0), currency)  # type: ignore[arg-type]
    end = axis_end(largest)
    top = int(end.scaleb(exponent(currency)))
    title = _ladder_finding(words, names, rungs, currency)
    bars = [
        Bar(
            stopped,
            reached,
            f"{names[rung]}: {words.money(stopped, currency)}",
            words.text("{rung} or beyond: {amount}", rung=names[rung], amount=words.money(reached, currency)),
        )
        for rung, stopped, _cases, reached in rungs.iter_rows()
    ]
    return Ladder(
        title,
        words.text("{unit} · amount to chase", unit=words.currency(currency)),
        [_tick(words, end * step / GRID_STEPS, currency) for step in range(GRID_STEPS, -1, -1)],
        ladder_plot(bars, top=max(top, 1), finding=title),
        [
            (names[rung], *_standing(words, currency, stopped=stopped, cases=cases))
            for rung, stopped, cases, _reached in rungs.iter_rows()
        ],
    )


def _standing(words: Words, currency: str, *, stopped: int, cases: int) -> tuple[str, str]:
    if not stopped:
        return DASH, ""
    return words.money_short(stopped, currency), words.count("{n} case", "{n} cases", cases)


def _tick(words: Words, value: Decimal, currency: str) -> str:
    minor = int(value.scaleb(exponent(currency)))
    short = words.money_short(minor, currency)
    return short.replace(".0 ", " ").replace(".0K", "K").replace(".0M", "M").replace(".0B", "B") if value else "0"


def _ladder_finding(words: Words, names: Mapping[str, str], rungs: pl.DataFrame, currency: str) -> str:
    rung, stopped = rungs.sort("stopped", descending=True).select("rung", "stopped").row(0)
    if stopped / int(rungs["stopped"].sum()) < STUCK_SHARE:
        return words.text("Collection ladder")
    return words.text(
        "Ladder: most stands at {rung}, {amount}", rung=names[rung], amount=words.priced_short(stopped, currency)
    )


def _customers(scene: Scene, currency: str, totals: CurrencyTotals) -> tuple[str, list[CustomerLine]]:
    words = scene.words
    found = scene.named(largest_overdue(scene.plan, currency=currency, count=CUSTOMERS_SHOWN))
    lines = [
        CustomerLine(
            row["customer_name"],
            words.money(row["overdue"], currency),
            words.percent(row["overdue"], totals.overdue),
            words.days(row["oldest_overdue_days"] or 0),
            stacked_bar(
                [Segment(name, row[name], "", words.money(row[name], currency)) for name in OVERDUE_BUCKETS],
                finding=row["customer_name"],
                height=10,
            ),
        )
        for row in found.iter_rows(named=True)
    ]
    most = int(found["overdue"].sum())
    if len(lines) < CUSTOMERS_SHOWN or most / totals.overdue < FEW_SHARE:
        return words.text("Largest overdue customers"), lines
    share = words.percent(most, totals.overdue)
    return words.text("{n} customers hold {share} of overdue", n=len(lines), share=share), lines
