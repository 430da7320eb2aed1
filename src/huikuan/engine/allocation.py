"""Which money belongs to which document (spec/files.md "Allocation", R-05 to R-08, R-10, R-11, R-166).

Allocation never guesses: given parts first, then a bank reference that names exactly one open document; the rest stays
unallocated. Money is in one of five states on ``as_of``: ``cash``, ``in_hand`` (an acceptance bill before maturity),
``in_transit`` (recorded, not yet received), ``refused`` (a bill or cheque; it never came) and ``future`` (left out).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.problems import PROBLEMS, WARNING, warnings_about

PARTS = {
    "payment": pl.UInt32,
    "doc": pl.UInt32,  # index into the documents; empty when no document could be named
    "amount_minor": pl.Int64,
    "state": pl.String,
    "counted_on": pl.Date,  # from when it lowers the open amount
    "received_on": pl.Date,
    "expected_on": pl.Date,  # when waiting money should be cash: a bill's maturity, else received_on
}


@dataclass(frozen=True, slots=True)
class Money:
    """Payments as they stand on as_of, and the parts of them that name a document."""

    payments: pl.DataFrame  # payment, customer_id ('' when unknown), entity, currency, amount_minor, state, days …
    parts: pl.DataFrame
    touched: pl.DataFrame  # doc: every document that a given allocation of any day names
    refused: pl.DataFrame  # customer_id, entity, refused_on, payment, currency, amount_minor (of the whole payment)
    returned: pl.DataFrame  # doc, amount_minor, counted_on, refused_on: the given parts of refused payments
    problems: pl.DataFrame
    future_payments: int


def money_on(
    payments: pl.DataFrame, allocations: pl.DataFrame, documents: pl.DataFrame, customers: pl.DataFrame, *, as_of: date
) -> Money:
    """Return the money of the folder with the documents it names.

    ``documents``: doc, customer_id, entity, currency, document_no, amount_minor, base_minor, balance_on. Parts are not
    yet limited to what is open: balances do that.
    """
    stated = _named_by_name(_stated(payments, as_of=as_of), customers)
    given = _given_parts(allocations, stated, documents)
    is_known = ~pl.col("state").is_in(["future", "refused"])
    known, known_given = stated.filter(is_known), given.filter(is_known)
    returned = given.filter(pl.col("doc").is_not_null() & (pl.col("state") == "refused"))
    referenced = _referenced_parts(known, known_given, reopened(documents, returned))
    parts = pl.concat([known_given.select(*PARTS), referenced.select(*PARTS)]).filter(pl.col("doc").is_not_null())
    named = _named_by_document(known, parts, documents)
    return Money(
        payments=named,
        parts=parts,
        touched=given.select("doc").drop_nulls().unique(),
        refused=_refused(stated, given, documents),
        returned=returned.select("doc", "amount_minor", "counted_on", "refused_on"),
        problems=pl.concat(
            [_unmatched(known_given, documents), _bills_without_maturity(known), _unknown_payers(named)]
        ),
        future_payments=stated.filter(pl.col("state") == "future").height,
    )


def reopened(documents: pl.DataFrame, returned: pl.DataFrame) -> pl.DataFrame:
    """Give back to ``base_minor`` what the balance had taken off as paid and what was refused only afterwards (R-166).

    ``returned``: of Money. Never above the document's amount.
    """
    if returned.is_empty():
        return documents
    had_taken_off = (pl.col("counted_on") <= pl.col("balance_on")) & (pl.col("balance_on") < pl.col("refused_on"))
    days = documents.select("doc", "balance_on")
    back = returned.join(days, on="doc").filter(had_taken_off).group_by("doc").agg(back=pl.col("amount_minor").sum())
    owed_again = pl.min_horizontal(pl.col("base_minor") + pl.col("back"), "amount_minor")
    return (
        documents.join(back.filter(pl.col("back") > 0), on="doc", how="left", maintain_order="left")
        .with_columns(
            base_minor=pl.when(pl.col("back").is_null())
            .then("base_minor")
            .otherwise(pl.max_horizontal("base_minor", owed_again))
        )
        .drop("back")
    )


def _stated(payments: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Add ``payment`` (the row's index), ``state`` and ``counted_on``; "until matures_on" includes that day (R-02)."""
    received = pl.col("received_on") <= as_of
    is_bill = (pl.col("method") == "acceptance_bill").fill_null(False)
    matured = is_bill & (pl.col("matures_on") < as_of)
    state = (
        pl.when(pl.col("refused_on") <= as_of)
        .then(pl.lit("refused"))
        .when(~received & (pl.col("recorded_on") <= as_of))
        .then(pl.lit("in_transit"))
        .when(~received)
        .then(pl.lit("future"))
        .when(is_bill & ~matured.fill_null(False))
        .then(pl.lit("in_hand"))
        .otherwise(pl.lit("cash"))
    )
    counted_on = (
        pl.when(is_bill & (pl.col("matures_on") >= pl.col("received_on")))
        .then(pl.col("matures_on") + pl.duration(days=1))
        .otherwise("received_on")
        .cast(pl.Date)
    )
    expected_on = pl.when(is_bill).then("matures_on").otherwise("received_on")
    return payments.with_row_index("payment").with_columns(state=state, counted_on=counted_on, expected_on=expected_on)


