"""What others reach, to be shown beside and never mixed in: figures of published surveys, with source and date.

Medians of a survey are independent of each other: a median DSO less a median best possible DSO is not the median ADD.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The median of one KPI in two quarters of the Credit Research Foundation's survey of US domestic trade."""

    kpi: str
    latest: Decimal
    earlier: Decimal


SURVEY = "Credit Research Foundation"
LATEST_QUARTER, EARLIER_QUARTER = "2021 Q1", "2020 Q3"
BENCHMARKS = (
    Benchmark("cei", Decimal("86.5"), Decimal("82.8")),
    Benchmark("dso_simple", Decimal("38.0"), Decimal("39.3")),
    Benchmark("dso_best_possible", Decimal("32.0"), Decimal("32.2")),
    Benchmark("add", Decimal("3.0"), Decimal("4.1")),
)
RECOVERABILITY_SURVEY = "Commercial Collection Agency Association 2004"
# Per cent of a debt expected to come back, by months past due (D-1105).
RECOVERABILITY = (
    (0, Decimal("94.9")),
    (1, Decimal("89.9")),
    (2, Decimal("81.3")),
    (3, Decimal("69.6")),
    (6, Decimal("52.1")),
    (12, Decimal("22.8")),
    (24, Decimal("9.3")),
)
