"""From the cells of one sheet to the typed columns of its table, with a problem for each cell that cannot be read.

The one thing to know: every column is first read as a whole in its plain form; only the cells which that refuses go
through the slower reading of their kind. A refused cell sets its row aside where the column is required or decides
about money, else it is emptied with a warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from huikuan.engine.money import exponents
from huikuan.engine.problems import ERROR, WARNING, Problem, problem_table
from huikuan.engine.tables import INPUTS
from huikuan.gateways.imports.amounts import dressed_amounts, minor_units
from huikuan.gateways.imports.columns import Column, engine_name, table_columns
from huikuan.gateways.imports.days import dressed_times, order_found, plain_days, plain_times
from huikuan.gateways.imports.headers import Placement
from huikuan.gateways.imports.reading import DateOrder, RawSheet, ReadOptions, Unusable
from huikuan.gateways.imports.words import WORD_KINDS, code_words, document_lists, read_words

_FIGURES = ("amount", "day", "time")  # kinds whose slower reading takes blanks off by itself
_LAST_BLANK = " \uffff"  # no text that is empty or starts with a blank sorts after this, any figure does
_LISTS = ("documents", "channels")
_ORDER_NAMES = {"dmy": "day/month/year", "mdy": "month/day/year"}


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """One sheet, typed: ``rows`` has the table's columns, ``file_no``, ``row_no`` and ``is_aside``.

    Columns that are no part of the engine's table (the text of allocations, a customer's name) stand there under
    their own name; so does ``currency`` wherever there are amounts of documents. ``headers`` are the file's own words
    for our columns, ``extras`` the unknown columns as text, None without any.
    """

    rows: pl.DataFrame
    headers: Mapping[str, str]
    problems: pl.DataFrame
    extras: pl.DataFrame | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cells being read stand, for naming them in problems; ``headers`` are the file's words."""

    table: str
    file_no: int
    file: str
    headers: Mapping[str, str]

    @classmethod
    def of(cls, raw: RawSheet, placement: Placement, *, table: str, file_no: int) -> Place:
        """Return the place of a sheet whose columns have been placed."""
        headers = {name: raw.headers[at] for name, at in placement.columns.items()}
        return cls(table=table, file_no=file_no, file=raw.file, headers=headers)


def typed_sheet(
    raw: RawSheet,
    placement: Placement,
    *,
    place: Place,
    options: ReadOptions,
    document_currencies: pl.DataFrame | None = None,
) -> TypedSheet:
    """Read all cells of a sheet whose columns have been placed.

    ``document_currencies`` (document_no, currency) says in which currency the amounts of disputes stand; elsewhere it
    is the row's currency, else the one of the options.
    Raises: Unusable when a column of d/m or m/d dates cannot be decided.
    """
    table, file_no = place.table, place.file_no
    columns = table_columns(table)
    texts = _clean_cells(raw, placement, columns)
    problems = [
        problem_table(placement.problems).with_columns(file_no=pl.lit(file_no, pl.UInt16)),
        raw.problems.with_columns(table=pl.lit(table), file_no=pl.lit(file_no, pl.UInt16)),
    ]
    currency = _currencies(texts, options.currency, document_currencies)
    texts = texts.with_columns(currency.alias("_currency"))
    is_uniform = currency.n_unique() == 1  # then nothing needs looking up row by row
    if not is_uniform:
        texts = texts.with_columns(_exponent=exponents(pl.col("_currency")))  # once for all columns of amounts
    exponent = exponents(pl.lit(currency.first(), dtype=pl.String)) if is_uniform else pl.col("_exponent")
    typed = texts.select("row_no", *(_plain(texts, columns[name], exponent) for name in place.headers))
    typed, found = _mended(typed, texts, place=place, options=options, is_from_floats=raw.is_from_floats)
    problems += [*found, *_missing_values(texts, place)]
    rows = _in_schema(typed, table, file_no=file_no, currency=texts["_currency"])
    refused = pl.concat([problem.filter(pl.col("severity") == ERROR)["row_no"] for problem in problems])
    refused = refused.drop_nulls().unique()
    is_aside = pl.col("row_no").is_in(refused.implode()) if len(refused) else pl.lit(value=False)
    if any(problem.code == "missing_column" for problem in placement.problems):
        is_aside = pl.lit(value=True)
    rows = rows.with_columns(is_aside=is_aside)
    return TypedSheet(rows, place.headers, pl.concat(problems), _extras(raw, placement, file_no=file_no))


