"""Sentences from templates: ``{promise_minor:money} was promised for {promise_due_on:date}`` over a whole table.

A placeholder names a column and how it is shown: money (exact, with the unit of the row's ``currency``), date, days,
role, step, channel, or nothing for plain text. A template becomes one column expression, so a table of any length is
written without a loop over its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

import polars as pl

from huikuan.gateways.texts.catalogue import Language
from huikuan.gateways.texts.columns import DASH, date_text, days_text, priced_text


@dataclass(frozen=True, slots=True)
class Style:
    """What a template needs beside its row: the language, the day it is read on, and words for codes by list."""

    lang: Language
    as_of: date
    code_words: Mapping[str, Mapping[str, str]]  # list name -> code -> word


def sentence_column(template: str, style: Style) -> pl.Expr:
    """Return the template filled from each row; a fact that is missing shows as a dash."""
    parts: list[pl.Expr] = []
    for literal, field, kind, _conversion in Formatter().parse(template):
        if literal:
            parts.append(pl.lit(literal))
        if field:
            parts.append(_shown(field, kind or "", style).fill_null(DASH))
    told = pl.concat_str(parts)
    # no gap between 元 and the Chinese that follows it, one after a currency's code (UI.md 3)
    return told.str.replace_all(r"元 (\p{Han})", "元$1") if style.lang == "zh" else told


def _shown(field: str, kind: str, style: Style) -> pl.Expr:
    column = pl.col(field)
    if kind == "money":
        return priced_text(column, pl.col("currency"), style.lang)
    if kind == "date":
        return date_text(column, style.lang, style.as_of)
    if kind == "days":
        return days_text(column, style.lang)
    if kind:
        return column.replace(style.code_words[kind])
    return column.cast(pl.String)


def sentences_by_code(code: pl.Expr, templates: Mapping[str, str], style: Style) -> pl.Expr:
    """Return for each row the sentence of its code; a code without a template stands for itself."""
    chosen: pl.Expr = code
    for name, template in templates.items():
        chosen = pl.when(code == name).then(sentence_column(template, style)).otherwise(chosen)
    return chosen


def sentences_joined(codes: pl.Expr, templates: Mapping[str, str], style: Style) -> pl.Expr:
    """Return all sentences of a list column in the order of ``templates``, most telling first."""
    present = [
        pl.when(codes.list.contains(name)).then(sentence_column(template, style))
        for name, template in templates.items()
    ]
    return pl.concat_str(present, separator="" if style.lang == "zh" else " ", ignore_nulls=True)
