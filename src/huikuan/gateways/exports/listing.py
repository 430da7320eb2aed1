"""A worklist, or a page of one, with what it takes to say it in words: shown alike by report, workbook and screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.engine.ladder.document import Policy
from huikuan.gateways.texts import Words


@dataclass(frozen=True)
class Listing:
    """Rows of the engine's WORKLIST, of one day; ``policies`` are those they follow, by id."""

    worklist: pl.DataFrame
    as_of: date
    policies: Mapping[str, Policy]
    base_currency: str
    words: Words
    has_entities: bool  # more than one legal entity occurs, so that each row says its own
