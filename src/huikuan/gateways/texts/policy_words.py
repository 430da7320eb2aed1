"""How often and when a step of a ladder comes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from huikuan.engine.ladder.document import Interval, Step
from huikuan.gateways.texts.words import Words


def interval_text(interval: Interval, words: Words) -> str:
    """Return a wait or a rhythm in words: 3 working days."""
    if interval.count == 1:
        return words.text("1 working day") if interval.unit == "wd" else words.text("1 day")
    template = words.text("{count} working days") if interval.unit == "wd" else words.text("{count} days")
    return template.format(count=interval.count)


def rhythm_text(step: Step, words: Words) -> str:
    """Return when within its rung a step comes: once, daily, on certain days."""
    if step.slots:
        on_days = _slots_text(step.slots, words)
        return words.text("{days}, until one contact was delivered", days=on_days) if step.is_once else on_days
    if step.every is None:
        return words.text("once")
    is_daily = step.every.count == 1 and step.every.unit == "cal"
    every = (
        words.text("daily") if is_daily else words.text("every {interval}", interval=interval_text(step.every, words))
    )
    turns = words.text(", another channel each time") if step.channels_in_turn else ""
    return every + turns + (words.text(", on later rungs too") if step.goes_on else "")


def _slots_text(slots: Sequence[Interval], words: Words) -> str:
    days = [str(slot.count) for slot in slots]
    if all(slot.unit == "wd" and slot.count < 0 for slot in slots):
        ahead = words.text(", ").join(day.removeprefix("-") for day in days)
        return words.text("{days} working days before the due date", days=ahead)
    days = [day if slot.unit == "cal" else f"{day} {slot.unit}" for day, slot in zip(days, slots, strict=True)]
    return words.text("on day {days}", days=words.text(", ").join(days))
