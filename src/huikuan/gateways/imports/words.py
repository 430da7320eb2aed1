"""Cells that hold words: codes, flags, counts, months, lists.

The one thing to know: distinct texts in such columns are few, so each is read once by a plain function and the result
is mapped back over the column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from huikuan.engine.codes import CodeList
from huikuan.engine.money import EXPONENTS

_YES = frozenset({"true", "yes", "y", "1", "t", "是", "有", "对", "√", "✓"})
_NO = frozenset({"false", "no", "n", "0", "f", "否", "无", "不", "×"})
_SEPARATORS = re.compile(r"[;,、；，|\s]+")
# What else the field calls a code, beside the code itself and its two words.
_OTHER_WORDS: Mapping[str, str] = {
    # kinds of receivables
    "销售发票": "invoice",
    "应收单": "invoice",
    "应收": "invoice",
    "蓝字发票": "invoice",
    "inv": "invoice",
    "红字发票": "credit_note",
    "红票": "credit_note",
    "贷项通知单": "credit_note",
    "贷记": "credit_note",
    "退货": "credit_note",
    "creditmemo": "credit_note",
    "借项通知单": "debit_note",
    "debitmemo": "debit_note",
    "期初": "opening",
    "分期款": "instalment",
    "installment": "instalment",
    "质保": "retention",
    "保证金": "retention",
    "质量保证金": "retention",
    "未开票": "unbilled",
    # methods of payment
    "银行转账": "transfer",
    "电汇": "transfer",
    "汇款": "transfer",
    "网银": "transfer",
    "对公转账": "transfer",
    "wire": "transfer",
    "tt": "transfer",
    "承兑": "acceptance_bill",
    "汇票": "acceptance_bill",
    "票据": "acceptance_bill",
    "银行承兑汇票": "acceptance_bill",
    "商业承兑汇票": "acceptance_bill",
    "银承": "acceptance_bill",
    "商承": "acceptance_bill",
    "check": "cheque",
    "抵扣": "offset",
    "冲抵": "offset",
    "以物抵账": "offset",
    # channels
    "电子邮件": "email",
    "邮箱": "email",
    "mail": "email",
    "call": "phone",
    "telephone": "phone",
    "致电": "phone",
    "微信": "wecom",
    "wechat": "wecom",
    "上门拜访": "visit",
    "拜访": "visit",
    "信函": "letter",
    "快递": "letter",
    # people and customers
    "m": "male",
    "先生": "male",
    "f": "female",
    "女士": "female",
    "重点客户": "key",
    "大客户": "key",
    "一般": "regular",
    "公司": "company",
    "出纳": "finance",
    "会计": "finance",
    "前台": "gatekeeper",
    "秘书": "gatekeeper",
    "经办": "handler",
    # when to call
    "工作时间": "open",
    "营业时间": "open",
    "免打扰": "blackout",
    "扎账": "blackout",
    "扎账日": "blackout",
    "盘点": "blackout",
    "进账日": "cash_in",
    "回款日": "cash_in",
    **{
        word: str(number)
        for number, words in enumerate(
            (
                ("星期一", "礼拜一", "mon"),
                ("星期二", "礼拜二", "tue"),
                ("星期三", "礼拜三", "wed"),
                ("星期四", "礼拜四", "thu"),
                ("星期五", "礼拜五", "fri"),
                ("星期六", "礼拜六", "sat"),
                ("星期日", "礼拜日", "星期天", "周天", "sun"),
            ),
            1,
        )
        for word in words
    },
}
# Codes that share one of those words, by list membership: 银承 is a method of payment and a kind of bill.
_BILL_WORDS = {"银承": "bank", "银行承兑汇票": "bank", "商承": "commercial", "商业承兑汇票": "commercial"}
_CURRENCY_WORDS = {
    "RMB": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "¥": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "日圆": "JPY",
    "港币": "HKD",
    "港元": "HKD",
    "英镑": "GBP",
    "新台币": "TWD",
    "CNH": "CNY",
}


def folded(text: str) -> str:
    """Return a text without width, case, gaps and joiners, for comparing words."""
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", text).casefold())


def code_words(codes: CodeList) -> Mapping[str, str]:
    """Return every folded word that means a code of this list."""
    words = {folded(word): code for word, code in _OTHER_WORDS.items() if code in codes}
    words.update({folded(word): code for word, code in _BILL_WORDS.items() if code in codes})
    words.update({folded(word): code for code, pair in codes.items() for word in (*pair, code)})
    return words


def flag_of(text: str) -> bool | None:
    """Return yes or no, None for anything else."""
    word = folded(text)
    return True if word in _YES else False if word in _NO else None


def count_of(text: str) -> int | None:
    """Return a whole number from 0 to a million, None for anything else."""
    found = re.fullmatch(r"(\d{1,6})(?:\.0+)?(?:天|days?|d)?", folded(text))
    return int(found[1]) if found else None


def clock_of(text: str) -> int | None:
    """Return a time of day as minutes after midnight, from 9:00, 09:00:00, 9点 or 9点半; 24:00 is the day's end."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("点半", ":30")
    found = re.fullmatch(r"(\d{1,2})(?:[:点时](\d{2})?分?(?::\d{2}(?:\.0+)?)?)", plain)
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else -1
    return minutes if found and int(found[2] or 0) < 60 and minutes <= 24 * 60 else None


