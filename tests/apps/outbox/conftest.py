"""Every test here works on its own table of reactions."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.apps.outbox.effects import REACTIONS


@pytest.fixture(autouse=True)
def _reactions(settings: Settings) -> None:
    settings.REACTIONS = REACTIONS
    settings.TIMETABLES = ()
