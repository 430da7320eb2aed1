"""What names are looked for by: as they are written, by their sound and by its first letters (R-212)."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

_HANZI = re.compile("[㐀-鿿]")


def searched(text: str) -> str:
    """Return what somebody typed as names are kept for looking: in small letters, without blanks at its ends."""
    return unicodedata.normalize("NFKC", text).lower().strip()


def findable_texts(customers: pl.DataFrame) -> pl.Series:
    """Return the text that each customer is looked for in. ``customers``: code, named (name and short name)."""
    texts = [_lines(code, *(named or "").split("\n")) for code, named in customers.select("code", "named").iter_rows()]
    return pl.Series("text", texts, dtype=pl.String)


def _lines(code: str, *names: str) -> str:
    lines = [code, *names]
    for name in names:
        if _HANZI.search(name):
            sounds = _sounds(name)
            lines += ["".join(sounds), "".join(sound[0] for sound in sounds)]
    told = dict.fromkeys(line for line in map(searched, lines) if line)
    return "\n" + "\n".join(told)  # a line begins behind each break, the first one too


def _sounds(name: str) -> list[str]:
    """Return the syllables without tones; a city keeps its own reading (重庆 chongqing). Other signs stay."""
    from pypinyin import lazy_pinyin  # reads its dictionary when it is first needed: only imports need it

    return [sound for sound in (part.strip() for part in lazy_pinyin(name)) if sound]
