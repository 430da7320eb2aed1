"""A seed is a company: the same bytes each time, another one for another seed, in either file format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from huikuan.gateways.sample import write_sample
from huikuan.gateways.sample.company import PARTS


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, file_format: str) -> None:
    first, again = (
        write_sample(tmp_path / name, customers=90, file_format="csv" if file_format == "csv" else "parquet")
        for name in ("a", "b")
    )
    assert [path.name for path in first.files] == [path.name for path in again.files]
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in again.files]


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    first = write_sample(tmp_path / "a", customers=90, seed=1)
    other = write_sample(tmp_path / "b", customers=90, seed=2)
    assert first.files[2].read_bytes() != other.files[2].read_bytes()


def test_both_formats_say_the_same(tmp_path: Path) -> None:
    text = write_sample(tmp_path / "a", customers=90)
    typed = write_sample(tmp_path / "b", customers=90, file_format="parquet")
    assert text.rows == typed.rows
    read = pl.read_csv(text.files[2], infer_schema=False)
    amounts = read["amount"].cast(pl.Decimal(18, 3))
    assert amounts.equals(pl.read_parquet(typed.files[2])["amount"])


def test_receivables_set_the_number_of_customers(tmp_path: Path) -> None:
    """One customer for every 25 drawn documents; the cast's own documents come on top."""
    summary = write_sample(tmp_path / "a", receivables=5_000)
    assert summary.rows["customers"] == 200
    assert summary.rows["receivables"] == 5_000 + sum(len(part.documents) for part in PARTS)


def test_an_extract_leaves_out_what_was_settled_long_ago(tmp_path: Path) -> None:
    whole = write_sample(tmp_path / "a", customers=200)
    extract = write_sample(tmp_path / "b", customers=200, settled_months=1)
    assert extract.rows["receivables"] < whole.rows["receivables"] / 3
    allocated = pl.read_csv(extract.files[3], infer_schema=False)["allocations"].drop_nulls().str.split(";").explode()
    known = pl.read_csv(extract.files[2], infer_schema=False)["document_no"]
    assert set(allocated.str.extract(r"^(.*):")) <= set(known)


def test_files_of_the_other_format_do_not_stay_beside(tmp_path: Path) -> None:
    write_sample(tmp_path / "a", customers=70, file_format="parquet")
    write_sample(tmp_path / "a", customers=70)
    assert not list((tmp_path / "a").glob("*.parquet"))


def test_a_company_smaller_than_the_cast_can_be_written_for_any_day(tmp_path: Path) -> None:
    summary = write_sample(tmp_path / "a", customers=5, as_of=date(2025, 6, 10))
    assert summary.rows["customers"] == 5
    issued = pl.read_csv(summary.files[2], infer_schema=False)["issue_date"].str.to_date()
    assert issued.min() >= date(2023, 6, 11)  # type: ignore[operator]
