"""``/healthz``: the database answers or not; no name, no HTTPS and no login is needed to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@override_settings(ALLOWED_HOSTS=["pages.example"], SECURE_SSL_REDIRECT=True)
def test_it_is_well_while_the_database_answers() -> None:
    answer = Client(headers={"host": "10.0.0.7"}).get("/healthz")

    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_it_is_unwell_when_it_does_not() -> None:
    def gone(execute: Callable[..., Any], *given: Any) -> Any:
        raise OperationalError("secret-host: connection refused")

    with connection.execute_wrapper(gone):
        answer = Client().get("/healthz")

    assert (answer.status_code, answer.content) == (503, b"no database\n")
