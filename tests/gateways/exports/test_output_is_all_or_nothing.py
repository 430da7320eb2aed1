"""A plan is written whole or not at all, and never over something that is not ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from huikuan.gateways.exports import OutputRefused, write_plan

from .example_day import example_plan, example_reading


def write(out: Path, *, formats: tuple[str, ...] = ("csv",), overwrite: bool = False) -> list[Path]:
    return write_plan(example_plan(), example_reading(), out, formats=formats, lang="zh", overwrite=overwrite)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_files_are_named_in_the_order_of_writing(tmp_path: Path) -> None:
    written = write(tmp_path / "deep" / "plan", formats=("parquet", "csv"))

    tables = ["worklist", "items", "ageing", "skipped", "alerts", "problems", "watch"]
    expected = [f"{table}.{kind}" for kind in ("csv", "parquet") for table in tables]
    assert [path.name for path in written] == [*expected, "summary.json"]
    assert all(path.is_file() for path in written)
    assert names(tmp_path / "deep") == ["plan"]


def test_a_folder_that_is_not_empty_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputRefused) as refusal:
        write(tmp_path)

    assert (refusal.value.code, refusal.value.subject) == ("out_not_empty", str(tmp_path))
    assert names(tmp_path) == ["notes.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert len(write(tmp_path)) == 8


def test_overwriting_replaces_our_files_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "items.csv").write_text("old", encoding="utf-8")

    write(tmp_path, overwrite=True)

    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "items.csv").read_text(encoding="utf-8").startswith("document_no,")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    target.write_text("mine", encoding="utf-8")

    with pytest.raises(OutputRefused) as refusal:
        write(target, overwrite=True)

    assert refusal.value.code == "out_is_file"
    assert target.read_text(encoding="utf-8") == "mine"


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused) as refusal:
        write(tmp_path / "plan", formats=("csv", "pdf"))

    assert (refusal.value.code, refusal.value.subject) == ("format_unknown", "pdf")
    assert names(tmp_path) == []


def test_a_failure_half_way_leaves_nothing_behind_and_the_old_plan_in_place(tmp_path: Path) -> None:
    out = tmp_path / "plan"
    write(out)
    before = (out / "items.csv").read_bytes()
    broken = replace(example_plan(), items=example_plan().items.drop("bucket"))

    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_plan(broken, example_reading(), out, formats=["csv"], lang="zh", overwrite=True)

    assert (out / "items.csv").read_bytes() == before
    assert names(tmp_path) == ["plan"]


def test_progress_tells_which_format_is_being_written(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    write_plan(
        example_plan(),
        example_reading(),
        tmp_path,
        formats=["html", "csv", "json"],
        lang="zh",
        overwrite=False,
        progress=lambda what, done, total: told.append((what, done, total)),
    )

    assert told == [("csv, json", 0, 3), ("html", 2, 3), ("", 3, 3)]
