"""When to call, as the commands say it: ``best_slot`` in the files, every hour in ``explain``, ``--call-times``."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from huikuan.cli import run
from tests.cli.conftest import CUSTOMERS, RECEIVABLES, Folder

DAY = ["--as-of", "2026-11-20"]
pytestmark = pytest.mark.usefixtures("english")
CALLS = "customer_id,at,channel,outcome\n" + "".join(
    f"C1,2026-10-{day} 15:20,phone,{outcome}\n"
    for day, outcome in (("09", "stalling"), ("16", "stalling"), ("23", "not_reached"), ("30", "promised"))
)


def _first_row(out: Path) -> dict[str, str]:
    with (out / "worklist.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))


def _explained(company: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    assert run(["explain", str(company), "C1", *DAY, *options]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_the_worklist_ends_with_the_best_slot_and_its_reason(folder: Folder, tmp_path: Path) -> None:
    company = folder(
        receivables=RECEIVABLES,
        customers=CUSTOMERS,
        hours="customer_id,kind,date,note\nC1,blackout,2026-11-20,stocktake\n",
    )
    assert run(["plan", str(company), *DAY, "--out", str(tmp_path / "plan"), "--formats", "csv", "--lang", "en"]) == 0
    row = _first_row(tmp_path / "plan")
    assert list(row)[-20:-17] == ["base_currency", "best_slot", "best_slot_reason"]
    assert row["best_slot"] == "2026-11-23 09:00-10:00"
    assert row["best_slot_reason"] == "by_preset;blackout"
    assert row["best_slot_text"] == (
        "By the preset “mornings, best from Tuesday to Thursday” a call reaches somebody with 43.7% on a Monday at "
        "this hour; none is on record. 20 Nov is left free, as the customer asked: stocktake."
    )


def test_explain_shows_the_hours_of_the_day_so_that_they_can_be_redone(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    base (8 + 3) / 24 = 45.83%; 15:00: x 0.95 = 43.54%, then (0.4354 x 20 + 3) / 24; 09:00: x 0.95 x 1.15
    """
    lines = _explained(folder(receivables=RECEIVABLES, customers=CUSTOMERS, activities=CALLS), capsys)
    at = lines.index("The preset mornings-midweek starts from 45.83% for any call.")
    assert lines[at - 1] == (
        "Best time: 2026-11-20 09:00-10:00. By the preset “mornings, best from Tuesday to Thursday” a call reaches "
        "somebody with 50.1% on a Friday at this hour; none is on record."
    )
    assert lines[at + 3] == "09:00 first hour 50.07% 50.07% 50.07% 0 0.5007"
    assert lines[at + 7] == "15:00 afternoon 43.54% 43.54% 3 / 4 48.78% 0 0.4878"


def test_call_times_choose_the_preset(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _explained(folder(), capsys, "--call-times", "opening-friday")
    assert "The preset opening-friday starts from 40.00% for any call." in lines
    assert "09:00 first hour 62.40% 62.40% 62.40% 0 0.6240" in lines


def test_an_unknown_preset_is_refused_with_the_nearest(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(folder()), "C1", *DAY, "--call-times", "morning-monday"]) == 2
    said = capsys.readouterr().err
    assert "--call-times does not know morning-monday." in said
    assert "Did you mean mornings-monday?" in said
