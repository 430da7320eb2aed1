"""A token acts as its person, within its scopes and days; the memory keeps only a digest of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from huikuan.api.root import api
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.people.models import ApiToken, ApiUse
from huikuan.apps.people.tokens import issue_token
from huikuan.desk import staff
from tests.api.callers import ISSUED, System, system_of
from tests.desk.staffed import hired
from tests.web.visits import opened_house

pytestmark = pytest.mark.django_db
OPERATIONS = [
    (method, address.replace("{customer_id}", "C-1").replace("{number}", "1"))
    for address, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in operations
]


@pytest.mark.parametrize(("method", "address"), OPERATIONS)
def test_every_operation_asks_for_a_token(method: str, address: str) -> None:
    for client in (Client(), Client(headers={"authorization": "Bearer hk_guess"})):
        answer = client.generic(method.upper(), address)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_of_the_pages_opens_nothing(tmp_path: Path) -> None:
    from tests.web.visits import signed_in

    opened_house(tmp_path)
    assert signed_in("carl", "collector").get("/api/v1/worklist").status_code == 401


def test_a_scope_that_is_missing_is_named(tmp_path: Path) -> None:
    opened_house(tmp_path)
    carl = system_of("carl", "collector", scopes=("read",))

    status, said = carl.post("promises", {"customer": "C-1", "amount": "100", "due_on": "2026-12-01"})

    assert (status, said["code"]) == (403, "scope_missing")
    assert said["message"] == "This token was not issued for that: act is missing."
    assert carl.get("worklist")[0] == 200


def test_the_memory_keeps_no_secret() -> None:
    hired("carl", "collector")
    issued = staff.issue_token("carl", "crm", ["read"], actor=SYSTEM, on=ISSUED)
    token = ApiToken.objects.get(pk=issued.number)
    entry = Entry.objects.get(act="manage_people")
    assert issued.secret not in f"{token.digest} {entry.facts}"
    assert json.loads(entry.facts)["scopes"] == ["read"]


def test_a_token_that_is_over_or_revoked_opens_nothing(tmp_path: Path) -> None:
    opened_house(tmp_path)
    hired("carl", "collector")
    over = issue_token("carl", "crm", ["read"], on=ISSUED, last_on=date(2026, 11, 20))
    revoked = issue_token("carl", "crm", ["read"], on=ISSUED, last_on=None)
    assert System(over.secret).get("worklist")[0] == 401
    assert System(revoked.secret).get("worklist")[0] == 200
    staff.revoke_token(revoked.number, actor=SYSTEM, on=ISSUED)
    assert System(revoked.secret).get("worklist")[0] == 401


def test_whoever_does_not_manage_people_issues_nothing_and_sees_nothing() -> None:
    carl = hired("carl", "collector")
    with pytest.raises(Refused, match="not_allowed"):
        staff.issue_token("carl", "crm", ["read"], actor=carl, on=ISSUED)
    with pytest.raises(Refused, match="not_allowed"):
        staff.tokens_seen(viewer=carl, on=ISSUED)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("scopes", [[], ["read", "rule"]])
def test_an_unknown_scope_is_refused(scopes: list[str]) -> None:
    hired("carl", "collector")
    with pytest.raises(Refused, match="scope_unknown"):
        issue_token("carl", "crm", scopes, on=ISSUED, last_on=None)


def test_too_many_requests_wait_for_the_next_minute(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    opened_house(tmp_path)
    settings.API_PER_MINUTE = 2  # type: ignore[attr-defined]
    carl = system_of("carl", "collector")
    ApiUse.objects.create(token=ApiToken.objects.get(), minute="2026-11-20T08:00:00Z", count=99)  # long ago
    answers = [carl.client.get("/api/v1/worklist") for _ in range(4)]
    # The clock may turn between two of them.
    assert [answer.status_code for answer in answers].count(429) >= 1
    held = answers[-1] if answers[-1].status_code == 429 else answers[2]
    assert held.json()["code"] == "too_many_requests"
    assert 1 <= int(held.headers["Retry-After"]) <= 60
    assert ApiUse.objects.filter(count=99).count() == 0
