"""How the sample's customers pay: eight habits, their share of the portfolio, and the day a document is paid.

A habit gives a document's wish (days from its due date); the customer's own pay day, the Spring Festival and working
days then decide. Two habits turn on a day: one goes bad slowly, one stops altogether and is chased for years.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from huikuan.gateways.sample.days import HISTORY_DAYS, NEVER, Days, Flags, Floats, Ints

PROMPT, MONTH_END, SLOW, BREAKER, DISPUTER, GOING_BAD, GONE, EXACT = range(8)


class Habit(NamedTuple):
    """Share of customers, and the bounds within which a habit turns, in days before as_of (0 = it never turns)."""

    share: float
    turned_from: int
    turned_to: int


HABITS = {
    PROMPT: Habit(0.43, 0, 0),
    MONTH_END: Habit(0.20, 0, 0),
    SLOW: Habit(0.17, 0, 0),
    BREAKER: Habit(0.08, 0, 0),
    DISPUTER: Habit(0.05, 0, 0),
    GOING_BAD: Habit(0.05, 30, 210),
    GONE: Habit(0.02, 170, 720),
}
SUPPLIED_AFTER_TURNING = {GOING_BAD: 75, GONE: 45}  # then nothing is dispatched any more


def turning_days(rng: np.random.Generator, habit: Ints) -> Ints:
    """Return the day on which each customer's habit turns; ``NEVER`` for those that do not."""
    turned_from, turned_to = (
        np.array([HABITS[each][at] if each in HABITS else 0 for each in range(8)]) for at in (1, 2)
    )
    before = turned_from[habit] + (rng.random(len(habit)) * (turned_to - turned_from)[habit]).astype(np.int64)
    return np.where(before > 0, HISTORY_DAYS - before, NEVER)


def late_days(rng: np.random.Generator, *, habit: Ints, due: Ints, turned: Ints) -> Ints:
    """Return how many days after its due date each document is meant to be paid; ``NEVER`` when not at all."""
    count = len(habit)
    prompt = np.round(rng.normal(-1.0, 3.0, count))
    chance = rng.random(count)
    spread = rng.gamma(2.0, 1.0, count)
    slow = 8 + spread * 14
    breaker = 14 + spread * 17
    disputed = np.where(chance < 0.82, prompt + 2, 45 + spread * 40)
    since_turn = np.clip(due - turned, 0, None)
    bad = np.where(chance < 0.40, 30 + spread * 22 + since_turn * 0.25, NEVER)
    gone = np.where(chance < 0.12, 40 + spread * 30, NEVER)
    has_turned = due >= turned
    wish: Floats = np.select(
        [habit == PROMPT, habit == MONTH_END, habit == SLOW, habit == BREAKER, habit == DISPUTER, habit == EXACT],
        [prompt, prompt + 3, slow, breaker, disputed, np.full(count, -15.0)],
        default=np.where(has_turned, np.where(habit == GONE, gone, bad), prompt),
    )
    # Everybody forgets one in a while.
    forgotten = (rng.random(count) < 0.05) & (habit != EXACT)
    return np.asarray(np.where(forgotten, wish + 12 + spread * 8, wish), dtype=np.int64)


def paid_days(days: Days, *, due: Ints, late: Ints, pay_day: Ints) -> Ints:
    """Return the pay day on which each document is paid; ``NEVER`` when it is not."""
    meant = np.clip(due + late, 0, NEVER)
    return np.where(late >= NEVER, NEVER, days.pay_day[pay_day, meant])


def is_disputed(rng: np.random.Generator, *, habit: Ints, late: Ints) -> Flags:
    """Tell which documents are late because their customer disputes them."""
    found: Flags = (habit == DISPUTER) & (late > 30) & (rng.random(len(habit)) < 0.85)
    return found
