"""Reason codes become sentences filled from the row's own facts (engine.outcome.WORKLIST)."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from huikuan.engine.outcome import REASONS, WORKLIST
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.texts import Language, words

AS_OF = date(2026, 11, 20)
FACTS: dict[str, Any] = {
    "currency": "CNY",
    "overdue_minor": 48_620_000,
    "oldest_overdue_days": 34,
    "disputed_minor": 2_240_000,
    "promise_minor": 18_000_000,
    "promise_kept_minor": 6_000_000,
    "promise_due_on": date(2026, 11, 16),
    "said_paid_on": date(2025, 11, 17),
    "step": "lock-warning",
    "rung": "lock",
    "role": "manager",
    "approval": "boss",
    "anchor_days": 91,
}


def told(lang: Language, *reasons: str, **facts: object) -> str:
    row = {**FACTS, **facts, "reasons": list(reasons)}
    worklist = pl.DataFrame([{name: row.get(name) for name in WORKLIST}], schema=dict(WORKLIST))
    return str(words(lang).reason_sentences(worklist, AS_OF, preset_policies().values())[0])


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (
            "promise_broken",
            "承诺 11-16 付 180,000.00 元，至今未到账。",
            "CNY 180,000.00 was promised for 16 Nov; nothing has arrived yet.",
        ),
        (
            "promise_partly_kept",
            "承诺 11-16 付 180,000.00 元，已到 60,000.00 元；请约定余款日期。",
            "CNY 60,000.00 of the CNY 180,000.00 promised for 16 Nov has arrived; ask for the rest with a date.",
        ),
        (
            "verify_payment",
            "2025-11-17 称已付，尚未到账；请客户提供银行回单。",
            "Said to be paid on 17 Nov 2025, not in the bank yet; ask for the bank slip.",
        ),
        (
            "part_disputed",
            "22,400.00 元有争议，不计入，其余照常跟进。",
            "CNY 22,400.00 is disputed and left out; the rest goes on.",
        ),
        (
            "notice_missing",
            "阶梯已到「锁单」，须先送达「锁单预警」。",
            'The ladder has reached "Lock"; first "Warning before the lock" must be delivered.',
        ),
        ("approval_needed", "须先经老板批准，批准前不对外发送。", "Nothing goes out before the boss approves."),
        ("escalated", "逾期满 91 天，按阶梯由经理跟进。", "91 days past due: the ladder brings in the manager."),
    ],
)
def test_a_reason_is_filled_from_its_row(reason: str, zh: str, en: str) -> None:
    assert told("zh", reason) == zh
    assert told("en", reason) == en


def test_the_most_telling_sentence_comes_first_whatever_the_order_of_the_codes() -> None:
    assert told("en", "part_disputed", "overdue").startswith(
        "CNY 486,200.00 overdue, the oldest by 34 days. CNY 22,400"
    )
    assert (
        told("zh", "part_disputed", "overdue")
        == "逾期 486,200.00 元，最久 34 天。22,400.00 元有争议，不计入，其余照常跟进。"
    )


def test_a_foreign_amount_keeps_its_code_and_a_gap_before_chinese() -> None:
    assert told("zh", "part_disputed", currency="USD") == "USD 22,400.00 有争议，不计入，其余照常跟进。"


def test_a_missing_fact_shows_as_a_dash_and_not_as_a_lost_sentence() -> None:
    assert told("en", "promise_due", promise_due_on=None) == "CNY 180,000.00 is promised for —; check the bank first."


def test_a_row_without_reasons_has_an_empty_text() -> None:
    assert told("zh") == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_told_without_a_placeholder_left(reason: str, lang: Language) -> None:
    sentence = told(lang, reason)

    assert sentence
    assert "{" not in sentence


def test_the_day_of_what_falls_due_is_told_only_while_it_lies_ahead() -> None:
    ahead, past = date(2026, 11, 23), date(2026, 11, 2)

    assert told("zh", "due_soon", due_soon_minor=8_463, due_soon_on=ahead) == "84.63 元即将到期，最早 11-23。"
    assert told("en", "due_soon", due_soon_minor=8_463, due_soon_on=ahead) == (
        "CNY 84.63 falls due soon, the first on 23 Nov."
    )
    assert told("en", "due_soon", due_soon_minor=8_463, due_soon_on=past) == "CNY 84.63 falls due soon."
