"""A simulation on the terminal: the finding first, then the counts, the cash, who moves, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from huikuan.cli.sheet import sheet, shortened
from huikuan.cli.speech import _
from huikuan.engine.simulate.comparison import MEASURES
from huikuan.engine.simulate.outcome import NOBODY, SIDES
from huikuan.gateways.exports.simulation_findings import Comparison, signed_count

if TYPE_CHECKING:
    from huikuan.gateways.imports import Reading

MOVERS_SHOWN = 8
_NAME_WIDTH = 28


def simulation_lines(comparison: Comparison, reading: Reading) -> list[str]:
    """Return everything that is to be said, in the language of the comparison's words."""
    simulation, words = comparison.simulation, comparison.words
    lines = [
        *comparison.findings(),
        "",
        _("{days} days, {first} to {last}. A: {a}. B: {b}.").format(
            days=simulation.assumptions.days,
            first=words.day_full(simulation.as_of),
            last=words.day_full(simulation.last_day),
            **comparison.names,
        ),
        _counts(comparison),
        "",
        _cash(comparison),
        *_movers(comparison),
        "",
        _("What this rests on"),
        *(f"  {line}" for line in comparison.assumptions()),
    ]
    set_aside = sum(total.set_aside for total in reading.totals.values())
    if set_aside:
        lines.append(_("Set aside: {rows} rows; huikuan plan lists them with remedies.").format(rows=f"{set_aside:,}"))
    return lines


def _counts(comparison: Comparison) -> str:
    words = comparison.words
    rows = [
        [
            words.title("measure", measure),
            *(f"{comparison.total(measure)[side]:,}" for side in SIDES),
            signed_count(comparison.total(measure)["difference"]),
            *(f"{comparison.total(measure, NOBODY)[side]:,}" for side in SIDES),
        ]
        for measure in MEASURES
    ]
    heads = [_("All days"), "A", "B", _("B less A"), _("A, nobody pays"), _("B, nobody pays")]
    return sheet(heads, rows, right={1, 2, 3, 4, 5}, indent=2)


def _cash(comparison: Comparison) -> str:
    words = comparison.words
    rows = []
    main = pl.col("currency") == comparison.main_currency
    shown = comparison.simulation.cash.filter(main | (pl.col("week") == 0), side="b")
    for row in shown.sort(~main, "currency", pl.col("week") == 0, "week").iter_rows(named=True):
        currency, week = row["currency"], row["week"]
        before = comparison.cash("a", currency, week)
        change = comparison.cash("difference", currency, week)
        assert before is not None
        assert change is not None
        rows.append(
            [
                words.currency(currency),
                comparison.span(row),
                words.money_short(before["expected_minor"], currency),
                words.money_short(row["expected_minor"], currency),
                f"{words.money_short(row['low_minor'], currency)} – {words.money_short(row['high_minor'], currency)}",
                comparison.change(change["expected_minor"], currency),
            ]
        )
    heads = [_("Cash expected"), _("Days"), "A", "B", _("B, eight of ten draws"), _("B less A")]
    return sheet(heads, rows, right={2, 3, 4, 5}, indent=2)


def _movers(comparison: Comparison) -> Iterator[str]:
    simulation, words = comparison.simulation, comparison.words
    if simulation.movers.is_empty():
        return
    rows = [
        [
            shortened(comparison.customers.get(row["customer_id"]) or row["customer_id"], _NAME_WIDTH),
            words.day(row["moved_on"], simulation.as_of),
            f"{words.money(row['eligible_minor'] or 0, row['currency'])} {words.currency(row['currency'])}",
            *(" · ".join(filter(None, comparison.stand_once(row, side))) for side in SIDES),
            f"{row['days']:,}",
        ]
        for row in simulation.movers.head(MOVERS_SHOWN).iter_rows(named=True)
    ]
    yield ""
    heads = [_("Treated differently"), _("Since"), _("To chase"), "A", "B", _("Days")]
    yield sheet(heads, rows, right={2, 5}, indent=2)
    hidden = simulation.movers.height - len(rows)
    if hidden > 0:
        yield "  " + _("and {count} more cases; --out writes all of them.").format(count=f"{hidden:,}")
