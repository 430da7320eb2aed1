"""``simulation.html``: what another policy would do, on one page that opens anywhere and prints.

This module gathers what the page says; ``simulation_charts`` draws, ``templates/simulation.html`` lays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from huikuan import __version__
from huikuan.engine.money import exponent
from huikuan.engine.simulate.comparison import MEASURES
from huikuan.engine.simulate.outcome import MIDDLE, NOBODY, SIDES
from huikuan.gateways.exports.charts import GRID_STEPS, axis_end
from huikuan.gateways.exports.simulation_charts import Band, DayBar, day_bars, week_bands
from huikuan.gateways.exports.simulation_findings import Comparison, person, signed_count
from huikuan.gateways.texts.columns import DASH

MOVERS_SHOWN, OVER_SHOWN, TICKS = 20, 12, 7
_TEMPLATES = Path(__file__).parent / "templates"
Line = Mapping[str, Any]


def write_simulation_report(path: Path, comparison: Comparison) -> None:
    """Write the page in the language of the comparison's words."""
    path.write_text(simulation_page(comparison), encoding="utf-8")


def simulation_page(comparison: Comparison) -> str:
    """Return the whole page as text."""
    simulation, words = comparison.simulation, comparison.words
    environment = Environment(
        loader=PackageLoader("huikuan.gateways.exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(text=words.text, count=words.count)
    sheets = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "simulation.css"))
    return environment.get_template("simulation.html").render(
        html_lang={"zh": "zh-Hans", "en": "en"}[words.lang],
        css=Markup("".join(sheets)),
        as_of=simulation.as_of,
        facts=words.text(
            "{first} to {last}", first=words.day_full(simulation.as_of), last=words.day_full(simulation.last_day)
        ),
        names=comparison.names,
        findings=list(comparison.findings()),
        keys=_keys(comparison),
        counts=list(_counts(comparison)),
        roles=list(_roles(comparison)),
        charts=[tasks_chart(comparison), busiest_chart(comparison)],
        over=list(_over(comparison)),
        over_unit=words.text("capacity {n} contacts a day", n=simulation.assumptions.capacity),
        cash=[_cash(comparison, currency) for currency in _currencies(comparison)],
        movers_title=_movers_title(comparison),
        movers=list(_movers(comparison)),
        movers_in_all=simulation.movers.height,
        model=comparison.assumptions(),
        rates=list(_rates(comparison)),
        reach=list(_reach(comparison)),
        version=__version__,
    )


def _keys(comparison: Comparison) -> list[Line]:
    words, text = comparison.words, comparison.words.text
    tasks = comparison.total("tasks")
    moved = comparison.simulation.movers["customer_id"].n_unique()
    over = comparison.simulation.workload.filter(pl.col("over") > 0)
    days = {side: over.filter(side=side)["day"].n_unique() for side in SIDES}
    currency = comparison.main_currency
    cash, before = comparison.cash("b", currency), comparison.cash("a", currency)
    shown = [
        (text("Tasks under B"), f"{tasks['b']:,}", "", text("A: {n}", n=f"{tasks['a']:,}")),
        (text("Customers treated differently"), f"{moved:,}", "", _most_moved(comparison)),
        (text("Days over capacity under B"), f"{days['b']:,}", "", text("A: {n}", n=f"{days['a']:,}")),
    ]
    if cash is not None and before is not None:
        exact = f"{words.money(cash['expected_minor'], currency)} {words.currency(currency)}"
        context = text("A: {n}", n=words.priced_short(before["expected_minor"], currency))
        shown.insert(
            1, (text("Cash expected under B"), words.priced_short(cash["expected_minor"], currency), exact, context)
        )
    return [dict(zip(("name", "figure", "exact", "context"), key, strict=True)) for key in shown]


def _counts(comparison: Comparison) -> Iterator[Line]:
    for measure in MEASURES:
        days, nobody = comparison.total(measure), comparison.total(measure, NOBODY)
        yield {
            "name": comparison.words.title("measure", measure),
            **{side: f"{days[side]:,}" for side in SIDES},
            "difference": signed_count(days["difference"]),
            **{f"{side}_nobody": f"{nobody[side]:,}" for side in SIDES},
        }


def _roles(comparison: Comparison) -> Iterator[Line]:
    daily = comparison.simulation.daily.filter(world=MIDDLE)
    sums = {side: daily.filter(side=side).group_by("role").agg(pl.col("tasks", "approvals").sum()) for side in SIDES}
    both = sums["a"].join(sums["b"], on="role", how="full", coalesce=True, suffix="_b").fill_null(0)
    for row in both.sort(-(pl.col("tasks") + pl.col("tasks_b")), "role").iter_rows(named=True):
        yield {
            "name": comparison.words.title("role", row["role"]),
            "a": f"{row['tasks']:,}",
            "b": f"{row['tasks_b']:,}",
            "difference": signed_count(row["tasks_b"] - row["tasks"]),
            "approvals_a": f"{row['approvals']:,}" if row["approvals"] else DASH,
            "approvals_b": f"{row['approvals_b']:,}" if row["approvals_b"] else DASH,
        }


