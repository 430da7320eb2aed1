"""How likely a payment is within 14 days, with a contact and without: the evidence behind the value lane (lesson 15b).

A table by age bucket and promise history. It starts from a prior that ships with the product and moves towards the
folder's own history as that grows:

    without = (prior without x WEIGHT + paid) / (WEIGHT + observed)
    lift = (prior with - prior without) / (1 - prior without)
    with = without + lift x (1 - without)

The lift is the share of those who would not pay by themselves whom a contact brings to pay. It stays the prior's: the
customers who were contacted are the slower ones, so their history beside the others' would call contact harmful; only
a comparison group can measure it (D-1104). The counts of both are shown. The worked example in docs/engine/ranking.md
is recomputed by a test.

An observation is a document on the day it entered an age bucket (for not due: a week before the due date), still open,
with the 14 days after it complete by as_of. It counts as contacted when a contact was delivered in these days before it
was paid.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from huikuan.engine.ageing import bucket
from huikuan.engine.contacts import CASE

WINDOW_DAYS = 14
LOOK_BACK_DAYS = 365
WEIGHT = 100  # observations that the prior is worth [ours]
NEWEST_OBSERVATIONS = 200_000  # more would not move a chance, only the clock
_ENTRY_DAYS = (-7, 1, 31, 61, 91, 181, 366)

# (without contact, with contact) [ours]: the levels follow the age curve of kpis.md, the gain of a contact is a house
# estimate that a company's own history replaces.
PRIOR: dict[str, tuple[float, float]] = {
    "not_due": (0.60, 0.64),
    "1-30": (0.44, 0.62),
    "31-60": (0.30, 0.45),
    "61-90": (0.20, 0.32),
    "91-180": (0.11, 0.19),
    "181-365": (0.05, 0.10),
    "over-365": (0.02, 0.05),
}
# What the promise history does to both chances [ours].
HISTORY_FACTOR = {"none": 1.0, "kept": 1.2, "failed": 0.7}
_KEY = ["bucket", "promises", "contacted"]


def prior_table() -> pl.DataFrame:
    """Return the shipped prior: bucket, promises, contacted, prior."""
    rows = [
        (name, history, contacted, min(0.95, round(chances[contacted] * factor, 4)))
        for name, chances in PRIOR.items()
        for history, factor in HISTORY_FACTOR.items()
        for contacted in (False, True)
    ]
    schema = {"bucket": pl.String, "promises": pl.String, "contacted": pl.Boolean, "prior": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def chance_table(observed: pl.DataFrame) -> pl.DataFrame:
    """Return the prior moved by what was observed; columns of CHANCES.

    ``observed``: bucket, promises, contacted, is_paid, one row per observation.
    """
    counts = observed.group_by(_KEY).agg(count=pl.len().cast(pl.Int32), paid=pl.col("is_paid").sum().cast(pl.Int32))
    table = (
        prior_table()
        .join(counts, on=_KEY, how="left", maintain_order="left")
        .with_columns(pl.col("count", "paid").fill_null(0))
    )
    alike = ["bucket", "promises"]
    prior_without = pl.col("prior").filter(~pl.col("contacted")).first().over(alike)
    observed_alike, paid_alike = (pl.col(name).sum().over(alike) for name in ("count", "paid"))
    without = (prior_without * WEIGHT + paid_alike) / (WEIGHT + observed_alike)
    lift = (pl.col("prior") - prior_without) / (1 - prior_without)
    return table.with_columns(chance=(without + lift * (1 - without)).round(4))


def observations(
    documents: pl.DataFrame, contacts: pl.DataFrame, promises: pl.DataFrame, *, as_of: date
) -> pl.DataFrame:
    """Return what the folder's history shows of documents entering an age bucket in the last year.

    ``documents``: case keys and case_no, kind, due_date, open_minor, paid_on. ``contacts``: case_no and ``on`` of
    delivered contacts. ``promises``: judged.
    """
    last_entry = as_of - timedelta(days=WINDOW_DAYS)
    closed_on = pl.when(pl.col("open_minor") == 0).then("paid_on")
    history = (
        documents.lazy()
        .filter(
            (pl.col("kind") != "credit_note")
            & (pl.col("due_date") < last_entry)
            & ~((pl.col("open_minor") == 0) & pl.col("paid_on").is_null())
        )
        .select(*CASE, "case_no", "due_date", closed_on=closed_on)
        .collect()
    )
    entered = _newest(pl.concat([_entries(history, day, last_entry) for day in _ENTRY_DAYS]), NEWEST_OBSERVATIONS)
    window_end = pl.col("entered_on") + pl.duration(days=WINDOW_DAYS - 1)
    entered = entered.with_columns(until=pl.min_horizontal(window_end.cast(pl.Date), "closed_on")).with_columns(
        is_paid=(pl.col("closed_on") <= window_end.cast(pl.Date)).fill_null(False)
    )
    return _with_contacted(_with_promise_history(entered, promises), contacts).select(
        "bucket", "promises", "contacted", "is_paid"
    )


def _entries(history: pl.DataFrame, day: int, last_entry: date) -> pl.DataFrame:
    last_due = last_entry - timedelta(days=day)
    entered_on = (pl.col("due_date") + pl.duration(days=day)).cast(pl.Date)
    return (
        history.lazy()
        .filter(pl.col("due_date").is_between(last_due - timedelta(days=LOOK_BACK_DAYS), last_due))
        .select(*CASE, "case_no", "closed_on", entered_on=entered_on, bucket=bucket(pl.lit(day)))
        .filter((pl.col("closed_on") >= pl.col("entered_on")).fill_null(True))
        .collect()
    )


def _newest(entered: pl.DataFrame, count: int) -> pl.DataFrame:
    """Return the newest entries, in their order within a day; only the days that hold them are sorted."""
    if entered.height <= count:
        return entered
    by_day = entered["entered_on"].value_counts(name="entries").sort("entered_on", descending=True)
    oldest = by_day.filter(pl.col("entries").cum_sum() >= count)["entered_on"].first()
    recent = entered.filter(pl.col("entered_on") >= oldest)
    return recent.sort("entered_on", descending=True, maintain_order=True).head(count)


def _with_contacted(entered: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """Add whether a contact was delivered between the entry and the payment or the end of the window."""
    if contacts.is_empty() or entered.is_empty():
        return entered.with_columns(contacted=pl.lit(False))
    joined = entered.sort("until").join_asof(
        contacts.select("case_no", "on").sort("on"),
        left_on="until",
        right_on="on",
        by="case_no",
        strategy="backward",
        check_sortedness=False,
    )
    return joined.with_columns(contacted=(pl.col("on") >= pl.col("entered_on")).fill_null(False))


def _with_promise_history(entered: pl.DataFrame, promises: pl.DataFrame) -> pl.DataFrame:
    """Add what became of the last promise that was decided before the entry."""
    decided = promises.filter(pl.col("state") != "open").select(*CASE, "until", "state").sort("until")
    if decided.is_empty() or entered.is_empty():
        return entered.with_columns(promises=pl.lit("none"))
    joined = entered.sort("entered_on").join_asof(
        decided.rename({"until": "decided_on"}),
        left_on="entered_on",
        right_on="decided_on",
        by=CASE,
        strategy="backward",
        check_sortedness=False,
    )
    return joined.with_columns(promises=promise_history(pl.col("state")))


def promise_history(last_state: pl.Expr) -> pl.Expr:
    """Return none, kept or failed from the state of the last decided promise."""
    return (
        pl.when(last_state == "kept")
        .then(pl.lit("kept"))
        .when(last_state.is_in(["partly", "broken"]))
        .then(pl.lit("failed"))
        .otherwise(pl.lit("none"))
    )
