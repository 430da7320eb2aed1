"""The lines of an opened row in the report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SumLine:
    """A line of the opened rank: what, the figure, a smaller line that explains it; sums are set apart."""

    what: str
    figure: str
    below: str = ""
    is_sum: bool = False