def _given_parts(allocations: pl.DataFrame, payments: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return one row per given allocation of a known payment; ``doc`` is empty when none or several could be meant."""
    payer = payments.select(
        "payment_no",
        "entity",
        "payment",
        "currency",
        "state",
        "counted_on",
        "received_on",
        "expected_on",
        "refused_on",
        payer="customer_id",
    )
    asked = allocations.join(payer, on=["payment_no", "entity"], how="inner", maintain_order="left").with_row_index(
        "part"
    )
    key = ["entity", "currency", "document_no"]
    target = _named_among(documents, asked).select(
        *key, "doc", doc_customer="customer_id", negative=pl.col("amount_minor") < 0
    )
    candidates = asked.join(target, on=key, how="left", maintain_order="left")
    if candidates.height > asked.height:
        candidates = _best_candidates(candidates)
    return candidates


def _named_among(documents: pl.DataFrame, naming: pl.DataFrame) -> pl.DataFrame:
    """Return the documents whose number is named: far fewer than all, so that a join by several keys stays cheap."""
    return documents.join(naming.select("document_no"), on="document_no", how="semi")


def _best_candidates(candidates: pl.DataFrame) -> pl.DataFrame:
    """Keep each part's best document (R-06): the payer's own, then of the part's sign; none when still several."""
    own = (pl.col("doc_customer") == pl.col("payer")).fill_null(False)
    same_sign = (pl.col("negative") == (pl.col("amount_minor") < 0)).fill_null(False)
    scored = candidates.with_columns(fit=own.cast(pl.Int8) * 2 + same_sign.cast(pl.Int8))
    best = scored.filter(pl.col("fit") == pl.col("fit").max().over("part"))
    several = pl.len().over("part") > 1
    return best.with_columns(doc=pl.when(several).then(None).otherwise("doc"), ambiguous=several).unique(
        "part", keep="first", maintain_order=True
    )


def _referenced_parts(payments: pl.DataFrame, given: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return a part for each payment without allocations whose reference names exactly one open document (R-08).

    Open means open before the payment: what was allocated earlier is taken off, what came later is not.
    """
    silent = payments.filter(pl.col("bank_reference").is_not_null() & pl.col("customer_id").is_not_null()).join(
        given.select("payment").unique(), on="payment", how="anti"
    )
    if silent.is_empty():
        return pl.DataFrame(schema=PARTS)
    key = ["customer_id", "entity", "currency", "document_no"]
    words = silent.with_columns(
        document_no=pl.concat_list(
            pl.col("bank_reference").str.extract_all(r"[A-Za-z0-9-]+"),
            pl.col("bank_reference").str.extract_all(r"[^\s,;:，；：、。()（）]+"),
        ).list.unique()
    ).explode("document_no")
    among = _named_among(documents, words).select(*key, "doc", "base_minor", "balance_on")
    named = words.join(among, on=key).unique(["payment", "doc"])
    is_explained = (pl.col("counted_on") <= pl.col("balance_on")).fill_null(False)
    return (
        _with_open_before(named, given)
        .filter(is_explained | (pl.col("open_before") > 0))
        .filter(pl.len().over("payment") == 1)
        .sort("payment")
    )


def _with_open_before(named: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Add ``open_before``: the document's balance less the cash allocated to it before the payment that names it."""
    cash = given.filter(pl.col("state") == "cash").select(
        "doc", earlier="payment", earlier_on="counted_on", earlier_minor="amount_minor"
    )
    is_before = (pl.col("earlier_on") < pl.col("received_on")) | (
        (pl.col("earlier_on") == pl.col("received_on")) & (pl.col("earlier") < pl.col("payment"))
    )
    is_counted = (pl.col("earlier_on") > pl.col("balance_on")).fill_null(True)
    paid = (
        named.select("payment", "doc", "received_on", "balance_on")
        .join(cash, on="doc")
        .filter(is_before & is_counted)
        .group_by("payment", "doc")
        .agg(paid=pl.col("earlier_minor").sum())
    )
    return named.join(paid, on=["payment", "doc"], how="left").with_columns(
        open_before=pl.col("base_minor") - pl.col("paid").fill_null(0)
    )


def _named_by_name(payments: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Fill the customer of payments whose payer's name or short name is exactly one customer's (R-07)."""
    if not payments["customer_id"].null_count():
        return payments
    names = pl.concat(
        [customers.select("customer_id", payer_name="name"), customers.select("customer_id", payer_name="short_name")]
    )
    by_name = (
        names.drop_nulls().unique().filter(pl.len().over("payer_name") == 1).select("payer_name", by_name="customer_id")
    )
    return (
        payments.join(by_name, on="payer_name", how="left", maintain_order="left")
        .with_columns(customer_id=pl.coalesce("customer_id", "by_name"))
        .drop("by_name")
    )


def _named_by_document(payments: pl.DataFrame, parts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Fill the customer of the other anonymous payments from their documents, when these are one customer's (R-07)."""
    if not payments["customer_id"].null_count():
        return payments
    by_document = (
        parts.join(documents.select("doc", by_document="customer_id"), on="doc")
        .unique(["payment", "by_document"])
        .filter(pl.len().over("payment") == 1)
        .select("payment", "by_document")
    )
    return (
        payments.join(by_document, on="payment", how="left", maintain_order="left")
        .with_columns(customer_id=pl.coalesce("customer_id", "by_document", pl.lit("")))
        .drop("by_document")
    )


def _refused(payments: pl.DataFrame, given: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return per refused payment the cases whose debt it reopens: those of its documents, else the payer's."""
    columns = ["customer_id", "entity", "refused_on", "payment", "currency", "amount_minor"]
    refused = payments.filter(pl.col("state") == "refused").select(columns)
    named = given.filter(pl.col("doc").is_not_null()).select("payment", "doc")
    by_document = (
        refused.drop("customer_id", "entity")
        .join(named, on="payment")
        .join(documents.select("doc", "customer_id", "entity"), on="doc")
    )
    by_payer = refused.join(named, on="payment", how="anti").filter(pl.col("customer_id").is_not_null())
    return pl.concat([by_document.select(columns).unique(maintain_order=True), by_payer])


def _unmatched(given: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return a warning per given part that names no document of the ledger, or more than one."""
    lost = given.filter(pl.col("doc").is_null())
    if lost.is_empty():
        return pl.DataFrame(schema=dict(PROBLEMS))
    ambiguous = pl.col("ambiguous") if "ambiguous" in lost.columns else pl.lit(False)
    elsewhere = (
        _named_among(documents, lost)
        .select("entity", "document_no", other="currency")
        .unique(["entity", "document_no"])
    )
    return lost.join(elsewhere, on=["entity", "document_no"], how="left", maintain_order="left").select(
        table=pl.lit("payments"),
        file_no="file_no",
        row_no="row_no",
        column=pl.lit("allocations"),
        value="document_no",
        code=pl.when(ambiguous)
        .then(pl.lit("allocation_ambiguous"))
        .when(pl.col("other").is_not_null())
        .then(pl.lit("allocation_other_currency"))
        .otherwise(pl.lit("allocation_unknown_document")),
        severity=pl.lit(WARNING),
        detail=pl.coalesce("other", pl.lit("")),
    )


def _bills_without_maturity(payments: pl.DataFrame) -> pl.DataFrame:
    lacking = payments.filter((pl.col("state") == "in_hand") & pl.col("matures_on").is_null())
    value, code = pl.col("payment_no"), "bill_without_maturity"
    return warnings_about(lacking, table="payments", column="matures_on", value=value, code=code)


def _unknown_payers(payments: pl.DataFrame) -> pl.DataFrame:
    unknown = payments.filter(pl.col("customer_id") == "")
    value, code = pl.col("payer_name"), "payer_unknown"
    return warnings_about(unknown, table="payments", column="payer_name", value=value, code=code)
