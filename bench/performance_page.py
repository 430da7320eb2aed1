"""docs/performance.md out of measured runs: machine, tables, bars met or missed, phases."""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import polars as pl

from bench.measure import MEMORY_LIMIT_BYTES, Comparison, Run, median_cpu_seconds, median_seconds, peak_gib

RATIO_BAR, MEMORY_BAR_GIB, GREETING_BAR_SECONDS = 2.0, 6.0, 0.3
LINEAR_FACTOR = 12.0  # ten times the items in at most twelve times the time


def rows_of(out: Path) -> dict[str, int]:
    """Return how many rows each Parquet table of a plan holds."""
    return {
        file.stem: pl.scan_parquet(file).select(pl.len()).collect().item() for file in sorted(out.glob("*.parquet"))
    }


def written(
    comparisons: Sequence[Comparison],
    formats: Mapping[str, Run],
    greeting: Sequence[Run],
    *,
    formats_size: str,
    unfinished: Collection[str],
) -> str:
    """Return the page; ``formats`` were timed on the Parquet folder of ``formats_size``.

    ``unfinished``: sizes whose run wanted more memory than the bench allows.
    """
    parts = [
        "# Performance",
        "Written by `make bench` (`python -m bench.run`); every number is from one run. `huikuan plan … "
        "--formats parquet` is timed beside [a plain Polars script](../bench/plain_script.py) that does "
        "ageing, rung, eligible amounts and a ranking on the same files. Each run is a process of its own; "
        "the two take turns; medians are shown. Data: the sample company; sizes count open items, beside "
        "which stand the documents settled within the last month.",
        "## Machine",
        _machine(),
        "## Bars",
        _bars(comparisons, greeting, unfinished),
        "## Plan beside the plain script",
        _beside(comparisons),
        "What the plain script leaves out: problems with row and column, exact money, contacts and slots, "
        "working days, notices and approvals, promises judged, several ladders, the chance of payment from "
        "the folder's own history, reasons.",
        "## Output formats apart",
        f"The whole plan of the {formats_size} folder, with one format each.",
        _formats(formats),
        "## Where the time goes",
        "Seconds by phase, as `summary.json` says them for the last run of each size.",
        _phases(comparisons),
    ]
    return "\n\n".join(parts) + "\n"


def _machine() -> str:
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    facts = [str(os.cpu_count()), f"{memory_gib:.0f} GiB", system, platform.python_version(), pl.__version__]
    return _table(["cores", "memory", "system", "Python", "Polars"], [facts])


def _bars(comparisons: Sequence[Comparison], greeting: Sequence[Run], unfinished: Collection[str]) -> str:
    rows = []
    by_size = {(each.size, each.file_format): each for each in comparisons}
    for file_format in ("parquet", "csv"):
        million = by_size.get(("1M", file_format))
        if million:
            ratio = median_seconds(million.plan) / median_seconds(million.plain)
            rows.append(
                [
                    f"1M items from {file_format}: at most {RATIO_BAR:g} × the plain script",
                    f"{ratio:.2f} ×",
                    _met(ratio <= RATIO_BAR),
                ]
            )
    most, million = by_size.get(("10M", "parquet")), by_size.get(("1M", "parquet"))
    if most and million:
        growth = median_seconds(most.plan) / median_seconds(million.plan)
        rows.append(
            [
                f"10M items: linear (at most {LINEAR_FACTOR:g} × the time of 1M)",
                f"{growth:.1f} ×",
                _met(growth <= LINEAR_FACTOR),
            ]
        )
        peak = peak_gib(most.plan)
        rows.append([f"10M items: under {MEMORY_BAR_GIB:g} GiB", f"{peak:.2f} GiB", _met(peak < MEMORY_BAR_GIB)])
    allowed = f"did not fit into the {MEMORY_LIMIT_BYTES / 2**30:.0f} GiB that the bench allows"
    rows += [[f"{size} items: under {MEMORY_BAR_GIB:g} GiB", allowed, _met(False)] for size in unfinished]
    three = by_size.get(("3M", "parquet"))
    if three and million:
        growth = median_seconds(three.plan) / median_seconds(million.plan)
        rows.append(["3M items beside 1M (no bar)", f"{growth:.1f} × the time, {peak_gib(three.plan):.2f} GiB", ""])
    seconds = median_seconds(greeting)
    rows.append(
        [
            f"`huikuan --help`: at most {GREETING_BAR_SECONDS:g} s (median of {len(greeting)})",
            f"{seconds:.2f} s",
            _met(seconds <= GREETING_BAR_SECONDS),
        ]
    )
    return _table(["bar", "measured", "verdict"], rows)


def _met(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _beside(comparisons: Sequence[Comparison]) -> str:
    rows = []
    for each in comparisons:
        ratio = median_seconds(each.plan) / median_seconds(each.plain)
        rows.append(
            [
                f"{each.size} {each.file_format}",
                f"{each.rows.get('items', 0):,}",
                f"{each.rows.get('worklist', 0):,}",
                _spread(each.plan),
                _spread(each.plain),
                f"{ratio:.2f}",
                f"{median_cpu_seconds(each.plan):.1f} s",
                f"{median_cpu_seconds(each.plain):.1f} s",
                f"{peak_gib(each.plan):.2f} GiB",
                f"{peak_gib(each.plain):.2f} GiB",
                str(len(each.plan)),
            ]
        )
    head = [
        "input",
        "open items",
        "worklist rows",
        "plan",
        "plain script",
        "ratio",
        "plan CPU",
        "plain CPU",
        "plan peak",
        "plain peak",
        "runs",
    ]
    return _table(head, rows)


def _spread(runs: Sequence[Run]) -> str:
    seconds = [each.seconds for each in runs]
    return f"{median_seconds(runs):.2f} s ({min(seconds):.2f}–{max(seconds):.2f})"


def _formats(formats: Mapping[str, Run]) -> str:
    rows = [
        [f"`--formats {name}`", f"{run.seconds:.2f} s", f"{run.peak_bytes / 2**30:.2f} GiB"]
        for name, run in formats.items()
    ]
    return _table(["format", "time", "peak"], rows)


def _phases(comparisons: Sequence[Comparison]) -> str:
    timings = []
    for each in comparisons:
        said = each.summary.get("timings", {})
        assert isinstance(said, Mapping)
        phases_said = {str(phase): float(seconds) for phase, seconds in said.items()}
        rest = each.plan[-1].seconds - sum(phases_said.values())
        timings.append({**phases_said, "the rest (start, reading, closing)": rest})
    phases = list(dict.fromkeys(phase for timing in timings for phase in timing))
    rows = [[phase, *(f"{timing[phase]:.2f}" if phase in timing else "" for timing in timings)] for phase in phases]
    return _table(["phase", *(f"{each.size} {each.file_format}" for each in comparisons)], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
