"""Everything the statement cycle says of one day: what is due, the cycles it rests on, and who pays late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine import cases
from huikuan.engine.balances import Ledger
from huikuan.engine.statements.cycles import known_statements, open_cycles
from huikuan.engine.statements.document import StatementCycle
from huikuan.engine.statements.timetable import due_today, timetable
from huikuan.engine.tables import Tables


@dataclass(frozen=True)
class StatementDay:
    """The statement cycle on one day.

    ``due``: columns of timetable.CYCLE. ``cycles``: cycles.open_cycles. ``known``: cycles.known_statements.
    ``late_payers``: customer_id, late_months. ``blocked``: customer_id, channel.
    """

    as_of: date
    cycle: StatementCycle
    due: pl.DataFrame
    cycles: pl.DataFrame
    known: pl.DataFrame
    late_payers: pl.DataFrame
    blocked: pl.DataFrame

    @classmethod
    def judged(
        cls,
        tables: Tables,
        ledger: Ledger,
        activities: pl.DataFrame,
        cycle: StatementCycle,
        late: pl.DataFrame,
        *,
        as_of: date,
    ) -> StatementDay:
        """Judge every cycle.

        ``activities``: contacts.known_activities, with case_no of the ledger. ``late``: payers.late_payers.
        """
        known = ledger.numbers.numbered(known_statements(tables.statements, cycle, as_of=as_of))
        cycles = open_cycles(known, tables, ledger, activities, cycle, as_of=as_of)
        blocked = cases.blocked_channels(tables)
        return cls(
            as_of=as_of,
            cycle=cycle,
            due=due_today(cycles, cycle, blocked, as_of=as_of),
            cycles=cycles,
            known=known,
            late_payers=late,
            blocked=blocked,
        )

    def timetable(self, customer_id: str) -> pl.DataFrame:
        """Return every rung of the customer's cycles with its state: due, met, reached, waiting, ahead, lapsed."""
        own = self.cycles.filter(pl.col("customer_id") == customer_id)
        return timetable(own, self.cycle, self.blocked, as_of=self.as_of)
