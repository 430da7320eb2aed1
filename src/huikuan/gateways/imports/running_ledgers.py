"""Running ledgers of receivables (应收明细账): lines with 借方, 贷方 and 余额 become documents and payments.

The one thing to know: a debit is a receivable, a credit is a payment that is matched to nothing, the opening balance
of a customer is a document of kind ``opening``; subtotals are never taken. Open less unallocated cash is then the
ledger's own balance, and a line whose balance does not follow from the one before is told (R-87, R-88).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from huikuan.engine.problems import WARNING, Problem
from huikuan.gateways.imports.columns import header_key
from huikuan.gateways.imports.headers import Placement, placed_headers
from huikuan.gateways.imports.reading import HeaderMapping, RawSheet
from huikuan.gateways.imports.running_words import (
    CUSTOMER_LINE,
    DAY,
    MONTH,
    NUMBERED,
    OPENING,
    ROLES,
    SUBTOTAL,
)

NAME = "running-ledger"
_NOTHING = r"^[-+\s0.,]*$"  # an amount cell without an amount
_BESIDES = {
    "receivables": ("entity", "currency", "due_date", "terms", "contract_no", "order_no"),
    "payments": ("entity", "currency", "method", "bill_no", "bill_kind", "matures_on"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a ledger that fill one table."""

    raw: RawSheet
    table: str
    placement: Placement


def is_running_ledger(raw: RawSheet, file_stem: str) -> bool:
    """Return whether a sheet has 借方, 贷方, a day and a customer, and calls itself a ledger of receivables.

    A bank journal and a ledger of payables have the same columns: only the word 应收 tells them apart.
    """
    at = _roles(raw.headers)
    said = " ".join((file_stem, raw.sheet, *raw.preamble)).casefold()
    return (
        {"debit", "credit"} <= at.keys()
        and ("day" in at or "month" in at)
        and ("customer_id" in at or "customer_name" in at or _sheet_customer(raw) is not None)
        and ("应收" in said or "receivable" in said)
    )


def ledger_parts(raw: RawSheet, mapping: HeaderMapping) -> list[Part]:
    """Return the debits and the credits of a running ledger, with what is odd about its lines."""
    lines, at = _lines(raw)
    taken = lines.filter(pl.col("is_opening") | pl.col("debit").is_not_null() | pl.col("credit").is_not_null())
    left = raw.cells.height - taken.height
    notes = [_note(raw, at, "ledger_lines_left", value=str(left))] if left else []
    notes += _broken_balances(raw, at, taken)
    debits = taken.filter(pl.col("is_opening") | pl.col("debit").is_not_null())
    credits_ = taken.filter(pl.col("credit").is_not_null() & ~pl.col("is_opening"))
    parts = [_part(raw, at, debits, "receivables", mapping, notes)]
    if credits_.height:
        parts.append(_part(raw, at, credits_, "payments", mapping, []))
    return parts


def _roles(headers: Sequence[str]) -> Mapping[str, int]:
    """Return where the columns of a running ledger stand; the first word of a role that is there counts."""
    keys = [header_key(header) for header in headers]
    at = {role: keys.index(word) for role, words in ROLES.items() for word in reversed(words) if word in keys}
    month = next((place for place, key in enumerate(keys) if MONTH.fullmatch(key)), None)
    day = next((place for place, key in enumerate(keys) if DAY.fullmatch(key)), None)
    if "day" not in at and month is not None and day is not None:
        at |= {"month": month, "month_day": day}
    return at


def _sheet_customer(raw: RawSheet) -> tuple[str, str] | None:
    """Return number and name of the customer that a line above the headers names; without a number, twice the name."""
    found = next((match[1].strip() for line in raw.preamble if (match := CUSTOMER_LINE.search(line))), None)
    if not found:
        return None
    numbered = NUMBERED.fullmatch(found)
    return (numbered[1], numbered[2]) if numbered else (found, found)


