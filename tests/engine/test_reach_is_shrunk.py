"""The reach rates of engine/calling/reach against plain arithmetic, one cell at a time (D-802)."""

from __future__ import annotations

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from huikuan.engine.calling import reach

Call = tuple[str, int, int, bool]  # customer, weekday, hour, reached
CALLS = st.lists(
    st.tuples(st.sampled_from(("A", "B", "C")), st.integers(1, 5), st.sampled_from((9, 15)), st.booleans()), max_size=60
)


def shrunk(prior: float, reached: int, calls: int) -> float:
    """The mean of a beta distribution with 20 calls of prior, after so many calls."""
    alpha, beta = prior * 20 + reached, (1 - prior) * 20 + calls - reached
    return alpha / (alpha + beta)


@given(CALLS)
def test_the_counts_and_the_base_agree_with_counting_by_hand(made: list[Call]) -> None:
    schema = {"customer_id": pl.String, "weekday": pl.Int8, "hour": pl.Int8, "is_delivered": pl.Boolean}
    everybody, own = reach.reach_counts(pl.DataFrame(made, schema=schema, orient="row"))
    by_cell = Counter(call[1:3] for call in made)
    reached = Counter(call[1:3] for call in made if call[3])
    counted = {(row["weekday"], row["hour"]): (row["calls"], row["reached"]) for row in everybody.iter_rows(named=True)}
    assert counted == {cell: (by_cell[cell], reached[cell]) for cell in by_cell}
    of_customers = {row[:3]: row[3:] for row in own.select("customer_id", *reach.CELL, "own_calls").iter_rows()}
    assert of_customers == {key: (count,) for key, count in Counter(call[:3] for call in made).items()}
    assert abs(reach.base_rate(everybody) - shrunk(0.4, sum(call[3] for call in made), len(made))) < 5e-5


@given(st.floats(0.01, 0.95), st.integers(0, 200), st.integers(0, 200))
def test_the_columnar_rate_is_the_scalar_one(prior: float, reached: int, missed: int) -> None:
    rate = pl.select(reach.shrunk(pl.lit(prior), pl.lit(reached), pl.lit(reached + missed))).item()
    assert abs(rate - shrunk(prior, reached, reached + missed)) <= 5.1e-5


def test_evidence_moves_the_rate_between_the_prior_and_what_was_seen() -> None:
    """
    prior 0.40; all calls reached somebody:   calls  0     1       5     20    180
    """
    told = [pl.select(reach.shrunk(pl.lit(0.4), pl.lit(calls), pl.lit(calls))).item() for calls in (0, 1, 5, 20, 180)]
    assert told == [0.4, 0.4286, 0.52, 0.7, 0.94]
    assert reach.base_rate(pl.DataFrame(schema={"calls": pl.Int32, "reached": pl.Int32})) == 0.4
