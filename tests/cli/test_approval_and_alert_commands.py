"""``approvals``, ``approve``, ``refuse``, ``alerts``, ``dismiss``: what they say, in both languages where words differ.

Wuxi (C3) is 116 days overdue and was warned of the lock on 10-30, so the day asks the boss; its account is closed,
which is a warning sign. Carl is a collector, max a manager, bo the boss, sue the supervisor of carl's team.
"""

from __future__ import annotations

import pytest

from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.models import Entry
from huikuan.apps.dunning.models import Alert
from huikuan.apps.promises.models import PromiseFact
from tests.cli.conftest import Folder
from tests.cli.test_memory_commands import DAY, said
from tests.desk.staffed import hired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RECEIVABLES = """
document_no,customer_id,issue_date,due_date,amount
INV-1,C1,2026-10-10,2026-11-09,120000.00
INV-4,C3,2026-06-27,2026-07-27,80000.00
"""
CUSTOMERS = """
customer_id,name,owner,collector,status
C1,苏州精工机械有限公司,rita,carl,normal
C3,无锡恒通物流有限公司,rita,carl,closed
"""
ACTIVITIES = "customer_id,at,channel,outcome,step\nC3,2026-10-30 10:00,letter,delivered,lock-warning\n"
HEADS = "No. What Customer Amount Decides Asked on State"
HOW = "huikuan approve NUMBER, or huikuan refuse NUMBER --reason TEXT."


@pytest.fixture(autouse=True)
def _a_decided_day(folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIKUAN_USER", raising=False)
    told = folder(receivables=RECEIVABLES, customers=CUSTOMERS, activities=ACTIVITIES)
    said(capsys, "import", str(told), "--on", DAY)
    hired("carl", "collector", team="south")
    hired("sue", "supervisor", team="south")
    hired("max", "manager")
    hired("bo", "boss")
    said(capsys, "day", "--on", DAY)


@pytest.fixture
def chinese(english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "zh")


def lock() -> int:
    return Request.objects.get(kind="step").pk


def test_what_waits_is_listed_with_who_decides_it(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "approvals", "--on", DAY)
    assert [lines[0], *lines[2:]] == [
        HEADS,
        f"{lock()} Lock 无锡恒通物流有限公司 80,000.00 CNY boss {DAY} waits",
        HOW,
    ]
    assert said(capsys, "approvals", "--mine", "--as", "max", "--on", DAY) == ["Nothing waits for an approval."]
    assert said(capsys, "approvals", "--mine", "--as", "bo", "--on", DAY) == lines


@pytest.mark.usefixtures("chinese")
def test_a_chinese_terminal_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "approvals", "--on", DAY)
    assert told[2] == f"{lock()} 锁单 无锡恒通物流有限公司 80,000.00 元 老板 {DAY} 待审批"
    assert said(capsys, "refuse", str(lock()), "--as", "bo", "--on", DAY, code=2) == [
        "错误：缺少原因。",
        "办法：请写明原因；原因会随记录保存，供相关人员查看。",
    ]
    approved = said(capsys, "approve", str(lock()), "--as", "bo", "--on", DAY)
    assert approved == [f"审批 {lock()}，锁单、C3：bo {DAY} 已批准。"]
    assert said(capsys, "alerts", "--on", DAY)[2].split(" ", 1)[1].startswith("账户已关闭 严重 无锡恒通物流有限公司")


def test_an_answer_is_recorded_once_and_the_worklist_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    number = str(lock())
    assert said(capsys, "approve", number, "--as", "bo", "--on", DAY) == [
        f"Request {number}, Lock, C3: approved by bo on {DAY}."
    ]
    assert any("Lock (approved by Bo on 2026-11-20)" in line for line in said(capsys, "worklist"))
    assert said(capsys, "approvals", "--on", DAY) == ["Nothing waits for an approval."]
    listed = said(capsys, "approvals", "--all", "--on", DAY)
    assert listed[2].endswith(f"boss {DAY} approved by bo on {DAY}")
    assert said(capsys, "refuse", number, "--reason", "late", "--as", "bo", "--on", DAY, code=2)[0] == (
        f"Error: Request {number} does not wait any more: it was decided or withdrawn."
    )


