"""Imports and days are killed at random moments while somebody else writes; then the script goes on.

| killed                        | all tables, row by row, say                               |
|-------------------------------|-----------------------------------------------------------|
| before the commit             | what they said before                                     |
| after it                      | what they say after the same step unkilled                |
| anywhere, at the script's end | what they say after the same script unkilled; audit sound |

A small sample of `python -m tests.reliability.kill_steps` (docs/reliability.md).
"""

from __future__ import annotations

from pathlib import Path

from tests.reliability.killing import killing

KILLS = 6


def test_what_was_killed_is_done_once_in_the_end(tmp_path: Path) -> None:
    result = killing(["import", "day"], kills=KILLS, seed=5, folder=tmp_path, folders=2)
    assert result.wrong == []
    assert result.kills.total() == sum(result.became.values()) == KILLS
