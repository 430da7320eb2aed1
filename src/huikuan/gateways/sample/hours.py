"""When the sample's customers may be called (R-70): of a few it is known, as a team would come to know it."""

from __future__ import annotations

import numpy as np
import polars as pl

from huikuan.gateways.sample.customers import Firms

# kind, weekday, from, to, day of the month, note, share of customers of whom it is known
KNOWN = (
    ("open", "", "08:30", "17:00", None, "按厂区作息", 0.05),
    ("open", "", "13:30", "17:30", None, "上午不接外线", 0.03),
    ("blackout", "1", "09:00", "12:00", None, "周一例会", 0.05),
    ("blackout", "", "", "", 31, "月末扎账", 0.05),
    ("blackout", "5", "15:00", "24:00", None, "周五下午盘点", 0.03),
    ("cash_in", "", "", "", 10, "每月十日回款", 0.04),
    ("cash_in", "", "", "", 25, "集团每月拨款", 0.04),
)


def hours_table(rng: np.random.Generator, firms: Firms) -> pl.DataFrame:
    """Return the contract's table ``hours`` of the drawn customers; hours are written as on a clock."""
    drawn = rng.random((len(KNOWN), firms.count))
    of_cast = firms.is_cast()
    parts = []
    for (kind, weekday, opens, closes, month_day, note, share), chance in zip(KNOWN, drawn, strict=True):
        known = firms.table["customer_id"].gather(np.flatnonzero((chance < share) & ~of_cast))
        parts.append(
            pl.DataFrame({"customer_id": known}).with_columns(
                pl.lit(kind).alias("kind"),
                pl.lit(weekday).alias("weekday"),
                pl.lit(opens).alias("from"),
                pl.lit(closes).alias("to"),
                pl.lit(month_day, dtype=pl.Int32).alias("month_day"),
                pl.lit(note).alias("note"),
            )
        )
    return pl.concat(parts).sort("customer_id", maintain_order=True)
