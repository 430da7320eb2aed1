"""A call in a browser: what is typed stays through a reload and a lost network; it follows its person until saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from huikuan.apps.activities.models import ActivityFact, BegunCall
from huikuan.apps.promises.models import PromiseFact
from huikuan.apps.tasks.models import FollowUp
from tests.browser.conftest import PHONE
from tests.desk.staffed import hired

Opened = Callable[..., Page]


def test_what_is_typed_into_a_call_outlives_a_reload_and_a_lost_network(before: Opened) -> None:
    hired("carl", "collector")
    page = before("carl")
    page.goto("/customers/C-1")
    page.keyboard.press("c")
    page.get_by_label("输入听到的话").fill("月底")
    expect(page.get_by_text("没钱", exact=True)).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("7")
    page.get_by_label("约好再打的时间").fill("+1 15:30")
    page.get_by_label("说明").fill("先别动这句话")

    page.context.set_offline(True)
    expect(page.get_by_text("网络断了")).to_be_visible()
    page.keyboard.press("Control+Enter")  # nothing is sent
    expect(page.get_by_label("说明")).to_have_value("先别动这句话")
    page.context.set_offline(False)
    expect(page.get_by_text("网络断了")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("说明")).to_have_value("先别动这句话")
    expect(page.get_by_text("之前写的内容还在")).to_be_visible()
    assert ActivityFact.objects.count() == 0

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/customers/C-1")
    assert FollowUp.objects.get().due_at == time(15, 30)
    page.goto("/customers/C-1/call")
    expect(page.get_by_label("说明")).to_have_value("")


@pytest.mark.parametrize("size", [(1440, 900), PHONE], ids=["desk", "phone"])
def test_a_call_without_an_outcome_follows_and_a_late_day_is_proposed(before: Opened, size: tuple[int, int]) -> None:
    hired("carl", "collector")
    page = before("carl", size=size)
    page.goto("/customers/C-3")
    page.get_by_role("button", name="开始拨打").click()
    page.goto("/worklist")
    expect(page.get_by_text("未记录")).to_contain_text(":")
    page.get_by_role("link", name="补记结果").click()

    page.locator("label:has([value=promised])").click()
    due = page.get_by_label("约定付款日")
    due.fill("2026-12-04")
    expect(page.get_by_role("button", name="保存，下一位")).to_be_visible()
    due.fill("2026-12-20")
    page.get_by_role("button", name="提交主管").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存")

    promise = PromiseFact.objects.get()
    assert (promise.due_on, promise.standing) == (date(2026, 12, 20), "waiting")
    assert not BegunCall.objects.filter(ended_at__isnull=True).exists()
    expect(page.get_by_text("未记录")).to_have_count(0)
