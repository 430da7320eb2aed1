"""Which language the terminal speaks. Standard library only: ``huikuan --help`` must not wait for Polars.

Sentences are written in English in the code and looked up in the house catalogue; ``N_`` marks those that are only
looked up later. The files of a plan follow ``--lang`` alone (spec/files.md, "Out"); the terminal follows ``--lang``,
else ``HUIKUAN_LANG``, else the locale where it is an English one, else it speaks Chinese.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

DOMAIN = "huikuan"
LOCALE = Path(__file__).parents[1] / "locale"
LANGUAGES = ("zh", "en")
_CATALOGUE_LANGUAGE = {"zh": "zh_Hans", "en": "en"}
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def N_(msgid: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark a sentence for the catalogue and leave it as it is."""
    return msgid


def _(msgid: str) -> str:
    """Return the sentence in the language the terminal speaks."""
    return gettext.dgettext(DOMAIN, msgid)


# Words that the parser itself puts into the help; looked up by it in the catalogue that we bind.
PARSER_WORDS = (N_("Arguments"), N_("Options"), N_("Commands"), N_("required"), N_("default: {default}"))


def terminal_language(environment: Mapping[str, str], arguments: Sequence[str] = ()) -> str:
    """Return ``zh`` or ``en`` for the terminal, from the arguments before they are parsed and from the environment."""
    for given in (_value_of("--lang", arguments), environment.get("HUIKUAN_LANG", "")):
        if given in LANGUAGES:
            return given
    named = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return "en" if named.startswith("en") else "zh"


def _value_of(option: str, arguments: Sequence[str]) -> str:
    for at, argument in enumerate(arguments):
        if argument == option:
            return arguments[at + 1] if at + 1 < len(arguments) else ""
        if argument.startswith(option + "="):
            return argument.removeprefix(option + "=")
    return ""


def choose_language(language: str) -> None:
    """Make this process speak ``language``, headings of the help included."""
    os.environ["LANGUAGE"] = _CATALOGUE_LANGUAGE[language]
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


def spoken_language() -> Literal["zh", "en"]:
    """Return the language chosen last, ``zh`` before any choice."""
    return "en" if os.environ.get("LANGUAGE") == "en" else "zh"
