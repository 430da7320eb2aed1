"""What a rung or a step begins on, in words: the conditions of engine/ladder/conditions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from huikuan.engine.ladder.document import BATCH_DATE, DUE_DATE, GRACE, ISSUE_DATE, When
from huikuan.gateways.texts.catalogue import N_


class Speaker(Protocol):
    """Whoever says sentences and codes in one language."""

    def text(self, msgid: str, /, **values: object) -> str:
        """Return the sentence with its values."""

    def code(self, code_list: str, code: str, /) -> str:
        """Return the word for a code."""


_BASES: Mapping[str, str] = {
    DUE_DATE: N_("the due date"),
    GRACE: N_("the last day of grace"),
    BATCH_DATE: N_("the batch date"),
    ISSUE_DATE: N_("the issue date"),
}
# condition -> (before the day counted from, on it, after it)
_DAYS: Mapping[str, tuple[str, str, str]] = {
    "day": (N_("{count} days before {base}"), N_("{base}"), N_("day {count} after {base}")),
    "workday": (
        N_("{count} working days before {base}"),
        N_("the first working day from {base}"),
        N_("working day {count} after {base}"),
    ),
}
_OTHERS: Mapping[str, str] = {
    "month_day": N_("the next day {count} of a month after {base}"),
    "amount": N_("at least {amount} to ask for"),
    "term": N_("a term of more than {count} days"),
    "recorded": N_("a record of {step}"),
}
_CONTACTS: Mapping[bool | None, str] = {
    None: N_("contact no. {count} ({channel})"),
    True: N_("conversation no. {count} ({channel})"),
    False: N_("attempt no. {count} that reached nobody ({channel})"),
}


def when_text(when: When, words: Speaker) -> str:
    """Return the condition as part of a sentence: ``day 14 after the beginning of trace-1``."""
    if when.parts:
        joint = words.text(" or ") if when.condition == "any" else words.text(" and ")
        return joint.join(_part_text(part, words) for part in when.parts)
    if when.condition in _DAYS:
        before, on, after = _DAYS[when.condition]
        template = after if when.count > 0 else before if when.count else on
    elif when.condition in ("contacts", "conversations"):
        template = _CONTACTS[True if when.condition == "conversations" else when.is_reached]
    else:
        template = _OTHERS[when.condition]
    return words.text(
        template,
        count=abs(when.count),
        base=_base_text(when.after, words),
        amount=f"{Decimal(when.amount or 0):,}",
        step=when.step,
        channel=words.code("channel", when.channel) if when.channel else words.text("any channel"),
    )


def _part_text(when: When, words: Speaker) -> str:
    text = when_text(when, words)
    return words.text("({inner})", inner=text) if when.parts else text


def _base_text(after: str, words: Speaker) -> str:
    if after in _BASES:
        return words.text(_BASES[after])
    return words.text("the beginning of {rung}", rung=after)
