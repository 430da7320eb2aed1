"""Renews docs/reference/code-lists.md from the literal lists of engine/codes. Run with ``make docs``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from huikuan.engine import codes

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "code-lists.md"
_HEAD = """# Code lists

Made by `make docs` from `engine/codes.py`. Input may carry the code, the Chinese word or the English one, in any case;
output carries the code.
"""


def page() -> str:
    """Return the page: one table for each list, in the order of the module."""
    lists = [(name, value) for name, value in vars(codes).items() if name.isupper() and isinstance(value, Mapping)]
    return _HEAD + "".join(_section(name, words) for name, words in lists)


def _section(name: str, words: Mapping[str, tuple[str, str]]) -> str:
    title = name.replace("_", " ").capitalize()
    rows = "".join(f"| `{code}` | {chinese} | {english} |\n" for code, (chinese, english) in words.items())
    return f"\n## {title}\n\n| code | 中文 | English |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
