"""What goes into a reading and what comes out of it.

The one thing to know: a reading never loses a row. Each is loaded or set aside, and ``TableTotals`` says how many and
how much (spec/files.md, "Bad rows"); only what makes the whole input useless raises ``Unusable``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from huikuan.engine.tables import Tables
from huikuan.gateways.imports.problem_codes import UNUSABLE_INPUTS

DateOrder = Literal["dmy", "mdy"]
HeaderMapping = Mapping[str, Mapping[str, str]]  # table -> {their header: our name}
Progress = Callable[[str, int, int], None]  # file, files read so far, files in all


class Unusable(Exception):  # noqa: N818 - it is a finding about the input, not a fault of the program
    """The input as a whole cannot be used: nothing is written, exit code 2 (spec/files.md, "Out").

    ``code`` is a key of ``UNUSABLE_INPUTS``, ``params`` fills its templates.
    """

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params = params
        super().__init__(" ".join(UNUSABLE_INPUTS[code]).format_map(params))


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """What is known beside the folder, where it goes into a memory: asked for when a row may need it."""

    documents: Callable[[], pl.DataFrame]  # document_no, currency
    customers: Callable[[], pl.DataFrame]  # customer_id, terms, tax_id


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What a person says of one sheet: the table it fills (empty: it is left out), their header to our name.

    A header whose name is empty is not used, whatever it seems to mean.
    """

    table: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a folder is to be read; what is not said is found out from the files."""

    currency: str = "CNY"
    encoding: str | None = None
    dates: DateOrder | None = None
    mapping: HeaderMapping = field(default_factory=dict)
    sheets: Mapping[tuple[str, str], SheetChoice] = field(default_factory=dict)  # by file and sheet; wins over names
    needs_receivables: bool = True  # else any table will do: what is added to a memory may be money or calls alone
    known: KnownBefore | None = None


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file, or one sheet of a workbook, that was read; ``Problem.file_no`` is its place in ``Reading.inputs``."""

    file: str
    sheet: str  # empty for a file without sheets
    table: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableTotals:
    """Rows and amounts of one table: in = loaded + set aside; rows whose amount is unreadable are counted apart.

    Amounts are per currency in minor units, as stored (credit notes negative); empty for tables without amounts.
    """

    rows_in: int
    loaded: int
    set_aside: int
    amounts_in: Mapping[str, int]
    amounts_loaded: Mapping[str, int]
    amounts_set_aside: Mapping[str, int]
    amounts_unreadable: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a folder said."""

    tables: Tables
    inputs: tuple[InputFile, ...]
    unread: tuple[str, ...]
    problems: pl.DataFrame  # columns of engine.problems.PROBLEMS, by file and row
    totals: Mapping[str, TableTotals]
    extras: Mapping[str, pl.DataFrame]  # per table: unknown columns as text, beside file_no and row_no

    def derived_customers(self) -> frozenset[str]:
        """Return the ids of the customers that no customers table lists: rows of other tables name them."""
        listing = [number for number, found in enumerate(self.inputs) if found.table == "customers"]
        named = self.tables.customers.filter(~pl.col("file_no").is_in(listing))
        return frozenset(named["customer_id"])


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of one sheet before anything was made of them.

    ``cells`` has one column per header, named by its position ("0", "1" …), and ``row_no`` as a person counts. Cells
    are text, except in Parquet files, whose types are kept. ``is_from_floats`` says that numbers went through a binary
    float on their way (workbooks), so that a sliver beyond the last decimal means nothing. ``header_row`` is where the
    header stands, 0 where there is none; ``preamble`` the lines above it, their cells parted by tabs.
    """

    file: str
    sheet: str
    headers: tuple[str, ...]
    cells: pl.DataFrame
    problems: pl.DataFrame  # rows that could not even be split into cells: all errors
    is_from_floats: bool = False
    header_row: int = 1
    preamble: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows below the header that are not blank, those that could not be split included."""
        return self.cells.height + self.unsplit

    @property
    def unsplit(self) -> int:
        """Rows that could not be split into cells; one may have several problems."""
        return self.problems["row_no"].n_unique()
