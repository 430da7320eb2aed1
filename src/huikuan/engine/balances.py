"""What is open on ``as_of``, document by document, without hindsight (spec/files.md "Which figure counts").

``open_amount`` is a balance on ``balance_date``: only money counted after that day lowers it. Without it, open = amount
less the cash allocated up to as_of. ``settled_on`` speaks only where neither is given (R-04). Nothing is lost: what an
allocation brings beyond the document's balance stays unallocated cash (R-05).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.allocation import Money, money_on, reopened
from huikuan.engine.numbering import CaseNumbers
from huikuan.engine.problems import warnings_about
from huikuan.engine.tables import Tables
from huikuan.engine.terms import TERMS_GIVEN, due_dates

# What later steps need of a receivable; the rest stays behind so that joins and sorts carry little.
_KEPT = (
    "document_no", "customer_id", "entity", "kind", "issue_date", "amount_minor", "open_minor", "balance_date",
    "currency", "batch_on", "disputed_minor", "settled_on", "file_no", "row_no",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ledger:
    """Documents with their balances, and the money beside them.

    ``documents``: all issued by as_of, with doc, case keys, case_no (of ``numbers``), due_date, is_monthly, base_minor,
    open_minor, bills_minor, in_transit_minor (allocated part), in_transit_until, paid_on (the day the last cash came).
    ``pools``: per customer, entity, currency the unallocated cash and the money in transit that names no document.
    """

    documents: pl.DataFrame
    pools: pl.DataFrame
    money: Money
    applied: pl.DataFrame  # the parts with what their documents take of them
    problems: pl.DataFrame
    not_yet_issued: int
    numbers: CaseNumbers


def ledger_on(tables: Tables, *, as_of: date) -> Ledger:
    """Return the ledger as it was known on ``as_of``."""
    needed = [*_KEPT, *(name for name in TERMS_GIVEN if name not in _KEPT)]
    issued = tables.receivables.lazy().filter(pl.col("issue_date") <= as_of).select(needed).collect()
    due = due_dates(issued, tables.customers)
    dated = issued.select(_KEPT).with_columns(due.select("due_date", "is_monthly", "awaits"))
    numbers = CaseNumbers.of(dated, tables.statements)
    documents = _with_base(numbers.numbered(dated.with_row_index("doc")), as_of=as_of)
    money = money_on(tables.payments, tables.allocations, documents, tables.customers, as_of=as_of)
    documents = _with_settled(reopened(documents, money.returned), money, as_of=as_of)
    applied = _applied(money.parts, documents)
    balanced = _with_balances(documents, applied)
    return Ledger(
        documents=balanced,
        pools=_pools(money.payments, applied, balanced),
        money=money,
        applied=applied,
        problems=pl.concat([money.problems, _document_warnings(documents, applied, money.payments)]),
        not_yet_issued=tables.receivables.height - issued.height,
        numbers=numbers,
    )


def _with_base(documents: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Add ``base_minor`` and the day it holds for: a snapshot's balance, or the amount, then on no day (R-03)."""
    balance_on = pl.coalesce("balance_date", pl.lit(as_of))
    usable = pl.col("open_minor").is_not_null() & (balance_on <= as_of)
    return documents.with_columns(
        base_minor=pl.when(usable).then("open_minor").otherwise("amount_minor"),
        balance_on=pl.when(usable).then(balance_on),
    )


def _with_settled(documents: pl.DataFrame, money: Money, *, as_of: date) -> pl.DataFrame:
    """Close the documents that only ``settled_on`` speaks of: no balance and no allocation is given (R-04)."""
    settled = (
        documents.filter((pl.col("settled_on") <= as_of) & pl.col("open_minor").is_null())
        .select("doc")
        .join(money.touched, on="doc", how="anti")
        .join(money.parts, on="doc", how="anti")
    )
    if settled.is_empty():
        return documents
    closed = settled.select("doc", is_settled=pl.lit(True))
    return (
        documents.join(closed, on="doc", how="left", maintain_order="left")
        .with_columns(base_minor=pl.when("is_settled").then(0).otherwise("base_minor"))
        .drop("is_settled")
    )


