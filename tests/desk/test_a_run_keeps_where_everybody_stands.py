"""What a run made of every customer is read from disk, unless something was recorded since, or the disk lost it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from pytest_django import Settings

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.dunning.models import Run
from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk import standing
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.desk.standing import Standing, standing_of
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, house

pytestmark = pytest.mark.django_db
CUSTOMERS = ("C-1", "C-2", "C-3")


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path / "data"
    house(tmp_path)
    day(DAY)


def run() -> Run:
    found = newest_run()
    assert found is not None
    return found


def frames(found: Standing) -> dict[str, list[dict[str, object]]]:
    return {
        field.name: value.to_dicts()
        for field in fields(found)
        if isinstance(value := getattr(found, field.name), pl.DataFrame)
    }


def worked_out(customer: str, monkeypatch: pytest.MonkeyPatch) -> Standing:
    with monkeypatch.context() as without:
        without.setattr(standing, "_kept", lambda run, customer_id: None)
        return standing_of(customer, run())


def test_what_is_kept_is_what_would_be_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for customer in CUSTOMERS:
        kept = frames(standing_of(customer, run()))
        assert kept == frames(worked_out(customer, monkeypatch))
        assert [row["document_no"] for row in kept["items"]] == [f"INV-{customer[-1]}"]
        assert kept["stairs"][0]["rung"] == "supervisor"


def test_nothing_is_worked_out_where_nothing_was_recorded_since(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(standing, "planned")

    assert standing_of("C-2", run()).items["open_minor"].to_list() == [200_000]


def test_what_was_recorded_since_counts() -> None:
    asked = PromiseOf("C-1", Promise(Decimal("400.00"), date(2026, 11, 27)))
    record_promise(asked, actor=SYSTEM, on=DAY)

    assert standing_of("C-1", run()).items["promised_minor"].to_list() == [40_000]
    assert standing_of("C-2", run()).items["promised_minor"].to_list() == [0]


@pytest.mark.parametrize("harm", ["missing", "cut short", "other columns"])
def test_a_snapshot_that_cannot_be_used_is_no_harm(harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = settings.DATA_DIR / "snapshots" / run().act_id.hex / "items.parquet"
    if harm == "missing":
        file.unlink()
    elif harm == "cut short":
        file.write_bytes(file.read_bytes()[:-20])
    else:
        pl.read_parquet(file).drop("bucket").write_parquet(file)

    assert frames(standing_of("C-3", run())) == frames(worked_out("C-3", monkeypatch))


def test_only_the_newest_run_is_kept(tmp_path: Path) -> None:
    (settings.DATA_DIR / "snapshots" / ".half-written").mkdir()

    day(DAY)

    kept = settings.DATA_DIR / "snapshots"
    assert [path.name for path in kept.iterdir()] == [run().act_id.hex]
    of_customers = {f"{name}.parquet" for name in ("cases", "items", "promises", "skipped", "stairs")}
    assert of_customers <= {path.name for path in (kept / run().act_id.hex).iterdir()}
