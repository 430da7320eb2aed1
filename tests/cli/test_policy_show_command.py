"""``huikuan policy show``: a ladder is read without knowing how its document is written."""

from __future__ import annotations

import pytest

from huikuan.cli import run

SHOWN = {
    ("en", "remind-2"): "sms-due  day -1  SMS around the due date",
    ("zh", "remind-2"): "sms-due  第 -1 天  到期短信",
    ("en", "grace-by-credit"): (
        "    - before (Before the due date): contact; SMS, phone, e-mail; collector; 5, 3 working days before the due"
        " date, until one contact was delivered; no longer from day 1 after the due date"
    ),
    ("zh", "grace-by-credit"): (
        "    - before（到期前确认）：联系；短信、电话、邮件；催收员；到期日前第 5、3 个工作日，联系上一次即止；"
        "从到期日后第 1 天起不再做"
    ),
    ("en", "debt-recovery"): (
        "    - suit (Arbitration, lawsuit or payment order): propose; letter; legal; once; not below 5,000;"
        " approved by: boss; after “Written notice” was delivered and 15 days"
    ),
    ("zh", "debt-recovery"): (
        "    - suit（仲裁、诉讼或支付令）：提请审批；函件；法务；一次；不足 5,000 的不做；批准人：老板；"
        "须在「书面通知」送达之后，再过 15 天"
    ),
    ("zh", "b2b-standard"): (
        "加分：客户分类：重点 +5；超出信用额度 +3；付款经常偏晚 +3；有承诺未兑现 +4；账户状态：关注 +2；"
        "每分相当于 10,000。"
    ),
    ("zh", "school"): "    到期前提前预警，防止拖欠（S3f；天数为本系统默认）",
}


@pytest.mark.parametrize(("lang", "policy"), SHOWN)
def test_a_line_says_it_in_words(
    lang: str, policy: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", lang)
    assert run(["policy", "show", policy]) == 0
    assert SHOWN[lang, policy] in capsys.readouterr().out.splitlines()


def test_days_are_not_said_to_count_from_the_due_date_where_none_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "en")
    assert run(["policy", "show", "card-agency"]) == 0
    assert "due date" not in capsys.readouterr().out


@pytest.mark.parametrize("policy", ["b2b-standard", "remind-1", "school", "card-agency", "statement-cycle"])
def test_nothing_of_the_house_is_left_in_english(
    policy: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "zh")
    assert run(["policy", "show", policy]) == 0
    assert "[ours]" not in capsys.readouterr().out
