"""The statement cycle of one folder, judged several times in one process; writes what it took as JSON.

``python -m bench.cycle_probe FOLDER AS_OF OUT``. Only the two newest periods are kept of each customer's statements.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from bench.measure import BYTES_PER_RSS_UNIT
from huikuan.engine.balances import ledger_on
from huikuan.engine.contacts import known_activities
from huikuan.engine.statements.day import StatementDay
from huikuan.engine.statements.payers import late_payers
from huikuan.gateways.imports import read_folder
from huikuan.gateways.policies import preset_cycle

TIMES, PERIODS = 5, 2


def main(folder: Path, as_of: date, out: Path) -> None:
    """Read once, judge several times."""
    given = read_folder(folder).tables
    kept = given.statements["period"].unique().sort(descending=True).head(PERIODS)
    tables = replace(given, statements=given.statements.filter(pl.col("period").is_in(kept.implode())))
    ledger = ledger_on(tables, as_of=as_of)
    activities = ledger.numbers.numbered(known_activities(tables.activities, as_of=as_of))
    cycle = preset_cycle()
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        late = late_payers(ledger.documents, tables.customers, tables.disputes, cycle, as_of=as_of)
        day = StatementDay.judged(tables, ledger, activities, cycle, late, as_of=as_of)
        seconds.append(time.perf_counter() - began)
    told = {
        "seconds": seconds,
        "customers": tables.customers.height,
        "statements": tables.statements.height,
        "cycles": day.cycles.height,
        "due": day.due.height,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_RSS_UNIT,
    }
    out.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]))
