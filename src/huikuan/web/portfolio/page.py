"""What the portfolio page says: key figures, ageing that closes to the ledger, the ladder, and each person's share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import polars as pl
from markupsafe import Markup

from huikuan.apps.people.selectors import names_of_people, reach_of
from huikuan.desk.manual import manual_of
from huikuan.desk.portfolio import Part, Sums, sums_seen
from huikuan.engine.ageing import BUCKETS, OVERDUE_BUCKETS
from huikuan.engine.portfolio import ALL_AGES
from huikuan.gateways.exports.charts import stacked_bar
from huikuan.gateways.exports.report_figures import (
    AgeingLine,
    KeyFigure,
    Ladder,
    ageing_finding,
    ageing_lines,
    ageing_segments,
    ladder_chart,
)
from huikuan.gateways.texts import Words
from huikuan.web.paging import Tab, address_of
from huikuan.web.visitors import Visit

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run
    from huikuan.engine.ladder.document import Policy

_FIRST = "CNY"  # the currency that is shown first, where there is any of it
_PEOPLE_SHOWN = 30
_WAITS = ("disputed_minor", "promised_minor", "in_transit_minor")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the ageing table, and where its customers are listed."""

    line: AgeingLine
    address: str


@dataclass(frozen=True, slots=True)
class Person:
    """What a person looks after."""

    name: str
    address: str
    open: str
    overdue: str
    share: str
    bar: Markup
    cases: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page, all text."""

    facts: str
    tabs: list[Tab]  # currencies
    entities: list[Tab]
    filters: list[tuple[str, str]]
    unit: str
    keys: list[KeyFigure]
    ageing_title: str
    ageing_bar: Markup
    ageing: list[Row]
    ledger: Row
    ladders: list[Ladder]
    people: list[Person]
    export: str  # where the workbook is asked for; empty for those who may not


def part_of(given: Mapping[str, str]) -> Part:
    """Return the part that an address asks for."""
    bucket = given.get("bucket", "")
    return Part(
        currency=given.get("currency", ""),
        entity=given.get("entity", ""),
        person=given.get("person", ""),
        bucket=bucket if bucket in BUCKETS else "",
    )


def address(view: str, part: Part, **other: object) -> str:
    """Return the address of a part; ``other``: what it says besides."""
    return address_of(view, {**asdict(part), **other})


def portfolio_screen(run: Run, asked: Part, visit: Visit) -> Page | None:
    """Return the page of what the visitor reaches; None where nothing is open there."""
    sums = sums_seen(run, viewer=visit.actor)
    currencies = _currencies(sums)
    if not currencies:
        return None
    part = replace(asked, currency=asked.currency if asked.currency in currencies else currencies[0], bucket="")
    words = visit.words
    here = sums.ages.filter(part.condition())
    rungs = sums.rungs.filter(part.condition())
    by_bucket = _by_bucket(here)
    ledger, overdue = _ledger(here), _overdue(here)
    title = ageing_finding(words, by_bucket, overdue)
    return Page(
        facts=words.text("as of {day}", day=words.day_full(run.business_date)),
        tabs=_tabs(currencies, part, words),
        entities=_entities(sums, part, words),
        filters=_filters(part, words),
        unit=words.currency(part.currency),
        keys=_keys(here, rungs, part.currency, words),
        ageing_title=title,
        ageing_bar=stacked_bar(ageing_segments(words, by_bucket, part.currency), finding=title),
        ageing=[
            Row(line, address("portfolio_cases", replace(part, bucket=line.bucket)))
            for line in ageing_lines(words, by_bucket, part.currency, ledger)
        ],
        ledger=Row(
            AgeingLine(
                "",
                words.text("Total = ledger"),
                "",
                words.money(ledger, part.currency),
                "100%" if ledger else "",
                f"{_customers(here):,}",
            ),
            address("portfolio_cases", part),
        ),
        ladders=_ladders(run, rungs, part.currency, words),
        people=_people(here, rungs, part, words),
        export=address("portfolio_export", part) if _may_export(visit) else "",
    )


def _may_export(visit: Visit) -> bool:
    return bool(reach_of(visit.actor, "export", visit.business_date).parts)


def _currencies(sums: Sums) -> list[str]:
    """Return the currencies, the house's own first, then those with the most customers."""
    of_all = sums.ages.filter(pl.col("bucket") == ALL_AGES)
    found = of_all.group_by("currency").agg(pl.col("customers").sum())
    ordered = found.sort(pl.col("currency") != _FIRST, -pl.col("customers").cast(pl.Int64), "currency")
    return ordered["currency"].to_list()


def _ledger(ages: pl.DataFrame) -> int:
    return int(ages.filter(pl.col("bucket") != ALL_AGES)["amount_minor"].sum())


def _overdue(ages: pl.DataFrame) -> int:
    return int(ages.filter(pl.col("bucket").is_in(OVERDUE_BUCKETS))["amount_minor"].sum())


def _customers(ages: pl.DataFrame) -> int:
    return int(ages.filter(pl.col("bucket") == ALL_AGES)["customers"].sum())


def _by_bucket(ages: pl.DataFrame) -> pl.DataFrame:
    """Return bucket, minor and customers of every bucket in its order."""
    found = ages.group_by("bucket").agg(minor=pl.col("amount_minor").sum(), customers=pl.col("customers").sum())
    order = pl.DataFrame({"bucket": list(BUCKETS)})
    return order.join(found, on="bucket", how="left", maintain_order="left").fill_null(0)


