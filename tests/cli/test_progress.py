"""Long work says how far it has come, on a terminal and in a log alike."""

from __future__ import annotations

import io

import pytest

from huikuan.cli import progress as progress_module
from huikuan.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The stopwatch, set by the test: the last entry is the time now."""
    now = [0.0]
    monkeypatch.setattr(progress_module.clock, "stopwatch", lambda: now[-1])
    return now


def test_a_terminal_sees_one_moving_line_that_goes_away(seconds: list[float]) -> None:
    stream = Terminal()
    progress = Progress(stream)
    reading = progress.under("Reading")
    reading("receivables.csv", 1, 3)
    seconds.append(0.01)
    reading("payments.csv", 2, 3)  # too soon to draw again
    seconds.append(0.5)
    reading("customers.csv", 3, 3)
    progress.clear()
    assert stream.getvalue() == "\r\x1b[KReading 1/3 receivables.csv\r\x1b[KReading 3/3 customers.csv\r\x1b[K"


def test_a_log_gets_a_plain_line_once_the_work_takes_two_seconds(seconds: list[float]) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    progress("Reading", 0, 2)
    seconds.append(1.9)
    progress("Planning", 0, 0)
    seconds.append(3.2)
    progress("Writing", 0, 4)
    progress("Writing", 1, 4)
    progress.clear()
    assert stream.getvalue() == "Writing … (3 s)\n"
