"""The money: what the customers paid on their pay days, one payment for all that they settle that day.

A payment names its documents by allocations; some name one only in the bank's reference, some only the payer, some
nothing. Some are acceptance bills, some are on their way, a few will come after ``as_of``.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from huikuan.gateways.sample.customers import CURRENCIES, Firms
from huikuan.gateways.sample.days import AFTER_DAYS, HISTORY_DAYS, NEVER, Days, Flags, Ints
from huikuan.gateways.sample.documents import Documents, document_numbers
from huikuan.gateways.sample.words import DECIMALS

ACCEPTORS = ("澜州银行", "云川商业银行", "清渚农商银行", "望川实业集团财务公司", "北珩重工集团")
RUN = ["payer", "day", "currency"]


def payment_table(rng: np.random.Generator, days: Days, firms: Firms, documents: Documents) -> pl.DataFrame:
    """Return the payments as the contract's table; money in minor units."""
    runs = _runs(days, firms, documents)
    day = runs["day"].to_numpy()
    count = len(day)
    payer = runs["payer"].to_numpy()
    chance = rng.random((4, count))
    is_free = ~firms.is_cast()[payer]
    # A reference finds the payer's own documents only: a parent names the child's document in full.
    is_single = (runs["documents"] == 1).to_numpy() & (runs["owner"].to_numpy() == payer)
    is_bill = firms.pays_with_bills[payer] & (chance[0] < 0.4) & (day <= HISTORY_DAYS)
    by_reference = is_single & is_free & (chance[1] < 0.05) & ~is_bill
    # Cash that nobody could place yet: only of the last weeks, later it is cleared.
    unplaced = (
        is_free & ~is_bill & ~by_reference & (day > HISTORY_DAYS - 25) & (day <= HISTORY_DAYS) & (chance[2] < 0.05)
    )
    by_name = is_free & (chance[3] < 0.02)
    recorded = _recorded(rng, days, day, is_free=is_free)
    kept = runs.with_columns(
        _bill_columns(rng, days, firms, day, is_bill),
        received_on=days.column(day),
        recorded_on=days.column(np.minimum(recorded, NEVER)),
        method=pl.Series(np.where(is_bill, "acceptance_bill", np.where(chance[3] > 0.995, "cheque", "transfer"))),
        customer_id=pl.Series(np.where(by_name, "", firms.table["customer_id"].to_numpy()[payer])),
        payer_name=pl.Series(np.where(by_name, firms.table["name"].to_numpy()[payer], "")),
        bank_reference=pl.when(pl.Series(by_reference))
        .then("货款 " + pl.col("first"))
        .when(pl.Series(unplaced))
        .then(pl.lit("货款"))
        .otherwise(pl.lit("")),
        allocations=pl.when(pl.Series(by_reference | unplaced)).then(pl.lit("")).otherwise("allocations"),
        currency=pl.Series(np.array(CURRENCIES))[runs["currency"]],
        entity=pl.when(pl.col("currency") == 0).then(pl.lit("main")).otherwise(pl.lit("export")),
    ).filter(pl.Series(recorded < NEVER))
    return kept.select(
        payment_no=pl.lit("RC")
        + pl.col("received_on").dt.strftime("%y%m")
        + pl.lit("-")
        + pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(6),
        **{name: pl.col(name) for name in PAYMENT_COLUMNS},
    )


PAYMENT_COLUMNS = (
    "customer_id", "payer_name", "entity", "received_on", "recorded_on", "amount_minor", "currency", "method",
    "bill_no", "bill_kind", "acceptor", "matures_on", "refused_on", "bank_reference", "allocations",
)  # fmt: skip


