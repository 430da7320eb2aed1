"""Given allocations: "INV-1:500;INV-2:300" in a payment becomes one row per document.

The one thing to know: a part that cannot be read leaves its money unallocated, with a warning; parts that add up to
more than the payment set the payment aside. Negative parts (credit notes) count against the others.
"""

from __future__ import annotations

import polars as pl

from huikuan.engine.money import MAX_EXPONENT, exponents, major_by_currency
from huikuan.engine.problems import ERROR, WARNING
from huikuan.engine.tables import ALLOCATIONS
from huikuan.gateways.imports.amounts import dressed_amounts, minor_units
from huikuan.gateways.imports.rules import Ruled, row_problems

_BETWEEN_PARTS = r"[;；、|\n]+"
_PLAIN_PARTS = r"^[\w/-]+:-?[\d.]+(?:;[\w/-]+:-?[\d.]+)*$"
_PART = r"^(?P<document_no>.*\S)\s*[:：=＝]\s*(?P<amount>[^:：=＝]+)$"


def split_allocations(payments: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[pl.DataFrame]]:
    """Return the payments (those with too much allocated set aside), their allocations, and the problems."""
    given = payments.filter(~pl.col("is_aside") & pl.col("allocations").is_not_null())
    if given.is_empty():
        return payments, pl.DataFrame(schema=dict(ALLOCATIONS)), []
    parts = _parts(given)
    payments, problems = _not_above_amount(payments, parts)
    unread = parts.filter(pl.col("part_minor").is_null())
    problems.append(
        row_problems(
            unread,
            "bad_allocation",
            column="allocations",
            value=pl.col("allocations"),
            severity=WARNING,
            detail=pl.col("part"),
        )
    )
    loaded = payments.filter(~pl.col("is_aside")).select("file_no", "row_no")
    allocations = (
        parts.filter(pl.col("part_minor").is_not_null())
        .join(loaded, on=["file_no", "row_no"], how="semi", maintain_order="left")
        .select("payment_no", "entity", "document_no", pl.col("part_minor").alias("amount_minor"), "file_no", "row_no")
    )
    return payments, allocations, [problem.with_columns(table=pl.lit("payments")) for problem in problems]


def _parts(given: pl.DataFrame) -> pl.DataFrame:
    """Return one row per part; ``part_minor`` is null where document or amount cannot be read."""
    given = given.select("payment_no", "entity", "currency", "amount_minor", "allocations", "file_no", "row_no")
    is_plain = given["allocations"].str.contains(_PLAIN_PARTS)
    parts = pl.concat([_plain_parts(given.filter(is_plain)), _dressed_parts(given.filter(~is_plain))]).sort(
        "file_no", "row_no", maintain_order=True
    )
    plain = minor_units(pl.col("amount"), pl.String(), exponent=exponents(pl.col("currency")))
    parts = parts.with_columns(part_minor=plain)
    dressed = parts["part_minor"].is_null()
    if not dressed.any():
        return parts
    read = dressed_amounts(parts.filter(dressed).select("currency", value="amount"), is_from_floats=False)["read"]
    return parts.with_columns(parts["part_minor"].scatter(dressed.arg_true(), read))


def _plain_parts(given: pl.DataFrame) -> pl.DataFrame:
    """Cut "INV-1:500;INV-2:300", the form that programs write."""
    return (
        given.with_columns(part=pl.col("allocations").str.split(";"))
        .explode("part")
        .with_columns(cut=pl.col("part").str.split_exact(":", 1).struct.rename_fields(["document_no", "amount"]))
        .unnest("cut")
    )


def _dressed_parts(given: pl.DataFrame) -> pl.DataFrame:
    """Cut what people write: blanks, full-width marks, other separators, empty parts."""
    return (
        given.with_columns(
            part=pl.col("allocations").str.replace_all(_BETWEEN_PARTS, ";").str.strip_chars("; ").str.split(";")
        )
        .explode("part")
        .with_columns(pl.col("part").str.strip_chars())
        .filter(pl.col("part") != "")
        .with_columns(cut=pl.col("part").str.extract_groups(_PART))
        .unnest("cut")
        .with_columns(pl.col("amount").str.strip_chars())
    )


def _not_above_amount(payments: pl.DataFrame, parts: pl.DataFrame) -> Ruled:
    """Set aside the payments whose parts add up to more than they bring (for a refund: to less)."""
    sums = parts.group_by("file_no", "row_no", maintain_order=True).agg(
        pl.col("part_minor").sum(), pl.col("amount_minor", "currency", "allocations").first()
    )
    amount, total = pl.col("amount_minor"), pl.col("part_minor")
    above = sums.filter(pl.when(amount >= 0).then(total > amount).otherwise(total < amount))
    if above.is_empty():
        return payments, []
    text = major_by_currency(total, currency=pl.col("currency"), scale=MAX_EXPONENT).cast(pl.String)
    problem = row_problems(
        above,
        "allocations_exceed_amount",
        column="allocations",
        value=pl.col("allocations"),
        severity=ERROR,
        detail=text.str.strip_chars_end("0").str.strip_chars_end("."),
    )
    marked = payments.join(
        above.select("file_no", "row_no", is_above=pl.lit(value=True)),
        on=["file_no", "row_no"],
        how="left",
        maintain_order="left",
    )
    is_aside = pl.col("is_aside") | pl.col("is_above").fill_null(False)
    return marked.with_columns(is_aside=is_aside).drop("is_above"), [problem]
