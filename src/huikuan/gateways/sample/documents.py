"""Two years of receivables, drawn as arrays: who, when, how much, due when, and when each part of it is paid."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import polars as pl

from huikuan.gateways.sample.customers import CURRENCIES, MEDIAN_FEN, Firms
from huikuan.gateways.sample.days import AFTER_DAYS, HISTORY_DAYS, NEVER, Days, Flags, Ints
from huikuan.gateways.sample.habits import EXACT, GOING_BAD, is_disputed, late_days, paid_days
from huikuan.gateways.sample.words import FEN_PER_MINOR

KINDS = ("invoice", "credit_note", "debit_note", "opening", "retention", "unbilled")
INVOICE, CREDIT_NOTE, DEBIT_NOTE, OPENING, RETENTION, UNBILLED = range(6)
PREFIXES = ("INV", "CN", "DN", "OB", "RT", "UB")
RETAINED_DAYS = 365


@dataclass(frozen=True)
class Documents:
    """One position per document in every array, in the order of issue; days are offsets, amounts minor units."""

    customer: Ints
    kind: Ints
    issued: Ints
    due: Ints
    amount: Ints
    paid: Ints  # the day of the (first) payment
    paid_amount: Ints
    rest_paid: Ints  # the day on which the rest comes; NEVER when there is none or it stays out
    disputed: Flags
    number: Ints

    def kept(self, which: Flags) -> Documents:
        """Return the documents that ``which`` names."""
        return Documents(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    def open_amount(self, day: int) -> Ints:
        """Return what is still owed at the end of ``day``, bills taken as money."""
        paid = np.where(self.paid <= day, self.paid_amount, 0)
        return self.amount - paid - np.where(self.rest_paid <= day, self.amount - self.paid_amount, 0)

    def settled_on(self) -> Ints:
        """Return the day on which nothing is left; ``NEVER`` while something is."""
        return np.where(self.paid_amount == self.amount, self.paid, np.where(self.paid == NEVER, NEVER, self.rest_paid))


def draw_documents(rng: np.random.Generator, days: Days, firms: Firms, *, count: int) -> Documents:
    """Draw ``count`` documents, each customer's number of them by its weight."""
    customer = np.repeat(np.arange(firms.count), rng.multinomial(count, firms.weight / firms.weight.sum()))
    issued = _issue_days(rng, days, firms, customer)
    in_order = np.argsort(issued, kind="stable")
    customer, issued = customer[in_order], issued[in_order]
    habit = firms.habit[customer]
    kind = _kinds(rng, issued=issued, plain=habit == EXACT)
    month = np.where(firms.is_monthly[customer], days.month_end[issued], 0)
    due = issued + month + firms.term_days[customer]
    due = np.select([kind == CREDIT_NOTE, kind == RETENTION], [issued, issued + RETAINED_DAYS], default=due)
    amount = _amounts(rng, firms, customer=customer, kind=kind)
    late = late_days(rng, habit=habit, due=due, turned=firms.turned[customer])
    late = np.where(kind == CREDIT_NOTE, rng.integers(4, 30, count), late)
    paid = paid_days(days, due=due, late=late, pay_day=firms.pay_day[customer])
    paid = np.where((paid < NEVER) & (paid < issued), days.next_workday[issued], paid)
    whole = Documents(
        customer=customer,
        kind=kind,
        issued=issued,
        due=due,
        amount=amount,
        paid=paid,
        paid_amount=amount,
        rest_paid=np.full(count, NEVER),
        disputed=is_disputed(rng, habit=habit, late=late) & (kind == INVOICE),
        number=np.arange(1, count + 1),
    )
    return _in_parts(rng, days, firms, whole)


def _issue_days(rng: np.random.Generator, days: Days, firms: Firms, customer: Ints) -> Ints:
    """Draw by the season within the time each customer was supplied."""
    begins = np.where(firms.since > 0, days.invoiced_by[firms.since], 0.0)
    ends = days.invoiced_by[np.minimum(firms.stopped, HISTORY_DAYS + AFTER_DAYS)]
    share = begins[customer] + rng.random(len(customer)) * (ends - begins)[customer]
    return np.asarray(np.minimum(np.searchsorted(days.invoiced_by, share), HISTORY_DAYS + AFTER_DAYS), dtype=np.int64)


def _kinds(rng: np.random.Generator, *, issued: Ints, plain: Flags) -> Ints:
    drawn = rng.choice([INVOICE, CREDIT_NOTE, DEBIT_NOTE, RETENTION], len(issued), p=[0.9605, 0.022, 0.010, 0.0075])
    chance = rng.random(len(issued))
    is_invoice = drawn == INVOICE
    recent = (issued > HISTORY_DAYS - 25) & (issued <= HISTORY_DAYS)
    kind = np.select(
        [plain, is_invoice & (issued < 20) & (chance < 0.25), is_invoice & recent & (chance < 0.05)],
        [INVOICE, OPENING, UNBILLED],
        default=drawn,
    )
    return np.asarray(kind, dtype=np.int64)


