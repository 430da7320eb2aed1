"""The bench's yardstick does the same work: its open and eligible amounts are the plan's, case by case."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl

from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.imports import read_folder
from huikuan.gateways.policies import preset_policies
from huikuan.gateways.sample import write_sample
from huikuan.gateways.sample.words import DECIMALS

CASE = ["customer_id", "entity", "currency"]
CHECKOUT = Path(__file__).parents[3]


def test_open_and_eligible_amounts_of_every_case_agree(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "in").folder
    command = [sys.executable, "-m", "bench.plain_script", str(folder), "2026-11-20", str(tmp_path / "out")]
    subprocess.run(command, cwd=CHECKOUT, check=True)
    plan = plan_day(read_folder(folder).tables, preset_policies(), Parameters(as_of=date(2026, 11, 20)))
    unit = pl.col("currency").replace_strict({code: 10**places for code, places in DECIMALS.items()})
    plain = (
        pl.read_parquet(tmp_path / "out" / "items.parquet")
        .group_by(CASE)
        .agg(pl.col("open", "eligible").sum())
        .select(*CASE, *((pl.col(name) * unit).round().cast(pl.Int64) for name in ("open", "eligible")))
        .sort(CASE)
    )
    ours = (
        plan.items.group_by(CASE)
        .agg(pl.col("open_minor").sum().alias("open"), pl.col("eligible_minor").sum().alias("eligible"))
        .sort(CASE)
    )
    assert plain.height > 200
    assert plain.equals(ours)
