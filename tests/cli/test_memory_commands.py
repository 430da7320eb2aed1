"""``init``, ``import``, ``day``, ``worklist``, ``explain``, ``ageing``, ``as-of``: what they say and what they write.

| day   | import                             | then                                              |
|-------|------------------------------------|---------------------------------------------------|
| 11-20 | INV-1 120,000, INV-2 30,000 of C1; INV-3 8,000 of C2 | Suzhou on day 11, Wuxi a week ahead |
| 11-21 | snapshot without INV-1             | INV-1 settled, 120,000 open before                |
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from huikuan.apps.customers.models import CustomerFact
from huikuan.apps.dunning.models import Run
from huikuan.apps.intake.models import Batch, SetAside
from huikuan.cli import run
from tests.cli.conftest import RECEIVABLES, Folder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY, NEXT = "2026-11-20", "2026-11-21"
WITHOUT_FIRST = RECEIVABLES.replace("INV-1,C1,2026-10-10,2026-11-09,120000.00\n", "")


@pytest.fixture(autouse=True)
def _nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIKUAN_USER", raising=False)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[str]:
    """Run a command; return its lines with single spaces, of what it refused those of the error."""
    assert run(list(words)) == code
    captured = capsys.readouterr()
    return [" ".join(line.split()) for line in (captured.out if code == 0 else captured.err).splitlines()]


def test_a_preview_shows_the_changes_and_writes_nothing(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "import", str(folder()), "--on", DAY, "--preview")
    assert lines[0] == "Read: customers 2, receivables 3."
    assert "customers 2 0 2 0 0 0" in lines  # in, set aside, new, changed, unchanged, settled
    assert "receivables 3 0 3 0 0 0" in lines
    assert "receivables CNY 158,000.00 158,000.00 0.00" in lines
    assert lines[-1] == "Only a preview: nothing was recorded."
    assert not Batch.objects.exists()


def test_a_row_that_is_set_aside_is_told_with_its_place_and_remedy(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    mistaken = RECEIVABLES.replace("120000.00", "120000.005")
    lines = said(capsys, "import", str(folder(receivables=mistaken)), "--on", DAY, "--preview")
    assert lines[1:4] == [
        "Set aside: 1 rows; noted: 0.",
        "receivables.csv:2 amount: 120000.005 has more decimals than CNY has.",
        "Round it in the source, or correct the currency.",
    ]


def test_an_import_is_recorded_with_its_files_and_the_second_time_not_at_all(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(capsys, "import", str(folder()), "--on", DAY)
    batch = Batch.objects.get()
    assert lines[-1] == f"Recorded as batch {batch.pk}, known from {DAY} on."
    assert [(found["file"], found["rows"], len(found["sha256"])) for found in batch.inputs] == [
        ("customers.csv", 2, 64),
        ("receivables.csv", 3, 64),
    ]
    receivables = batch.totals["receivables"]
    assert (receivables["rows_in"], receivables["loaded"], receivables["new"]) == (3, 3, 3)
    assert receivables["amounts_in"] == {"CNY": 15_800_000}
    again = said(capsys, "import", str(folder()), "--on", NEXT)
    assert again[-1] == "All of it is known already: nothing was recorded."
    assert Batch.objects.count() == 1


def test_a_row_that_was_set_aside_is_kept_with_its_place(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", str(folder(receivables=RECEIVABLES.replace("8000.00", "eight"))), "--on", DAY)
    kept = SetAside.objects.filter(severity="error").values_list("file", "row", "column", "value", "code")
    assert list(kept) == [("receivables.csv", "4", "amount", "eight", "bad_amount")]


def test_a_snapshot_lists_what_it_settles(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    lines = said(capsys, "import", str(folder(receivables=WITHOUT_FIRST)), "--on", NEXT, "--snapshot")
    assert "receivables 2 0 0 0 2 1" in lines
    assert "No longer listed, so settled; why is not known: 1 documents." in lines
    assert "INV-1 C1 120,000.00 CNY" in lines


def test_a_delta_settles_nothing(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    lines = said(capsys, "import", str(folder(receivables=WITHOUT_FIRST)), "--on", NEXT)
    assert lines[-1] == "All of it is known already: nothing was recorded."


def test_a_customer_that_only_documents_name_does_not_overwrite_what_is_known(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    later = "document_no,customer_id,issue_date,due_date,amount\nINV-4,C1,2026-11-01,2026-12-01,500\n"
    said(capsys, "import", str(folder("later", receivables=later)), "--on", NEXT)
    names = CustomerFact.objects.order_by("id").values_list("customer__code", "name")
    assert list(names) == [("C1", "苏州精工机械有限公司"), ("C2", "无锡恒通物流有限公司")]


def test_a_day_is_written_once_and_shown_from_the_database(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    lines = said(capsys, "day", "--on", DAY)
    assert lines[:3] == [
        "CNY: open 158.0K, overdue 120.0K, to chase 120.0K.",
        "Worklist of 20 Nov 2026: 0 cases that cannot wait, 2 by value.",
        "Tasks: 2 new, 0 due again, 0 no longer needed, 0 taken up again.",
    ]
    again = said(capsys, "day", "--on", DAY)
    assert again[2] == "Tasks: 0 new, 0 due again, 0 no longer needed, 0 taken up again."
    assert [again[-1], Run.objects.count()] == ["Written down as revision 2; huikuan worklist shows all of it.", 2]
    shown = said(capsys, "worklist")
    assert shown[0] == "Worklist of 20 Nov 2026, 2 of 2 rows."
    assert shown[1:] == lines[4:-1]  # the sheet that the day showed
    assert said(capsys, "worklist", "--lane", "hard") == ["Worklist of 20 Nov 2026: nothing to do."]
    assert said(capsys, "worklist", "--limit", "1")[0] == "Worklist of 20 Nov 2026, 1 of 2 rows."
    assert said(capsys, "worklist", "--mine", "nobody") == ["Worklist of 20 Nov 2026: nothing to do."]


def test_a_day_may_count_on_other_calls_an_hour(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    for words, calls in (([], 8), (["--calls-per-hour", "1"], 1)):
        said(capsys, "day", "--on", DAY, *words)
        assert Run.objects.latest("id").parameters["calls_per_hour"] == calls
    assert said(capsys, "replay", DAY)[1] == "Equal to what was written down then."


def test_an_earlier_day_is_refused_with_a_remedy(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    said(capsys, "day", "--on", NEXT)
    assert said(capsys, "day", "--on", DAY, code=2) == [
        "Error: 2026-11-21 was run already; an earlier day is not run after it.",
        "Remedy: Run a later day, or look at that one with huikuan as-of.",
    ]
    assert Run.objects.count() == 1


def test_before_the_first_day_there_is_no_worklist(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "worklist", code=2) == ["Error: No day has been run yet.", "Remedy: Run huikuan day first."]


def test_the_memory_explains_as_the_folder_does(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    said(capsys, "day", "--on", DAY, "--policy", "credit-15-30-60")
    by_folder = said(capsys, "explain", str(folder()), "C1", "--as-of", DAY, "--policy", "credit-15-30-60")
    assert said(capsys, "explain", "苏州精工") == by_folder  # by the run's policy
    assert said(capsys, "explain", str(folder()), code=2)[1] == "Remedy: Name the customer after the folder."


def test_a_past_day_knows_what_was_known_then_or_is_known_now(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "import", str(folder()), "--on", DAY)
    said(capsys, "import", str(folder(receivables=RECEIVABLES.replace("120000.00", "90000.00"))), "--on", NEXT)
    then = said(capsys, "as-of", DAY, "--known-on", DAY)
    assert then[:2] == [
        "On what was known at the end of 20 Nov 2026.",
        "CNY: open 158.0K, overdue 120.0K, to chase 120.0K.",
    ]
    now = said(capsys, "as-of", DAY)
    assert now[:2] == ["On what is known now.", "CNY: open 128.0K, overdue 90.0K, to chase 90.0K."]
    aged = said(capsys, "ageing", "--on", DAY)
    assert aged[-3:] == ["not due 38,000.00", "1–30 days 120,000.00", "Together 158,000.00"]


def test_plan_does_not_start_the_database(folder: Folder) -> None:
    words = ["plan", str(folder()), "--as-of", DAY, "--out", str(folder("out") / "plan"), "--formats", "json"]
    code = f"import sys; from huikuan.cli import run; run({words!r}); print('django' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip().endswith("False")
