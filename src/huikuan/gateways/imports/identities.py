"""What only the whole folder can tell: repeated documents, customers nobody listed, documents without a due date.

The one thing to know: the first of two rows always stands; the later one is counted as set aside, with a warning when
it says the same and an error when it does not, under the first column that differs (R-30).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from huikuan.engine.problems import ERROR, WARNING
from huikuan.engine.tables import CUSTOMERS
from huikuan.engine.terms import terms_table
from huikuan.gateways.imports.columns import TABLES, engine_name
from huikuan.gateways.imports.rules import Ruled, row_problems

# What must be told apart by; the last column names the row to a person.
KEYS: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "receivables": ("entity", "kind", "document_no"),
    "payments": ("entity", "payment_no"),
}


def without_repeats(rows: pl.DataFrame, table: str, labels: Sequence[str], extracts: Collection[int] = ()) -> Ruled:
    """Set aside the later rows of one identity; ``labels`` names each file for the message.

    ``extracts`` are the files that a program wrote about customers: of a customer whom people listed too, their row
    stands, and each such file is told once (R-86).
    """
    keys = KEYS[table]
    telling = rows.lazy().filter(~pl.col("is_aside")).select(keys[-1]).collect().to_series()
    if telling.hash().n_unique() == len(telling):
        return rows, []
    loaded = rows.with_row_index("at").filter(~pl.col("is_aside"))
    alike = loaded.filter(pl.struct(keys).is_duplicated())
    said = [name for name in rows.columns if name not in (*keys, "file_no", "row_no", "is_aside")]
    is_other = {name: pl.col(name).ne_missing(pl.col(name).first().over(keys)) for name in said}
    ours = {engine_name(column): column.name for column in TABLES[table]}
    label = pl.col("file_no").replace_strict(dict(enumerate(labels)), return_dtype=pl.String)
    is_extract = pl.col("file_no").is_in(list(extracts))
    later = (
        alike.with_columns(
            first=pl.col("at").first().over(keys),
            other=pl.coalesce(
                pl.when(differs).then(pl.lit(ours.get(name, name))) for name, differs in is_other.items()
            ),
            earlier=pl.concat_str(label, pl.lit(":"), pl.col("row_no").cast(pl.String)).first().over(keys),
            is_known=is_extract & ~is_extract.first().over(keys),
        )
        .filter(pl.col("at") != pl.col("first"))
        .sort("at")
    )
    known, told = later.filter("is_known"), later.filter(~pl.col("is_known"))
    first_known = known.group_by("file_no", maintain_order=True).agg(
        pl.col("row_no", "earlier").first(), pl.len().cast(pl.String).alias("customers")
    )
    problems = [
        row_problems(found, code, column=column, value=pl.col(value), severity=severity, detail=pl.col("earlier"))
        for found, code, column, value, severity in (
            (told.filter(pl.col("other").is_null()), "duplicate_identical", keys[-1], keys[-1], WARNING),
            (told.drop_nulls("other"), "duplicate_conflict", pl.col("other"), keys[-1], ERROR),
            (first_known, "customers_known_already", keys[-1], "customers", WARNING),
        )
    ]
    aside = rows["is_aside"].clone().scatter(later["at"], values=True)
    return rows.with_columns(is_aside=aside), [problem.with_columns(table=pl.lit(table)) for problem in problems]


def with_known_customers(customers: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    """Return customer_id, terms, tax_id and is_aside of the folder's customers and of those ``known`` before.

    What the folder says of a customer replaces what was known of him.
    """
    listed = customers.select("customer_id", "terms", "tax_id", "is_aside")
    if known is None:
        return listed
    others = known.join(listed.filter(~pl.col("is_aside")), on="customer_id", how="anti")
    return pl.concat([listed, others.select("customer_id", "terms", "tax_id", is_aside=pl.lit(value=False))])


def missing_customers(
    tables: Mapping[str, pl.DataFrame], *, is_listed: bool, known: pl.DataFrame | None = None
) -> Ruled:
    """Return the customers that loaded rows name and no customers table lists, one row each, with their problems.

    Each stands at the row that names it first. ``is_listed`` says that there is a customers table: without one,
    deriving them is no news; nor is it of one who was ``known`` before. A receivable's customer name and region are
    taken where the sheet has them.
    """
    told = tables["customers"].filter(~pl.col("is_aside")).select("customer_id")
    named = [
        rows.lazy()
        .filter(~pl.col("is_aside") & pl.col("customer_id").is_not_null())
        .join(told.lazy(), on="customer_id", how="anti", maintain_order="left")
        .select(
            "customer_id",
            "file_no",
            "row_no",
            table=pl.lit(table),
            name=pl.col("customer_name") if "customer_name" in rows.columns else pl.lit(None, dtype=pl.String),
            region=pl.col("customer_region") if "customer_region" in rows.columns else pl.lit(None, dtype=pl.String),
            tax_id=pl.col("customer_tax_id") if "customer_tax_id" in rows.columns else pl.lit(None, dtype=pl.String),
        )
        .collect()
        for table, rows in tables.items()
        if table != "customers" and "customer_id" in rows.columns
    ]
    new = (
        pl.concat([part.unique("customer_id", keep="first", maintain_order=True) for part in named])
        .unique("customer_id", keep="first", maintain_order=True)
        .with_columns(name=pl.coalesce("name", "customer_id"))
    )
    rows = new.select(
        *(
            (pl.col(name) if name in new.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in CUSTOMERS.items()
        ),
        is_aside=pl.lit(value=False),
    )
    if not is_listed:
        return rows, []
    if known is not None:
        new = new.join(known, on="customer_id", how="anti", maintain_order="left")
    problems = row_problems(
        new, "unknown_customer", column="customer_id", value=pl.col("customer_id"), severity=WARNING
    )
    return rows, [problems.with_columns(table=new["table"])]


def known_by_tax_id(receivables: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Return the receivables with the customer whose tax number a row gives, where its own id is nobody's.

    An electronic invoice knows the buyer's tax number, not the number that we gave them. Only one customer of that
    tax number counts; gaps and case do not matter.
    """
    if (
        "customer_tax_id" not in receivables.columns
        or receivables["customer_tax_id"].null_count() == receivables.height
    ):
        return receivables
    listed = customers.filter(~pl.col("is_aside"))
    plain = pl.col("tax_id").str.replace_all(r"\s", "").str.to_uppercase()
    one_each = listed.select(plain, owner="customer_id").drop_nulls().unique("tax_id", keep="none", maintain_order=True)
    tax_id = pl.col("customer_tax_id").str.replace_all(r"\s", "").str.to_uppercase()
    named = receivables.with_columns(tax_id=tax_id).join(one_each, on="tax_id", how="left", maintain_order="left")
    is_nobodys = ~pl.col("customer_id").is_in(listed["customer_id"].implode()) & pl.col("owner").is_not_null()
    return named.with_columns(customer_id=pl.when(is_nobodys).then("owner").otherwise("customer_id")).drop(
        "tax_id", "owner"
    )


