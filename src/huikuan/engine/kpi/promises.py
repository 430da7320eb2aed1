"""What promises were worth (D-1002, D-1102): by amount, partly kept apart."""

from __future__ import annotations

from huikuan.engine.kpi.answers import Answer, percent

# Promises after the third failure behave alike and are few.
LEVELS = (1, 2, 3)


def promise_rate(*, amount: int, fell_due: int) -> Answer:
    """Return the promised amount that was kept (or partly kept) within tolerance / the amount fallen due."""
    return percent(amount, fell_due, otherwise="no_promise_fell_due")