def _lines(raw: RawSheet) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """Return every line: its cells as text, customer, day, debit and credit where it has one, opening or not."""
    at = _roles(raw.headers)
    cells = raw.cells.select("row_no", *(_text(raw, place) for place in range(len(raw.headers))))
    is_subtotal = pl.any_horizontal(
        pl.exclude("row_no").str.replace_all(r"\s", "").str.to_lowercase().str.contains(SUBTOTAL)
    )
    sheet_customer = _sheet_customer(raw) or (None, None)
    customer = [_cell(at, "customer_id", "customer_name"), _cell(at, "customer_name", "customer_id")]
    lines = cells.filter(~is_subtotal.fill_null(value=False)).with_columns(
        customer_id=pl.coalesce(customer[0], pl.lit(sheet_customer[0])),
        customer_name=pl.coalesce(customer[1], pl.lit(sheet_customer[1])),
        day=_day(raw, at),
        **{side: _amount(at, side) for side in ("debit", "credit")},
        balance=_cell(at, "balance"),
    )
    nothing_moves = pl.col("debit").is_null() & pl.col("credit").is_null() & pl.col("balance").is_not_null()
    says_opening = _cell(at, "text").str.replace_all(r"\s", "").str.to_lowercase().str.contains(OPENING)
    is_first = pl.int_range(pl.len()).over("customer_id") == 0
    is_opening = (nothing_moves & says_opening & is_first).fill_null(value=False)
    owed = pl.when(_cell(at, "direction") == "贷").then("-" + pl.col("balance")).otherwise("balance")
    lines = lines.with_columns(is_opening=is_opening).with_columns(
        debit=pl.when("is_opening").then(owed).otherwise("debit")
    )
    return lines, at


def _text(raw: RawSheet, place: int) -> pl.Expr:
    """Return a column as text, empty as null; a nested one says nothing that a ledger says."""
    name = str(place)
    if raw.cells.schema[name].is_nested():
        return pl.lit(None, dtype=pl.String).alias(name)
    return pl.col(name).cast(pl.String, strict=False).str.strip_chars().replace("", None)


def _cell(at: Mapping[str, int], *roles: str) -> pl.Expr:
    """Return the cell of the first role that the ledger has."""
    role = next((role for role in roles if role in at), None)
    return pl.col(str(at[role])) if role is not None else pl.lit(None, dtype=pl.String)


def _amount(at: Mapping[str, int], side: str) -> pl.Expr:
    cell = _cell(at, side)
    return pl.when(~cell.str.contains(_NOTHING)).then(cell)


def _day(raw: RawSheet, at: Mapping[str, int]) -> pl.Expr:
    """Return the day of a line; month and day below a year stand only where they change."""
    if "month" not in at:
        return _cell(at, "day")
    year = re.sub(r"\D", "", raw.headers[at["month"]])
    return pl.concat_str(
        pl.lit(year), *(_cell(at, part).forward_fill().str.zfill(2) for part in ("month", "month_day")), separator="-"
    )