def _runs(days: Days, firms: Firms, documents: Documents) -> pl.DataFrame:
    """Return one row per payer, day and currency: the sum, its allocations as text and the first document."""
    pays_first = (documents.paid <= HISTORY_DAYS + AFTER_DAYS) & (documents.issued <= HISTORY_DAYS)
    pays_rest = (documents.rest_paid <= HISTORY_DAYS + AFTER_DAYS) & pays_first
    at = np.concatenate([np.flatnonzero(pays_first), np.flatnonzero(pays_rest)])
    rest = documents.amount - documents.paid_amount
    customer = documents.customer[at]
    payer = np.where(firms.is_paid_by_parent[customer], firms.parent[customer], customer)
    events = pl.DataFrame(
        {
            "payer": payer,
            "owner": customer,
            "day": np.concatenate([documents.paid[pays_first], documents.rest_paid[pays_rest]]),
            "currency": firms.currency[customer],
            "amount_minor": np.concatenate([documents.paid_amount[pays_first], rest[pays_rest]]),
            "document": document_numbers(days, documents).gather(at),
        }
    )
    named = pl.col("document") + pl.lit(":") + major_text(pl.col("amount_minor"), pl.col("currency"))
    return (
        events.with_columns(named=named)
        .group_by(RUN, maintain_order=True)
        .agg(
            pl.col("amount_minor").sum(),
            pl.col("named").str.join(";").alias("allocations"),
            pl.col("document").first().alias("first"),
            pl.col("owner").first(),
            pl.len().alias("documents"),
        )
        .filter(pl.col("amount_minor") > 0)  # a credit note that meets no invoice stays open
        .sort("day", "payer", "currency")
    )


def major_text(minor: pl.Expr, currency: pl.Expr) -> pl.Expr:
    """Return amounts as text with the decimals of the currency, given as an index into ``CURRENCIES``."""
    written = [pl.when(currency == at).then(decimal_text(minor, DECIMALS[code])) for at, code in enumerate(CURRENCIES)]
    return pl.coalesce(written)


def decimal_text(minor: pl.Expr, decimals: int) -> pl.Expr:
    """Return whole minor units as exact decimal text, such as ``-12.50`` for -1250 and two decimals."""
    if decimals == 0:
        return minor.cast(pl.String)
    return minor.cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, decimals)).cast(pl.String)


def _recorded(rng: np.random.Generator, days: Days, day: Ints, *, is_free: Flags) -> Ints:
    """Return when each payment was recorded; of those after as_of some are known on the day, most not at all."""
    chance = rng.random(len(day))
    after = day - HISTORY_DAYS
    known = np.select(
        [after <= 0, (after <= 4) & (chance < 0.35), chance < 0.12],
        [day, np.full(len(day), HISTORY_DAYS), day],
        default=NEVER,
    )
    return np.where((after > 0) & ~is_free, NEVER, known)


def _bill_columns(rng: np.random.Generator, days: Days, firms: Firms, day: Ints, is_bill: Flags) -> list[pl.Series]:
    """Return the acceptance bills: half a year to maturity; a few commercial ones of the last months are refused."""
    count = len(day)
    kind = rng.choice(np.array(["bank", "commercial", "finance_company", "digital"]), count, p=[0.72, 0.14, 0.08, 0.06])
    matures = day + rng.choice([90, 180, 180], count)
    refused = is_bill & (kind == "commercial") & (matures < HISTORY_DAYS - 1) & (matures > HISTORY_DAYS - 75)
    refused &= rng.random(count) < 0.10
    number = np.char.add("5", np.char.zfill(rng.integers(0, 10**12, count).astype(np.str_), 29))
    mask = pl.DataFrame({"bill": is_bill, "refused": refused, "matures": days.column(matures)}).with_columns(
        number=pl.Series(number),
        kind=pl.Series(kind),
        acceptor=pl.Series(rng.choice(np.array(ACCEPTORS), count)),
    )
    bill = pl.col("bill")
    return mask.select(
        bill_no=pl.when(bill).then("number").otherwise(pl.lit("")),
        bill_kind=pl.when(bill).then("kind").otherwise(pl.lit("")),
        acceptor=pl.when(bill).then("acceptor").otherwise(pl.lit("")),
        matures_on=pl.when(bill).then("matures"),
        refused_on=pl.when(pl.col("refused")).then(pl.col("matures") + pl.duration(days=2)),
    ).get_columns()
