"""The three presets of D-802 as data: how good a weekday, a part of the day and a part of the month are to call.

The sources give orders, not figures ("mornings over afternoons"); the percentages are ours and keep those orders. 100
is an ordinary time. Lunch stands in no preset: nobody is called then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Parts of the day, by the debtor's clock. ``opening`` is the first hour in which the customer may be called that day.
MORNING_ENDS, LUNCH_STARTS, LUNCH_ENDS, LATE_STARTS, EVENING_STARTS = 11, 12, 14, 17, 18
MONTH_START_DAYS, MONTH_END_DAYS = 5, 3  # the first five days of a month are its start, the last three its end [ours]


@dataclass(frozen=True, slots=True)
class CallTimes:
    """One preset: factors in percent. ``weekdays`` from Monday to Sunday; a weekend day counts when it is worked."""

    id: str
    source: str
    weekdays: tuple[int, int, int, int, int, int, int]
    opening: int
    morning: int
    late_morning: int
    afternoon: int
    late_afternoon: int
    evening: int
    month_start: int = 100
    month_end: int = 100

    @property
    def parts(self) -> Mapping[str, int]:
        """Return part of the day -> factor."""
        names = ("opening", "morning", "late_morning", "afternoon", "late_afternoon", "evening")
        return {name: getattr(self, name) for name in names}


PRESETS: Mapping[str, CallTimes] = {
    preset.id: preset
    for preset in (
        # mornings, Monday, start of month; not weekends, month end, end of the morning or of the afternoon
        CallTimes(
            id="mornings-monday",
            source="S3e",
            weekdays=(120, 100, 100, 100, 100, 80, 80),
            opening=120,
            morning=120,
            late_morning=80,
            afternoon=100,
            late_afternoon=80,
            evening=80,
            month_start=110,
            month_end=80,
        ),
        # as work begins; Friday, then Thursday, then Tuesday; not Monday, not Wednesday
        CallTimes(
            id="opening-friday",
            source="S4a",
            weekdays=(80, 110, 80, 115, 120, 80, 80),
            opening=130,
            morning=100,
            late_morning=100,
            afternoon=100,
            late_afternoon=100,
            evening=80,
        ),
        # mornings over afternoons; Tuesday to Thursday over Monday and Friday
        CallTimes(
            id="mornings-midweek",
            source="S4b",
            weekdays=(95, 105, 105, 105, 95, 90, 90),
            opening=115,
            morning=115,
            late_morning=115,
            afternoon=100,
            late_afternoon=100,
            evening=80,
        ),
    )
}
# [ours]: what S3e and S4b agree on (mornings), and the weekdays on which no source advises against calling most.
DEFAULT_CALL_TIMES = "mornings-midweek"
CALLS_PER_HOUR = 8  # of one person [ours]: about the 60 contacts a day of R-68 over the seven hours of a company's day
