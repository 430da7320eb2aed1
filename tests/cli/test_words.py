"""Everything the command line says is in the catalogue, in Chinese too, with the same facts in it."""

from __future__ import annotations

import ast
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from huikuan.cli import faults, planning
from huikuan.cli.speech import LOCALE
from huikuan.gateways.imports.problem_codes import UNUSABLE_INPUTS
from huikuan.gateways.policies import POLICY_PROBLEMS
from huikuan.gateways.texts.import_words import TABLE_WORDS

SOURCES = sorted(Path(faults.__file__).parent.glob("*.py"))


@cache
def _chinese() -> dict[str, str]:
    with (LOCALE / "zh_Hans" / "LC_MESSAGES" / "huikuan.po").open("rb") as catalogue:
        return {
            message.id: str(message.string)
            for message in read_po(catalogue, locale="zh_Hans")
            if isinstance(message.id, str)
        }


def _marked(path: Path) -> list[str]:
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "N_"}
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def _placeholders(sentence: str) -> set[str]:
    return {field for _literal, field, _kind, _conversion in string.Formatter().parse(sentence) if field}


SENTENCES = sorted(
    {sentence for path in SOURCES for sentence in _marked(path)}
    | {sentence for pair in (*POLICY_PROBLEMS.values(), *UNUSABLE_INPUTS.values()) for sentence in pair}
)


def test_every_sentence_has_its_chinese() -> None:
    assert len(SENTENCES) > 250
    assert [sentence for sentence in SENTENCES if not _chinese().get(sentence)] == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_chinese_says_the_same_facts(sentence: str) -> None:
    assert _placeholders(_chinese()[sentence]) == _placeholders(sentence)


def test_no_table_is_named_without_words() -> None:
    from huikuan.engine.tables import INPUTS

    assert set(TABLE_WORDS) == set(INPUTS)


def test_every_refusal_of_the_output_has_a_sentence() -> None:
    assert set(planning.REFUSALS) == {"out_is_file", "out_not_empty", "format_unknown"}
