"""The first export is rarely clean: good rows go on, bad ones say what to do, and the mended file loads whole."""

from __future__ import annotations

from pathlib import Path

from huikuan.cli import run
from tests.stories.company import read

EXPORT = """单据号,客户编码,客户名称,开票日期,到期日,金额
INV-1,C1,苏州精工机械有限公司,2026/9/1,2026/10/1,"12,000.00"
INV-2,C1,苏州精工机械有限公司,2026年9月5日,2026年10月5日,￥800元
INV-3,C2,无锡恒通物流有限公司,2026-09-08,2026-02-30,500.00
INV-4,C2,无锡恒通物流有限公司,2026-09-09,2026-10-09,一千
INV-1,C1,苏州精工机械有限公司,2026/9/1,2026/10/1,"12,500.00"
"""


def _planned(tmp_path: Path, text: str, name: str) -> tuple[int, Path]:
    folder, out = tmp_path / f"in-{name}", tmp_path / f"out-{name}"
    folder.mkdir()
    (folder / "应收.csv").write_bytes(text.encode("gb18030"))
    code = run(
        [
            "plan",
            str(folder),
            "--as-of",
            "2026-11-20",
            "--out",
            str(out),
            "--formats",
            "csv",
            "--strict",
            "--lang",
            "en",
        ]
    )
    return code, out


def test_the_bad_rows_wait_with_a_remedy_and_the_good_ones_go_on(tmp_path: Path) -> None:
    code, out = _planned(tmp_path, EXPORT, "first")
    assert code == 1
    problems = [row for row in read(out / "problems.csv") if row["severity"] == "error"]
    assert [(row["file"], row["row"], row["value"], row["code"]) for row in problems] == [
        ("应收.csv", "4", "2026-02-30", "bad_date"),
        ("应收.csv", "5", "一千", "bad_amount"),
        ("应收.csv", "6", "INV-1", "duplicate_conflict"),
    ]
    assert [row["column"] for row in problems[:2]] == ["到期日", "金额"]
    assert all(row["remedy"] for row in problems)
    assert [(row["document_no"], row["open_amount"]) for row in read(out / "items.csv")] == [
        ("INV-1", "12000.00"),
        ("INV-2", "800.00"),
    ]


def test_the_mended_export_loads_whole(tmp_path: Path) -> None:
    mended = EXPORT.replace("2026-02-30", "2026-10-08").replace("一千", "1000").rsplit("INV-1,", 1)[0]
    code, out = _planned(tmp_path, mended, "mended")
    assert code == 0
    assert [row["document_no"] for row in read(out / "items.csv")] == ["INV-1", "INV-2", "INV-3", "INV-4"]
