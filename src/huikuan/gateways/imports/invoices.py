"""Electronic invoices and credit notes as receivables: one file, one document, one row.

The one thing to know: what is payable is open on the day of issue. With a prepayment the document's amount is both
together and the payable part its balance of that day, so that money which came before only explains it
(spec/files.md, "Which figure counts"). A file that says one thing twice and differently is set aside whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

import polars as pl

from huikuan.engine.problems import Problem, problem_table
from huikuan.gateways.imports.columns import header_key
from huikuan.gateways.imports.invoice_dialects import DIALECTS, Dialect
from huikuan.gateways.imports.reading import RawSheet
from huikuan.gateways.imports.safe_xml import read_xml

TABLE = "receivables"
_ROW = 1  # a document is the one row of its file
_AMOUNTS = ("amount", "open_amount")
_DAYS = ("issue_date", "due_date", "delivered_on")
# What decides about the claim may stand in a file more than once, but must say the same each time.
_SAID_ONCE = ("document_no", "kind", "issue_date", "due_date", "currency")
_DECIMAL = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,18})?")
_DAY = re.compile(r"(?P<year>\d{4})(?P<dash>-?)(?P<month>\d{2})(?P=dash)(?P<day>\d{2})(?:[T ]\S*|Z|[-+]\d{2}:\d{2})?")


def element_names(dialect: Dialect) -> Mapping[str, str]:
    """Return the header of each of our columns: the elements it is read from, as a person can find them."""
    names = {name: _shown(paths[0]) for name, paths in dialect.paths.items()}
    names["amount"] = _shown(dialect.payable)
    if dialect.prepaid:
        names["amount"] += f" + {_shown(dialect.prepaid)}"
        names["open_amount"] = _shown(dialect.payable)
        names["balance_date"] = f"{names['issue_date']} (balance)"
    if dialect.currency:
        names["currency"] = f"{_shown(dialect.payable)} (currency)"
    if "customer_tax_id" in names:
        names["customer_id"] += " (customer)"
    return {name: f"{dialect.name}:{header}" for name, header in names.items()}


def mapping_of(dialect: Dialect) -> Mapping[str, str]:
    """Return the headers of a dialect with our column for each."""
    return {header: name for name, header in element_names(dialect).items()}


def sniffed(dialect: Dialect, headers: Sequence[str]) -> bool:
    """Return whether the headers are those that reading a file of the dialect gives."""
    return {header_key(header) for header in mapping_of(dialect)} <= {header_key(header) for header in headers}


def read_invoice(path: Path) -> list[RawSheet]:
    """Read one XML file as a sheet of one row; none when it is XML of another kind.

    Raises: Unusable when it is no XML that may be parsed.
    """
    return invoice_sheets(path.name, read_xml(path))


def invoice_sheets(file: str, root: Element, *, sheet: str = "") -> list[RawSheet]:
    """Return the invoice as a sheet of one row, none when the root is none of an invoice; ``sheet`` names it."""
    dialect = next((known for known in DIALECTS if root.tag in known.roots), None)
    return [] if dialect is None else [_sheet(file, sheet, root, dialect)]


def _sheet(file: str, sheet: str, root: Element, dialect: Dialect) -> RawSheet:
    names = element_names(dialect)
    cells = _cells(root, dialect)
    problems = [_problem(names[name], value, code) for name, value, code in _contradictions(root, dialect, cells)]
    table = pl.DataFrame(
        {str(at): pl.Series([cells.get(name)], dtype=pl.String) for at, name in enumerate(names)}
    ).with_columns(pl.Series("row_no", [_ROW], dtype=pl.UInt32))
    return RawSheet(
        file, sheet, tuple(names.values()), table.clear() if problems else table, problem_table(problems), header_row=0
    )


def _cells(root: Element, dialect: Dialect) -> dict[str, str]:
    """Return the text of each column that the document fills."""
    cells = {name: found[0] for name, paths in dialect.paths.items() if (found := _texts(root, paths, dialect))}
    cells.update({name: _plain_day(cells[name]) for name in _DAYS if name in cells})
    cells.update(_figures(root, dialect, cells))
    if dialect.currency:
        cells["currency"] = dialect.currency
    kind = _kind(dialect.roots[root.tag], cells.get("kind", ""), dialect.kinds)
    if kind:
        cells["kind"] = kind
    for name in ("customer_id", "customer_tax_id"):
        if cells.get(name) and cells[name] == cells.get("customer_tax_id"):
            cells[name] = re.sub(r"\s", "", cells[name]).upper()
    if "due_date" in cells or kind == "credit_note":
        cells.pop("terms", None)  # nothing hangs on them, so prose in their place needs no warning
    return cells


def _kind(by_root: str, code: str, kinds: Mapping[str, str]) -> str:
    """Return our kind; the code as it stands where it is unknown or the root says otherwise, so that it is refused."""
    kind = kinds.get(code, code)
    return kind if kind == by_root or not by_root else code or by_root


def _figures(root: Element, dialect: Dialect, cells: Mapping[str, str]) -> dict[str, str]:
    """Return amount, and balance with its day where something was prepaid."""
    payable = _amount(root, dialect.payable, dialect, cells)
    prepaid = _amount(root, dialect.prepaid, dialect, cells) if dialect.prepaid else None
    if payable is None:
        return {}
    if prepaid is None or not (_DECIMAL.fullmatch(payable) and _DECIMAL.fullmatch(prepaid)):
        return {"amount": payable}
    if not Decimal(prepaid) or Decimal(payable) < 0:
        return {"amount": payable}  # paid beyond the total: what is left is owed to the customer
    whole = f"{Decimal(payable) + Decimal(prepaid):f}"
    return {"amount": whole, "open_amount": payable, "balance_date": cells.get("issue_date", "")}


def _amount(root: Element, path: str, dialect: Dialect, cells: Mapping[str, str]) -> str | None:
    """Return an amount's text, with its currency where that is not the document's, so that it is refused."""
    found = root.find(path, dict(dialect.namespaces))
    if found is None or not (found.text or "").strip():
        return None
    own = (found.get("currencyID") or "").strip()
    text = (found.text or "").strip()
    return f"{text} {own}" if own and own != cells.get("currency") else text


def _contradictions(root: Element, dialect: Dialect, cells: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return (column, what stands there, code) for what a document must not leave open."""
    once = {name: dialect.paths[name] for name in _SAID_ONCE if name in dialect.paths}
    found = [
        (name, said, "several_values")
        for name, paths in (*once.items(), ("amount", (dialect.payable,)), ("amount", (dialect.prepaid,)))
        if (said := _differing(root, paths, dialect))
    ]
    found += [(name, cells[name], "bad_date") for name in _DAYS if cells.get(name) and not _DAY.fullmatch(cells[name])]
    found += [
        (name, cells[name], "bad_amount")
        for name in _AMOUNTS
        if cells.get(name) and not _DECIMAL.fullmatch(cells[name].split(" ")[0])
    ]
    return found or _wrong_sums(root, dialect, cells)


