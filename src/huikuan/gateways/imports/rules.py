"""What the contract says of whole rows, once their cells are typed: signs, defaults, what must stand together.

The one thing to know: each rule takes the rows of one sheet and returns them with the problems it found; a rule that
sets rows aside marks ``is_aside``, it never drops one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from huikuan.engine.money import MAX_EXPONENT, major_by_currency
from huikuan.engine.problems import ERROR, WARNING
from huikuan.engine.terms import terms_table

Headers = Mapping[str, str]
Ruled = tuple[pl.DataFrame, list[pl.DataFrame]]


def ruled_rows(rows: pl.DataFrame, table: str, headers: Headers) -> Ruled:
    """Apply the rules of a table to the rows of one sheet."""
    problems: list[pl.DataFrame] = []
    for rule in RULES.get(table, ()):
        rows, found = rule(rows, headers)
        problems += [problem.with_columns(table=pl.lit(table)) for problem in found]
    return rows, problems


def row_problems(
    rows: pl.DataFrame,
    code: str,
    *,
    column: str | pl.Expr,
    value: pl.Expr,
    severity: str,
    detail: pl.Expr | None = None,
) -> pl.DataFrame:
    """Return one problem for each of the rows."""
    return rows.select(
        table=pl.lit(""),
        file_no="file_no",
        row_no="row_no",
        column=pl.lit(column) if isinstance(column, str) else column,
        value=value.fill_null(""),
        code=pl.lit(code),
        severity=pl.lit(severity),
        detail=pl.lit("") if detail is None else detail.fill_null(""),
    )


def _amount_text(amount: str) -> pl.Expr:
    """Return minor units as the shortest decimal text."""
    decimals = major_by_currency(pl.col(amount), currency=pl.col("currency"), scale=MAX_EXPONENT).cast(pl.String)
    return decimals.str.strip_chars_end("0").str.strip_chars_end(".")


def _credit_notes_are_negative(rows: pl.DataFrame, headers: Headers) -> Ruled:
    """Store credit notes negative whatever the sign given; any other negative document becomes one (R-09)."""
    rows = rows.with_columns(pl.col("kind").fill_null("invoice"))
    is_turned = (pl.col("kind") != "credit_note") & (pl.col("amount_minor") < 0)
    turned = rows.filter(is_turned & ~pl.col("is_aside"))
    problems = [
        row_problems(
            turned,
            "negative_amount",
            column=headers.get("amount", "amount"),
            value=_amount_text("amount_minor"),
            severity=WARNING,
        )
    ]
    is_credit = (pl.col("kind") == "credit_note") | is_turned
    rows = rows.with_columns(
        kind=pl.when(is_turned).then(pl.lit("credit_note")).otherwise("kind"),
        amount_minor=pl.when(is_credit).then(-pl.col("amount_minor").abs()).otherwise("amount_minor"),
        open_minor=pl.when(is_credit).then(-pl.col("open_minor").abs()).otherwise("open_minor"),
        disputed_minor=pl.col("disputed_minor").abs(),
    )
    return rows, problems


def _terms_are_understood(rows: pl.DataFrame, headers: Headers) -> Ruled:
    """Warn of terms that cannot be read; the text stays, the due date then rests on what else is given (D-303)."""
    if rows["terms"].null_count() == rows.height:
        return rows, []
    readable = terms_table(rows["terms"])["terms"]
    unread = rows.filter(~pl.col("terms").is_in(readable.implode()))
    column = headers.get("terms", "terms")
    return rows, [row_problems(unread, "unreadable_terms", column=column, value=pl.col("terms"), severity=WARNING)]


def _somebody_paid(rows: pl.DataFrame, headers: Headers) -> Ruled:
    """Set a payment aside that names neither customer nor payer."""
    is_nameless = pl.col("customer_id").is_null() & pl.col("payer_name").is_null()
    column = headers.get("customer_id", headers.get("payer_name", "customer_id"))
    nameless = rows.filter(is_nameless & ~pl.col("is_aside"))
    problem = row_problems(nameless, "missing_payer", column=column, value=pl.lit(""), severity=ERROR)
    return rows.with_columns(is_aside=pl.col("is_aside") | is_nameless), [problem]


def _amounts_are_positive(rows: pl.DataFrame, headers: Headers) -> Ruled:
    """Set a promise or dispute aside whose amount is zero or below."""
    is_empty = (pl.col("amount_minor") <= 0).fill_null(False)
    problem = row_problems(
        rows.filter(is_empty & ~pl.col("is_aside")),
        "amount_not_positive",
        column=headers.get("amount", "amount"),
        value=_amount_text("amount_minor"),
        severity=ERROR,
    )
    return rows.with_columns(is_aside=pl.col("is_aside") | is_empty), [problem]


def _steps_are_bare(rows: pl.DataFrame, headers: Headers) -> Ruled:
    """Set the policy in front of a step apart: b2b-standard/follow-1 is follow-1 of b2b-standard."""
    return rows.with_columns(
        step_policy=pl.col("step").str.extract(r"^(.*?)\s*/"), step=pl.col("step").str.replace(r"^.*/\s*", "")
    ), []


def _hours_say_when(rows: pl.DataFrame, headers: Headers) -> Ruled:
    """Set aside what names no time, or a span that ends before it starts (R-70)."""
    has = {name: pl.col(name).is_not_null() for name in ("weekday", "from", "to", "month_day", "date")}
    says_when = (
        pl.when(pl.col("kind") == "open")
        .then(has["from"] & has["to"])
        .when(pl.col("kind") == "cash_in")
        .then(has["month_day"] | has["date"])
        .otherwise(pl.any_horizontal(has.values()))
    )
    is_sound = (pl.col("from") < pl.col("to")).fill_null(True) & pl.col("month_day").is_between(1, 31).fill_null(True)
    unclear = rows.filter(~(says_when & is_sound) & ~pl.col("is_aside"))
    kind = headers.get("kind", "kind")
    problem = row_problems(unclear, "hours_incomplete", column=kind, value=pl.col("kind"), severity=ERROR)
    return rows.with_columns(is_aside=pl.col("is_aside") | ~(says_when & is_sound)), [problem]


RULES: Mapping[str, tuple[Callable[[pl.DataFrame, Headers], Ruled], ...]] = {
    "customers": (_terms_are_understood,),
    "receivables": (_credit_notes_are_negative, _terms_are_understood),
    "payments": (_somebody_paid,),
    "promises": (_amounts_are_positive,),
    "disputes": (_amounts_are_positive,),
    "activities": (_steps_are_bare,),
    "hours": (_hours_say_when,),
}
