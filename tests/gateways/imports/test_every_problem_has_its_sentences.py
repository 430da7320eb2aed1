"""Every code that reading can give has an English message and remedy, and every sentence has a code that uses it."""

import re
import string
from pathlib import Path

from huikuan.gateways import imports
from huikuan.gateways.imports import Unusable
from huikuan.gateways.imports.problem_codes import READING_PROBLEMS, UNUSABLE_INPUTS

SOURCES = {path.name: path.read_text("utf-8") for path in Path(imports.__file__).parent.glob("*.py")}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_belongs_to_a_code_in_use_and_the_other_way_round() -> None:
    source = "".join(text for name, text in SOURCES.items() if name != "problem_codes.py")
    unusable = set(re.findall(r'Unusable\(\s*"([a-z_]+)"', source))
    assert unusable == set(UNUSABLE_INPUTS)
    assert sorted(code for code in READING_PROBLEMS if f'"{code}"' not in source) == []


def test_sentences_are_whole_and_filled_from_the_problem() -> None:
    for code, sentences in READING_PROBLEMS.items():
        for sentence in sentences:
            assert sentence.endswith((".", "}")), code
            assert fields(sentence) <= {"value", "column", "detail"}, code


def test_a_refusal_is_a_sentence_with_its_remedy() -> None:
    refused = Unusable("missing_folder", path="in/2026")
    assert str(refused) == "in/2026 does not exist. Check the path of the folder or file."
