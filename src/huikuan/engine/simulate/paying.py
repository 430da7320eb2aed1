"""When each open document is paid: its hazard grows day by day until it has passed the document's own threshold.

On a day, the hazard of a document grows by the rate of its age, times the ratio of a contact where one was delivered in
the fortnight before (engine/simulate/habits). With the customer's speed, the chance that it was paid by then is
1 - exp(-speed x hazard); so a draw gives it the threshold -ln(u), and it is paid on the day its speed x hazard reaches
that. A speed that is only known as a gamma distribution (shape, pace) makes that chance, over all draws,

    paid by then = 1 - (pace / (pace + hazard)) ^ shape

The whole payable amount of a document comes at once. Nothing is modelled of: documents to come, what is disputed,
promises made in these days, a customer's rest days.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.chances import WINDOW_DAYS
from huikuan.engine.outcome import Plan
from huikuan.engine.simulate.draws import normal, uniform
from huikuan.engine.simulate.habits import Habits, band_of, speeds_of
from huikuan.engine.tables import Tables

CASE = ["customer_id", "entity"]
_PAYS, _SPEED = 1, 2  # what a number is drawn for


def case_numbers(plan: Plan, tables: Tables) -> pl.DataFrame:
    """Return a number for every case of the folder: customer_id, entity, case_no; first those with something open."""
    opened = plan.items.select(CASE).unique().sort(CASE)
    others = pl.concat([tables.receivables.select(CASE), tables.statements.select(CASE)]).unique().sort(CASE)
    return pl.concat([opened, others.join(opened, on=CASE, how="anti", maintain_order="left")]).with_row_index(
        "case_no"
    )


def payable_items(plan: Plan, numbers: pl.DataFrame, learned: Habits) -> pl.DataFrame:
    """Return the documents that may be paid, numbered by ``item`` in item order, with their case and speed.

    Payable of an overdue document is what may be asked for or is promised; of one not yet due what is open, less bills,
    disputes and money in transit. Columns: item, case_no, customer_no, case, document_no, currency, due_date,
    payable_minor, shape, pace, hazard (0). ``numbers``: case_numbers.
    """
    held = pl.sum_horizontal("bills_minor", "disputed_minor", "in_transit_minor")
    overdue = pl.col("eligible_minor") + pl.col("promised_minor")
    payable = pl.when(pl.col("overdue_days") > 0).then(overdue).otherwise(pl.col("open_minor") - held)
    items = (
        plan.items.with_columns(customer_no=pl.col("customer_id").rank("dense"), payable_minor=payable)
        .join(numbers, on=CASE, how="left", maintain_order="left")
        .with_row_index("item")
    )
    items = items.filter(pl.col("payable_minor") > 0, pl.col("kind") != "credit_note", pl.col("due_date").is_not_null())
    speeds = speeds_of(items["customer_id"], learned)
    return items.select(
        "item", "case_no", "customer_no", *CASE, "document_no", "currency", "due_date", "payable_minor",
        shape=speeds["shape"], pace=speeds["pace"], hazard=pl.lit(0.0),
    )  # fmt: skip


def drawn(items: pl.DataFrame, *, seed: int, draw: int) -> pl.DataFrame:
    """Return the items with ``speed`` and ``threshold`` of one draw.

    The speed is drawn for a customer, so that its documents are early or late together: the third power of a normal
    number (Wilson and Hilferty), near enough to a gamma distribution of shape 5 and more.
    """
    spread = 1 / (9 * items["shape"])
    factor = (1 - spread + normal(items["customer_no"], seed, draw, _SPEED) * spread.sqrt()).clip(0)
    return items.with_columns(
        speed=items["shape"] / items["pace"] * factor**3, threshold=-uniform(items["item"], seed, draw, _PAYS).log()
    )


def after_a_day(items: pl.DataFrame, day: date, *, contacted: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Return the items with the hazard of ``day`` added. ``contacted``: case_no, contacted_on, the last before it."""
    by_band = rates.select("rate", "ratio").with_row_index("band_no").cast({"band_no": pl.Int32})
    since = (pl.lit(day) - pl.col("contacted_on")).dt.total_days()
    is_fresh = since.is_between(1, WINDOW_DAYS).fill_null(False)
    return (
        items.with_columns(band_no=band_of((pl.lit(day) - pl.col("due_date")).dt.total_days()))
        .join(by_band, on="band_no", how="left", maintain_order="left")
        .join(contacted, on="case_no", how="left", maintain_order="left")
        .with_columns(hazard=pl.col("hazard") + pl.col("rate") * pl.when(is_fresh).then("ratio").otherwise(1.0))
        .drop("contacted_on", "band_no", "rate", "ratio")
    )


def is_paid(hazard: str = "hazard") -> pl.Expr:
    """Tell which drawn items are paid once their hazard has grown to this column's."""
    return pl.col("speed") * pl.col(hazard) >= pl.col("threshold")


def chance_paid(hazard: str) -> pl.Expr:
    """Return the chance, over all draws, that an item is paid once its hazard has grown to this column's."""
    return 1 - (pl.col("pace") / (pl.col("pace") + pl.col(hazard))).pow(pl.col("shape"))
