"""The board of monthly statements in the report: one line a statement, red where a day has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from huikuan.gateways.exports.palette import GREEN, RED
from huikuan.gateways.texts import N_

if TYPE_CHECKING:
    from huikuan.engine.statements.day import StatementDay
    from huikuan.gateways.exports.workbook_sheets import Scene

STATEMENTS_SHOWN = 20
_STATEMENT = ["customer_id", "entity", "period"]
_LATE, _TODAY = N_("{days} late"), N_("due today")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What is due of one statement: the steps, who does them, and the first reason."""

    name: str
    period: str
    steps: str
    who: str
    reason: str
    standing: str
    tone: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Board:
    """The statements with something due, the latest first."""

    title: str
    lines: list[StatementLine]
    in_all: int


def statement_board(scene: Scene) -> Board | None:
    """Return the board, None where no statements table is given."""
    statements = scene.plan.statements
    if statements is None:
        return None
    words = scene.words
    by_statement = statements.due.group_by(_STATEMENT, maintain_order=True).agg(
        pl.all().first(), steps=pl.col("step"), roles=pl.col("role").unique(maintain_order=True)
    )
    late = by_statement.filter(pl.col("days_late") > 0).height
    title = words.text("Monthly statements: {late} late, {due} with something due", late=late, due=by_statement.height)
    return Board(title, list(_lines(by_statement.head(STATEMENTS_SHOWN), statements, scene)), by_statement.height)


def _lines(rows: pl.DataFrame, statements: StatementDay, scene: Scene) -> Iterator[StatementLine]:
    words = scene.words
    names = {rung.id: rung.name[words.lang] for rung in statements.cycle.rungs}
    told = scene.named(rows.with_columns(words.cycle_sentences(rows, statements.as_of).alias("told")))
    for row in told.iter_rows(named=True):
        is_late = row["days_late"] > 0
        yield StatementLine(
            name=row["customer_name"],
            period=row["period"],
            steps=" · ".join(names[step] for step in row["steps"]),
            who=" · ".join(words.title("role", role) for role in row["roles"]),
            reason=row["told"],
            standing=words.text(_LATE, days=words.days(row["days_late"])) if is_late else words.text(_TODAY),
            tone=RED if is_late else GREEN,
        )
