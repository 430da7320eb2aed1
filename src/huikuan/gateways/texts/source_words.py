"""Where a manual says something, in words: ``S3l; day [ours]`` is a source document and what of it is our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huikuan.gateways.texts.catalogue import N_

if TYPE_CHECKING:
    from huikuan.gateways.texts.words import Words

# What the shipped documents add to a source; a company's own words stand for themselves.
OURS = (
    N_("content [ours]"),
    N_("counts [ours]"),
    N_("day [ours]"),
    N_("day and approval [ours]"),
    N_("day and threshold [ours]"),
    N_("days [ours]"),
    N_("days [ours] except the first"),
    N_("days after the due date [ours]"),
    N_("days, thresholds and approval [ours]"),
    N_("first day [ours]"),
    N_("ten days [ours]"),
    N_("what is done in each week [ours]"),
    N_("whom it binds [ours]"),
)


def source_text(source: str, words: Words) -> str:
    """Return a source with what is ours in the language of ``words``."""
    parts = [part.strip() for part in source.split(";")]
    return words.text("; ").join(words.text(part) if part in OURS else part for part in parts)
