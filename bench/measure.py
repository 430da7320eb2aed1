"""One command, run apart: how long it took and how much memory it held at most."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
# A child that wants more fails by itself, instead of taking the machine with it.
MEMORY_LIMIT_BYTES = int(0.85 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))


@dataclass(frozen=True, slots=True)
class Run:
    """Wall-clock and processor seconds (all threads) and peak resident bytes of one child process."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One size and input format: our runs, the plain script's, and what our last run said of itself."""

    size: str
    file_format: str
    plan: list[Run]
    plain: list[Run]
    summary: Mapping[str, object]
    rows: Mapping[str, int]


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end. Raises: RuntimeError with its last words when it fails."""
    began = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_limit_memory,
        env=environment,
    )
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} … ended with {child.returncode}: {said[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * BYTES_PER_RSS_UNIT)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))


def interleaved(
    commands: Mapping[str, Sequence[str]], *, repeats: int, said: Callable[[str], None]
) -> dict[str, list[Run]]:
    """Run the commands in turn, so that a busy minute of the machine falls on all of them."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for nth in range(repeats):
        for name, command in commands.items():
            runs[name].append(run(command))
            said(f"  {name} {nth + 1}/{repeats}: {runs[name][-1].seconds:.2f} s")
    return runs


def median_seconds(runs: Sequence[Run]) -> float:
    """Return the median wall time."""
    return median(each.seconds for each in runs)


def median_cpu_seconds(runs: Sequence[Run]) -> float:
    """Return the median processor time, which a busy machine disturbs less."""
    return median(each.cpu_seconds for each in runs)


def peak_gib(runs: Sequence[Run]) -> float:
    """Return the highest peak of all runs, in GiB."""
    return max(each.peak_bytes for each in runs) / 2**30
