"""Lives a draft of a policy through the next weeks, as somebody has asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huikuan.desk.simulating import simulate_now


def simulate_asked(payload: Mapping[str, Any]) -> None:
    """Work out a simulation that was asked for; one that is there already stays."""
    simulate_now(payload["simulation"])
