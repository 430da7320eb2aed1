"""The sample's disputes and monthly statements (D-601, D-1001)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from huikuan.gateways.sample.customers import Firms
from huikuan.gateways.sample.days import HISTORY_DAYS, NEVER, Days, Ints
from huikuan.gateways.sample.documents import Documents, document_numbers

REASONS = ("quality", "quantity", "price", "delivery", "invoice")
REASON_SHARES = (0.34, 0.22, 0.18, 0.14, 0.12)
PERIODS = 6
CYCLE_DAY = 9  # day of the following month by which statements are out


def dispute_table(rng: np.random.Generator, days: Days, documents: Documents) -> pl.DataFrame:
    """Return one dispute per disputed document: opened soon after its due date, resolved before it was paid."""
    opened = days.next_workday[documents.due + rng.integers(1, 9, len(documents.due))]
    chosen = np.flatnonzero(documents.disputed & (opened <= HISTORY_DAYS))
    count = len(chosen)
    share = rng.choice([0.0, 0.2, 0.35, 0.5], count, p=[0.45, 0.2, 0.2, 0.15])
    part = np.round(documents.amount[chosen] * share / 1000).astype(np.int64) * 1000
    resolved = days.next_workday[np.minimum(documents.paid[chosen] - 4, NEVER)]
    is_resolved = (resolved <= HISTORY_DAYS) & (resolved > opened[chosen])
    return pl.DataFrame(
        {
            "document_no": document_numbers(days, documents).gather(chosen),
            "part": part,
            "currency": np.zeros(count, dtype=np.int64),
            "reason": rng.choice(np.array(REASONS), count, p=REASON_SHARES),
            "opened_on": days.column(opened[chosen]),
            "resolved": days.column(np.minimum(resolved, NEVER)),
            "is_resolved": is_resolved,
        }
    ).select(
        "document_no",
        pl.when(pl.col("part") > 0).then("part").alias("amount_minor"),
        "reason",
        "opened_on",
        pl.when("is_resolved").then("resolved").alias("resolved_on"),
    )


def statement_table(rng: np.random.Generator, days: Days, firms: Firms, *, told: Sequence[str] = ()) -> pl.DataFrame:
    """Return the monthly statements of the last ``PERIODS`` months; some were never drafted, sent or confirmed.

    ``told``: customers of the cast whose statements stand in their part. What is still unconfirmed is of late: an old
    one has been settled with the next.
    """
    begins = np.flatnonzero(days.column(np.arange(HISTORY_DAYS + 1)).dt.day().to_numpy() == 1)[-PERIODS:]
    firm, begin = np.tile(np.arange(firms.count), len(begins)), np.repeat(begins, firms.count)
    count = len(firm)
    is_late_confirmer = firms.table["late_confirmer"].fill_null(value=False).to_numpy()[firm]
    is_late = begin >= begins[-2]
    sent = days.next_workday[begin + CYCLE_DAY - 2 + rng.integers(0, 2, count)]
    sent = np.where(rng.random(count) < 0.02, NEVER, sent)
    wait = np.where(is_late_confirmer, rng.integers(9, 30, count), rng.integers(1, 12, count))
    confirmed = np.where((rng.random(count) < 0.04) & is_late, NEVER, days.next_workday[np.minimum(sent + wait, NEVER)])
    details = np.where(
        confirmed < NEVER, days.next_workday[np.minimum(confirmed + rng.integers(0, 4, count), NEVER)], NEVER
    )
    invoiced = np.where(
        details < NEVER, days.next_workday[np.minimum(details + rng.integers(1, 6, count), NEVER)], NEVER
    )
    on_paper = rng.random(count) < 0.3  # most invoices are electronic: nothing is posted (D-608)
    posted = np.where((invoiced < NEVER) & on_paper, days.next_workday[np.minimum(invoiced + 1, NEVER)], NEVER)
    seal = rng.choice(np.array(["statement", "finance", "company"]), count, p=[0.5, 0.35, 0.15])
    known = {
        "sent_on": sent,
        "confirmed_on": confirmed,
        "invoicing_details_on": details,
        "invoiced_on": invoiced,
        "posted_on": posted,
    }
    return pl.DataFrame(
        {
            "customer_id": firms.table["customer_id"].gather(firm),
            "entity": np.where(firms.currency[firm] == 0, "main", "export"),
            "period": days.column(begin - 1).dt.strftime("%Y-%m"),
            "seal": seal,
            "courier": rng.integers(10**9, 10**10, count),
        }
    ).with_columns(_by_now(days, known)).filter(
        pl.Series(rng.random(count) >= 0.02) & ~pl.col("customer_id").is_in(list(told))
    ).select(
        "customer_id", "entity", "period", "sent_on", "confirmed_on",
        pl.when(pl.col("confirmed_on").is_not_null()).then("seal").otherwise(pl.lit("")).alias("seal"),
        "invoicing_details_on", "invoiced_on", "posted_on",
        pl.when(pl.col("posted_on").is_not_null())
        .then(pl.lit("YT") + pl.col("courier").cast(pl.String))
        .otherwise(pl.lit(""))
        .alias("courier_no"),
    )  # fmt: skip


def _by_now(days: Days, known: Mapping[str, Ints]) -> pl.DataFrame:
    """Return the dates of what has happened by the last day; what lies ahead is empty."""
    return pl.DataFrame({name: days.column(day) for name, day in known.items()}).select(
        pl.when(pl.Series(day <= HISTORY_DAYS)).then(name).alias(name) for name, day in known.items()
    )
