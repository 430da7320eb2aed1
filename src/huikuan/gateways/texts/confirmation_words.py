"""The letter that confirms a promise in writing: what was said, when, how much, and what to do where it is not so."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.gateways.texts.catalogue import N_
from huikuan.gateways.texts.words import Words

_GREETING = N_("Dear {name},")
_SAID = N_("Thank you for the talk of {today}. As we understood it, you will pay {amount} by {day}{way}.")
_CHECK = N_("If this is not what you meant, or something stands in the way, please tell us before that day.")
_CLOSING = N_("With kind regards")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a letter confirms, all text. ``way``: how it is to be paid, or empty."""

    customer: str
    today: str
    amount: str
    day: str
    way: str
    writer: str


def confirmation_text(said: Confirmed, words: Words) -> str:
    """Return the letter."""
    way = words.text(" by {way}", way=said.way) if said.way else ""
    lines = [
        words.text(_GREETING, name=said.customer),
        words.text(_SAID, today=said.today, amount=said.amount, day=said.day, way=way),
        words.text(_CHECK),
        f"{words.text(_CLOSING)}\n{said.writer}",
    ]
    return "\n\n".join(lines)