_LARGEST_COORDINATE = 1_000


def number_of(text: str) -> float | None:
    """Return a decimal number between -1,000 and 1,000 (a coordinate), None for anything else."""
    found = re.fullmatch(r"[-+]?\d{1,3}(?:\.\d*)?", unicodedata.normalize("NFKC", text).strip())
    return float(found[0]) if found else None


def period_of(text: str) -> str | None:
    """Return a month as 2026-03, from 2026-3, 2026/03, 202603, 2026年3月 or a day in it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})月?(?:[-/.]?\d{1,2}日?(?:[ T].*)?)?", plain)
    found = found or re.fullmatch(r"(\d{4})(\d{2})(?:\d{2})?", plain)
    if not found or not 1 <= int(found[2]) <= 12 or not 1970 <= int(found[1]) <= 2100:
        return None
    return f"{found[1]}-{int(found[2]):02d}"


def currency_of(text: str) -> str | None:
    """Return the ISO code, also from the few Chinese names in daily use; None when ISO 4217 does not list it."""
    word = unicodedata.normalize("NFKC", text).strip().upper()
    code = _CURRENCY_WORDS.get(word, word)
    return code if code in EXPONENTS else None


def document_lists(cell: pl.Expr) -> pl.Expr:
    """Return the document numbers of texts written with ; , 、 or spaces between them, as lists."""
    joined = cell.str.replace_all(_SEPARATORS.pattern, ";").str.strip_chars(";")
    return pl.when(joined != "").then(joined).str.split(";")


def channels_of(text: str, words: Mapping[str, str]) -> list[str] | None:
    """Return which channels a contact opted out of: ["all"] for a yes, none for a no, else the channels named.

    None when some part is no channel.
    """
    flag = flag_of(text)
    if flag is not None:
        return ["all"] if flag else []
    if folded(text) in ("all", "全部", "所有"):
        return ["all"]
    found = [words.get(folded(part)) for part in _SEPARATORS.split(text.strip()) if part]
    return None if None in found else [code for code in found if code is not None]


@dataclass(frozen=True, slots=True)
class WordKind:
    """How the texts of one kind of column are read: a function of one text, the type it gives, the code if it fails."""

    read: Callable[[str, Mapping[str, str]], Any]
    dtype: pl.DataType
    code: str


WORD_KINDS: Mapping[str, WordKind] = {
    "code": WordKind(lambda text, words: words.get(folded(text)), pl.String(), "unknown_code"),
    "flag": WordKind(lambda text, _: flag_of(text), pl.Boolean(), "bad_flag"),
    "count": WordKind(lambda text, _: count_of(text), pl.Int32(), "bad_number"),
    "clock": WordKind(lambda text, _: clock_of(text), pl.Int32(), "bad_clock"),
    "number": WordKind(lambda text, _: number_of(text), pl.Float64(), "bad_number"),
    "period": WordKind(lambda text, _: period_of(text), pl.String(), "bad_period"),
    "currency": WordKind(lambda text, _: currency_of(text), pl.String(), "unknown_currency"),
    "channels": WordKind(channels_of, pl.List(pl.String), "unknown_code"),
}


def read_words(cells: pl.Series, kind: WordKind, words: Mapping[str, str]) -> pl.Series:
    """Return a text column read by its kind; null where a cell is empty or not understood."""
    if kind.dtype.is_float():
        plain = cells.cast(kind.dtype, strict=False)
        if plain.null_count() == cells.null_count() and (plain.abs() < _LARGEST_COORDINATE).all():
            return plain
    distinct = cells.drop_nulls().unique()
    read = [kind.read(text, words) for text in distinct.to_list()]
    if not any(value is not None for value in read):
        return pl.Series(cells.name, [None], dtype=kind.dtype).new_from_index(0, len(cells))
    if len(read) == 1 and not cells.has_nulls():
        return pl.Series(cells.name, read, dtype=kind.dtype).new_from_index(0, len(cells))
    table = pl.DataFrame({"text": distinct, "read": pl.Series(read, dtype=kind.dtype)})
    return cells.to_frame("text").join(table, on="text", how="left", maintain_order="left")["read"].rename(cells.name)
