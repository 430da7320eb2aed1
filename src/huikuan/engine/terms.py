"""Payment terms: from what people write ("月结30天", "net 45", "acceptance+30") to the day a document falls due.

The one thing to know: a due date that is printed on the document wins; terms only fill the gap (spec/files.md, "In";
D-303). Terms that hang on an event give no date while the event has not come. Distinct texts are few, so each is read
once and joined back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import polars as pl

LONGEST_DAYS = 3_650
# The bases that wait for an event give no date until its column is filled; "issue", "month_end" and "cash" always do.
EVENT_COLUMNS = {
    "acceptance": "accepted_on",
    "pod": "pod_date",
    "delivery": "delivered_on",
    "invoice_receipt": "invoice_received_on",
}

# What a due date is worked out from.
TERMS_GIVEN = ("customer_id", "terms", "kind", "issue_date", "due_date", *EVENT_COLUMNS.values())

_DAYS = r"(?P<days>\d{1,4})?(?:天|日|days?|d)?(?:内|以内)?(?:付款|付清|付|结清|结算|to pay)?"
_AFTER = r"(?:后|起|之日起|\+|plus|after|:|,)*(?:的|第)?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("cash", r"cod|cashondelivery|货到付款|现款|现款现货|现结|现金|cash"),
    (
        "issue",
        r"(?:dueon|upon)?receipt|immediate(?:ly)?|cia|prepaid|prepayment|cashinadvance|即期|预付|预付款|款到发货|先款后货",
    ),
    ("month_end", rf"(?:月结|当月结|月末|月底|eom|endofmonth|netmonthly|monthly)(?:net)?{_AFTER}{_DAYS}"),
    ("month_end", r"(?:net)?(?P<days>\d{1,4})(?:天|日|days?|d)?(?:eom|endofmonth|月结|aftereom|afterendofmonth)"),
    ("acceptance", rf"(?:onacceptance|acceptance|验收|验收合格|验收通过){_AFTER}{_DAYS}"),
    ("acceptance", r"(?P<days>\d{1,4})(?:days?|d)?(?:after|from)acceptance"),
    ("pod", rf"(?:onpod|pod|回单|签收单|收到回单){_AFTER}{_DAYS}"),
    ("pod", r"(?P<days>\d{1,4})(?:days?|d)?(?:after|from)pod"),
    ("delivery", rf"(?:ondelivery|delivery|签收|到货|货到|交货|收货){_AFTER}{_DAYS}"),
    ("delivery", r"(?P<days>\d{1,4})(?:days?|d)?(?:after|from)delivery"),
    ("invoice_receipt", rf"(?:invoicereceipt|票到|收票|收到发票|见票|到票){_AFTER}{_DAYS}"),
    (
        "issue",
        r"(?:\d+(?:\.\d+)?%?/\d+,?)?(?:net|n/?|净|账期|帐期)?(?P<days>\d{1,4})(?:天|日|days?|d)?(?:net)?(?:账期|帐期|付款|内付款)?",
    ),
    ("issue", rf"(?:发票日|开票|开票日|出票|开票日期|invoicedate|issue){_AFTER}{_DAYS}"),
)
# Between two digits a gap means something ("30-60" is not 3,060 days), and so does a minus in front.
_GAPS = re.compile(r"(?<=[^\d])[\s_\-()]+|[\s_\-()]+(?=\D|$)")
_COMPILED = tuple((basis, re.compile(pattern)) for basis, pattern in _PATTERNS)

TERMS = {"terms": pl.String, "basis": pl.String, "days": pl.Int32}


@dataclass(frozen=True, slots=True)
class Terms:
    """One reading of a terms text: ``days`` after what ``basis`` names."""

    basis: str
    days: int


def parsed_terms(text: str) -> Terms | None:
    """Return what a terms text says, or None when it is in no known form.

    Width, case, spaces, hyphens and underscores do not matter. A cash discount ("2/10 net 30") is not a due date and
    is passed over.
    """
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", text).casefold().strip())
    for basis, pattern in _COMPILED:
        found = pattern.fullmatch(plain)
        if found:
            days = int(found.groupdict().get("days") or 0)
            return Terms(basis=basis, days=days) if days <= LONGEST_DAYS else None
    return None


def terms_table(texts: pl.Series) -> pl.DataFrame:
    """Return one row per distinct text that can be read: terms, basis, days."""
    distinct = texts.drop_nulls().unique().to_list()
    read = [(text, parsed_terms(text)) for text in distinct]
    rows = [(text, terms.basis, terms.days) for text, terms in read if terms is not None]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def due_dates(receivables: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Return, in the order of the receivables, when each falls due and by which terms.

    Columns: ``due_date`` (null while an awaited event has not come or no terms are known), ``basis`` and ``days`` of
    the terms in force (the document's own where they can be read, else the customer's; null without any),
    ``is_monthly`` (月结, for P-2's grace), ``awaits`` (the column of the event that has not come, else null).
    Credit notes are due on their issue date (R-09). ``unbilled`` counts from delivery, else from issue (D-610).
    """
    own = terms_table(receivables["terms"])
    theirs = terms_table(customers["terms"])
    by_customer = (
        customers.select("customer_id", "terms")
        .unique("customer_id", keep="first")
        .join(theirs, on="terms")
        .select("customer_id", basis_theirs="basis", days_theirs="days")
    )
    joined = receivables.select(TERMS_GIVEN).join(own, on="terms", how="left", maintain_order="left")
    if joined["basis"].has_nulls():
        joined = joined.join(by_customer, on="customer_id", how="left", maintain_order="left")
    else:
        joined = joined.with_columns(basis_theirs=pl.lit(None, pl.String), days_theirs=pl.lit(None, pl.Int32))
    has_own = pl.col("basis").is_not_null()
    return (
        joined.with_columns(
            basis=pl.coalesce("basis", "basis_theirs"),
            days=pl.when(has_own).then("days").otherwise("days_theirs"),
        )
        .with_columns(start=_start())
        .select(
            due_date=pl.when(pl.col("kind") == "credit_note")
            .then("issue_date")
            .otherwise(pl.coalesce("due_date", pl.col("start") + pl.duration(days="days")).cast(pl.Date)),
            basis="basis",
            days="days",
            is_monthly=(pl.col("basis") == "month_end").fill_null(False),
            awaits=pl.when(
                pl.col("due_date").is_null() & pl.col("start").is_null() & (pl.col("kind") != "credit_note")
            ).then(pl.col("basis").replace_strict(EVENT_COLUMNS, default=None, return_dtype=pl.String)),
        )
    )


def _start() -> pl.Expr:
    """Return the day that each row's terms count from."""
    issued = (
        pl.when(pl.col("kind") == "unbilled").then(pl.coalesce("delivered_on", "issue_date")).otherwise("issue_date")
    )
    start = (
        pl.when(pl.col("basis") == "issue")
        .then(issued)
        .when(pl.col("basis") == "month_end")
        .then(issued.dt.month_end())
        .when(pl.col("basis") == "cash")
        .then(pl.coalesce("delivered_on", "issue_date"))
    )
    for basis, column in EVENT_COLUMNS.items():
        start = start.when(pl.col("basis") == basis).then(column)
    return start
