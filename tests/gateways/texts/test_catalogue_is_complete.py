"""Every sentence of the product has Chinese words, and the catalogue holds nothing that is not said."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import huikuan
from huikuan.engine import codes
from huikuan.engine.outcome import REASONS
from huikuan.gateways.imports.problem_codes import READING_PROBLEMS, UNUSABLE_INPUTS
from huikuan.gateways.texts import LANGUAGES, Language, words
from huikuan.gateways.texts.problem_words import ENGINE_PROBLEMS, problem_templates
from huikuan.gateways.texts.reason_words import REASON_SENTENCES, REASON_TAGS
from huikuan.gateways.texts.words import CATALOGUE_LISTS, CODE_LISTS

SOURCE = Path(huikuan.__file__).parent
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "huikuan.po"
MARKED_IN = ("gateways/texts", "gateways/exports", "web")
_TAG = re.compile(r"""{% (?:t|count \S+) (["'])(.+?)\1""")  # in the templates of the pages
OURS_ENDS = "# The command line (cli)"


def translations() -> dict[str, Message]:
    with CATALOGUE.open("rb") as lines:
        return {_singular(message.id): message for message in read_po(lines, locale="zh_Hans") if message.id}


def _singular(msgid: str | tuple[str, ...] | list[str]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def marked_sentences() -> set[str]:
    """The sentences marked in code and templates, and those that stand in the tables of reading problems."""
    found = {_singular(text) for pair in (*READING_PROBLEMS.values(), *UNUSABLE_INPUTS.values()) for text in pair}
    for folder in MARKED_IN:
        extracted = extract_from_dir(
            SOURCE / folder,
            method_map=[("**.py", "python"), ("templates/*.html", "jinja2")],
            keywords={"N_": None, "text": None, "count": (1, 2)},
        )
        found |= {_singular(message) for _file, _line, message, _comments, _context in extracted}
    pages = (page.read_text(encoding="utf-8") for page in (SOURCE / "web" / "templates").rglob("*.html"))
    return found | {msgid for page in pages for _quote, msgid in _TAG.findall(page)}


def test_every_sentence_has_chinese_words() -> None:
    translated = {msgid for msgid, message in translations().items() if message.string and all(message.string)}

    assert sorted(marked_sentences() - translated) == []


def test_no_sentence_stands_twice_in_the_catalogue() -> None:
    """Reading keeps the last of two silently, so that the first could say something else for ever."""
    msgids = re.findall(r'^msgid ((?:".*"\n)+)', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    joined = ["".join(re.findall(r'"(.*)"', msgid)) for msgid in msgids]
    assert len(joined) > 1000  # the pattern still finds them
    assert [msgid for msgid, count in Counter(joined).items() if count > 1] == []


def test_no_sentence_of_ours_in_the_catalogue_is_unused() -> None:
    ours = CATALOGUE.read_text(encoding="utf-8").split(OURS_ENDS)[0]
    marked = marked_sentences()
    unused = sorted(msgid for msgid in translations() if msgid not in marked)
    still_listed = [msgid for msgid in unused if f'msgid "{msgid}"' in ours]

    assert still_listed == []


def test_both_languages_fill_the_same_placeholders() -> None:
    differing = [
        msgid
        for msgid, message in translations().items()
        if _placeholders(msgid) != _placeholders(_singular(message.string))
    ]

    assert differing == []


def _placeholders(template: str) -> list[tuple[str, str]]:
    return sorted((field, kind or "") for _text, field, kind, _conversion in Formatter().parse(template) if field)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_every_list_has_a_word(lang: Language) -> None:
    for name in (*CODE_LISTS, *CATALOGUE_LISTS):
        assert all(words(lang).code_words(name).values()), name


def test_every_reason_has_a_sentence_and_a_tag() -> None:
    assert set(REASON_SENTENCES) == set(REASONS)
    assert set(REASON_TAGS) == set(REASONS)


def test_every_problem_code_of_the_engine_has_a_message_and_a_remedy() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCE / "engine").rglob("*.py"))
    named = {code for code in problem_templates() if f'"{code}"' in source}

    assert named == set(ENGINE_PROBLEMS)


def test_chinese_words_differ_from_the_english_ones() -> None:
    untranslated = [msgid for msgid, message in translations().items() if message.string == msgid]

    assert [msgid for msgid in untranslated if any(letter.isalpha() for letter in msgid.format_map(_Blank()))] == []


class _Blank(dict[str, str]):
    """Fills every placeholder with nothing, so that only the words of a template are left."""

    def __missing__(self, key: str) -> str:
        return ""


def test_buckets_are_said_with_their_days() -> None:
    assert words("zh").titles("bucket")["over-365"] == "365 天以上"
    assert words("en").titles("bucket")["not_due"] == "Not due"
    assert tuple(words("en").titles("bucket")) == tuple(codes.BUCKETS)
