"""``dispute``, ``override``, ``postpone``, ``done``, ``history`` and ``import --undo``: what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from huikuan.apps.intake.models import Batch
from huikuan.apps.tasks.models import Task
from huikuan.gateways.policies import preset_cycle, preset_policies, preset_text
from tests.cli.conftest import CUSTOMERS, RECEIVABLES, Folder
from tests.cli.test_memory_commands import DAY, NEXT, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

STATEMENTS = "customer_id,period,sent_on\nC1,2026-10,\n"


@pytest.fixture(autouse=True)
def _a_decided_day(folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIKUAN_USER", raising=False)
    said(capsys, "import", str(folder()), "--on", DAY)
    said(capsys, "day", "--on", DAY)


def test_a_dispute_is_opened_and_over(capsys: pytest.CaptureFixture[str]) -> None:
    opened = said(capsys, "dispute", "INV-1", "--amount", "20,000", "--reason", "quality", "--on", DAY)
    assert opened[0] == f"dispute-{Batch.objects.latest('id').pk}: INV-1 of C1, 20,000.00 CNY, quality."
    over = said(capsys, "dispute", "INV-1", "--resolve", "credit_note", "--on", DAY)
    assert over == ["The dispute on INV-1 is over: credit note."]
    assert said(capsys, "dispute", "INV-1", "--on", DAY, code=2)[0] == "Error: Why is it disputed?"


def test_an_override_is_named_by_explain_and_ended(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["override", "C1", "--policy", "remind-1", "--until", "2026-12-31", "--reason", "new owner"]
    assert said(capsys, *words, "--on", DAY) == ["C1 follows remind-1 through 2026-12-31; huikuan explain says so too."]
    explained = said(capsys, "explain", "C1", "--as-of", DAY)
    assert "Policy: Repayment reminder 1 (remind-1), version 1: an override." in explained
    assert "A person chose it, through 31 Dec 2026: new owner" in explained
    assert said(capsys, "override", "C1", "--end", "--reason", "sold", "--on", DAY) == [
        "C1 no longer follows remind-1 by override; the rules decide again."
    ]


def test_tasks_are_postponed_and_done_and_the_history_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = Task.objects.order_by("case__customer__code")
    lines = said(capsys, "postpone", str(first.pk), "--until", "2026-11-25", "--reason", "away", "--on", DAY)
    assert lines == [
        f"Task {first.pk} (Daily follow-up) is left alone through 2026-11-25.",
        "What is still wanted comes back on 2026-11-26.",
    ]
    said(capsys, "done", str(second.pk), "--on", DAY)
    told = said(capsys, "history", "C2", "--on", DAY)
    assert told[0] == "C2: 2 of 2 events, the newest last."
    assert told[3:] == [
        f"2026-11-20 Contact e-mail, delivered, Reminder activity-{Batch.objects.latest('id').pk}",
        f"2026-11-20 Task Reminder, done on 2026-11-20 {second.pk}",
    ]


def test_an_import_is_undone_and_says_what_it_took_back(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    later = "document_no,customer_id,issue_date,due_date,amount\nINV-4,C1,2026-11-01,2026-12-01,500\n"
    said(capsys, "import", str(folder("later", receivables=later)), "--on", DAY)
    number = Batch.objects.latest("id").pk
    words = ["import", "--undo", str(number), "--reason", "wrong month", "--key", "k", "--on", DAY]
    lines = said(capsys, *words)
    assert lines == [
        f"Batch {number} is undone, by batch {number + 1}; the days before stay what they were.",
        "Taken back: receivables 1.",
    ]
    again = f"Recorded before under this key, as batch {number + 1}; nothing was written now."
    assert said(capsys, *words) == [again, *lines]
    assert said(capsys, "import", str(folder()), "--key", "k", code=2)[0].startswith("Error: An import takes no key")
    assert said(capsys, "import", code=2)[0] == "Error: FOLDER is missing."


def test_the_commands_start_by_themselves(folder: Folder, tmp_path: Path) -> None:
    def ran(*words: str) -> str:
        code = "import sys; from huikuan.cli import main; main(sys.argv[1:])"
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            env={"HUIKUAN_DATA": str(tmp_path / "data"), "HUIKUAN_LANG": "en", "PATH": "", "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    ran("init")
    ran("import", str(folder()), "--on", DAY)
    promised = ran("log", "C1", "--channel", "phone", "--promise", "500", "--by", "2026-11-25", "--on", DAY)
    assert "Promise promise-2: 500.00 CNY by 2026-11-25." in promised
    assert "promise-2" in ran("history", "C1", "--on", DAY)


def test_steps_of_a_policy_of_ones_own_are_known_and_named(
    tmp_path: Path, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "ours.yaml"
    own.write_text(preset_text("remind-1").replace("id: remind-1", "id: ours").replace("phone-", "ring-"), "utf-8")
    said(capsys, "day", "--on", NEXT, "--policy", str(own))  # for this day alone: the house does not go by it
    task = Task.objects.get(policy="ours", case__customer__code="C1")
    assert task.step.startswith("ring-")
    name = next(step.name["en"] for step in preset_policies()["remind-1"].steps if f"ring{step.id[5:]}" == task.step)
    postponed = said(capsys, "postpone", str(task.pk), "--until", "2026-11-25", "--reason", "away", "--on", NEXT)
    assert postponed[0] == f"Task {task.pk} ({name}) is left alone through 2026-11-25."
    done = said(capsys, "done", str(task.pk), "--on", NEXT)
    assert done[0].endswith(f"C1, {NEXT}, phone, delivered.")
    assert done[1] == f"Task {task.pk} is done: {name}."
    told = said(capsys, "history", "C1", "--on", NEXT)
    assert f"{NEXT} Task {name}, done on {NEXT} {task.pk}" in told
    unknown = said(capsys, "log", "C1", "--channel", "phone", "--step", "ring-99", "--on", NEXT, code=2)
    assert unknown[0] == "Error: No ladder has a step ring-99."
    said(capsys, "policy", "use", str(own), "--on", NEXT)
    said(capsys, "log", "C2", "--channel", "phone", "--step", task.step, "--on", NEXT)


def test_a_step_of_the_statement_cycle_is_done_by_its_own_channel_and_called_by_its_name(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    told = folder(statements=STATEMENTS, receivables=RECEIVABLES, customers=CUSTOMERS)
    said(capsys, "import", str(told), "--on", NEXT)
    said(capsys, "day", "--on", NEXT)
    ladder = Task.objects.get(policy="b2b-standard", case__customer__code="C1", state="open")
    rungs = {rung.id: rung for rung in preset_cycle().rungs}
    tasks = Task.objects.filter(policy="statement-cycle", case__customer__code="C1", state="open")
    inside, outside = (
        [task for task in tasks if rungs[task.step].is_customer_facing is facing] for facing in (False, True)
    )
    assert [{task.step for task in part} for part in (inside, outside)] == [{"draft", "check"}, {"send"}]
    for task in inside:  # no contact with the customer: the ladder's task stays
        name = rungs[task.step].name["en"]
        assert (
            said(capsys, "done", str(task.pk), "--on", NEXT, code=2)[1] == "Remedy: Say with --channel how it was done."
        )
        met = said(capsys, "done", str(task.pk), "--channel", "email", "--on", NEXT)[1:]
        assert met == [f"Task {task.pk} is done: {name}."]
    met = said(capsys, "done", str(outside[0].pk), "--on", NEXT)[1:]
    assert [line.split(" is")[0] for line in met] == [f"Task {ladder.pk}", f"Task {outside[0].pk}"]
