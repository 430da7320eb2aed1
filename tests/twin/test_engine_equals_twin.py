"""The engine's columns and the twin's dictionaries say the same of any folder (ARCHITECTURE, "The engine")."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .agreement import differences
from .folders import DAYS, folders


@pytest.mark.parametrize("policy", ["b2b-standard", "credit-15-30-60"])
@settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), as_of=st.sampled_from(DAYS))
def test_the_engine_equals_the_twin(policy: str, data: st.DataObject, as_of: date) -> None:
    assert differences(data.draw(folders(as_of, policy)), as_of, policy) == {}
