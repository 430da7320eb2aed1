"""Chance without randomness: numbers that follow from a seed, a draw and what they are drawn for (R-65).

The engine has no random numbers, and the hash of a table library may change with its version. So whole numbers are
mixed by a fixed 32-bit rule (fold, multiply, twice over each key): the same keys give the same number everywhere, and
two policies see the same draws. Works on plain numbers and on columns alike, column by column: as one expression the
folds would double at every step.
"""

from __future__ import annotations

import math
from typing import TypeVar

import polars as pl

_WORDS = 2**32
_START, _ADDED = 0x9E3779B9, 0x7F4A7C15
_MULTIPLIERS = (0x85EBCA6B, 0xC2B2AE35)
Word = TypeVar("Word", int, pl.Series)


def uniform(column: pl.Series, *keys: int) -> pl.Series:
    """Return a number strictly between 0 and 1 for each row; keys are whole numbers from 0 to 2^32 - 1."""
    state = _START
    for key in keys:
        state = mixed((state * 31 + key + _ADDED) % _WORDS)
    words = mixed((column.cast(pl.UInt64) + (state * 31 + _ADDED) % _WORDS) % _WORDS)
    return (words.cast(pl.Float64) + 0.5) / _WORDS


def normal(column: pl.Series, *keys: int) -> pl.Series:
    """Return a number of the standard normal distribution for each row (Box and Muller)."""
    distance = (uniform(column, *keys, 1).log() * -2).sqrt()
    return distance * (uniform(column, *keys, 2) * (2 * math.pi)).cos()


def mixed(word: Word) -> Word:
    """Return 32 bits in which every bit of ``word`` counts; products of two 32-bit words fit into 64 bits."""
    for multiplier in _MULTIPLIERS:
        word = (word ^ (word // 2**15)) * multiplier % _WORDS
    return word ^ (word // 2**16)
