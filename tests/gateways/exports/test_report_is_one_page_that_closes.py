"""``report.html``: one file, nothing to load, everything escaped, every sum shown, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import polars as pl
import pytest

from huikuan.gateways.exports.report import report_page
from huikuan.gateways.texts import LANGUAGES, Language

from .example_day import example_plan, example_reading

VOID = {"meta", "col", "br", "line", "rect", "path"}


@pytest.fixture(scope="module")
def pages() -> dict[Language, str]:
    return {lang: report_page(example_plan(), example_reading(), lang) for lang in LANGUAGES}


def plain(page: str) -> str:
    """Return the page's text with one space between its parts."""
    body = page[page.index("<body>") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("&#34;", '"')


class Balance(HTMLParser):
    """Counts tags that are opened and not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(pages: dict[Language, str], lang: Language) -> None:
    assert re.findall(r"https?:|@import|url\(|<script|<link|<img| on[a-z]+=", pages[lang]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_tag_is_closed_in_order(pages: dict[Language, str], lang: Language) -> None:
    balance = Balance()
    balance.feed(pages[lang])

    assert (balance.wrong, balance.open) == ([], [])


def test_the_page_names_its_language(pages: dict[Language, str]) -> None:
    assert '<html lang="zh-Hans">' in pages["zh"]
    assert '<html lang="en">' in pages["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_customers_are_called_is_escaped(pages: dict[Language, str], lang: Language) -> None:
    assert "Ångström &amp; &lt;Söhne&gt; GmbH" in pages[lang]
    assert "<Söhne>" not in pages[lang]


def test_the_ageing_table_closes_to_the_ledger(pages: dict[Language, str]) -> None:
    assert "合计 = 总账 7,479,635.49 100% 13" in plain(pages["zh"])
    assert "Total = ledger 12,345.678 100% 1" in plain(pages["en"])


def test_headline_figures_are_short_with_the_exact_amount_behind_them(pages: dict[Language, str]) -> None:
    assert '<div class="figure" title="5,666,310.49 元">566.6 万<small>元</small></div>' in pages["zh"]
    assert '<div class="figure" title="5,666,310.49 CNY">5.7M<small>CNY</small></div>' in pages["en"]


def test_chart_titles_are_findings(pages: dict[Language, str]) -> None:
    """1-30 days hold 3,334,100.49 of 5,666,310.49 overdue; 1,783,240.00 of what is chased stands at supervisor."""
    assert "账龄：逾期的 58.8% 在 30 天内" in pages["zh"]
    assert "催收阶梯：「主管跟进」这一级最多，178.3 万元" in pages["zh"]
    assert "Ageing: 100.0% of overdue is past 90 days" in pages["en"]


def test_a_title_falls_back_to_a_plain_noun_when_no_rule_fires() -> None:
    plan = example_plan()
    even = pl.DataFrame(
        [("C001", "main", "CNY", bucket, 100) for bucket in ("1-30", "31-60", "61-90")],
        schema=plan.ageing.schema,
        orient="row",
    )

    assert "<h2>账龄</h2>" in report_page(replace(plan, ageing=even), example_reading(), "zh")


def test_a_rank_opens_into_a_sum_that_can_be_redone(pages: dict[Language, str]) -> None:
    page = plain(pages["zh"])
    start = page.index("为何排第 6：无锡科澄传动科技有限公司")
    why = page[start : start + 400]

    for part in (
        "可催金额 1,284,500.00",
        "× 联系带来的付款机会 0.180",
        "− 联系成本 37.00",
        "+ 策略加分 8.0",
        "得分 31.1 分",
    ):
        assert part in why
    assert "客户分类：重点 5.0 · 付款经常偏晚 3.0" in why
    assert "比下一位高 6.5 分" in why


def test_few_cases_are_admitted(pages: dict[Language, str]) -> None:
    assert "（依据 64 次和 9 次）；次数不多，主要用行业经验值" in plain(pages["zh"])


def test_the_hard_lane_shows_its_rule_and_dates(pages: dict[Language, str]) -> None:
    page = plain(pages["en"])
    start = page.index("Why rank 1:")

    assert "Rule Promise broken Promised for 16 Nov level 1" in page[start : start + 200]
    assert "overdue 486,200.00 − disputed 22,400.00" in page[start : start + 400]


def test_two_currencies_are_never_added(pages: dict[Language, str]) -> None:
    text = plain(pages["en"])

    assert "8,729,101" not in text
    assert text.index("CNY Other") < text.index("Worklist") < text.index("EUR Overdue") < text.index("JPY Overdue")


def test_what_waits_is_listed_with_its_amount_and_its_end(pages: dict[Language, str]) -> None:
    assert "已承诺 1 96,000.00 元 11-23" in plain(pages["zh"])
    assert "有争议 1 22,400.00 元 事由了结时" in plain(pages["zh"])
    assert "未逾期" not in plain(pages["zh"])


def test_promises_are_shown_as_judged(pages: dict[Language, str]) -> None:
    assert "承诺：已判定 3 笔，足额兑现 1 笔" in pages["zh"]
    assert "Promises: 1 of 3 judged were kept in full" in pages["en"]


def test_problems_stand_with_place_and_remedy(pages: dict[Language, str]) -> None:
    text = plain(pages["zh"])

    assert "未载入 1 receivables.csv · 第 14 行 金额：12,34 无法读成一个金额。" in text
    assert "账套.xlsx · 收款!7 核销到 INV-9 的金额多于未收金额" in text


def test_a_year_without_holiday_notice_is_marked() -> None:
    page = report_page(replace(example_plan(), calendar_unpublished=True), example_reading(), "zh")

    assert "放假通知未公布：只按周末计算" in page
    assert "放假通知未公布" not in report_page(example_plan(), example_reading(), "zh")


def test_a_long_worklist_says_how_much_of_it_is_shown() -> None:
    plan = example_plan()
    long = replace(plan, worklist=pl.concat([plan.worklist] * 4))

    page = report_page(long, example_reading(), "en")

    assert "the first 40 of 60 rows; all of them stand in the workbook" in page
    assert page.count('<td class="rank">') == 40
