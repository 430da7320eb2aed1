"""The help comes at once, in the language of the terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest

from huikuan.cli import run
from huikuan.cli.speech import terminal_language


def _fresh(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("arguments", [["--help"], ["plan", "--help"], ["explain", "--help"], ["--version"]])
def test_the_help_does_not_wait_for_the_engine(arguments: list[str]) -> None:
    code = (
        f"import sys; from huikuan.cli import run; run({arguments!r}); print({{'polars', 'yaml'}} & set(sys.modules))"
    )
    assert _fresh(code).strip().endswith("set()")


def test_the_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    listed = [line.split()[0] for line in said.split("\n") if line.startswith("  ") and line.split()]
    assert [name for name in listed if name in {"plan", "explain", "sample", "policy"}] == [
        "plan",
        "explain",
        "sample",
        "policy",
    ]


def test_no_arguments_show_the_help_and_leave_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "plan" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    from huikuan import __version__

    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"huikuan {__version__}\n"


@pytest.mark.parametrize(
    ("environment", "arguments", "language"),
    [
        ({}, [], "zh"),
        ({"LANG": "C.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "en_US.UTF-8"}, [], "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, [], "zh"),
        ({"LANG": "en_US.UTF-8", "HUIKUAN_LANG": "zh"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8"}, ["plan", "--lang", "en"], "en"),
        ({"LANG": "en_US.UTF-8"}, ["plan", "--lang=zh"], "zh"),
        ({"LANG": "en_US.UTF-8"}, ["plan", "--lang"], "en"),
    ],
)
def test_the_terminal_speaks_the_language_asked_for(
    environment: dict[str, str], arguments: list[str], language: str
) -> None:
    assert terminal_language(environment, arguments) == language
