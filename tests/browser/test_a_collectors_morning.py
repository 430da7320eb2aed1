"""A collector works without a mouse: down the list, a tick and back, a call with its promise, the next one, an undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from huikuan.apps.promises.models import PromiseFact
from huikuan.apps.tasks.models import Task
from tests.desk.staffed import hired

Opened = Callable[..., Page]


def test_a_collectors_morning(before: Opened) -> None:
    hired("carl", "collector")
    page = before("carl")

    page.goto("/worklist")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("group", name="已选")).to_contain_text("1 户已选 · 3,000.00 元")
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="已选")).to_be_hidden()
    page.keyboard.press("w")
    expect(page.get_by_text("为何排第 1")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.press("p")
    page.get_by_label("金额", exact=True).fill("1000")
    page.get_by_label("约定付款日").fill("11-27")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="保存，下一位").press("Enter")

    expect(page.get_by_text("已保存：丙公司")).to_be_visible()
    assert page.url.endswith("/customers/C-1/call")
    assert PromiseFact.objects.get().due_on == date(2026, 11, 27)
    page.get_by_role("button", name="撤销").press("Enter")
    expect(page.get_by_text("已撤销，恢复原样。")).to_be_visible()
    assert set(Task.objects.values_list("state", flat=True)) == {"open"}
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page.get_by_role("heading", name="催收清单")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("bgs")
    expect(page.get_by_role("search").get_by_role("link", name="丙公司")).to_be_visible()
