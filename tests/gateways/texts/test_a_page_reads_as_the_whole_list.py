"""A page fills all templates at once, a whole list each from its rows: both say the same."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from huikuan.gateways.texts import LANGUAGES, Language, sentences, words

ROWS = pl.DataFrame(
    {
        "reasons": [["overdue", "part_disputed"], [], ["grace_over"], ["part_disputed", "overdue"]],
        "currency": ["CNY", "CNY", "USD", "JPY"],
        "overdue_minor": [12_345, 0, None, -700],
        "oldest_overdue_days": [3, 0, 1, 400],
        "disputed_minor": [1, 2, 3, 4],
    }
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_ways_say_the_same(lang: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for few in (0, ROWS.height):
        monkeypatch.setattr(sentences, "FEW_ROWS", few)
        told.append(words(lang).reason_sentences(ROWS, date(2026, 11, 20), ()).to_list())

    assert told[0] == told[1]
    assert [bool(text) for text in told[0]] == [True, False, True, True]
