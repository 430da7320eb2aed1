"""The one catalogue: English sentences are the msgids, Chinese stands in ``locale/zh_Hans``.

``.mo`` files are compiled by ``make setup`` (tools/hatch_build.py); at run time only the standard library is needed.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE_FOLDER = Path(__file__).parents[2] / "locale"
_FOLDERS = {"zh": "zh_Hans"}


def N_(msgid: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark a sentence for the catalogue where it is written down; ``Words.text`` translates it where it is shown."""
    return msgid


@cache
def catalogue(lang: Language) -> gettext.NullTranslations:
    """Return the translations of a language; English needs none, its msgids are the text.

    Raises:
        FileNotFoundError: the catalogue was never compiled (``make setup`` does).
    """
    if lang not in _FOLDERS:
        return gettext.NullTranslations()
    return gettext.translation("huikuan", LOCALE_FOLDER, [_FOLDERS[lang]])
