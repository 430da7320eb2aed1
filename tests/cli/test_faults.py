"""What the machine refuses becomes a sentence; our own mistakes are named as ours; never a traceback."""

from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from huikuan.cli import faults
from huikuan.cli.faults import Fault, fault_of, printed_fault, printed_mistake


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: my-plan."),
        (errno.EACCES, "No permission for my-plan."),
        (errno.EROFS, "my-plan is on a disk that cannot be written to."),
        (errno.ENOENT, "my-plan does not exist."),
        (errno.ENOTDIR, "A part of my-plan is a file, not a folder."),
        (errno.ENAMETOOLONG, "The name is too long: my-plan."),
    ],
)
def test_what_the_machine_refuses_is_a_sentence(number: int, sentence: str) -> None:
    fault = fault_of(OSError(number, "words of the system", "my-plan"))
    assert fault is not None
    assert fault.sentence == sentence
    assert fault.remedy


def test_a_full_disk_is_known_by_polars_words_too() -> None:
    fault = fault_of(OSError("No space left on device (os error 28)"))
    assert fault is not None
    assert fault.sentence == "The disk is full: the output folder."


def test_a_refusal_without_a_name_of_its_own_keeps_the_systems_words() -> None:
    fault = fault_of(OSError(errno.EIO, "Input/output error", "my-plan"))
    assert fault is not None
    assert fault.sentence == "The machine refused: Input/output error."


def test_too_little_memory_is_a_sentence() -> None:
    fault = fault_of(MemoryError())
    assert fault is not None
    assert fault.sentence == "There is not enough memory for this folder."


def test_a_fault_is_printed_with_its_remedy_on_a_line_of_its_own() -> None:
    assert printed_fault(Fault("The folder is empty.", "Give another.")) == (
        "Error: The folder is empty.\nRemedy: Give another."
    )
    assert printed_fault(Fault("The folder is empty.")) == "Error: The folder is empty."


def test_our_own_mistake_is_named_as_ours_with_its_place() -> None:
    assert fault_of(ZeroDivisionError()) is None
    try:
        _ = 1 // 0
    except ZeroDivisionError as error:
        said = printed_mistake(error)
    assert said.startswith("Error: Huikuan made a mistake of its own (ZeroDivisionError in test_our_own_mistake")
    assert "Traceback" not in said


def test_a_reader_that_goes_away_ends_the_run_in_silence() -> None:
    code = """
import sys
from huikuan.cli import app, run
@app.app.command()
def chatter() -> None:
    for number in range(100_000):
        print(number)
sys.exit(run(["chatter"]))
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as talker:
        assert talker.stdout is not None
        assert talker.stderr is not None
        talker.stdout.readline()
        talker.stdout.close()
        said = talker.stderr.read()
        assert talker.wait(30) == faults.READER_GONE
    assert said == ""


def test_ctrl_c_ends_the_run_with_a_sentence() -> None:
    code = """
import sys
from huikuan.cli import app, run
@app.app.command()
def stopped() -> None:
    raise KeyboardInterrupt
sys.exit(run(["stopped"]))
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"HUIKUAN_LANG": "en"}, check=False
    )
    assert ended.returncode == faults.INTERRUPTED
    assert ended.stderr.strip() == "Stopped; nothing half-written is left behind."