def _differing(root: Element, paths: Sequence[str], dialect: Dialect) -> str:
    """Return the different texts that one path holds, none where all say the same."""
    for path in filter(None, paths):
        texts = list(dict.fromkeys(_texts(root, (path,), dialect)))
        if len(texts) > 1:
            return " / ".join(texts)
    return ""


def _wrong_sums(root: Element, dialect: Dialect, cells: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return a problem where the document's own totals do not lead to what is payable (EN 16931, BR-CO-16)."""
    terms = [(sign, _texts(root, (path,), dialect)) for sign, path in dialect.sums]
    payable = _texts(root, (dialect.payable,), dialect)
    if not payable or not terms[0][1]:
        return []
    texts = [*payable, *(text for _, found in terms for text in found)]
    if not all(_DECIMAL.fullmatch(text) for text in texts):
        return [("amount", " / ".join(texts), "totals_disagree")]
    total = sum((sign * Decimal(found[0]) for sign, found in terms if found), Decimal(0))
    return [] if total == Decimal(payable[0]) else [("amount", f"{payable[0]} ≠ {total:f}", "totals_disagree")]


def _texts(root: Element, paths: Sequence[str], dialect: Dialect) -> list[str]:
    """Return the texts at the first of the paths that has any."""
    for path in paths:
        elements = root.findall(path, dict(dialect.namespaces))
        texts = [text for element in elements if (text := " ".join((element.text or "").split()))]
        if texts:
            return texts
    return []


def _plain_day(text: str) -> str:
    """Return a day without clock and zone; anything else as it stands."""
    found = _DAY.fullmatch(text)
    return f"{found['year']}-{found['month']}-{found['day']}" if found else text


def _problem(header: str, value: str, code: str) -> Problem:
    return Problem(TABLE, None, _ROW, header, value[:200], code)


def _shown(path: str) -> str:
    """Return a path without prefixes and conditions, its last two steps."""
    steps = re.sub(r"\[[^\]]*\]|\b\w+:", "", path).split("/")
    return "/".join(steps[-2:])
