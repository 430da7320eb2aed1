"""Measure ``huikuan plan`` beside a plain script, the statement cycle, the memory and the pages under load.

Writes docs/performance.md.

``python -m bench.run [--only plans|cycle|memory|load] [--sizes 10k,100k,1M,3M,10M] [--repeats 3]``. Sizes count open
items; data are made on the first run and kept in bench/out. What is not measured keeps its part of the page.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import cycle_page, load_page, load_runs, memory_page, memory_runs, parts, performance_page
from bench.data import OUT, FileFormat, folder_of
from bench.measure import Comparison, Run, interleaved, run

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "3M": 3_000_000, "10M": 10_000_000}
LOAD_SIZES = ("100k", "1M")
MEMORY_SIZES = ("10k", "100k", "1M")
CYCLE_ITEMS = 2_000_000  # of 200,000 customers
CSV_SIZE = "1M"  # measured from CSV too, and in every output format
AS_OF = "2026-11-20"
HUIKUAN = str(Path(sys.executable).parent / "huikuan")
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
RESULTS = OUT / "plans"


def plan_command(folder: Path, out: Path, formats: str) -> list[str]:
    """Return the measured command, as a user types it."""
    options = ["--as-of", AS_OF, "--policy", "b2b-standard", "--formats", formats, "--overwrite"]
    return [HUIKUAN, "plan", str(folder), "--out", str(out), *options]


def compare(size: str, file_format: FileFormat, *, repeats: int) -> Comparison:
    """Time both programs in turn on the same folder."""
    said(f"{size} from {file_format}")
    folder = folder_of(SIZES[size], file_format)
    out, plain_out = RESULTS / f"{size}-{file_format}", RESULTS / f"{size}-{file_format}-plain"
    runs = interleaved(
        {
            "plan": plan_command(folder, out, "parquet"),
            "plain": [sys.executable, "-m", "bench.plain_script", str(folder), AS_OF, str(plain_out)],
        },
        repeats=repeats,
        said=said,
    )
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return Comparison(size, file_format, runs["plan"], runs["plain"], summary, performance_page.rows_of(out))


def formats_apart(size: str) -> dict[str, Run]:
    """Time one plan per output format, everything else equal."""
    folder = folder_of(SIZES[size], "parquet")
    timed = {}
    for name in ("parquet", "csv", "json", "xlsx", "html"):
        timed[name] = run(plan_command(folder, RESULTS / f"format-{name}", name))
        said(f"  --formats {name}: {timed[name].seconds:.2f} s")
    return timed


def main() -> None:
    """Measure what was asked for and write its part of the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=("plans", "cycle", "memory", "load"))
    options.add_argument("--sizes", default=",".join(SIZES))
    options.add_argument("--repeats", type=int, default=3)
    asked = options.parse_args()
    sizes = asked.sizes.split(",")
    if asked.only in (None, "plans"):
        parts.renew(PAGE, "plans", _plans(sizes, repeats=asked.repeats))
    if asked.only in (None, "cycle"):
        parts.renew(PAGE, "cycle", _cycle())
    if asked.only in (None, "memory"):
        parts.renew(PAGE, "memory", _memory([size for size in sizes if size in MEMORY_SIZES]))
    if asked.only in (None, "load"):
        parts.renew(PAGE, "load", _load([size for size in sizes if size in LOAD_SIZES]))
    said(f"written: {PAGE.name}")


def _cycle() -> str:
    said("the statement cycle")
    folder, told = folder_of(CYCLE_ITEMS, "parquet"), OUT / "cycle.json"
    run([sys.executable, "-m", "bench.cycle_probe", str(folder), AS_OF, str(told)])
    return cycle_page.written(json.loads(told.read_text(encoding="utf-8")))


def _memory(sizes: Sequence[str]) -> str:
    houses = []
    for size in sizes:
        said(f"{size} in memory")
        houses += [memory_runs.measured(size, SIZES[size], kind, said=said) for kind in memory_runs.databases()]
    return memory_page.written(houses)


def _load(sizes: Sequence[str]) -> str:
    runs = []
    for size in sizes:
        said(f"{size} under load")
        runs.append(load_runs.measured(size, SIZES[size], said=said))
    return load_page.written(runs)


def _plans(sizes: Sequence[str], *, repeats: int) -> str:
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    greeting = [run([HUIKUAN, "--help"]) for _ in range(10)]
    comparisons = []
    unfinished = {}
    for size in sizes:
        is_large = SIZES[size] > SIZES["1M"]
        times = 1 if is_large else repeats
        try:
            comparisons.append(compare(size, "parquet", repeats=times))
        except RuntimeError as failed:
            if not is_large:
                raise
            unfinished[size] = str(failed).splitlines()[0]
            said(f"  {size} did not finish: {unfinished[size]}")
        if size == CSV_SIZE:
            comparisons.append(compare(size, "csv", repeats=times))
    formats_size = CSV_SIZE if CSV_SIZE in sizes else sizes[-1]
    formats = formats_apart(formats_size)
    return performance_page.written(comparisons, formats, greeting, formats_size=formats_size, unfinished=unfinished)


def said(line: str) -> None:
    """Tell whoever waits."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