def _part(
    raw: RawSheet,
    at: Mapping[str, int],
    lines: pl.DataFrame,
    table: str,
    mapping: HeaderMapping,
    notes: Sequence[Problem],
) -> Part:
    """Return the lines of one table as a sheet: the columns that no role takes, and behind them those made of cells."""
    side = "debit" if table == "receivables" else "credit"
    number = "document_no" if table == "receivables" else "payment_no"
    made = {
        number: (_shown(raw, at, "number", "voucher"), _number(at)),
        "customer_id": (_shown(raw, at, "customer_id", "customer_name"), pl.col("customer_id")),
        "amount": (_shown(raw, at, side), pl.col(side)),
    }
    if table == "receivables":
        made["issue_date"] = (_shown(raw, at, "day", "month"), pl.col("day"))
        made["customer_name"] = (_shown(raw, at, "customer_name", "customer_id"), pl.col("customer_name"))
        kind = pl.when("is_opening").then(pl.lit("opening")).otherwise(pl.lit("invoice"))
        made["kind"] = (f"{_shown(raw, at, 'text')} (kind)", kind)
    else:
        made["received_on"] = (_shown(raw, at, "day", "month"), pl.col("day"))
        made["bank_reference"] = (_shown(raw, at, "text"), _cell(at, "text"))
    kept = [place for place in range(len(raw.headers)) if place not in at.values()]
    headers = [raw.headers[place] for place in kept]
    known = placed_headers(headers, table, mapping.get(table, {})).columns
    columns = {name: known[name] for name in _BESIDES[table] if name in known}
    extras = [place for place in range(len(kept)) if place not in columns.values()]
    columns.update({name: len(kept) + place for place, name in enumerate(made)})
    cells = [*(pl.col(str(place)) for place in kept), *(cell for _, cell in made.values())]
    sheet = replace(
        raw,
        headers=(*headers, *(header for header, _ in made.values())),
        cells=lines.select("row_no", *(cell.alias(str(place)) for place, cell in enumerate(cells))),
        problems=raw.problems if table == "receivables" else raw.problems.clear(),
        is_from_floats=raw.is_from_floats or any(dtype.is_float() for dtype in raw.cells.dtypes),
    )
    return Part(sheet, table, Placement(columns=columns, extras=extras, problems=notes))


def _shown(raw: RawSheet, at: Mapping[str, int], *roles: str) -> str:
    """Return the file's own header for a role; what is above the headers has none."""
    return next((raw.headers[at[role]] for role in roles if role in at), "客户")


def _number(at: Mapping[str, int]) -> pl.Expr:
    """Return the number of a line: the document's, else month and voucher, counted on where a voucher has several."""
    month = (
        pl.col("day").str.extract(r"^(\d{4})\D?(\d{1,2})", 1)
        + "-"
        + pl.col("day").str.extract(r"^\d{4}\D?(\d{1,2})", 1).str.zfill(2)
    )
    voucher = pl.concat_str(month.fill_null(""), _cell(at, "voucher").str.replace_all(r"\s", ""), separator=" ")
    voucher = voucher.str.strip_chars()
    count = pl.int_range(1, pl.len() + 1).over(voucher)
    counted = pl.when(count > 1).then(voucher + "/" + count.cast(pl.String)).otherwise(voucher)
    opening = pl.lit("期初 ") + pl.col("customer_id")
    return pl.when("is_opening").then(opening).otherwise(pl.coalesce(_cell(at, "number"), counted))


def _broken_balances(raw: RawSheet, at: Mapping[str, int], lines: pl.DataFrame) -> list[Problem]:
    """Return a warning for each line whose balance does not follow from its customer's balance before it."""
    if "balance" not in at:
        return []
    direction = _cell(at, "direction")
    stated = (
        pl.when(direction == "平")
        .then(0.0)
        .when(direction == "贷")
        .then(-_figure(pl.col("balance")))
        .otherwise(_figure(pl.col("balance")))
    )
    moved = _figure(pl.col("debit")).fill_null(0) - _figure(pl.col("credit")).fill_null(0)
    checked = lines.with_columns(stated=stated, total=moved.cum_sum().over("customer_id")).filter(
        pl.col("stated").is_not_null()
    )
    before = (pl.col("stated") - pl.col("total")).shift(1).over("customer_id").fill_null(0)
    leads_to = (before + pl.col("total")).round(2)
    broken = checked.with_columns(leads_to=leads_to).filter((pl.col("stated") - pl.col("leads_to")).abs() > 0.005)
    return [
        _note(raw, at, "balance_breaks", value=value, row_no=row_no, detail=f"{total:.2f}")
        for row_no, value, total in broken.select("row_no", "balance", "leads_to").iter_rows()
    ]


def _figure(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace_all(r"[,，￥¥元\s]", "").cast(pl.Float64, strict=False)


def _note(
    raw: RawSheet, at: Mapping[str, int], code: str, *, value: str, row_no: int | None = None, detail: str = ""
) -> Problem:
    return Problem("receivables", None, row_no, _shown(raw, at, "balance", "debit"), value, code, WARNING, detail)