def tasks_chart(comparison: Comparison) -> Line:
    """Return the tasks of all, day by day."""
    daily = comparison.simulation.daily.filter(world=MIDDLE).group_by("side", "day").agg(pl.col("tasks").sum())
    change = comparison.total("tasks")["difference"]
    words = comparison.words
    title = (
        words.text("Work per day: {n} tasks fewer in all", n=f"{-change:,}")
        if change < 0
        else words.text("Work per day: {n} tasks more in all", n=f"{change:,}")
        if change > 0
        else words.text("Work per day: as much in all")
    )
    return _day_chart(comparison, daily.rename({"tasks": "n"}), title=title, unit=words.text("tasks"), limit=None)


def busiest_chart(comparison: Comparison) -> Line:
    """Return the contacts of whoever has most of them, day by day, beside what one person can make."""
    simulation, words = comparison.simulation, comparison.words
    busiest = simulation.workload.group_by("side", "day").agg(n=pl.col("contacts").max())
    over = simulation.workload.filter(pl.col("over") > 0, side="b")["day"].n_unique()
    title = (
        words.text("The busiest person is over capacity on {days}", days=words.count("{n} day", "{n} days", over))
        if over
        else words.text("Nobody is over capacity")
    )
    unit = words.text("contacts of the busiest person")
    return _day_chart(comparison, busiest, title=title, unit=unit, limit=simulation.assumptions.capacity)


