"""How old the balance is and how it grows older: overdue ratio, roll rates (D-1102).

Only neighbours that a month can connect are rolled: from 91 days on a bucket holds several months, and its quotient
would mix them. A month of 31 days may roll more than all of a bucket of 30.
"""

from __future__ import annotations

from huikuan.engine.kpi.answers import Answer, percent

# From last month's bucket to this month's.
ROLLS = (("not_due", "1-30"), ("1-30", "31-60"), ("31-60", "61-90"))
CURRENT_BUCKETS = ("not_due", "retention", "bills_in_hand")


def overdue_ratio(*, overdue: int, ar_end: int) -> Answer:
    """Return overdue AR / AR in per cent; above 100 where credits and unallocated cash outweigh what is not due."""
    return percent(overdue, ar_end, otherwise="no_balance")


def roll_rate(*, arrived: int, started: int) -> Answer:
    """Return this month's bucket n+1 / last month's bucket n in per cent."""
    return percent(arrived, started, otherwise="empty_bucket")
