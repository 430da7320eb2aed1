"""Writes a plan into a folder: all of it or nothing (spec/files.md, "Out").

Everything is written into a folder beside the target and moved into place at the end, so that a crash, a full disk or
Ctrl-C leaves no half plan. Nothing that we did not write is ever removed.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from huikuan.engine.kpi.report import KpiReport
from huikuan.engine.outcome import Plan
from huikuan.gateways.exports.amounts import for_csv, with_amount_texts, with_decimals
from huikuan.gateways.exports.summary import summary, write_summary
from huikuan.gateways.exports.tables import output_tables
from huikuan.gateways.texts import Language, words

if TYPE_CHECKING:
    from huikuan.gateways.imports import Reading

PAGES = ("xlsx", "html")  # for people; the others hold the tables
FORMATS = ("csv", "json", "xlsx", "html", "parquet")
Progress = Callable[[str, int, int], None]  # what is being written, how many are done, of how many


class OutputRefused(Exception):  # noqa: N818 - a refusal is an answer to a person, not an error of the program
    """The folder cannot take the plan; nothing was written.

    ``code`` is ``out_is_file``, ``out_not_empty`` or ``format_unknown``; ``subject`` is what it is about.
    """

    def __init__(self, code: str, subject: str) -> None:
        super().__init__(f"{code}: {subject}")
        self.code = code
        self.subject = subject


def write_plan(  # noqa: PLR0913 - the options of the command, all keyword-only
    plan: Plan,
    reading: Reading,
    out: Path,
    *,
    formats: Collection[str],
    lang: Language,
    overwrite: bool,
    progress: Progress | None = None,
    kpis: KpiReport | None = None,
) -> list[Path]:
    """Write the plan's files and ``summary.json`` into ``out``; returns their paths in the order of writing.

    Raises:
        OutputRefused: ``out`` is a file, or not empty without ``overwrite``, or a format is unknown.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise OutputRefused("format_unknown", unknown[0])
    chosen = [name for name in FORMATS if name in formats]
    check_target(out, overwrite)
    timings: dict[str, float] = dict(plan.timings)
    files: dict[str, list[str]] = {}
    with written_aside(out) as folder:
        for part in _parts(chosen):
            if progress is not None:
                progress(", ".join(part), len(files), len(chosen))
            started = time.perf_counter()
            if part[0] in PAGES:
                files[part[0]] = [_write_page(part[0], folder, plan=plan, reading=reading, lang=lang, kpis=kpis)]
            else:
                files |= _write_tables(part, folder, output_tables(plan, reading, words(lang)))
            timings[f"write_{'_'.join(part)}"] = time.perf_counter() - started
        names = [*(file for name in chosen for file in files[name]), "summary.json"]
        write_summary(folder / "summary.json", summary(plan, reading, files=names, timings=timings, kpis=kpis))
    if progress is not None:
        progress("", len(chosen), len(chosen))
    return [out / name for name in names]


def check_target(out: Path, overwrite: bool) -> None:
    """Refuse a folder that cannot take what is to be written. Raises: OutputRefused."""
    if out.exists() and not out.is_dir():
        raise OutputRefused("out_is_file", str(out))
    if not overwrite and out.exists() and any(out.iterdir()):
        raise OutputRefused("out_not_empty", str(out))


@contextmanager
def written_aside(out: Path) -> Iterator[Path]:
    """Give a folder to write into, and move what is in it to ``out`` at the end; nothing is moved after an error."""
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = out.parent / f".{out.name}.{os.getpid()}.part"
    shutil.rmtree(folder, ignore_errors=True)  # of a killed run that had our process number
    folder.mkdir()
    try:
        yield folder
        if out.exists():
            for file in sorted(folder.iterdir()):
                file.replace(out / file.name)
        else:
            folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_page(
    name: str, folder: Path, *, plan: Plan, reading: Reading, lang: Language, kpis: KpiReport | None
) -> str:
    # imported late: a run that writes Parquet only should not wait for the workbook's library
    if name == "xlsx":
        from huikuan.gateways.exports.workbook import write_workbook

        write_workbook(folder / "plan.xlsx", plan=plan, reading=reading, lang=lang, kpis=kpis)
        return "plan.xlsx"
    from huikuan.gateways.exports.report import write_report

    write_report(folder / "report.html", plan=plan, reading=reading, lang=lang, kpis=kpis)
    return "report.html"


def _parts(chosen: Collection[str]) -> list[tuple[str, ...]]:
    """Return what is written at one go: the formats of tables together, each page by itself."""
    tables = tuple(name for name in chosen if name not in PAGES)
    return [*([tables] if tables else []), *((name,) for name in chosen if name in PAGES)]


def _write_tables(
    formats: Collection[str], folder: Path, tables: Mapping[str, Callable[[], pl.DataFrame]]
) -> dict[str, list[str]]:
    """Write every table in all formats; returns the names of the files by format.

    Two tables at a time: the sentences of the worklist take as long as the rest.
    """

    def write(table: str) -> None:
        frame = tables[table]()
        for name in formats:
            write_table(frame, folder / f"{table}.{name}")

    with ThreadPoolExecutor(max_workers=2) as side_by_side:
        list(side_by_side.map(write, tables))
    return {name: [f"{table}.{name}" for table in tables] for name in formats}


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write a table as the suffix of ``path`` says: .csv, .json or .parquet."""
    if path.suffix == ".csv":
        for_csv(frame).write_csv(path)
    elif path.suffix == ".json":
        with_amount_texts(frame).write_json(path)
    else:
        with_decimals(frame).write_parquet(path, compression="lz4")
