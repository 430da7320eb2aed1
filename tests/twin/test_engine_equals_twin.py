"""The engine's columns and the twin's dictionaries say the same of any folder (ARCHITECTURE, "The engine")."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from .agreement import differences
from .folders import DAYS, folders
from .open_differences import is_left_out


@pytest.mark.parametrize("policy", ["b2b-standard", "credit-15-30-60"])
@settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), as_of=st.sampled_from(DAYS))
def test_the_engine_equals_the_twin(policy: str, data: st.DataObject, as_of: date) -> None:
    rows = data.draw(folders(as_of, policy))
    assume(not is_left_out(rows, as_of, policy))
    assert differences(rows, as_of, policy) == {}