def _clean_cells(raw: RawSheet, placement: Placement, columns: Mapping[str, Column]) -> pl.DataFrame:
    """Return our columns of the sheet: text without outer blanks, empty text as null, numbers as text where meant.

    A column that needs none of this is passed on as it is, so that a large file stands in memory once.
    """
    chosen = []
    for name, position in placement.columns.items():
        dtype = raw.cells.schema[str(position)]
        cell = pl.col(str(position))
        is_list = isinstance(dtype, pl.List) and columns[name].kind in _LISTS
        if columns[name].kind not in _FIGURES and not is_list:
            cell = _as_text(cell, dtype)
        chosen.append(cell.alias(name))
    cells = raw.cells.select(pl.col("row_no").cast(pl.UInt32), *chosen)
    untidy = cells.select(
        (pl.col(name).min() <= _LAST_BLANK)
        if columns[name].kind in _FIGURES
        else ((pl.col(name).str.strip_chars() != pl.col(name)) | (pl.col(name) == "")).any()
        for name, dtype in cells.schema.items()
        if dtype == pl.String
    )
    return cells.with_columns(
        pl.col(name).str.strip_chars().replace("", None) for name in untidy.columns if untidy[name].item()
    )


def _as_text(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return cells of any plain type as a person would type them: a whole float has no decimals."""
    if dtype == pl.String:
        return cell
    if dtype.is_float():
        whole = cell.cast(pl.Int64, strict=False)
        return pl.when(whole == cell).then(whole.cast(pl.String)).otherwise(cell.cast(pl.String))
    if isinstance(dtype, pl.List):
        return cell.cast(pl.List(pl.String), strict=False).list.join(";")
    if isinstance(dtype, pl.Struct):
        return cell.struct.json_encode()
    return cell.cast(pl.String, strict=False)


def _currencies(texts: pl.DataFrame, default: str, document_currencies: pl.DataFrame | None) -> pl.Series:
    """Return the currency that each row's amounts stand in, null where the given one is unknown."""
    if "currency" in texts.columns:
        read = read_words(texts["currency"], WORD_KINDS["currency"], {})
        return read.zip_with(texts["currency"].is_not_null(), pl.Series([default]).new_from_index(0, texts.height))
    if document_currencies is not None and "document_no" in texts.columns:
        # The long table is probed with the short one.
        named = document_currencies.join(texts.select("document_no"), on="document_no", how="semi")
        one_each = named.unique("document_no", keep="first", maintain_order=True)
        return texts.join(one_each, on="document_no", how="left", maintain_order="left")["currency"].fill_null(default)
    return pl.Series([default]).new_from_index(0, texts.height)


def _plain(texts: pl.DataFrame, column: Column, exponent: pl.Expr) -> pl.Expr:
    """Return a column read in its plain form; kinds made of words are read by their distinct texts."""
    dtype = texts.schema[column.name]
    cell = pl.col(column.name)
    if column.kind == "amount":
        read = minor_units(cell, dtype, exponent=exponent)
    elif column.kind == "day":
        read = plain_days(cell, dtype)
    elif column.kind == "time":
        read = plain_times(cell, dtype)
    elif isinstance(dtype, pl.List):
        read = cell.cast(pl.List(pl.String), strict=False)
    elif column.kind == "documents":
        read = document_lists(cell)
    elif column.kind == "currency":
        read = pl.when(cell.is_not_null()).then("_currency")
    elif column.kind in WORD_KINDS:
        read = pl.lit(read_words(texts[column.name], WORD_KINDS[column.kind], code_words(column.codes)))
    else:
        read = cell
    return read.alias(column.name)


def _mended(
    typed: pl.DataFrame, texts: pl.DataFrame, *, place: Place, options: ReadOptions, is_from_floats: bool
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Read again, by the slower way of their kind, the cells that the plain reading refused."""
    columns = table_columns(place.table)
    problems: list[pl.DataFrame] = []
    for name in place.headers:
        column = columns[name]
        if typed[name].null_count() == texts[name].null_count() or column.kind == "documents":
            continue
        refused = texts[name].is_not_null() & typed[name].is_null()
        if column.kind == "amount":
            refused &= texts["_currency"].is_not_null()  # the unknown currency is the problem then
        cells = texts.filter(refused).select(
            "row_no", currency="_currency", value=_as_text(pl.col(name), texts.schema[name])
        )
        if column.kind == "amount":
            read = dressed_amounts(cells, is_from_floats=is_from_floats)
        elif column.kind in ("day", "time"):
            order, note = _date_order(cells, column=column, place=place, options=options)
            problems += note
            read = _read_times(cells, order, column)
        else:
            code = WORD_KINDS[column.kind].code if column.kind in WORD_KINDS else "bad_number"
            read = cells.with_columns(code=pl.lit(code), detail=pl.lit("; ".join(column.codes)))
        if "read" in read.columns:
            typed = typed.with_columns(typed[name].scatter(refused.arg_true(), read["read"]).alias(name))
        problems.append(_cell_problems(cells, read, column=column, place=place))
    return typed, problems


def _read_times(cells: pl.DataFrame, order: DateOrder | None, column: Column) -> pl.DataFrame:
    """Read dressed dates; where the column holds days, the clock is left out."""
    times = dressed_times(cells["value"], order)
    read = times.dt.date() if column.kind == "day" else times
    return pl.DataFrame({"read": read}).select(
        "read", code=pl.when(pl.col("read").is_null()).then(pl.lit("bad_date")), detail=pl.lit("")
    )


def _date_order(
    cells: pl.DataFrame, *, column: Column, place: Place, options: ReadOptions
) -> tuple[DateOrder | None, list[pl.DataFrame]]:
    """Return how the d/m or m/d dates of a column are to be read, with a note where the column decided itself."""
    if options.dates is not None:
        return options.dates, []
    found = order_found(cells["value"])
    header = place.headers[column.name]
    where = {"file": place.file, "column": header}
    if found.day_first is not None and found.month_first is not None:
        value, other = cells["value"][found.day_first], cells["value"][found.month_first]
        raise Unusable("contradictory_dates", **where, value=value, other=other)
    proof = found.day_first if found.day_first is not None else found.month_first
    if proof is None:
        if found.undecided is not None:
            raise Unusable("ambiguous_dates", **where, value=cells["value"][found.undecided])
        return "dmy", []  # day and month are the same number, or there is no such date
    order: DateOrder = "dmy" if found.day_first is not None else "mdy"
    note = Problem(
        place.table,
        place.file_no,
        cells["row_no"][proof],
        header,
        cells["value"][proof],
        "date_order_decided",
        WARNING,
        _ORDER_NAMES[order],
    )
    return order, [problem_table([note])]


def _cell_problems(cells: pl.DataFrame, read: pl.DataFrame, *, column: Column, place: Place) -> pl.DataFrame:
    """Return the problems of cells that the slower reading refused too."""
    severity = ERROR if column.is_required or column.decides else WARNING
    if read["code"].first() == "unknown_currency":
        severity = ERROR
    return (
        pl.concat([cells, read.select("code", "detail")], how="horizontal")
        .filter(pl.col("code").is_not_null())
        .select(
            table=pl.lit(place.table),
            file_no=pl.lit(place.file_no, dtype=pl.UInt16),
            row_no="row_no",
            column=pl.lit(place.headers[column.name]),
            value="value",
            code="code",
            severity=pl.lit(severity),
            detail=pl.col("detail").fill_null(""),
        )
    )


def _missing_values(texts: pl.DataFrame, place: Place) -> list[pl.DataFrame]:
    """Return a problem for each empty cell of a required column that the sheet has."""
    required = [name for name, column in table_columns(place.table).items() if column.is_required]
    return [
        texts.filter(pl.col(name).is_null()).select(
            table=pl.lit(place.table),
            file_no=pl.lit(place.file_no, dtype=pl.UInt16),
            row_no="row_no",
            column=pl.lit(place.headers[name]),
            value=pl.lit(""),
            code=pl.lit("missing_value"),
            severity=pl.lit(ERROR),
            detail=pl.lit(""),
        )
        for name in required
        if name in place.headers
    ]


def _in_schema(typed: pl.DataFrame, table: str, *, file_no: int, currency: pl.Series) -> pl.DataFrame:
    """Return the columns under the names and types of the engine's table, those the sheet lacks empty."""
    schema = INPUTS[table]
    amounts = {name: engine_name(column) for name, column in table_columns(table).items() if column.kind == "amount"}
    typed = typed.rename({ours: engines for ours, engines in amounts.items() if ours in typed.columns})
    if "amount_minor" in schema:
        typed = typed.with_columns(currency.alias("currency"))
    if "entity" in typed.columns:
        typed = typed.with_columns(pl.col("entity").fill_null("main"))
    elif "entity" in schema:
        typed = typed.with_columns(entity=pl.lit("main"))
    typed = typed.with_columns(file_no=pl.lit(file_no, dtype=pl.UInt16))
    besides = [name for name in table_columns(table) if amounts.get(name, name) not in schema]
    if "amount_minor" in schema and "currency" not in schema:
        besides.append("currency")
    return typed.select(
        *(
            (pl.col(name) if name in typed.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in schema.items()
        ),
        *((pl.col(name) if name in typed.columns else pl.lit(None)).cast(pl.String).alias(name) for name in besides),
    )


def _extras(raw: RawSheet, placement: Placement, *, file_no: int) -> pl.DataFrame | None:
    """Return the unknown columns as text under their own headers."""
    named = {str(at): raw.headers[at] for at in placement.extras if raw.headers[at].strip()}
    if not named or len(set(named.values())) != len(named):
        named = {position: f"{header} ({position})" for position, header in named.items()}
    if not named:
        return None
    return raw.cells.select(
        pl.lit(file_no, dtype=pl.UInt16).alias("file_no"),
        pl.col("row_no").cast(pl.UInt32),
        *(_as_text(pl.col(at), raw.cells.schema[at]).alias(header) for at, header in named.items()),
    )
