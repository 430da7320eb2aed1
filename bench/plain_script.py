"""The yardstick: ageing, rung, eligible amounts and a ranking in one plain Polars script.

What a good data engineer writes in an afternoon from the same files, and no more: it trusts its input (no problems
listed, no headers guessed, floats for money), knows one ladder by its days, looks at no contact, working day, notice or
approval, and explains nothing. Run: ``python -m bench.plain_script FOLDER AS_OF OUT``.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl

RUNGS = [
    (1, "follow-1"),
    (8, "follow-2"),
    (15, "supervisor"),
    (31, "manager"),
    (61, "gm"),
    (91, "lock"),
    (105, "letters"),
]
BUCKETS = [(1, "1-30"), (31, "31-60"), (61, "61-90"), (91, "91-180"), (181, "181-365"), (366, "over-365")]
CASE = ["customer_id", "entity", "currency"]
RATES = {"CNY": 1.0, "USD": 7.1, "EUR": 7.9, "JPY": 0.048, "KWD": 23.3}
DAYS = (
    "issue_date",
    "due_date",
    "received_on",
    "recorded_on",
    "matures_on",
    "refused_on",
    "settled_on",
    "made_on",
    "due_on",
    "opened_on",
    "resolved_on",
)


def scan(folder: Path, table: str, *columns: str) -> pl.LazyFrame:
    found = sorted([*folder.glob(f"{table}.*"), *folder.glob(f"{table}-*")])
    is_csv = found[0].suffix == ".csv"
    frame = pl.scan_csv(found, infer_schema=False) if is_csv else pl.scan_parquet(found)
    frame = frame.select(columns)
    if is_csv:
        frame = frame.with_columns(pl.col([name for name in columns if name in DAYS]).str.to_date())
    return frame.with_columns(pl.col([name for name in columns if "amount" in name]).cast(pl.Float64))


def due_dates(receivables: pl.LazyFrame) -> pl.LazyFrame:
    days = pl.duration(days=pl.col("terms").str.extract(r"(\d+)").cast(pl.Int32))
    start = pl.when(pl.col("terms").str.starts_with("月结")).then(pl.col("issue_date").dt.month_end())
    by_terms = start.otherwise("issue_date") + days
    due = pl.coalesce("due_date", pl.when(~pl.col("terms").str.contains("验收|回单")).then(by_terms))
    return receivables.with_columns(due=pl.when(pl.col("kind") == "credit_note").then("issue_date").otherwise(due))


def split_payments(payments: pl.LazyFrame, as_of: date) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return what stands on documents (cash, bills in hand, in transit) and what stands on nothing."""
    in_hand = (pl.col("method") == "acceptance_bill") & (pl.col("matures_on") >= as_of)
    known = payments.filter(
        pl.col("refused_on").is_null() | (pl.col("refused_on") > as_of),
        (pl.col("received_on") <= as_of) | (pl.col("recorded_on") <= as_of),
    ).with_columns(
        place=pl.when(pl.col("received_on") > as_of)
        .then(pl.lit("in_transit"))
        .when(in_hand)
        .then(pl.lit("bills"))
        .otherwise(pl.lit("cash")),
        allocations=pl.coalesce(
            "allocations",
            pl.col("bank_reference").str.extract(r"([A-Z]{2,3}\d{4}-\w+)") + ":" + pl.col("amount").cast(pl.String),
        ),
    )
    parts = (
        known.with_columns(part=pl.col("allocations").str.split(";"))
        .explode("part")
        .with_columns(
            document_no=pl.col("part").str.extract(r"^(.*):"),
            part=pl.col("part").str.extract(r":(.*)$").cast(pl.Float64),
        )
    )
    placed = (
        parts.filter(pl.col("part").is_not_null())
        .group_by("entity", "document_no")
        .agg(
            pl.col("part").filter(pl.col("place") == place).sum().alias(place)
            for place in ("cash", "bills", "in_transit")
        )
    )
    loose = (
        parts.group_by("payment_no", *CASE, "place")
        .agg(pl.col("amount").first() - pl.col("part").sum())
        .filter(pl.col("place") == "cash", pl.col("amount") > 0.004)
        .group_by(CASE)
        .agg(unallocated=pl.col("amount").sum())
    )
    return placed, loose


def read_payments(folder: Path) -> pl.LazyFrame:
    payments = scan(
        folder, "payments", "payment_no", "customer_id", "payer_name", "entity", "received_on", "recorded_on", "amount",
        "currency", "method", "matures_on", "refused_on", "bank_reference", "allocations",
    )  # fmt: skip
    by_name = scan(folder, "customers", "name", "customer_id").select(payer_name="name", payer="customer_id")
    return payments.join(by_name.unique("payer_name"), on="payer_name", how="left").with_columns(
        pl.coalesce("customer_id", "payer").alias("customer_id")
    )


def open_disputes(folder: Path, as_of: date) -> pl.LazyFrame:
    is_open = pl.col("resolved_on").is_null() | (pl.col("resolved_on") > as_of)
    amount = pl.when(is_open).then(pl.col("amount").fill_null(float("inf"))).otherwise(0.0)
    return (
        scan(folder, "disputes", "document_no", "amount", "opened_on", "resolved_on")
        .filter(pl.col("opened_on") <= as_of)
        .select("document_no", in_dispute=amount)
        .unique("document_no", keep="last")
    )


def open_promises(folder: Path, as_of: date) -> pl.LazyFrame:
    return (
        scan(folder, "promises", "customer_id", "entity", "made_on", "due_on", "amount", "currency")
        .filter(pl.col("made_on") <= as_of, pl.col("due_on") + pl.duration(days=3) >= as_of)
        .group_by(CASE)
        .agg(promised=pl.col("amount").sum())
    )


