"""What people do, done as they do it: by hand, on a desk and on a phone, with a session that ends in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from playwright.sync_api import Page, expect

from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.promises.models import PromiseFact
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from tests.browser.conftest import PHONE
from tests.desk.staffed import DAY, hired
from tests.web.visits import PASSWORD, with_password

Opened = Callable[..., Page]
_LATE = date(2026, 12, 20)


def asked(*, times: int = 1) -> list[int]:
    """Promises beyond 14 days, for which carl has to ask."""
    carl = hired("carl", "collector")
    promises = [PromiseOf("C-1", Promise(Decimal(500 + n), _LATE)) for n in range(times)]
    return [int(record_promise(one, actor=carl, on=DAY).facts["request"]) for one in promises]


def test_a_person_signs_in_and_finds_the_list(before: Opened) -> None:
    with_password("carl", "collector")
    page = before()

    page.goto("/worklist")
    page.get_by_label("人员编码").fill("carl")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("heading", name="催收清单")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("丙公司")


def test_a_boss_approves_on_a_phone_and_goes_on_to_the_next(before: Opened) -> None:
    first, second = asked(times=2)
    hired("bo", "boss")
    page = before("bo", size=PHONE)

    page.goto("/approvals")
    page.get_by_role("main").get_by_role("link", name="承诺").first.click()
    page.get_by_label("批注").fill("可以")
    page.get_by_role("button", name="批准承诺").click()
    expect(page.get_by_text("500.00 元")).to_be_visible()
    page.get_by_role("button", name="批准承诺").click()

    expect(page.get_by_role("status")).to_contain_text("已批准")
    assert page.url.endswith(f"/approvals/{second}")
    decided = Request.objects.get(pk=first)
    assert (decided.state, decided.reason) == ("approved", "可以")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_what_was_typed_outlives_the_session(before: Opened) -> None:
    number = asked()[0]
    with_password("bo", "boss")
    page = before("bo")
    page.goto(f"/approvals/{number}")
    page.get_by_label("批注").fill("先别动这句话")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="批准承诺").click()
    page.get_by_label("人员编码").fill("bo")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_label("批注")).to_have_value("先别动这句话")
    assert Request.objects.get(pk=number).state == "waiting"


def test_a_collector_calls_with_the_keyboard_and_the_next_customer_opens(before: Opened) -> None:
    hired("carl", "collector")
    page = before("carl")

    page.goto("/customers/C-3")
    page.keyboard.press("c")
    expect(page.get_by_role("complementary", name="通话")).to_be_visible()
    expect(page.get_by_label("约定付款日")).to_be_hidden()
    page.get_by_label("流程没到").check()
    expect(page.get_by_text("审批停在某一步")).to_be_visible()
    page.keyboard.press("p")
    page.get_by_label("金额", exact=True).fill("0.1 万")
    page.get_by_label("约定付款日").fill("11-27")
    page.get_by_role("button", name="保存，下一位").click()

    expect(page.locator("[data-saved]")).to_contain_text("已保存：丙公司")
    assert page.url.endswith("/customers/C-1/call")
    promise = PromiseFact.objects.get()
    assert (promise.amount_minor, promise.due_on) == (100_000, date(2026, 11, 27))


def test_two_people_at_the_same_promise_and_the_second_sees_both_versions(before: Opened) -> None:
    record_promise(PromiseOf("C-1", Promise(Decimal(500), DAY + timedelta(days=7))), actor=SYSTEM, on=DAY)
    number = PromiseFact.objects.get().pk
    hired("carl", "collector")
    hired("bo", "boss")
    first, second = before("carl"), before("bo", size=PHONE)
    for page in (first, second):
        page.goto(f"/promises/{number}")
        page.get_by_label("更正原因").fill("听错了")
    first.get_by_label("承诺金额").fill("600")
    first.get_by_role("button", name="保存更正").click()
    expect(first.get_by_role("status")).to_contain_text("已更正")

    second.get_by_label("承诺金额").fill("700")
    second.get_by_role("button", name="保存更正").click()

    told = second.get_by_role("alert").filter(has_text="Carl")
    expect(told.get_by_role("row", name="承诺金额")).to_contain_text("600.00")
    expect(told.get_by_role("row", name="承诺金额")).to_contain_text("700")
    expect(second.get_by_label("承诺金额")).to_have_value("700")  # what was typed is still there
    assert second.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert PromiseFact.objects.get(replaced_by__isnull=True).amount_minor == 60_000
    second.get_by_role("button", name="保存更正").click()
    expect(second.get_by_role("status")).to_contain_text("已更正")
    assert PromiseFact.objects.get(replaced_by__isnull=True).amount_minor == 70_000