def _applied(parts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Add to each part ``applied_minor``, what its document takes of it, and ``explains``, whether the balance has it.

    Cash beyond the document's balance is not applied, latest cash first (R-05).
    """
    beside = documents.select("doc", "base_minor", "balance_on", is_credit=pl.col("amount_minor") < 0)
    joined = parts.join(beside, on="doc", how="left", maintain_order="left")
    explains = (pl.col("counted_on") <= pl.col("balance_on")).fill_null(False)
    joined = joined.with_columns(explains=explains, applied_minor=pl.col("amount_minor"))
    lowers = (pl.col("state") == "cash") & ~pl.col("explains")
    excess = (
        joined.filter(lowers)
        .group_by("doc")
        .agg(left=pl.col("base_minor").first() - pl.col("amount_minor").sum(), is_credit=pl.col("is_credit").first())
        .filter(pl.when("is_credit").then(pl.col("left") > 0).otherwise(pl.col("left") < 0))
    )
    if excess.is_empty():
        return joined
    over = pl.col("doc").is_in(excess["doc"].implode()) & lowers
    return pl.concat([joined.filter(~over), _limited(joined.filter(over))]).sort("payment", "doc")


def _limited(parts: pl.DataFrame) -> pl.DataFrame:
    """Apply the parts of over-allocated documents in order of their days until the balance is zero."""
    sign = pl.when("is_credit").then(-1).otherwise(1)
    before = (pl.col("amount_minor").cum_sum().over("doc") - pl.col("amount_minor")) * sign
    room = (pl.col("base_minor") * sign - before).clip(0)
    return parts.sort("doc", "counted_on", "payment").with_columns(
        applied_minor=pl.min_horizontal(room, pl.col("amount_minor") * sign) * sign
    )


def _with_balances(documents: pl.DataFrame, applied: pl.DataFrame) -> pl.DataFrame:
    """Add open and waiting amounts; a bill's part is at most what is open (R-10, R-12).

    ``in_transit_minor`` is what was allocated to the document, be it more than is open; ``bills_beyond_minor`` is the
    part of bills that the document has no room for.
    """
    lowers = (pl.col("state") == "cash") & ~pl.col("explains")
    came_since = (pl.col("received_on") > pl.col("balance_on")).fill_null(True)
    sums = applied.group_by("doc").agg(
        cash=pl.col("applied_minor").filter(lowers).sum(),
        in_hand=pl.col("applied_minor").filter(pl.col("state") == "in_hand").sum(),
        # A balance that was given after the bill came has room for it, or has taken it off already.
        in_hand_since=pl.col("applied_minor").filter((pl.col("state") == "in_hand") & came_since).sum(),
        in_transit_minor=pl.col("applied_minor").filter(pl.col("state") == "in_transit").sum(),
        in_transit_until=pl.col("expected_on").filter(pl.col("state").is_in(["in_transit", "in_hand"])).max(),
        paid_on=pl.col("counted_on").filter(pl.col("state") == "cash").max(),
    )
    opened = documents.join(sums, on="doc", how="left", maintain_order="left").with_columns(
        pl.col("in_hand", "in_hand_since", "in_transit_minor").fill_null(0).clip(0),
        open_minor=pl.col("base_minor") - pl.col("cash").fill_null(0),
        paid_on=pl.coalesce("paid_on", "settled_on"),
    )
    return (
        opened.with_columns(bills_minor=pl.min_horizontal("in_hand", pl.col("open_minor").clip(0)))
        .with_columns(bills_beyond_minor=pl.min_horizontal(pl.col("in_hand") - pl.col("bills_minor"), "in_hand_since"))
        .drop("cash", "in_hand", "in_hand_since")
    )


def _pools(payments: pl.DataFrame, applied: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return per customer, entity and currency the cash and the waiting money that no open document takes.

    Waiting money that was allocated to a document without room for it waits at that document's case (R-10, R-11).
    """
    case = ["customer_id", "entity", "currency"]
    named = applied.group_by("payment").agg(named=pl.col("applied_minor").sum())
    is_cash = pl.col("state") == "cash"
    rest = payments.join(named, on="payment", how="left").select(
        *case, "state", "expected_on", rest=pl.col("amount_minor") - pl.col("named").fill_null(0)
    )
    closed_to_it = pl.when(pl.col("open_minor") <= 0).then("in_transit_minor").otherwise(0)
    beyond = documents.select(
        *case,
        state=pl.lit("in_transit"),
        expected_on="in_transit_until",
        rest=pl.col("bills_beyond_minor") + closed_to_it,
    )
    return (
        pl.concat([rest, beyond.filter(pl.col("rest") > 0)])
        .filter(pl.col("rest") != 0)
        .group_by(case)
        .agg(
            unallocated_minor=pl.col("rest").filter(is_cash).sum(),
            in_transit_minor=pl.col("rest").filter(~is_cash).sum(),
            in_transit_until=pl.col("expected_on").filter(~is_cash).max(),
        )
        .sort(case)
    )


def _document_warnings(documents: pl.DataFrame, applied: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """Return what a person should look at: balances from the future, awaited events, allocations beyond the balance."""
    late_balance = documents.filter(pl.col("open_minor").is_not_null() & pl.col("balance_on").is_null())
    awaiting = documents.filter(pl.col("awaits").is_not_null())
    over = (
        applied.filter(pl.col("applied_minor") != pl.col("amount_minor"))
        .join(payments.select("payment", "file_no", "row_no"), on="payment")
        .join(documents.select("doc", "document_no"), on="doc")
        .sort("payment", "doc")
    )
    return pl.concat(
        [
            warnings_about(
                late_balance,
                table="receivables",
                column="balance_date",
                value=pl.col("balance_date").cast(pl.String),
                code="balance_after_as_of",
            ),
            warnings_about(
                awaiting,
                table="receivables",
                column=pl.col("awaits"),
                value=pl.col("document_no"),
                code="due_event_pending",
            ),
            warnings_about(
                over, table="payments", column="allocations", value=pl.col("document_no"), code="over_allocated"
            ),
        ]
    )


def money_by_case(ledger: Ledger) -> pl.DataFrame:
    """Return the money that came in, under the case it is for: customer_id, entity, received_on.

    What was allocated is its document's case's, whoever paid it (D-311); the rest is the payer's.
    """
    case = ["customer_id", "entity"]
    came = pl.col("state").is_in(["cash", "in_hand"])
    parts = ledger.applied.filter(came & (pl.col("applied_minor") != 0))
    named = parts.join(ledger.documents.select("doc", *case), on="doc").select(*case, "received_on")
    spent = parts.group_by("payment").agg(named=pl.col("applied_minor").sum())
    rest = pl.col("amount_minor") - pl.col("named").fill_null(0)
    unnamed = ledger.money.payments.filter(came).join(spent, on="payment", how="left").filter(rest != 0)
    return pl.concat([named, unnamed.select(*case, "received_on")])