def test_who_may_not_decide_is_told_who_may_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    number, before = str(lock()), Entry.objects.count()
    refused = said(capsys, "refuse", number, "--reason", "wait", "--as", "max", "--on", DAY, code=2)
    assert refused == [
        f"Error: Request {number} is not yours to decide.",
        "Remedy: It is for somebody with one of these roles: boss.",
    ]
    carl = said(capsys, "approve", number, "--as", "carl", "--on", DAY, code=2)
    assert carl[0] == "Error: Your roles do not let you approve a step."
    assert said(capsys, "approve", "0", "--on", DAY, code=2) == [
        "Error: There is no request 0.",
        "Remedy: huikuan approvals lists those that wait.",
    ]
    assert (Request.objects.get(pk=number).state, Entry.objects.count()) == ("waiting", before)


def test_a_far_promise_waits_for_the_supervisor_and_counts_from_the_yes(capsys: pytest.CaptureFixture[str]) -> None:
    asked = said(capsys, "promise", "C1", "60000", "--by", "2026-12-30", "--as", "carl", "--on", DAY)
    number = Request.objects.get(kind="promise").pk
    assert asked[1].startswith(f"It reaches more than 14 days ahead: request {number} asks a supervisor;")
    mine = said(capsys, "approvals", "--mine", "--as", "sue", "--on", DAY)
    what = f"{number} Promise until 2026-12-30, made on {DAY}"
    assert mine[2] == f"{what} 苏州精工机械有限公司 60,000.00 CNY supervisor {DAY} carl waits"
    assert PromiseFact.objects.get(replaced_by__isnull=True).standing == "waiting"
    said(capsys, "approve", str(number), "--as", "sue", "--on", DAY)
    assert PromiseFact.objects.get(replaced_by__isnull=True).standing == ""


def test_a_warning_sign_is_listed_with_what_was_seen_and_taken_off(capsys: pytest.CaptureFixture[str]) -> None:
    alert = Alert.objects.get()
    row = f"{alert.pk} Account closed serious 无锡恒通物流有限公司 {DAY}"
    seen = 'The account status is "closed", and something is still open.'
    assert said(capsys, "alerts", "--on", DAY)[2:] == [
        f"{row} stands {seen}",
        "huikuan dismiss NUMBER --until DATE --reason TEXT takes one off the list for a while.",
    ]
    dismiss = ["dismiss", str(alert.pk), "--until", "2026-12-20", "--on", DAY]
    assert said(capsys, *dismiss, "--reason", "moved", "--as", "max") == [
        f"Warning {alert.pk} is off the list until 2026-12-20; it comes back if it still stands then."
    ]
    assert said(capsys, "alerts", "--on", DAY) == ["No warning sign stands."]
    everything = said(capsys, "alerts", "--all", "--on", DAY)
    assert everything[2] == f"{row} off the list until 2026-12-20 (max: moved) {seen}"
    assert said(capsys, "alerts", "--on", "2026-12-21")[2] == f"{row} stands {seen}"


def test_a_dismissal_without_reason_or_right_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    number = str(Alert.objects.get().pk)
    assert said(capsys, "dismiss", number, "--until", "2026-12-20", code=2)[0] == "Error: --reason is missing."
    words = ["dismiss", number, "--until", "2026-12-20", "--reason", "moved", "--on", DAY]
    assert said(capsys, *words, "--as", "carl", code=2)[0].startswith("Error: Your roles do not let you")
    assert said(capsys, "dismiss", "0", *words[2:], code=2) == [
        "Error: There is no warning 0.",
        "Remedy: huikuan alerts lists those that stand.",
    ]
    assert Alert.objects.get().dismissed_until is None
