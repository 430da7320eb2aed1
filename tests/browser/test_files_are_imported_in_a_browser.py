"""The wizard with a broken workbook and bad rows: the rest goes on; nothing is wider than a phone or stops an aid.

| file         | rows | what is wrong                               |
|--------------|------|---------------------------------------------|
| 用友导出.csv  | 2    | T-2: the amount is 七百, set aside; GB18030  |
| 收款.xlsx     | -    | cut off on its way: left out                |
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huikuan.apps.intake.models import SetAside, Upload
from huikuan.apps.receivables.models import ItemFact
from tests.browser.conftest import PHONE
from tests.desk.staffed import hired

Opened = Callable[..., Page]
Faults = Callable[[Page], list[str]]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    rows = ["单据号,客户编码,开票日期,到期日,金额"]
    rows += [f"T-{n},C-1,2026-10-01,2026-11-01,{amount}" for n, amount in ((1, "700"), (2, "七百"))]
    ledger, broken = tmp_path / "用友导出.csv", tmp_path / "收款.xlsx"
    ledger.write_text("\n".join(rows), encoding="gb18030")
    broken.write_bytes(b"PK\x03\x04 cut off on its way")
    return [ledger, broken]


def test_one_broken_file_and_bad_rows_do_not_stop_an_import(before: Opened, files: list[Path]) -> None:
    hired("ye", "clerk")
    page = before("ye")

    page.goto("/")
    page.get_by_label("文件", exact=True).set_input_files(files)
    page.get_by_role("button", name="上传文件").click()
    expect(page.get_by_text("收款.xlsx 无法打开")).to_be_visible()
    expect(page.get_by_label("用友导出.csv 的用途")).to_have_value("receivables")
    page.get_by_role("button", name="用到 5 列中的 5 列").click()
    page.get_by_label("把列对应记为").fill("用友")
    page.get_by_role("button", name="保存列对应").click()
    page.get_by_role("button", name="核对会改变什么").click()
    expect(page.get_by_text("还没说明是全部未结清单，还是只有变化。").first).to_be_visible()
    page.get_by_label("文件内容").select_option("delta")
    page.get_by_role("button", name="核对会改变什么").click()

    expect(page.get_by_text("七百 无法读成一个金额")).to_be_visible()
    page.get_by_label("账上合计").fill("1400")
    page.get_by_role("button", name="比对合计").click()
    expect(page.get_by_role("alert")).to_contain_text("有合计与您账上的数不一致")
    page.get_by_role("button", name="仍然导入").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("批导入")
    assert ItemFact.objects.filter(item__document_no="T-1", amount_minor=70_000).exists()
    assert not ItemFact.objects.filter(item__document_no="T-2").exists()
    assert SetAside.objects.get(code="bad_amount").value == "七百"


def test_every_step_fits_a_phone_and_an_aid(before: Opened, files: list[Path], faults_of: Faults) -> None:
    hired("ye", "clerk")
    page = before("ye", lang="en", size=PHONE)
    faults: dict[str, object] = {}

    def seen(step: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth") - PHONE[0]
        if found := [*faults_of(page), *([f"{wide} px too wide"] if wide > 0 else [])]:
            faults[step] = found

    page.goto("/imports")
    seen("send")
    page.get_by_label("Files", exact=True).set_input_files(files)
    page.get_by_role("button", name="Send files").click()
    expect(page.get_by_text("Please do this on a computer.")).to_be_visible()
    seen("assign")
    page.goto(f"{page.url}/sheets/0")
    seen("columns")
    page.go_back()
    page.get_by_label("What the files hold").select_option("snapshot")
    page.get_by_role("button", name="Check what it changes").click()
    expect(page.get_by_text("will count as settled")).to_be_visible()
    seen("check")
    Upload.objects.update(state="recording")
    page.reload()
    expect(page.get_by_text("You may leave this page")).to_be_visible()
    seen("wait")
    Upload.objects.update(state="checked")
    expect(page.get_by_role("button", name="Import 3 rows")).to_be_visible()  # noticed without a reload
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_role("alert")).to_contain_text("Is it really the whole list?")
    page.get_by_role("button", name="Import all the same").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Import")
    seen("imported")
    page.get_by_label("Reason").fill("the wrong list")
    page.get_by_role("button", name="Take it back…").click()
    seen("take back")

    assert faults == {}
