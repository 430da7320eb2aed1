"""The description is kept, and every operation does what it says, whatever it is sent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

from huikuan.apps.people.tokens import SCOPES, issue_token
from huikuan.config.wsgi import application
from tests.api.callers import ISSUED
from tests.desk.staffed import hired
from tests.house.house_tree import ROOT
from tests.web.visits import opened_house

sys.path.insert(0, str(ROOT / "tools"))
import openapi

pytestmark = pytest.mark.django_db
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def test_a_change_of_the_description_is_seen() -> None:
    assert openapi.OPENAPI.read_text(encoding="utf-8") == openapi.description(), "out of date; run: make docs"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    opened_house(tmp_path)
    hired("bo", "boss")
    return issue_token("bo", "fuzzer", SCOPES, on=ISSUED, last_on=None).secret


@pytest.fixture(autouse=True)
def _within_the_tests_transaction() -> Iterator[None]:
    """Requests come as from outside, and would close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_described(case: schemathesis.Case, secret: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
