"""Kills the steps of a script again and again, and compares after every kill with the same script unkilled.

The script is a list of commands: import a folder, run the day, import the next one … Wherever a step is killed, all
tables must say what they said before it or what they say after it; then the script goes on.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Literal

from tests.reliability.likeness import Rows, differences, rows_of
from tests.reliability.memories import Memories, Memory
from tests.reliability.phases import DAY, IMPORT, Phases, blank_marks, is_writing, phase_of, watch
from tests.reliability.second_writer import second_writer
from tests.reliability.small_company import told_folders
from tests.reliability.warm_processes import command, started

Kind = Literal["import", "day"]
PHASES: dict[str, Phases] = {"import": IMPORT, "day": DAY}
FOLDERS = 8
KILLS_A_STEP = 6  # then it is let go
_BEYOND = 1.1  # kill moments reach beyond the usual duration, so that the end is hit too
# Every second kill waits for the transaction to begin: it is short, and where most could go wrong.
_TRANSACTION_SECONDS = 0.2
_SECONDS_AT_MOST = 300.0


@dataclass
class Killing:
    """What came of it."""

    kills: Counter[tuple[Kind, str]] = field(default_factory=Counter)  # kind, phase -> how often
    became: Counter[str] = field(default_factory=Counter)  # undone, committed -> how often
    series: int = 0
    compared: int = 0  # times that all tables were compared
    rows: int = 0  # of the script's end
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # of each kind, when let go
    wrong: list[str] = field(default_factory=list)  # must be empty


@dataclass(frozen=True, slots=True)
class Script:
    """The commands in order, and what all tables say before the first and after each."""

    steps: Sequence[list[str]]
    states: Sequence[Rows]


def killing(
    kinds: Sequence[Kind],
    *,
    kills: int,
    seed: int,
    folder: Path,
    folders: int = FOLDERS,
    noted: Callable[[Killing], None] = lambda _: None,
) -> Killing:
    """Kill so many steps of these kinds, in as many memories as that takes, a second writer active in all of them.

    ``noted`` is told what came of it after each memory.
    """
    told = told_folders(folder / "told", folders, seed=seed)
    steps = [words for each in told for words in (each.words(), ["day", "--on", str(each.on)])]
    memories, result = Memories(folder), Killing()
    killer = _Killer(kinds, kills, random.Random(seed), result)
    try:
        script = Script(steps, _states(steps, memories, folder, result))
        result.rows = sum(rows.total() for table, rows in script.states[-1].items() if ": " not in table)
        while killer.has_kills_left and not result.wrong:
            memory = memories.new()
            with second_writer(memory, memory.folder, seed + result.series):
                killer.series(script, memory)
            result.wrong += _audit_findings(memory)
            memories.drop(memory)
            result.series += 1
            noted(result)
    finally:
        memories.close()
    return result


def _states(steps: Sequence[list[str]], memories: Memories, folder: Path, result: Killing) -> list[Rows]:
    """Run the script unkilled and alone; returns what all tables say before and after each step."""
    memory = memories.new()
    states = [rows_of(memory)]
    for words in steps:
        result.seconds[words[0]].append(_let_go(memory, words, folder))
        states.append(rows_of(memory))
    memories.drop(memory)
    return states


@dataclass(frozen=True, slots=True)
class _Killer:
    kinds: Sequence[Kind]
    kills: int
    dice: random.Random
    result: Killing

    @property
    def has_kills_left(self) -> bool:
        return self.result.kills.total() < self.kills

    def series(self, script: Script, memory: Memory) -> None:
        """Run the script on one memory, killing its steps of these kinds again and again before they are let go."""
        result = self.result
        for number, words in enumerate(script.steps):
            before, after = script.states[number : number + 2]
            if not any(self._is_done(memory, words, before) for _ in range(KILLS_A_STEP)):
                result.seconds[words[0]].append(_let_go(memory, words, memory.folder))
            result.wrong += [f"{words}: {line}" for line in differences(rows_of(memory), after)]
            result.compared += 1
            if result.wrong:
                return

    def _is_done(self, memory: Memory, words: list[str], before: Rows) -> bool:
        """Start the step and kill it, where it is to be killed; tell whether it had been committed by then."""
        if words[0] not in self.kinds or not self.has_kills_left:
            return False
        marks, phases = memory.folder / "marks", PHASES[words[0]]
        blank_marks(marks)
        victim = started(_watched, memory, words, marks, memory.folder / "said.txt")
        self._wait(victim, phases, marks, usually=statistics.median(self.result.seconds[words[0]][-7:]))
        has_ended = victim.exitcode is not None
        victim.kill()
        victim.join()
        if has_ended:
            assert victim.exitcode == 0, (memory.folder / "said.txt").read_text()
            return True
        memory.wait_until_let_go()
        self.result.kills[words[0], phase_of(phases, marks)] += 1
        is_undone = not differences(rows_of(memory), before)
        self.result.compared += 1
        self.result.became["undone" if is_undone else "committed"] += 1
        return not is_undone

    def _wait(self, victim: ForkServerProcess, phases: Phases, marks: Path, *, usually: float) -> None:
        if self.result.kills.total() % 2:
            while victim.exitcode is None and not is_writing(phases, marks):
                time.sleep(0.002)
            victim.join(self.dice.uniform(0, _TRANSACTION_SECONDS))
        else:
            victim.join(self.dice.uniform(0, usually * _BEYOND))


def _watched(memory: Memory, words: list[str], marks: Path, said: Path) -> int:
    watch(PHASES[words[0]], marks)
    return command(memory, words, said)


def _let_go(memory: Memory, words: list[str], folder: Path) -> float:
    """Run a step to its end; returns the seconds it took."""
    said, began = folder / "said.txt", time.monotonic()
    process = started(command, memory, words, said)
    process.join(_SECONDS_AT_MOST)
    assert process.exitcode == 0, f"{words}: {process.exitcode}\n{said.read_text()}"
    return time.monotonic() - began


def _audit_findings(memory: Memory) -> list[str]:
    """Seal and check the record of a memory; returns what is wrong with it, and leases that nobody gave back."""
    for words in (["audit", "seal"], ["audit", "verify"]):
        _let_go(memory, words, memory.folder)
    with memory.one_state() as ask:
        held = ask("SELECT business_date FROM dunning_lease")
    return [f"the lease of {day} was left behind" for (day,) in held]
