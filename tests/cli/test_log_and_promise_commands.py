"""``log`` and ``promise``: what they say, and what they say when something is wrong.

| told                                                 | said                                              |
|------------------------------------------------------|---------------------------------------------------|
| log C1 --channel phone --promise 50000 --by 11-30    | activity, task done, promise until 12-03          |
| promise --withdraw promise-N                         | no longer counts                                  |
"""

from __future__ import annotations

import pytest

from huikuan.apps.activities.models import ActivityFact
from huikuan.apps.intake.models import Batch
from huikuan.apps.promises.models import PromiseFact
from huikuan.apps.tasks.models import Task
from tests.cli.conftest import Folder
from tests.cli.test_memory_commands import DAY, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _a_decided_day(folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIKUAN_USER", raising=False)
    said(capsys, "import", str(folder()), "--on", DAY)
    said(capsys, "day", "--on", DAY)


def test_a_call_with_a_promise_is_told_back(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["log", "苏州精工", "--channel", "phone", "--at", f"{DAY} 10:30", "--note", "half now"]
    lines = said(capsys, *call, "--promise", "50,000", "--by", "2026-11-30", "--documents", "INV-1", "--on", DAY)
    number = Batch.objects.latest("id").pk
    task = Task.objects.get(case__customer__code="C1", state="done")
    assert lines == [
        f"Recorded as activity-{number}: C1, 2026-11-20 10:30, phone, promised.",
        f"Task {task.pk} is done: Daily follow-up.",
        f"Promise promise-{number}: 50,000.00 CNY by 2026-11-30.",
        "It holds the ladder back through 2026-12-03, then it is judged by the cash.",
    ]
    assert ActivityFact.objects.get().note == "half now"
    assert PromiseFact.objects.get().document_nos == ["INV-1"]


def test_a_promise_by_itself_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "promise", "C2", "8000", "--by", "2026-11-30", "--on", DAY, "--key", "k")
    handle = PromiseFact.objects.get().handle
    assert lines[0] == f"Promise {handle}: 8,000.00 CNY by 2026-11-30."
    number = Batch.objects.latest("id").pk
    again = said(capsys, "promise", "C2", "8000", "--by", "2026-11-30", "--on", DAY, "--key", "k")
    assert again == [f"Recorded before under this key, as batch {number}; nothing was written now.", *lines]
    taken = said(capsys, "promise", "--withdraw", handle, "--reason", "wrong customer", "--on", DAY)
    assert taken == [f"{handle} no longer counts; it stays on record."]
    assert said(capsys, "promise", "--withdraw", handle, "--reason", "again", "--on", DAY, code=2) == [
        f"Error: {handle} was taken back already.",
        "Remedy: Nothing is left to do; record a new promise where there is one.",
    ]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ["log", "C9", "--channel", "phone"],
            ["Error: No customer has C9 in the id or the name.", "Remedy: Did you mean C2?"],
        ),
        (["log", "C1", "--channel", "fone"], ["Error: There is no channel fone.", "Remedy: Did you mean phone?"]),
        (
            ["log", "C1", "--channel", "phone", "--outcome", "promised", "--by", "2026-11-30"],
            [
                "Error: A promise is an amount and a day; one of them is missing.",
                "Remedy: huikuan promise CUSTOMER AMOUNT --by DATE, or huikuan log … --promise AMOUNT --by DATE.",
            ],
        ),
        (
            ["promise", "C1", "many", "--by", "2026-11-30"],
            ["Error: many is not an amount.", "Remedy: Write it as 5000 or 5,000.00."],
        ),
        (
            ["promise", "C1"],
            [
                "Error: Whose promise, over how much, until when?",
                "Remedy: huikuan promise CUSTOMER AMOUNT --by DATE, or --withdraw PROMISE --reason TEXT.",
            ],
        ),
        (
            ["promise", "--withdraw", "promise-0", "--reason", "x"],
            ["Error: There is no promise promise-0.", "Remedy: huikuan history CUSTOMER names a customer's promises."],
        ),
    ],
)
def test_what_is_wrong_is_said_with_a_remedy(
    words: list[str], lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Batch.objects.count()
    assert said(capsys, *words, "--on", DAY, code=2) == lines
    assert Batch.objects.count() == before
