"""``huikuan explain``: one customer, found by id or by a part of the name, derived from the items to the rank."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

from huikuan.cli.choices import Ladder, Language, Source
from huikuan.cli.derivation import derivation_lines
from huikuan.cli.faults import DONE, Fault
from huikuan.cli.planning import planned
from huikuan.cli.progress import Progress
from huikuan.cli.sheet import sheet
from huikuan.cli.speech import _
from huikuan.gateways.texts import words

if TYPE_CHECKING:
    from huikuan.engine.tables import Tables

_LISTED = 20


def explain_customer(source: Source, as_of: date, ladder: Ladder, *, customer: str, lang: Language) -> int:
    """Print the derivation of every case of the customer; returns the exit code."""
    progress = Progress()
    try:
        reading, plan = planned(source, as_of, ladder, progress=progress)
    finally:
        progress.clear()
    found = found_customer(reading.tables, customer)
    print("\n".join(derivation_lines(plan, reading.tables, found, words=words(lang))))
    return DONE


def found_customer(tables: Tables, wanted: str) -> str:
    """Return the id of the one customer meant: an exact id or name, else a part of one.

    Raises:
        Fault: nobody, or several; then they are listed.
    """
    customers = tables.customers.select("customer_id", "name", "short_name")
    text = wanted.strip()
    exact = customers.filter(pl.any_horizontal(pl.all() == text))
    if exact.height == 1 or text in exact["customer_id"].to_list():
        return text if text in exact["customer_id"].to_list() else str(exact["customer_id"].item())
    holds = pl.any_horizontal(
        pl.col(name).str.to_lowercase().str.contains(text.lower(), literal=True).fill_null(False)
        for name in customers.columns
    )
    near = (exact if exact.height else customers.filter(holds)).sort("customer_id")
    if near.height == 1:
        return str(near["customer_id"].item())
    if near.is_empty():
        raise Fault(
            _("No customer has {wanted} in the id or the name.").format(wanted=wanted), _suggestion(customers, text)
        )
    listed = sheet(["", ""], [[row[0], row[1] or ""] for row in near.head(_LISTED).iter_rows()], indent=4)
    more = _("    and {count} more").format(count=near.height - _LISTED) if near.height > _LISTED else ""
    raise Fault(
        _("{count} customers have {wanted} in the id or the name:").format(count=near.height, wanted=wanted)
        + "\n"
        + "\n".join(part for part in (listed, more) if part),
        _("Give one id of these."),
    )


def _suggestion(customers: pl.DataFrame, text: str) -> str:
    known = [value for column in customers.iter_columns() for value in column.drop_nulls().unique().sort()]
    near = get_close_matches(text, known, n=1, cutoff=0.5)
    if near:
        return _("Did you mean {word}?").format(word=near[0])
    return _("Give a part of the name as it stands in the customers table.")
