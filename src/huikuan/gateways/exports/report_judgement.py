"""What an opened row of the report says of the customer: the judgement with its evidence, tone, advice, readiness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from huikuan.gateways.exports.lines import SumLine

if TYPE_CHECKING:
    from huikuan.gateways.exports.listing import Listing

UNKNOWN = "unknown"


def judgement_lines(listing: Listing, row: Mapping[str, Any]) -> Iterator[SumLine]:
    """Yield the lines for a row of ``worklist_table``."""
    words = listing.words
    known = [words.title(name, row[name]) for name in ("debtor_type", "cause") if (row[name] or UNKNOWN) != UNKNOWN]
    yield SumLine(words.text("Seen as"), " · ".join(known) or words.text("not judged"), row["evidence_text"])
    if row["intent"] == "malicious":
        yield SumLine(words.text("Intent"), words.title("intent", row["intent"]))
    if row["tactic"]:
        yield SumLine(words.text("Tone"), words.title("wording", row["wording"]), row["tactic_text"])
    if row["readiness"]:
        yield SumLine(words.text("Ready"), row["readiness"], row["readiness_text"])
    if row["goal_minor"]:
        goal = words.text(
            "{amount} by {day}",
            amount=words.money(row["goal_minor"], row["currency"]),
            day=words.day(row["goal_on"], listing.as_of),
        )
        yield SumLine(words.text("Goal"), goal)
