"""The statement cycle's part of docs/performance.md."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from bench.memory_page import table

BAR_SECONDS = 2.0


def written(told: Mapping[str, Any]) -> str:
    """Return the part; ``told``: what cycle_probe wrote."""
    seconds = median(told["seconds"])
    head = ["customers", "statements", "open cycles", "due steps", "judged in", "at most", "verdict", "peak"]
    row = [
        f"{told['customers']:,}",
        f"{told['statements']:,}",
        f"{told['cycles']:,}",
        f"{told['due']:,}",
        f"{seconds:.2f} s ({min(told['seconds']):.2f}–{max(told['seconds']):.2f})",
        f"{BAR_SECONDS:g} s",
        "met" if seconds <= BAR_SECONDS else "**missed**",
        f"{told['peak_bytes'] / 2**30:.2f} GiB",
    ]
    return "\n\n".join(
        [
            "## The statement cycle",
            "Written by `python -m bench.run --only cycle`: late payers, every rung of every open cycle (P-0) and what "
            "is due, for two periods of statements a customer; the ledger and the contacts are there already. Median "
            f"of {len(told['seconds'])} in one process, whose peak includes the reading.",
            table(head, [row]),
        ]
    )
