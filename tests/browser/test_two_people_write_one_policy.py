"""Two people write the same policy: the second is told, sees both versions, loses nothing and decides."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from huikuan.apps.policies.models import PolicyDraft
from tests.browser.conftest import PHONE
from tests.desk.staffed import hired

Opened = Callable[..., Page]
EDITOR = "/policies/of/b2b-standard/draft?rung=manager"


def test_the_second_is_told_and_keeps_what_was_typed(before: Opened) -> None:
    hired("mia", "manager")
    hired("gus", "gm")
    mia, gus = before("mia", lang="en"), before("gus", lang="en")
    for page in (mia, gus):
        page.goto(EDITOR)

    mia.get_by_label("Days past the due date").fill("25")
    mia.get_by_role("button", name="Save the draft").click()
    expect(mia.get_by_role("status").first).to_contain_text("The draft is saved.")
    gus.get_by_label("Days past the due date").fill("40")
    gus.get_by_role("button", name="Save the draft").click()

    told = gus.get_by_role("alert").first
    expect(told).to_contain_text("Mia saved this draft at")
    expect(gus.locator("table.both tbody tr").first).to_contain_text("40")
    expect(gus.locator("table.both tbody tr").first).to_contain_text("25")
    expect(gus.get_by_label("Days past the due date")).to_have_value("40")
    assert "from_day: 25" in PolicyDraft.objects.get().text

    gus.get_by_role("button", name="Save mine all the same").click()
    expect(gus.get_by_role("status").first).to_contain_text("The draft is saved.")
    assert "from_day: 40" in PolicyDraft.objects.get().text


def test_a_phone_reads_the_draft_and_asks_for_a_computer(before: Opened) -> None:
    hired("mia", "manager")
    page = before("mia", size=PHONE)

    page.goto(EDITOR)

    expect(page.get_by_text("请在电脑上修改")).to_be_visible()
    expect(page.get_by_role("button", name="保存草稿")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
