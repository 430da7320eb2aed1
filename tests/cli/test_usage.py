"""Mistakes at the command line are sentences with a remedy, exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.cli import run


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIKUAN_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "en")


CASES = """
arguments | sentence | remedy
plna | There is no command plna. Did you mean plan? | huikuan --help shows how it is used.
plan | FOLDER is missing. | huikuan plan --help shows how it is used.
plan . --fromats csv --out x | There is no option --fromats. | Did you mean --formats?
plan . --out | --out needs a value. | huikuan --help shows how it is used.
plan . x y --out z | The command cannot be read: | huikuan plan --help shows how it is used.
plan nowhere --out x | There is no folder nowhere. | Check the spelling
plan . --out x --as-of 2026-02-30 | 2026-02-30 is not a day of the calendar. | Write it as year-month-day: 2026-11-20.
plan . --out x --lang fr | --lang knows zh and en, not fr. | zh is Chinese, en is English.
plan . --out x --formats pdf | --formats does not know pdf. | Choose from csv, json, xlsx, html, parquet
plan . --out x --formats , | --formats does not know an empty list. | Choose from csv
plan . --out x --dates ymd | --dates knows dmy and mdy, not ymd. | dmy: the day stands first
plan . --out x --currency RMB | RMB is not a currency code. | Give one of three letters, such as CNY.
plan . --out x --encoding latin-99 | No encoding is called latin-99. | utf-8, gb18030
plan . --out x --policy b2b-standart | There is no policy b2b-standart | Did you mean b2b-standard?
sample x --customers many | --customers takes a whole number of at least 1. | huikuan sample --help shows
sample x --customers 0 | --customers takes a whole number of at least 1. | huikuan sample --help shows
kpi . --months 99 | --months takes a whole number from 1 to 60. | huikuan kpi --help shows how it is used.
approve four | NUMBER takes a whole number. | huikuan approve --help shows how it is used.
policy check nothing.yaml | There is no file nothing.yaml. | huikuan policy show b2b-standard --source
policy shew b2b-standard | There is no command shew. Did you mean show? | huikuan policy --help shows how it is used.
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()[1:]]


@pytest.mark.parametrize(("arguments", "sentence", "remedy"), ROWS, ids=[row[0] for row in ROWS])
def test_a_mistake_is_named_with_its_remedy(
    arguments: str, sentence: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments.split()) == 2
    said = capsys.readouterr()
    error, _, mended = said.err.partition("\nRemedy: ")
    assert error.startswith(f"Error: {sentence}"), said.err
    assert mended.startswith(remedy) or remedy in mended, said.err
    assert said.out == ""


def test_a_folder_whose_name_is_nearly_right_is_suggested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "november").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["plan", "novembre", "--out", "x"]) == 2
    assert "Did you mean november?" in capsys.readouterr().err
