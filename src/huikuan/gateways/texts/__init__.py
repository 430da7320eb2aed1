"""Words for people: one gettext catalogue, figures and dates as each language writes them, reasons as sentences.

The engine and the files speak in codes; only what stands here knows languages. Start with ``words("zh")``.
"""

from huikuan.gateways.texts.catalogue import LANGUAGES, N_, Language
from huikuan.gateways.texts.words import Words, words

__all__ = ["LANGUAGES", "N_", "Language", "Words", "words"]
