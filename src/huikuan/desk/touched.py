"""Which cases a batch is about: they move, so that a day that is being decided decides them again."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from huikuan.apps.customers.selectors import customer_numbers
from huikuan.apps.receivables.selectors import cases, cases_of_documents

_CASE = ["customer_id", "entity"]


def cases_touched(told: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return customer_id and entity of every case that these rows of known tables are about, each once.

    What is said of a customer concerns all his cases; a dispute or an allocation the cases that hold its document. A
    row that carries another ``customer_no`` than its customer's moved from one case to the other: both are touched.
    """
    own, customers, documents = [], [pl.Series([], dtype=pl.String)], [pl.Series([], dtype=pl.String)]
    for rows in told:
        if set(_CASE) <= set(rows.columns):
            own.append(rows.select(_CASE))
            if "customer_no" in rows.columns:
                own.append(
                    rows.select("customer_no", "entity").join(customer_numbers(), on="customer_no").select(_CASE)
                )
        elif "customer_id" in rows.columns:
            customers.append(rows["customer_id"])
        elif "document_no" in rows.columns:
            documents.append(rows["document_no"])
    all_of = pl.DataFrame({"customer_id": pl.concat(customers).unique()})
    named = pl.concat(documents).drop_nulls().unique(maintain_order=True)
    found = [
        *own,
        cases().join(all_of, on="customer_id", how="semi", maintain_order="left").select(_CASE),
        cases_of_documents(named),
    ]
    return pl.concat(found).drop_nulls().unique(maintain_order=True)
