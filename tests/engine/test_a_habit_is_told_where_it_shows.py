"""How one customer pays and when it picks up (R-232).

| payments received on           | told                                   |
|--------------------------------|----------------------------------------|
| 4 of 5 on Wednesdays           | Wednesday, 4                           |
| 3, all on Wednesdays           | nothing: too few                       |
| one more, refused or last year | as if it had not been                  |
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from huikuan.engine.habits_of_one import PayingHabit, ReachHabit, next_paying_day, paying_habit, reach_habit

DAY = date(2026, 11, 20)  # a Friday
WEDNESDAYS = [date(2026, 11, 4), date(2026, 11, 11), date(2026, 11, 18), date(2026, 10, 28)]


def paid(*days: date, refused: date | None = None) -> pl.DataFrame:
    schema = {"received_on": pl.Date, "refused_on": pl.Date, "method": pl.String}
    return pl.DataFrame([(day, refused, "transfer") for day in days], schema=schema, orient="row")


def test_a_weekday_shows_from_four_payments_on() -> None:
    habit = paying_habit(paid(*WEDNESDAYS, date(2026, 11, 6)), DAY)

    assert habit == PayingHabit(payments=5, method="transfer", weekday=3, on_it=4)
    assert next_paying_day(habit, DAY) == date(2026, 11, 25)
    assert next_paying_day(habit, date(2026, 11, 25)) == date(2026, 12, 2)


def test_too_few_show_nothing_and_what_was_refused_or_is_old_does_not_count() -> None:
    few = pl.concat(
        [paid(*WEDNESDAYS[:3]), paid(WEDNESDAYS[3], refused=DAY), paid(date(2025, 11, 19)), paid(date(2026, 11, 25))]
    )

    assert paying_habit(few, DAY) == PayingHabit(payments=3, method=None, weekday=None, on_it=0)
    assert next_paying_day(paying_habit(few, DAY), DAY) is None


def test_a_customer_is_reached_when_it_picked_up_mostly() -> None:
    at = [datetime(2026, 11, day, hour, 5) for day, hour in ((3, 9), (4, 10), (5, 11), (6, 10), (9, 15))]
    outcomes = ["promised", "stalling", "stalling", "call_back", "not_reached"]
    calls = pl.DataFrame({"at": at, "channel": "phone", "outcome": outcomes})

    assert reach_habit(calls, DAY) == ReachHabit(calls=5, reached=4, is_morning=True)
