"""Workers are killed at random moments while work is promised; in the end every effect is there once.

| kind   | killed                                   | in the end                                |
|--------|------------------------------------------|-------------------------------------------|
| short  | anywhere                                 | done, 1 effect                            |
| slow   | anywhere                                 | done, 1 effect                            |
| letter | before the sending mark, or when done    | done, sent once                           |
| letter | after the sending mark                   | dead, perhaps sent: 0 or 1, never 2       |

A small sample of `python -m tests.reliability.kill_workers` (docs/reliability.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.storm import KINDS, PROMISED_AT_ONCE, storm

KILLS = 4


@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    result = storm(kills=KILLS, seed=3, folder=tmp_path)
    assert result.wrong == []
    assert sum(result.kills.values()) == KILLS
    assert result.jobs == dict.fromkeys(KINDS, KILLS * PROMISED_AT_ONCE)
