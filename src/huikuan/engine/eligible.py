"""What may be asked for today: open amounts less everything that stops the ladder (files.md "Eligible", R-15 to R-18).

Per case and currency: overdue open - disputed - min(promised, rest) - in transit - credit notes - unallocated cash, in
that order, not below 0. On items: disputes, named promises and allocated money in transit stand on their item; the rest
is spread over the overdue items, oldest due date first. Items of a case sum to the case.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.problems import warnings_about

CASE_CURRENCY = ["customer_id", "entity", "currency"]
# Amounts of a case that name no item, in the order in which they are taken off.
POOL_ORDER = ("promised", "in_transit", "credit", "unallocated")


def items_with_eligible(
    items: pl.DataFrame, *, promises: pl.DataFrame, disputes: pl.DataFrame, pools: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """Return the items with disputed, promised, in-transit and eligible amounts and the reason of a zero.

    ``items``: in item order (cases.in_item_order), with open_minor, bills_minor, in_transit_minor (allocated),
    overdue_days, the receivables' disputed_minor. Adds credit_minor and unallocated_minor, the parts taken off each.
    """
    chase = (pl.col("open_minor") - pl.col("bills_minor")).clip(0)
    items = items.with_row_index("item").with_columns(chase_minor=chase, is_overdue=is_overdue())
    items = _with_disputes(items, disputes, as_of=as_of)
    items = _with_named_promises(items, promises)
    room = pl.col("chase_minor") - pl.col("disputed_minor") - pl.col("promised_minor")
    items = items.with_columns(
        in_transit_minor=pl.min_horizontal("in_transit_minor", room),
        in_transit_beyond_minor=(pl.col("in_transit_minor") - room).clip(0),
    ).with_columns(
        left_minor=pl.col("chase_minor")
        - pl.col("disputed_minor")
        - pl.col("promised_minor")
        - pl.col("in_transit_minor")
    )
    return _with_suppressed_reason(_with_pools_spread(items, _case_pools(items, promises, pools)))


def is_overdue() -> pl.Expr:
    """Tell whether an item can be chased as overdue: from the day after its due date, never a credit note."""
    return ((pl.col("overdue_days") > 0) & (pl.col("open_minor") > 0)).fill_null(False)


def unknown_disputes(disputes: pl.DataFrame, receivables: pl.DataFrame) -> pl.DataFrame:
    """Return a warning for each dispute row whose document is nowhere in the folder."""
    # The long table is probed with the short one, not the other way round.
    known = receivables.select("document_no").join(disputes, on="document_no", how="semi")
    lost = disputes.join(known, on="document_no", how="anti")
    value, code = pl.col("document_no"), "dispute_unknown_document"
    return warnings_about(lost, table="disputes", column="document_no", value=value, code=code)


def _with_disputes(items: pl.DataFrame, disputes: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Put the disputed amount on each item; a row of the disputes table wins over the receivable's own (R-16)."""
    still_open = pl.col("resolved_on").is_null() | (pl.col("resolved_on") > as_of)
    rows = (
        disputes.filter(pl.col("opened_on") <= as_of)
        .group_by("document_no")
        .agg(
            given=pl.col("amount_minor").filter(still_open).sum(),
            all_of_it=(still_open & pl.col("amount_minor").is_null()).any(),
            dispute_opened_on=pl.col("opened_on").filter(still_open).min(),
            has_row=pl.lit(True),
        )
    )
    by_row = pl.when("all_of_it").then("chase_minor").otherwise("given")
    claimed = pl.when(pl.col("has_row").fill_null(False)).then(by_row).otherwise(pl.col("disputed_minor").fill_null(0))
    return (
        items.join(rows, on="document_no", how="left", maintain_order="left")
        .with_columns(disputed_minor=pl.min_horizontal(claimed.clip(0), "chase_minor"))
        .drop("given", "all_of_it", "has_row")
    )


def _with_named_promises(items: pl.DataFrame, promises: pl.DataFrame) -> pl.DataFrame:
    """Put open promises that name documents on these, each promise oldest due date first (R-15)."""
    named = _open(promises).filter(pl.col("document_nos").list.len() > 0)
    if named.is_empty():
        return items.with_columns(promised_minor=pl.lit(0, pl.Int64), promised_until=pl.lit(None, pl.Date))
    rows = (
        named.with_row_index("promise")
        .select("promise", *CASE_CURRENCY, "left_minor", "until", document_no="document_nos")
        .explode("document_no")
        .join(items, on=[*CASE_CURRENCY, "document_no"], how="inner", suffix="_item")
        .sort("until", "promise", "due_date", "document_no", nulls_last=True)
        .select("promise", "item", "left_minor", "until", room=pl.col("chase_minor") - pl.col("disputed_minor"))
    )
    room: dict[int, int] = {}
    left: dict[int, int] = {}
    covered: list[tuple[int, int, date]] = []
    for promise, item, promised, until, item_room in rows.iter_rows():
        taken = min(left.setdefault(promise, promised), room.setdefault(item, item_room))
        left[promise] -= taken
        room[item] -= taken
        covered.append((item, taken, until))
    by_item = (
        pl.DataFrame(covered, schema={"item": pl.UInt32, "taken": pl.Int64, "until": pl.Date}, orient="row")
        .filter(pl.col("taken") > 0)
        .group_by("item")
        .agg(promised_minor=pl.col("taken").sum(), promised_until=pl.col("until").max())
    )
    return items.join(by_item, on="item", how="left", maintain_order="left").with_columns(
        pl.col("promised_minor").fill_null(0)
    )