def _amounts(rng: np.random.Generator, firms: Firms, *, customer: Ints, kind: Ints) -> Ints:
    """Draw log-normal amounts by segment; half of them end as prices by the piece do, half are round."""
    fen = MEDIAN_FEN[firms.segment[customer]] * np.exp(rng.normal(0.0, 0.75, len(customer)))
    fen *= np.array([1.0, 0.09, 0.06, 1.4, 0.10, 0.8])[kind]
    rate = np.array([FEN_PER_MINOR[code] for code in CURRENCIES])[firms.currency[customer]]
    minor = np.maximum(np.round(fen / rate), 50)
    rounded = np.where(rng.random(len(customer)) < 0.45, np.maximum(np.round(minor / 1000), 1) * 1000, minor)
    return np.asarray(np.where(kind == CREDIT_NOTE, -rounded, rounded), dtype=np.int64)


def _in_parts(rng: np.random.Generator, days: Days, firms: Firms, documents: Documents) -> Documents:
    """Split some payments: a part first and the rest at a later pay day, or a few cents short (D-706)."""
    customer, amount, paid, kind = documents.customer, documents.amount, documents.paid, documents.kind
    count = len(customer)
    habit = firms.habit[customer]
    is_free = (habit != EXACT) & (paid < NEVER) & (kind != CREDIT_NOTE)
    chance = rng.random(count)
    share = rng.choice([0.3, 0.5, 0.6, 0.7, 0.8], count)
    part = (np.round(amount * share / 100_000) * 100_000).astype(np.int64)
    in_parts = is_free & (chance < np.where(habit == GOING_BAD, 0.25, 0.035)) & (part > 0) & (part < amount)
    later = days.pay_day[firms.pay_day[customer], np.minimum(paid + rng.integers(12, 50, count), NEVER)]
    later = np.where((habit == GOING_BAD) & (chance < 0.12), NEVER, later)
    is_yuan = firms.currency[customer] == 0
    short = is_free & is_yuan & (rng.random(count) < 0.015) & (paid > HISTORY_DAYS - 30) & (kind == INVOICE)
    cents = rng.integers(1, 100, count)
    return replace(
        documents,
        paid_amount=np.select([in_parts, short], [part, amount - cents], default=amount),
        rest_paid=np.where(in_parts, later, NEVER),
    )


def receivable_table(days: Days, firms: Firms, documents: Documents, *, rng: np.random.Generator) -> pl.DataFrame:
    """Return the documents as the contract's table; money in minor units."""
    kind, customer = documents.kind, documents.customer
    frame = pl.DataFrame(
        {
            "document_no": document_numbers(days, documents),
            "customer_id": firms.table["customer_id"].gather(customer),
            "kind": pl.Series(np.array(KINDS))[kind],
            "issue_date": days.column(documents.issued),
            "due": days.column(documents.due),
            "terms": firms.table["terms"].gather(customer),
            "amount_minor": documents.amount,
            "currency": pl.Series(np.array(CURRENCIES))[firms.currency[customer]],
            "delivered": days.column(np.maximum(documents.issued - rng.integers(0, 6, len(customer)), 0)),
            "by_terms": pl.Series(firms.by_terms[customer] & ((kind == INVOICE) | (kind == DEBIT_NOTE))),
            "order": pl.Series(documents.number + 40_000),
            "contract": pl.Series(np.where(_by_contract(rng, firms, documents), customer + 1, 0)),
        }
    )
    is_goods = pl.col("kind").is_in(["invoice", "unbilled"])
    unbilled = pl.col("kind") == "unbilled"
    is_older = pl.Series(
        documents.issued <= HISTORY_DAYS - 4
    )  # the invoice has reached the customer, the slip has come back
    return frame.select(
        "document_no",
        "customer_id",
        pl.when(pl.col("currency") == "CNY").then(pl.lit("main")).otherwise(pl.lit("export")).alias("entity"),
        "kind",
        "issue_date",
        pl.when(~pl.col("by_terms")).then("due").alias("due_date"),
        pl.when(is_goods | (pl.col("kind") == "debit_note")).then("terms").otherwise(pl.lit("")).alias("terms"),
        "amount_minor",
        "currency",
        pl.when(pl.col("contract") > 0)
        .then(pl.lit("HT-") + pl.col("contract").cast(pl.String).str.zfill(5))
        .otherwise(pl.lit(""))
        .alias("contract_no"),
        pl.when(is_goods).then(pl.lit("SO-") + pl.col("order").cast(pl.String)).otherwise(pl.lit("")).alias("order_no"),
        pl.when(unbilled).then("issue_date").when(is_goods).then("delivered").alias("delivered_on"),
        pl.when(is_goods & ~unbilled & is_older)
        .then(pl.col("issue_date") + pl.duration(days=4))
        .alias("invoice_received_on"),
        pl.when(is_goods & ~unbilled & is_older).then(pl.col("delivered") + pl.duration(days=2)).alias("pod_date"),
    )


def _by_contract(rng: np.random.Generator, firms: Firms, documents: Documents) -> Flags:
    """Tell which documents name their contract: most customers buy under one, and now and then nobody wrote it down."""
    has_contract = (rng.random(firms.count) < 0.92) | firms.is_cast()
    named: Flags = has_contract[documents.customer] & (rng.random(len(documents.customer)) < 0.96)
    return named


def document_numbers(days: Days, documents: Documents) -> pl.Series:
    """Return numbers such as ``INV2511-004711``: kind, year and month of issue, running number."""
    prefix = pl.Series(np.array(PREFIXES))[documents.kind]
    month = days.column(documents.issued).dt.strftime("%y%m")
    return (prefix + month + "-" + pl.Series(documents.number).cast(pl.String).str.zfill(6)).alias("document_no")
