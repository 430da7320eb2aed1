"""The only place that draws lots; nothing that decides about customers or money asks here."""

from __future__ import annotations

import random


def fraction() -> float:
    """Return a number from 0 up to, not including, 1: how far apart to spread what would else come at once."""
    return random.random()
