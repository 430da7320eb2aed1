"""A judgement is told in counts and as a question; no word of the product calls anybody names (D-502, D-808)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from babel.messages.pofile import read_po

import huikuan
from huikuan.engine import codes
from huikuan.engine.judgement.rules import CAUSES, EVIDENCE, ON_OUR_SIDE, TACTICS
from huikuan.engine.readiness import CHECKS, GAPS
from huikuan.gateways.texts import LANGUAGES, Language, words
from huikuan.gateways.texts import judgement_words as said

AS_OF = date(2026, 11, 20)
CATALOGUE = Path(huikuan.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "huikuan.po"
# Beside those that the house test keeps out of every file, put together as there.
NAMES_FOR_PEOPLE = (
    *("老" + "赖", "赖" + "账", "赖皮", "无赖", "失信", "骗子", "恶意", "不诚信", "狡猾", "欠债不还"),
    *(
        "dead" + "beat",
        "defaulter",
        "delinquent debtor",
        "cheat",
        "liar",
        "dishonest",
        "bad faith",
        "malicious",
        "fraudster",
    ),
)


def told(lang: Language, evidence: list[str]) -> str:
    rows = pl.DataFrame({"evidence": [evidence]}, schema={"evidence": pl.List(pl.String)})
    return str(words(lang).evidence_sentences(rows, AS_OF)[0])


def test_no_sentence_in_either_language_calls_a_customer_names() -> None:
    with CATALOGUE.open("rb") as lines:
        messages = [message for message in read_po(lines, locale="zh_Hans") if message.id]
    sentences = [str(side) for message in messages for side in (message.id, message.string)]
    assert [text for text in sentences if any(name in text.lower() for name in NAMES_FOR_PEOPLE)] == []
    assert len(sentences) > 1000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_for_a_code_of_the_judgement_does_either(lang: Language) -> None:
    for code_list in ("intent", "debtor_type", "cause", "evidence", "tactic", "tone", "wording", "gap", "check"):
        for word in words(lang).code_words(code_list).values():
            assert not any(name in word.lower() for name in (*NAMES_FOR_PEOPLE, "故意", "deliberate")), word


def test_a_suspicion_asks_to_be_checked() -> None:
    assert words("en").code("intent", "malicious") == "withheld on purpose, it seems; please check"
    assert words("zh").code("intent", "malicious") == "似乎有意不付（请核实）"
    assert words("zh").code("cause", "deliberate") == "似乎有意不付，请核实"


def test_evidence_is_told_with_its_numbers_in_its_order() -> None:
    evidence = ["newer_paid=3/45", "on_time=3/4", "answers"]
    assert told("en", evidence) == (
        "3 newer documents were paid in full while an older one is 45 days overdue. "
        "Paid on time within a year: 3 of 4 documents. The last contact kept the talk going."
    )
    assert told("zh", evidence) == (
        "3 张较新的单据已付清，而更早的一张已逾期 45 天。一年内按时付款：4 张单据中的 3 张。上次联系双方仍在正常沟通。"
    )
    assert told("zh", []) == ""


def test_what_is_missing_is_told_in_the_order_of_the_checklist() -> None:
    rows = pl.DataFrame({"readiness_gaps": [["statement_unconfirmed", "person_missing"], []]})
    assert words("zh").gap_sentences(rows, AS_OF).to_list() == [
        "对账单尚未确认。还不知道付款负责人的联系方式。",
        "",
    ]


def test_every_code_of_the_judgement_has_its_sentence_and_no_other() -> None:
    evidence = {each.code for each in EVIDENCE}
    assert set(said.EVIDENCE_SENTENCES) == set(said.EVIDENCE_TAGS) == evidence
    assert set(said.GAP_SENTENCES) == set(GAPS)
    assert set(said.CHECK_WORDS) == set(CHECKS)
    assert set(said.TACTIC_SENTENCES) == {*TACTICS.values(), "settle_our_side", "find_who_decides", "ask_openly"}
    assert set(said.WORDING_SENTENCES) == set(said.WORDING_WORDS)
    assert set(TACTICS) == set(codes.DEBTOR_TYPES)
    assert {cause for cause, _ in CAUSES} | set(ON_OUR_SIDE) <= set(codes.CAUSES)
