"""The output tables as the contract names them (spec/files.md, "Out"), still in minor units.

The contract's columns come first and in its order; the facts behind a decision follow, so that a rank can be redone
by hand. How an amount looks is decided per format, in ``amounts``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from huikuan.engine.calling.slots import BEST_SLOT
from huikuan.engine.outcome import AGEING, ITEMS, SKIPPED, Plan
from huikuan.engine.problems import PROBLEMS
from huikuan.gateways.exports.cycle_table import cycle_table
from huikuan.gateways.exports.listing import Listing
from huikuan.gateways.exports.watch import watch_table

if TYPE_CHECKING:
    from huikuan.gateways.imports import Reading
    from huikuan.gateways.texts import Words

WORKLIST_CONTRACT = (
    "rank",
    "customer_id",
    "entity",
    "name",
    "lane",
    "score",
    "step",
    "also",
    "action",
    "channels",
    "role",
    "assignee",
    "approval",
    "due_on",
    "currency",
    "overdue_minor",
    "eligible_minor",
    "disputed_minor",
    "promised_minor",
    "in_transit_minor",
    "unallocated_minor",
    "oldest_overdue_days",
    "documents",
    "template",
    "reasons",
    "reasons_text",
)
ALERTS_FIRST = (
    "customer_id",
    "entity",
    "sign",
    "severity",
    "since",
    "evidence_text",
    "threshold",
    "false_alarm_text",
    "effect",
)
SLOT_COLUMNS = ("best_slot", "best_slot_reason", "best_slot_text", *list(BEST_SLOT)[2:])
PROBLEM_COLUMNS = ("file", "row", "column", "value", "code", "severity", "message", "remedy")
LIST_SEPARATOR = ";"


def output_tables(plan: Plan, reading: Reading, words: Words) -> Mapping[str, Callable[[], pl.DataFrame]]:
    """Return the contract's tables, each made when it is called: lists joined by ``;``, money in minor units.

    ``cycle`` is among them where statements are kept. None needs another, so they may be made side by side.
    """
    statements = plan.statements
    cycle = {} if statements is None else {"cycle": lambda: joined_lists(cycle_table(statements, words))}
    return {
        "worklist": lambda: joined_lists(worklist_table(plan, words)),
        "items": lambda: plan.items.select(*ITEMS),
        "ageing": lambda: plan.ageing.select(*AGEING),
        **cycle,
        "skipped": lambda: plan.skipped.select(*SKIPPED),
        "alerts": lambda: joined_lists(alerts_table(plan, words)),
        "problems": lambda: problem_rows(plan, reading, words),
        "watch": lambda: watch_table(plan, reading),
    }


def worklist_table(plan: Plan | Listing, words: Words) -> pl.DataFrame:
    """Return the worklist with reasons, evidence and gaps as sentences; contract columns first, lists stay lists."""
    told = plan.worklist.with_columns(
        words.reason_sentences(plan.worklist, plan.as_of, plan.policies.values()).alias("reasons_text"),
        words.slot_sentences(plan.worklist, plan.as_of, plan.policies.values()).alias("best_slot_text"),
        words.evidence_sentences(plan.worklist, plan.as_of).alias("evidence_text"),
        words.gap_sentences(plan.worklist, plan.as_of).alias("readiness_text"),
        tactic_text=pl.col("tactic").replace(words.code_words("tactic")),
        base_currency=pl.lit(plan.base_currency),
    )
    return told.select(*WORKLIST_CONTRACT, pl.exclude((*WORKLIST_CONTRACT, *SLOT_COLUMNS)), *SLOT_COLUMNS)


def alerts_table(plan: Plan, words: Words) -> pl.DataFrame:
    """Return the warning signs with their sentences, what a person reads first, then the evidence; lists as lists."""
    told = words.alert_sentences(plan.alerts, plan.as_of)
    return told.select(*ALERTS_FIRST, pl.exclude(ALERTS_FIRST))


def joined_lists(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table with every list of texts as one text."""
    lists = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    return frame.with_columns(pl.col(name).list.join(LIST_SEPARATOR, ignore_nulls=True) for name in lists)


def all_problems(plan: Plan, reading: Reading) -> pl.DataFrame:
    """Return what reading and engine found, with the columns of engine.problems.PROBLEMS."""
    return pl.concat([reading.problems.select(*PROBLEMS), plan.problems.select(*PROBLEMS)])


def problem_rows(plan: Plan, reading: Reading, words: Words) -> pl.DataFrame:
    """Return the problems with the file and row as a person finds them, file by file from the top."""
    places = pl.DataFrame(
        {
            "file_no": range(len(reading.inputs)),
            "file": [found.file for found in reading.inputs],
            "sheet": [found.sheet for found in reading.inputs],
        },
        schema={"file_no": pl.UInt16, "file": pl.String, "sheet": pl.String},
    )
    placed = (
        all_problems(plan, reading)
        .join(places, on="file_no", how="left", maintain_order="left")
        .sort("file_no", "row_no", nulls_last=True, maintain_order=True)
    )
    row = pl.col("row_no").cast(pl.String)
    in_sheet = pl.col("sheet").fill_null("") != ""
    told = words.problem_sentences(placed, plan.as_of)
    return told.select(
        pl.col("file").fill_null(""),
        pl.when(in_sheet).then(pl.concat_str("sheet", pl.lit("!"), row)).otherwise(row).alias("row"),
        *PROBLEM_COLUMNS[2:],
    )