def with_due_dates(receivables: pl.DataFrame, customers: pl.DataFrame) -> Ruled:
    """Set aside documents without due date or terms, their own or their customer's; credit notes need none."""
    is_open_end = ~pl.col("is_aside") & pl.col("due_date").is_null() & (pl.col("kind") != "credit_note")
    named = ("customer_id", "terms", "document_no", "file_no", "row_no")
    open_end = receivables.lazy().filter(is_open_end).select(named).collect()
    if open_end.is_empty():
        return receivables, []
    readable = terms_table(pl.concat([open_end["terms"], customers["terms"]]))["terms"].implode()
    helped = customers.filter(~pl.col("is_aside") & pl.col("terms").is_in(readable))["customer_id"].implode()
    lost = open_end.filter(~pl.col("terms").is_in(readable).fill_null(False) & ~pl.col("customer_id").is_in(helped))
    problem = row_problems(lost, "missing_due_date", column="due_date", value=pl.col("document_no"), severity=ERROR)
    if lost.is_empty():
        return receivables, []
    marked = receivables.join(
        lost.select("file_no", "row_no", is_lost=pl.lit(value=True)),
        on=["file_no", "row_no"],
        how="left",
        maintain_order="left",
    )
    receivables = marked.with_columns(is_aside=pl.col("is_aside") | pl.col("is_lost").fill_null(False)).drop("is_lost")
    return receivables, [problem.with_columns(table=pl.lit("receivables"))]
