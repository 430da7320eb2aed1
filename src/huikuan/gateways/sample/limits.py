"""Credit limits as a credit manager sets them: above what the customer usually owes, reviewed, a few of them passed.

Limits are in CNY whatever the customer pays in, as the credit manager compares them (``engine/rates``).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from huikuan.gateways.sample.customers import CURRENCIES, Firms
from huikuan.gateways.sample.days import HISTORY_DAYS, Floats
from huikuan.gateways.sample.documents import Documents
from huikuan.gateways.sample.habits import GONE
from huikuan.gateways.sample.words import FEN_PER_MINOR

TIGHT = 0.03  # of the customers have outgrown a limit that nobody has reviewed
LEAST_FEN = 1_000_000.0


def credit_limits(
    rng: np.random.Generator, firms: Firms, documents: Documents, played: pl.DataFrame, *, closed: pl.Series
) -> pl.Series:
    """Return a limit per customer in minor units of CNY, rounded up to two figures; 0 where the account is closed.

    ``played``: the cast's receivables with customer_id, amount_minor, currency. ``closed``: one flag per customer.
    """
    fen = _owed(firms, documents, played)
    usual = np.bincount(documents.customer, weights=_in_fen(firms, documents), minlength=firms.count)
    room = rng.uniform(1.15, 1.9, firms.count)
    is_tight = (rng.random(firms.count) < TIGHT) & (fen > LEAST_FEN) & ~firms.is_cast()
    limit = np.where(is_tight, fen * 0.85, np.maximum(np.maximum(fen, usual), LEAST_FEN) * room)
    unit = 10.0 ** (np.floor(np.log10(limit)) - 1)
    return pl.Series(np.where(closed.to_numpy() | (firms.habit == GONE), 0, np.ceil(limit / unit) * unit)).cast(
        pl.Int64
    )


def _in_fen(firms: Firms, documents: Documents) -> Floats:
    """Return what each document of the last four months sold, in fen; older ones count nothing."""
    sold = np.where(documents.issued > HISTORY_DAYS - 120, documents.amount, 0)
    return np.asarray(sold * _rates()[firms.currency[documents.customer]], dtype=np.float64)


def _owed(firms: Firms, documents: Documents, played: pl.DataFrame) -> Floats:
    """Return what each customer owes on the last day, the cast's documents taken whole, in fen."""
    left = documents.open_amount(HISTORY_DAYS) * _rates()[firms.currency[documents.customer]]
    known = documents.issued <= HISTORY_DAYS
    drawn = np.bincount(documents.customer[known], weights=left[known], minlength=firms.count)
    rate = pl.col("currency").replace_strict(FEN_PER_MINOR, return_dtype=pl.Float64)
    by_hand = played.group_by("customer_id").agg(fen=(pl.col("amount_minor").abs() * rate).sum())
    beside = firms.table.select("customer_id").join(by_hand, on="customer_id", how="left", maintain_order="left")
    return np.asarray(drawn + beside["fen"].fill_null(0.0).to_numpy(), dtype=np.float64)


def _rates() -> Floats:
    return np.array([FEN_PER_MINOR[code] for code in CURRENCIES])
