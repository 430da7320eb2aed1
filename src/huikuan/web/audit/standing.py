"""How the record stands: sealed, exported, checked, each with its time."""

from __future__ import annotations

from datetime import datetime

from huikuan.apps.audit.trail import SealState
from huikuan.gateways import clock
from huikuan.gateways.exports.palette import AMBER, GREEN, RED
from huikuan.web.visitors import Visit


def standing(state: SealState, visit: Visit) -> list[tuple[str, str, tuple[str, str]]]:
    """Return name, value and tone of each: entries sealed, the head, the last check."""
    words = visit.words
    sealed = words.text("{n} entries", n=f"{state.sealed:,}")
    if state.unsealed:
        sealed = words.text(
            "{n} entries; {more} wait for the sealer", n=f"{state.sealed:,}", more=f"{state.unsealed:,}"
        )
    checked, tone = words.text("never"), AMBER
    if state.verified_at:
        at = _at(state.verified_at, visit)
        checked, tone = words.text("{at}: whole", at=at), GREEN
        if state.findings:
            checked, tone = words.text("{at}: {n} findings", at=at, n=f"{state.findings:,}"), RED
    head = _at(state.head_at, visit) if state.head_at else words.text("never")
    return [
        (words.text("Sealed"), sealed, AMBER if state.unsealed else GREEN),
        (words.text("Head exported"), head, GREEN if state.head_at else AMBER),
        (words.text("Last checked"), checked, tone),
    ]


def _at(moment: datetime, visit: Visit) -> str:
    seen = clock.seen_here(moment)
    return f"{visit.words.day(seen.date(), visit.business_date)} {seen:%H:%M}"
