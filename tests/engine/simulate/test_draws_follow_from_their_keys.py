"""Numbers that look random and follow from their keys alone, on every machine."""

from __future__ import annotations

import polars as pl

from huikuan.engine.simulate.draws import mixed, normal, uniform


def test_a_column_is_mixed_like_a_plain_number():
    numbers = [0, 1, 2, 77, 2**32 - 1]
    assert mixed(pl.Series(numbers, dtype=pl.UInt64)).to_list() == [mixed(number) for number in numbers]


def test_the_same_keys_give_the_same_number_for_ever():
    """Written down once: whoever changes the rule changes every simulation of every seed."""
    assert uniform(pl.Series([0, 1, 2]), 7, 3).round(9).to_list() == UNIFORM_7_3


def test_another_seed_or_draw_or_row_gives_another_number():
    rows = pl.Series(range(1000))
    numbers = [*uniform(rows, 7, 1), *uniform(rows, 7, 2), *uniform(rows, 8, 1)]
    assert len(set(numbers)) == 3000
    assert 0 < min(numbers) < max(numbers) < 1


def test_numbers_are_spread_evenly_and_normally():
    rows = pl.Series(range(20_000))
    tenths = (uniform(rows, 1, 1) * 10).floor().value_counts(sort=True)["count"]
    assert tenths.min() > 1_800
    assert tenths.max() < 2_200
    drawn = normal(rows, 1, 1)
    assert abs(drawn.mean()) < 0.02
    assert abs(drawn.std() - 1) < 0.02


UNIFORM_7_3 = [0.276964552, 0.830072709, 0.446975877]