def open_items(folder: Path, as_of: date, placed: pl.LazyFrame) -> pl.DataFrame:
    receivables = scan(
        folder, "receivables", "document_no", "customer_id", "entity", "kind", "issue_date", "due_date", "terms",
        "amount", "open_amount", "disputed_amount", "currency", "settled_on",
    )  # fmt: skip
    signed = pl.when(pl.col("kind") == "credit_note").then(-pl.col("amount").abs()).otherwise("amount")
    is_settled = (pl.col("settled_on") <= as_of).fill_null(False) & pl.col("cash").is_null()
    left = pl.when(is_settled).then(0.0).otherwise(pl.coalesce("open_amount", signed) - pl.col("cash").fill_null(0.0))
    days = (pl.lit(as_of) - pl.col("due")).dt.total_days()
    in_dispute = pl.coalesce("in_dispute", "disputed_amount").fill_null(0.0)
    return (
        due_dates(receivables.filter(pl.col("issue_date") <= as_of))
        .join(placed, on=["entity", "document_no"], how="left")
        .join(open_disputes(folder, as_of), on="document_no", how="left")
        .with_columns(
            open=left.round(3),
            overdue_days=pl.when(pl.col("kind") == "credit_note").then(0).otherwise(days),
        )
        .filter(pl.col("open") != 0)
        .with_columns(pl.col("bills", "in_transit").fill_null(0.0))
        .with_columns(
            disputed=pl.min_horizontal(in_dispute, pl.col("open") - pl.col("bills")),
            is_late=(pl.col("overdue_days") > 0) & (pl.col("open") > 0),
            bucket=_stage(BUCKETS, "not_due"),
            rung=_stage(RUNGS, "remind"),
        )
        .collect()
    )


def cases(items: pl.DataFrame, loose: pl.LazyFrame, promises: pl.LazyFrame) -> pl.DataFrame:
    late = pl.col("is_late")
    taken = pl.min_horizontal("promised", "rest") + pl.col("in_transit") + pl.col("credit") + pl.col("unallocated")
    return (
        items.lazy()
        .group_by(CASE)
        .agg(
            overdue=(pl.col("open") - pl.col("bills")).filter(late).sum(),
            disputed=pl.col("disputed").filter(late).sum(),
            in_transit=pl.col("in_transit").filter(late).sum(),
            credit=-pl.col("open").filter(pl.col("kind") == "credit_note").sum(),
            oldest=pl.col("overdue_days").filter(late & (pl.col("disputed") < pl.col("open"))).max(),
            documents=pl.col("document_no").filter(late).sort(),
        )
        .join(loose, on=CASE, how="left")
        .join(promises, on=CASE, how="left")
        .with_columns(pl.col("unallocated", "promised").fill_null(0.0))
        .with_columns(rest=pl.col("overdue") - pl.col("disputed"))
        .with_columns(eligible=pl.max_horizontal(0.0, pl.col("rest") - taken))
        .collect()
    )


def ranking(ledger: pl.DataFrame, customers: pl.LazyFrame) -> pl.DataFrame:
    days = pl.col("oldest")
    chance = pl.when(days > 365).then(0.05).when(days > 90).then(0.15).when(days > 30).then(0.3).otherwise(0.5)
    rate = pl.col("currency").replace_strict(RATES, return_dtype=pl.Float64)
    return (
        ledger.lazy()
        .filter(pl.col("eligible") >= 1)
        .join(customers, on="customer_id", how="left")
        .with_columns(overdue_days="oldest", score=pl.col("eligible") * rate * chance)
        .with_columns(rung=_stage(RUNGS, "remind"), documents=pl.col("documents").list.join(";"))
        .sort("score", "customer_id", descending=[True, False])
        .with_row_index("rank", offset=1)
        .collect()
    )


def main(folder: Path, as_of: date, out: Path) -> None:
    placed, loose = split_payments(read_payments(folder), as_of)
    items = open_items(folder, as_of, placed)
    ledger = cases(items, loose, open_promises(folder, as_of))
    worklist = ranking(ledger, scan(folder, "customers", "customer_id", "name", "segment"))
    ageing = items.group_by([*CASE, "bucket"]).agg(pl.col("open").sum()).sort([*CASE, "bucket"])
    out.mkdir(parents=True, exist_ok=True)
    worklist.write_parquet(out / "worklist.parquet")
    _spread(items, ledger).write_parquet(out / "items.parquet")
    ageing.write_parquet(out / "ageing.parquet")


def _spread(items: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Give the case's eligible amount back to its items: what is taken off goes to the oldest first."""
    chaseable = pl.when("is_late").then(pl.col("open") - pl.col("bills") - pl.col("disputed")).otherwise(0.0)
    return (
        items.lazy()
        .join(ledger.lazy().select(*CASE, taken=pl.col("rest") - pl.col("eligible")), on=CASE, how="left")
        .sort("customer_id", "entity", "due", "document_no")
        .with_columns(chaseable=chaseable)
        .with_columns(before=pl.col("chaseable").cum_sum().over(CASE) - pl.col("chaseable"))
        .with_columns(
            eligible=pl.col("chaseable") - (pl.col("taken") - pl.col("before")).clip(0.0, pl.col("chaseable"))
        )
        .drop("before", "taken", "chaseable")
        .collect()
    )


def _stage(stages: list[tuple[int, str]], first: str) -> pl.Expr:
    found: pl.Expr = pl.lit(first)
    for day, name in stages:
        found = pl.when(pl.col("overdue_days") >= day).then(pl.lit(name)).otherwise(found)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