def _tabs(currencies: list[str], part: Part, words: Words) -> list[Tab]:
    if len(currencies) < 2:
        return []
    return [
        Tab(words.currency(code), "", address("portfolio", replace(part, currency=code)), code == part.currency)
        for code in currencies
    ]


def _entities(sums: Sums, part: Part, words: Words) -> list[Tab]:
    codes = sums.ages["entity"].drop_nulls().unique().sort().to_list()
    if len(codes) < 2:
        return []
    everywhere = Tab(words.text("All entities"), "", address("portfolio", replace(part, entity="")), not part.entity)
    each = [Tab(code, "", address("portfolio", replace(part, entity=code)), code == part.entity) for code in codes]
    return [everywhere, *each]


def _filters(part: Part, words: Words) -> list[tuple[str, str]]:
    if not part.person:
        return []
    name = names_of_people([part.person]).get(part.person, part.person)
    said = words.text("Looked after by {name}", name=name)
    return [(said, address("portfolio", replace(part, person="")))]


def _keys(ages: pl.DataFrame, rungs: pl.DataFrame, currency: str, words: Words) -> list[KeyFigure]:
    ledger, overdue = _ledger(ages), _overdue(ages)
    eligible = int(rungs["eligible_minor"].sum())
    names = (words.text("disputed"), words.text("promised"), words.text("in transit"))
    waits = [(name, int(rungs[column].sum())) for name, column in zip(names, _WAITS, strict=True)]
    told = " · ".join(f"{name} {words.money_short(minor, currency)}" for name, minor in waits if minor)
    share = words.text("{share} of the ledger", share=words.percent(overdue, ledger))
    cases = words.count("{n} case", "{n} cases", int(rungs["cases"].sum()))
    customers = words.count("{n} customer", "{n} customers", _customers(ages))

    def key(name: str, minor: int, context: str) -> KeyFigure:
        exact = f"{words.money(minor, currency)} {words.currency(currency)}"
        return KeyFigure(name, words.money_short(minor, currency), exact, context)

    return [
        key(words.text("Overdue"), overdue, share),
        key(words.text("Amount to chase"), eligible, cases),
        key(words.text("Waiting"), sum(minor for _name, minor in waits), told or words.text("nothing waits")),
        key(words.text("Ledger"), ledger, customers),
    ]


def _ladders(run: Run, rungs: pl.DataFrame, currency: str, words: Words) -> list[Ladder]:
    """Return a chart for each ladder on which something stands, the one with the most first."""
    policies = manual_of(run).policies
    whole = rungs.group_by("policy").agg(pl.col("eligible_minor").sum()).filter(pl.col("eligible_minor") > 0)
    names = whole.sort("eligible_minor", "policy", descending=[True, False])["policy"].drop_nulls().to_list()
    charts = []
    for name in (name for name in names if name in policies):
        policy = policies[name]
        chart = ladder_chart(words, policy, _steps(rungs.filter(pl.col("policy") == name), policy), currency)
        if chart is not None:
            charts.append(replace(chart, unit=f"{policy.name[words.lang]} · {chart.unit}"))
    return charts


def _steps(rungs: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return rung, stopped, cases, reached in the policy's order."""
    order = pl.DataFrame({"rung": [rung.id for rung in policy.rungs]}, schema={"rung": pl.String})
    sums = rungs.group_by("rung").agg(stopped=pl.col("eligible_minor").sum(), cases=pl.col("cases").sum())
    joined = order.join(sums, on="rung", how="left", maintain_order="left").fill_null(0)
    return joined.with_columns(reached=pl.col("stopped").cum_sum(reverse=True))


def _people(ages: pl.DataFrame, rungs: pl.DataFrame, part: Part, words: Words) -> list[Person]:
    """Return who looks after what, by owner, the most overdue first."""
    of_buckets = ages.filter(pl.col("bucket") != ALL_AGES)
    amounts = [pl.col("amount_minor").filter(pl.col("bucket") == name).sum().alias(name) for name in OVERDUE_BUCKETS]
    sums = of_buckets.group_by("owner").agg(pl.col("amount_minor").sum().alias("open"), *amounts)
    cases = rungs.group_by("owner").agg(pl.col("cases").sum())
    ordered = (
        sums.join(cases, on="owner", how="left", nulls_equal=True)
        .with_columns(overdue=pl.sum_horizontal(OVERDUE_BUCKETS), cases=pl.col("cases").fill_null(0))
        .sort(-pl.col("overdue"), "owner", nulls_last=True)
        .head(_PEOPLE_SHOWN)
    )
    names = names_of_people(ordered["owner"].drop_nulls().to_list())
    whole = _overdue(ages)
    return [
        Person(
            name=names.get(row["owner"], row["owner"]) if row["owner"] else words.text("nobody"),
            address=address("portfolio", replace(part, person=row["owner"])) if row["owner"] else "",
            open=words.money(row["open"], part.currency),
            overdue=words.money(row["overdue"], part.currency),
            share=words.percent(row["overdue"], whole) if whole else "",
            bar=stacked_bar(
                ageing_segments(
                    words,
                    pl.DataFrame({"bucket": OVERDUE_BUCKETS, "minor": [row[name] for name in OVERDUE_BUCKETS]}),
                    part.currency,
                ),
                finding=row["owner"] or "",
                height=10,
            ),
            cases=f"{row['cases']:,}",
        )
        for row in ordered.iter_rows(named=True)
    ]
