"""Sentences from templates: ``{promise_minor:money} was promised for {promise_due_on:date}`` over a whole table.

A placeholder names a column and how it is shown: money (exact, with the unit of the row's ``currency``), date,
upcoming (a date that is told only while it lies ahead), weekday, percent, days, number (with a true minus), signs (a
list of warning signs), a code (role, step, rung, channel, status, call_times), or nothing for plain text. A template
becomes one column expression, so a table of any length is written without a loop over its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

import polars as pl

from huikuan.gateways.texts.catalogue import Language
from huikuan.gateways.texts.columns import DASH, MINUS, date_text, days_text, percent_text, priced_text

FEW_ROWS = 500  # what a page shows, and more


@dataclass(frozen=True, slots=True)
class Style:
    """What a template needs beside its row: the language, the day it is read on, and words for codes by list."""

    lang: Language
    as_of: date
    code_words: Mapping[str, Mapping[str, str]]  # list name -> code -> word
    upcoming: str = ""  # a part of a sentence with {date}, for dates that still lie ahead


def sentence_column(template: str, style: Style) -> pl.Expr:
    """Return the template filled from each row; a fact that is missing shows as a dash."""
    parts: list[pl.Expr] = []
    before = ""
    for literal, field, kind, _conversion in Formatter().parse(template):
        if style.lang == "zh" and before == "money" and literal.startswith(" "):
            # no gap between 元 and the Chinese that follows it, one after a currency's code (UI.md 3)
            parts.append(pl.when(pl.col("currency") == "CNY").then(pl.lit("")).otherwise(pl.lit(" ")))
            literal = literal[1:]
        if literal:
            parts.append(pl.lit(literal))
        if field:
            parts.append(_shown(field, kind or "", style).fill_null(DASH))
        before = kind or ""
    return pl.concat_str(parts)


def _shown(field: str, kind: str, style: Style) -> pl.Expr:
    column = pl.col(field)
    if kind == "money":
        return priced_text(column, pl.col("currency"), style.lang)
    if kind == "date":
        return date_text(column, style.lang, style.as_of)
    if kind == "upcoming":
        before, after = style.upcoming.split("{date}")
        dated = pl.concat_str(pl.lit(before), date_text(column, style.lang, style.as_of), pl.lit(after))
        return pl.when(column >= style.as_of).then(dated).otherwise(pl.lit(""))
    if kind == "weekday":
        return column.dt.weekday().cast(pl.String).replace(style.code_words[kind])
    if kind == "percent":
        return percent_text(column)
    if kind == "days":
        return days_text(column, style.lang)
    if kind == "number":
        return column.cast(pl.String).str.replace("-", MINUS, literal=True)
    if kind == "signs":
        names = column.list.eval(pl.element().replace(style.code_words["sign"]))
        return names.list.join("、" if style.lang == "zh" else ", ")
    if kind:
        return column.replace(style.code_words[kind])
    return column.cast(pl.String)


def sentences_by_code(frame: pl.DataFrame, *, codes: str, templates: Mapping[str, str], style: Style) -> pl.Series:
    """Return for each row the sentence of its code; a code without a template stands for itself.

    Each template is filled only from the rows of its code.
    """
    numbered = frame.lazy().with_row_index("row")
    told = [
        numbered.filter(pl.col(codes) == code).select("row", sentence_column(template, style).alias("sentence"))
        for code, template in templates.items()
    ]
    untold = ~pl.col(codes).is_in(list(templates)).fill_null(False)
    told.append(numbered.filter(untold).select("row", pl.col(codes).alias("sentence")))
    return pl.concat(told).sort("row").select("sentence").collect().to_series()


def sentences_joined(frame: pl.DataFrame, *, codes: str, templates: Mapping[str, str], style: Style) -> pl.Series:
    """Return for each row the sentences of all codes in its list, in the order of ``templates``, most telling first.

    Each template is filled only from the rows that need it: rows give two or three reasons out of twenty. On a page of
    few rows, planning so many queries would cost more than they save.
    """
    present = set(frame[codes].explode().unique())
    if frame.height <= FEW_ROWS:
        return _joined_at_once(frame, codes, {code: templates[code] for code in templates if code in present}, style)
    numbered = frame.lazy().with_row_index("row")
    told = [
        numbered.filter(pl.col(codes).list.contains(code)).select(
            "row", pl.lit(place).alias("place"), sentence_column(template, style).alias("sentence")
        )
        for place, (code, template) in enumerate(templates.items())
        if code in present
    ]
    return _joined(numbered, told, style)


def _joined_at_once(frame: pl.DataFrame, codes: str, templates: Mapping[str, str], style: Style) -> pl.Series:
    if not templates:
        return pl.repeat("", frame.height, dtype=pl.String, eager=True).alias("sentence")
    told = {
        code: pl.when(pl.col(codes).list.contains(code)).then(sentence_column(template, style))
        for code, template in templates.items()
    }
    text = pl.concat_str(pl.all(), separator=_gap(style), ignore_nulls=True)
    return frame.select(**told).select(text.alias("sentence")).to_series()


def _gap(style: Style) -> str:
    return "" if style.lang == "zh" else " "


def numbered_sentences(frame: pl.DataFrame, *, codes: str, templates: Mapping[str, str], style: Style) -> pl.Series:
    """Return for each row the sentences of its codes in their order; numbers stand in the code, ``on_time=5/6``.

    The templates name them ``{n}`` and ``{m}``.
    """
    numbered = frame.lazy().select(codes).with_row_index("row")
    parts = pl.col(codes).str.split_exact("=", 1)
    numbers = parts.struct.field("field_1").str.split_exact("/", 1)
    exploded = (
        numbered.explode(codes)
        .drop_nulls(codes)
        .with_row_index("place")
        .with_columns(
            code=parts.struct.field("field_0"),
            n=numbers.struct.field("field_0").cast(pl.Int64),
            m=numbers.struct.field("field_1").cast(pl.Int64),
        )
    )
    present = set(exploded.select(pl.col("code").unique()).collect()["code"])
    told = [
        exploded.filter(pl.col("code") == code).select(
            "row", "place", sentence_column(template, style).alias("sentence")
        )
        for code, template in templates.items()
        if code in present
    ]
    return _joined(numbered, told, style)


def _joined(numbered: pl.LazyFrame, told: list[pl.LazyFrame], style: Style) -> pl.Series:
    """Return the sentences of each row in the order of their place as one text."""
    if not told:
        return numbered.select(pl.repeat("", pl.len(), dtype=pl.String).alias("sentence")).collect().to_series()
    joined = (
        pl.concat(told)
        .sort("row", "place")
        .group_by("row", maintain_order=True)
        .agg("sentence")
        .with_columns(
            pl.col("sentence").list.join(_gap(style))
        )  # one list a row: a text put together group by group is slow
    )
    rows = numbered.select("row").join(joined, on="row", how="left", maintain_order="left")
    return rows.select(pl.col("sentence").fill_null("")).collect().to_series()
