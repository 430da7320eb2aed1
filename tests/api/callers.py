"""Systems that call the interface with a token."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from huikuan.apps.people.tokens import SCOPES, issue_token
from tests.desk.staffed import hired

ISSUED = date(2026, 11, 20)


class System:
    """Another system; what it gets is status and JSON."""

    def __init__(self, secret: str, lang: str = "en") -> None:
        self.client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": lang})

    def get(self, address: str, **query: Any) -> tuple[int, Any]:
        answer = self.client.get(f"/api/v1/{address}", query)
        return answer.status_code, answer.json()

    def post(self, address: str, body: Any, key: str = "") -> tuple[int, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        answer = self.client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()


def system_of(code: str, *roles: str, scopes: tuple[str, ...] = SCOPES, **hiring: Any) -> System:
    """Return the system that acts as a new person with these roles."""
    hired(code, *roles, **hiring)
    return System(issue_token(code, "crm", scopes, on=ISSUED, last_on=None).secret)
