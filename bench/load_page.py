"""The pages' part of docs/performance.md: what each takes the server while people work."""

from __future__ import annotations

import os
from collections.abc import Sequence
from statistics import quantiles

from bench.load_runs import MEASURED_SECONDS, PROCESSES, THINK_SECONDS, USERS, WARM_SECONDS, LoadRun
from bench.memory_page import table
from bench.memory_runs import server_said

BAR_MS, BAR_SIZE = 100.0, "1M"


def written(runs: Sequence[LoadRun]) -> str:
    """Return the part."""
    people = max(run.people for run in runs)
    head = [
        "open items",
        "page",
        "visits",
        "server p50",
        "server p95",
        "longest",
        "bar (p95)",
        "verdict",
        "visitor p50",
        "visitor p95",
    ]
    return "\n\n".join(
        [
            "## The pages under load",
            f"Written by `python -m bench.run --only load`. {USERS} visitors, signed in as {people} people of "
            f"different roles, look at a page and think for {THINK_SECONDS:g} s (half to one and a half of it), "
            f"{MEASURED_SECONDS:g} s long after {WARM_SECONDS:g} s to settle in: five of ten visits a customer, three "
            f"the worklist with its tabs, two the portfolio. `huikuan serve` with {PROCESSES} processes, "
            f"{server_said()} (loopback) and the visitors share {os.cpu_count()} cores. *Server* is the server's own "
            "time for a page, database included; *visitor* is until the visitor has all of it, waiting for a free "
            "place in the server included.",
            table(head, [row for run in runs for row in _rows(run)]),
        ]
    )


def _rows(run: LoadRun) -> list[list[str]]:
    rows = []
    for page, server in run.server_ms.items():
        late = _share(server, 95)
        verdict = "" if run.size != BAR_SIZE else "met" if late <= BAR_MS else "**missed**"
        bar = f"{BAR_MS:g} ms" if run.size == BAR_SIZE else ""
        visitor = run.visitor_ms[page]
        rows.append(
            [
                run.size,
                page,
                f"{len(server):,}",
                _ms(_share(server, 50)),
                _ms(late),
                _ms(max(server)),
                bar,
                verdict,
                _ms(_share(visitor, 50)),
                _ms(_share(visitor, 95)),
            ]
        )
    return rows


def _share(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _ms(value: float) -> str:
    return f"{value:.0f} ms"