def _day_chart(comparison: Comparison, counts: pl.DataFrame, *, title: str, unit: str, limit: int | None) -> Line:
    """Return a chart of one count a day; ``counts``: side, day, n."""
    words, as_of = comparison.words, comparison.simulation.as_of
    days = sorted(comparison.simulation.daily["day"].unique())
    by_day = {(side, day): n for side, day, n in counts.select("side", "day", "n").iter_rows()}
    a, b = ([int(by_day.get((side, day), 0)) for day in days] for side in SIDES)
    top = int(axis_end(Decimal(max([*a, *b, limit or 0, GRID_STEPS]))))
    bars = [
        DayBar(of_b, of_a, limit is not None and of_b > limit, f"{words.day(day, as_of)}: A {of_a:,} · B {of_b:,}")
        for day, of_a, of_b in zip(days, a, b, strict=True)
    ]
    every = max(1, -(-len(days) // TICKS))
    return {
        "title": title,
        "unit": unit,
        "limit": words.text("capacity {n}", n=limit) if limit is not None else "",
        "axis": [f"{top * step // GRID_STEPS:,}" for step in range(GRID_STEPS, -1, -1)],
        "plot": day_bars(bars, top=top, limit=limit, finding=title),
        "days": [words.day(day, as_of) if number % every == 0 else "" for number, day in enumerate(days)],
    }


def _over(comparison: Comparison) -> Iterator[Line]:
    """Return who has more to do than a day holds under either policy, the first days of it."""
    words, simulation = comparison.words, comparison.simulation
    person_day = ["day", "role", "assignee"]
    sides = [
        (pl.col(name).filter(pl.col("side") == side).sum().alias(f"{name}_{side}"))
        for name in ("contacts", "over")
        for side in SIDES
    ]
    days = simulation.workload.group_by(person_day).agg(*sides).filter((pl.col("over_a") > 0) | (pl.col("over_b") > 0))
    for row in days.sort(person_day, nulls_last=True).head(OVER_SHOWN).iter_rows(named=True):
        yield {
            "day": words.day(row["day"], simulation.as_of),
            "who": person(words, row["role"], row["assignee"]),
            **{f"contacts_{side}": f"{row[f'contacts_{side}']:,}" for side in SIDES},
            **{f"over_{side}": signed_count(row[f"over_{side}"]) if row[f"over_{side}"] else "" for side in SIDES},
        }


def _currencies(comparison: Comparison) -> list[str]:
    ordered = comparison.simulation.payable.sort(pl.col("currency") != "CNY", -pl.col("items").cast(pl.Int64))
    return list(ordered["currency"]) if comparison.simulation.cash.height else []


def _cash(comparison: Comparison, currency: str) -> Line:
    words, cash = comparison.words, comparison.simulation.cash.filter(currency=currency)
    weeks = [week for week in cash.filter(side="b")["week"] if week]
    rows = {(row["side"], row["week"]): row for row in cash.iter_rows(named=True)}
    largest = max(row["high_minor"] for (side, week), row in rows.items() if week and side in SIDES)
    places = exponent(currency)
    top = max(int(axis_end(Decimal(largest).scaleb(-places)).scaleb(places)), 1)
    lines = [_cash_line(comparison, rows, week) for week in (*weeks, 0)]
    total = rows["b", 0]
    title = words.text(
        "Under B {expected} is expected to come in, {low} to {high}",
        expected=words.priced_short(total["expected_minor"], currency),
        low=words.money_short(total["low_minor"], currency),
        high=words.money_short(total["high_minor"], currency),
    )
    bands = [(_band(comparison, rows["a", week]), _band(comparison, rows["b", week])) for week in weeks]
    return {
        "title": title,
        "unit": words.text("{unit} · a week", unit=words.currency(currency)),
        "weeks": lines[:-1],
        "lines": lines,
        "plot": week_bands(bands, top=top, finding=title),
        "axis": ["0", *(words.money_short(top * step // GRID_STEPS, currency) for step in range(1, GRID_STEPS + 1))],
    }


def _band(comparison: Comparison, row: Line) -> Band:
    words, currency = comparison.words, row["currency"]
    low, expected, high = (row[f"{name}_minor"] for name in ("low", "expected", "high"))
    span = f"{words.money(low, currency)} – {words.money(high, currency)}"
    return Band(low, expected, high, f"{row['side'].upper()} {words.money(expected, currency)} ({span})")


def _cash_line(comparison: Comparison, rows: Mapping[tuple[str, int], Line], week: int) -> Line:
    words = comparison.words
    a, b, difference = (rows[side, week] for side in (*SIDES, "difference"))
    currency = b["currency"]
    return {
        "days": comparison.span(b),
        **{side: words.money_short(row["expected_minor"], currency) for side, row in (("a", a), ("b", b))},
        **{f"{side}_exact": words.money(row["expected_minor"], currency) for side, row in (("a", a), ("b", b))},
        "interval": f"{words.money_short(b['low_minor'], currency)} – {words.money_short(b['high_minor'], currency)}",
        "difference": comparison.change(difference["expected_minor"], currency),
    }


def _movers_title(comparison: Comparison) -> str:
    movers, words = comparison.simulation.movers, comparison.words
    if movers.is_empty():
        return words.text("Nobody is treated differently")
    moved = words.count("{n} customer", "{n} customers", movers["customer_id"].n_unique())
    return words.text("{moved} treated differently", moved=moved)


def _most_moved(comparison: Comparison) -> str:
    """Return in what most of them differ, and how many do."""
    movers, words = comparison.simulation.movers, comparison.words
    if movers.is_empty():
        return words.text("both policies do the same")
    what, n = movers.group_by("what").agg(pl.col("customer_id").n_unique()).sort("customer_id", "what").row(-1)
    return words.text("most by {what} ({n})", what=words.code("move", what), n=f"{n:,}")


def _movers(comparison: Comparison) -> Iterator[Line]:
    words, simulation = comparison.words, comparison.simulation
    for row in simulation.movers.head(MOVERS_SHOWN).iter_rows(named=True):
        stands = {side: comparison.stand_once(row, side) for side in SIDES}
        yield {
            "name": comparison.customers.get(row["customer_id"]) or row["customer_id"],
            "amount": words.money(row["eligible_minor"] or 0, row["currency"]),
            "unit": words.currency(row["currency"]),
            "since": words.day(row["moved_on"], simulation.as_of),
            **{side: rung for side, (rung, _step) in stands.items()},
            **{f"{side}_step": step for side, (_rung, step) in stands.items()},
            "days": f"{row['days']:,}",
        }


def _rates(comparison: Comparison) -> Iterator[Line]:
    for row in comparison.simulation.rates.iter_rows(named=True):
        yield {
            "name": comparison.words.title("band", row["band"]),
            "days": f"{row['days']:,}",
            "after": f"{row['days_after_contact']:,}",
            "paid": f"{row['paid']:,}",
            "prior": f"{row['prior_rate']:.2%}",
            "rate": f"{row['rate']:.2%}",
            "ratio": f"{row['ratio']:.2f}",
        }


def _reach(comparison: Comparison) -> Iterator[Line]:
    for row in comparison.simulation.reach.iter_rows(named=True):
        yield {
            "name": comparison.words.title("channel", row["channel"]),
            "attempts": f"{row['attempts']:,}",
            "delivered": f"{row['delivered']:,}",
            "prior": f"{row['prior']:.0%}",
            "chance": f"{row['chance']:.1%}",
        }