def _open(promises: pl.DataFrame) -> pl.DataFrame:
    return promises.filter(pl.col("state") == "open").with_columns(
        left_minor=(pl.col("amount_minor") - pl.col("kept_minor")).clip(0)
    )


def _case_pools(items: pl.DataFrame, promises: pl.DataFrame, pools: pl.DataFrame) -> pl.DataFrame:
    """Return per case and currency what is to be taken off without naming an item, one column per POOL_ORDER."""
    unnamed = _open(promises).filter(pl.col("document_nos").list.len().fill_null(0) == 0)
    parts = [
        unnamed.select(*CASE_CURRENCY, pool=pl.lit("promised"), amount="left_minor", until="until"),
        pools.select(*CASE_CURRENCY, pool=pl.lit("in_transit"), amount="in_transit_minor", until="in_transit_until"),
        items.lazy()
        .filter((pl.col("open_minor") > 0) & (pl.col("in_transit_beyond_minor") > 0))
        .select(*CASE_CURRENCY, pool=pl.lit("in_transit"), amount="in_transit_beyond_minor", until="in_transit_until")
        .collect(),
        items.lazy()
        .filter(pl.col("open_minor") < 0)
        .select(*CASE_CURRENCY, pool=pl.lit("credit"), amount=-pl.col("open_minor"), until=None)
        .collect(),
        pools.select(*CASE_CURRENCY, pool=pl.lit("unallocated"), amount="unallocated_minor", until=None),
    ]
    long = pl.concat(parts, how="vertical_relaxed").filter(pl.col("amount") > 0)
    amounts = (pl.col("amount").filter(pl.col("pool") == pool).sum().alias(f"{pool}_pool") for pool in POOL_ORDER)
    return long.group_by(CASE_CURRENCY).agg(
        *amounts,
        pool_promised_until=pl.col("until").filter(pl.col("pool") == "promised").max(),
        pool_in_transit_until=pl.col("until").filter(pl.col("pool") == "in_transit").max(),
    )


def _with_pools_spread(items: pl.DataFrame, case_pools: pl.DataFrame) -> pl.DataFrame:
    """Spread each case's pools over its overdue items, oldest due date first; what remains is eligible (R-17)."""
    chased = pl.when("is_overdue").then("left_minor").otherwise(0)
    plain = items.with_columns(
        eligible_minor=chased, credit_minor=pl.lit(0, pl.Int64), unallocated_minor=pl.lit(0, pl.Int64)
    )
    concerned = plain.select("item", *CASE_CURRENCY, "left_minor", "is_overdue").filter("is_overdue")
    spread = concerned.join(case_pools, on=CASE_CURRENCY, how="inner", maintain_order="left")
    if spread.is_empty():
        return plain
    before = (pl.col("left_minor").cum_sum() - pl.col("left_minor")).over(CASE_CURRENCY)
    spread = spread.with_columns(before=before)
    covered = pl.lit(0, pl.Int64)
    total = pl.lit(0, pl.Int64)
    parts = []
    for pool in POOL_ORDER:
        total = total + pl.col(f"{pool}_pool")
        so_far = pl.max_horizontal(pl.min_horizontal(total - pl.col("before"), "left_minor"), pl.lit(0, pl.Int64))
        parts.append((so_far - covered).alias(f"{pool}_part"))
        covered = so_far
    taken = spread.select("item", "pool_promised_until", "pool_in_transit_until", *parts)
    joined = plain.join(taken, on="item", how="left", maintain_order="left").with_columns(
        pl.col(f"{pool}_part").fill_null(0) for pool in POOL_ORDER
    )
    promised_by_pool = pl.when(pl.col("promised_part") > 0).then("pool_promised_until")
    in_transit_by_pool = pl.when(pl.col("in_transit_part") > 0).then("pool_in_transit_until")
    return joined.with_columns(
        promised_minor=pl.col("promised_minor") + pl.col("promised_part"),
        promised_until=pl.max_horizontal("promised_until", promised_by_pool),
        in_transit_until=pl.max_horizontal("in_transit_until", in_transit_by_pool),
        in_transit_minor=pl.col("in_transit_minor") + pl.col("in_transit_part"),
        credit_minor="credit_part",
        unallocated_minor="unallocated_part",
        eligible_minor=pl.col("eligible_minor") - pl.sum_horizontal(f"{pool}_part" for pool in POOL_ORDER),
    ).drop("pool_promised_until", "pool_in_transit_until", *(f"{pool}_part" for pool in POOL_ORDER))


def _with_suppressed_reason(items: pl.DataFrame) -> pl.DataFrame:
    """Name why nothing of an item may be asked for today: the largest of what was taken off (R-18)."""
    taken = (
        ("disputed", pl.col("disputed_minor")),
        ("promised", pl.col("promised_minor")),
        ("in_transit", pl.col("in_transit_minor") + pl.col("bills_minor")),
        ("unallocated", pl.col("unallocated_minor")),
        ("credit", pl.col("credit_minor")),
    )
    largest = pl.max_horizontal(amount for _, amount in taken)
    reason = pl.when(pl.col("eligible_minor") > 0).then(None).when(pl.col("open_minor") < 0).then(pl.lit("credit"))
    reason = reason.when(~pl.col("is_overdue")).then(pl.lit("not_overdue"))
    for name, amount in taken:
        reason = reason.when(amount == largest).then(pl.lit(name))
    return items.with_columns(suppressed_reason=reason)
