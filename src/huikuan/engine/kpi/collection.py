"""How much of what could come in did: CEI, recovery of overdue, collection rate, on-time rate (D-1101, D-1102).

All amounts are minor units of one currency; rates are in per cent.
"""

from __future__ import annotations

from huikuan.engine.kpi.answers import Answer, percent


def cei(*, ar_begin: int, sales: int, ar_end: int, current_end: int) -> Answer:
    """Return the collection effectiveness index: (begin + sales - end) / (begin + sales - not yet due at the end)."""
    return percent(ar_begin + sales - ar_end, ar_begin + sales - current_end, otherwise="nothing_collectable")


def recovery_of_overdue(*, recovered: int, overdue_at_start: int) -> Answer:
    """Return cash on the items that were overdue at the start / those items: what a target of 70 % is about."""
    return percent(recovered, overdue_at_start, otherwise="nothing_overdue_at_start")


def collection_rate(*, collected: int, collectable: int) -> Answer:
    """Return cash on the items due or overdue at the start and those fallen due since / those items."""
    return percent(collected, collectable, otherwise="nothing_collectable")


def on_time_rate(*, paid_on_time: int, fell_due: int) -> Answer:
    """Return cash that came by the due date, that day included / amounts due in the period."""
    return percent(paid_on_time, fell_due, otherwise="nothing_fell_due")
